//! Sends a code to a phone: hands the message to its channel, and records the outcome.
//!
//! The job only contains the verification's ID. The code is computed anew for each attempt, and the
//! message is not sent once it is useless: the code has expired, the person has finished with the
//! phone, or the verification was deleted.

use verification::account::Account;
use verification::capture::{CODE_LIFE, CapturePage, Sending, SentCode};
use verification::phone_number::PhoneNumber;
use verification::{Personal, Verification, VerificationId};

use super::send_link::later;
use crate::code_message::CodeWords;
use crate::error::Error;
use crate::messaging::{Message, SendError};
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
        let channel = code.channel.word();
        match self.ports.messenger.send(&message).await {
            Ok(receipt) => {
                let receipt = receipt.id.as_deref();
                tracing::info!(verification.id = %id, channel, receipt, "the channel took a code");
                self.tell_code(id, phone.sent, true).await;
                Ok(JobEnd::Done)
            }
            Err(SendError::Later { why, after }) => {
                let at = later(now, lease.tries, after);
                tracing::warn!(verification.id = %id, channel, why, "a code was not sent yet");
                if !code.is_expired(at) {
                    return Ok(JobEnd::Retry { at, why });
                }
                self.tell_code(id, phone.sent, false).await;
                Ok(JobEnd::Done)
            }
            Err(error) => {
                tracing::warn!(verification.id = %id, channel, why = %error, "a code cannot be sent");
                self.tell_code(id, phone.sent, false).await;
                Ok(JobEnd::Done)
            }
        }
    }

    /// Records what happened to the last message of a verification whose job is given up.
    pub(crate) async fn tell_last_code(&self, id: VerificationId, is_taken: bool) {
        if let Ok(stored) = self.live(id).await {
            let sent = stored.value.capture.phone.sent;
            self.tell_code(id, sent, is_taken).await;
        }
    }

    /// Records what happened to a message. A message that was sent must not be sent again because
    /// its entry could not be written.
    async fn tell_code(&self, id: VerificationId, sent: u8, is_taken: bool) {
        let told = self
            .act(Principal::Server, id, |verification, now| {
                Ok(verification.tell_code(sent, is_taken, now))
            })
            .await;
        match told {
            Ok(_) | Err(Error::NotFound) => {}
            Err(error) => {
                tracing::warn!(verification.id = %id, error = &error as &dyn std::error::Error, "what became of a code was not written down");
            }
        }
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
