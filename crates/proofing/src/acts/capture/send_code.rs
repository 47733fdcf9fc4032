//! Sends a code to a phone: hands the message to its channel, and records the outcome.
//!
//! The job only contains the verification's ID. The code is computed anew for each attempt, and the
//! message is not sent once it is useless: the code has expired, the person has finished with the
//! phone, or the verification was deleted.

use verification::account::Account;
use verification::capture::{CODE_LIFE, CapturePage, Sending, SentCode};
use verification::phone_number::PhoneNumber;
use verification::{Personal, Verification, VerificationId};

use super::hand_over::{HandedOver, log_untold};
use crate::code_message::CodeWords;
use crate::error::Error;
use crate::messaging::Message;
use crate::ports::{Found, JobEnd, JobLease};
use crate::{App, Principal};

impl App {
    /// Sends the last code that was asked for. If the channel does not accept it now, returns when
    /// to try again.
    pub(crate) async fn send_code(
        &self,
        id: VerificationId,
        lease: &JobLease,
    ) -> Result<JobEnd, Error> {
        let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
            return Ok(JobEnd::Done);
        };
        let verification = stored.value;
        let now = self.now();
        let phone = &verification.capture.phone;
        let waiting = phone.valid_code(now);
        let waiting = waiting.filter(|code| code.sending == Sending::Waiting);
        let (Some(code), Some(number)) = (waiting, verification.phone_number()) else {
            return Ok(JobEnd::Done);
        };
        if verification.page(now) != CapturePage::Phone {
            return Ok(JobEnd::Done);
        }
        let account = self.account_of(&verification).await?;
        let Some(message) = self.code_message(&account, &verification, code, &number, lease) else {
            // The server has another key than when the code was asked for.
            self.tell_code(id, phone.sent, false).await;
            return Ok(JobEnd::Done);
        };
        let is_taken = match self
            .hand_over(id, &message, "code", lease, code.expires_at())
            .await
        {
            HandedOver::Taken => true,
            HandedOver::Refused => false,
            HandedOver::Later(again) => return Ok(again),
        };
        self.tell_code(id, phone.sent, is_taken).await;
        Ok(JobEnd::Done)
    }

    /// Records that the last message is not sent, because its job is given up.
    pub(crate) async fn tell_code_given_up(&self, id: VerificationId) {
        if let Ok(stored) = self.live(id).await {
            let sent = stored.value.capture.phone.sent;
            self.tell_code(id, sent, false).await;
        }
    }

    /// Records what happened to a message.
    async fn tell_code(&self, id: VerificationId, sent: u8, is_taken: bool) {
        let told = self
            .act(Principal::Server, id, |verification, now| {
                Ok(verification.tell_code(sent, is_taken, now))
            })
            .await;
        log_untold(id, "code", told);
    }

    /// Returns the message, or `None` if the code that it would contain is not the one that was
    /// asked for.
    fn code_message(
        &self,
        account: &Account,
        verification: &Verification,
        asked: &SentCode,
        number: &PhoneNumber,
        lease: &JobLease,
    ) -> Option<Message> {
        let code = self.phone_code(verification, verification.capture.phone.series);
        if self.code_hash(verification.id, &code) != asked.hash {
            return None;
        }
        let phone = verification.request.services.phone.as_ref()?;
        let business = account.settings.skin.name.as_ref().unwrap_or(&account.name);
        let words = CodeWords {
            language: &asked.language,
            business,
            text: phone.text.as_ref().map(Personal::reveal),
            code: &code,
            minutes: CODE_LIFE.as_mins(),
        };
        Some(Message {
            id: lease.id.uuid().simple().to_string(),
            channel: asked.channel,
            to: number.personal().clone(),
            subject: String::new(),
            text: words.text(),
        })
    }
}
