//! Sends the link: hands the message to its channel, and records the outcome.
//!
//! The job only contains the verification's ID. The message is made anew for each attempt, and not
//! at all once the link is useless: it has expired, the person has finished, or the verification
//! was deleted.

use jiff::SignedDuration;
use verification::account::Account;
use verification::capture::{CaptureLanguage, SendLink};
use verification::{Personal, Request, Verification, VerificationId};

use super::hand_over::{HandedOver, log_untold};
use crate::error::{Error, Fault};
use crate::messaging::{Message, SendError, Words};
use crate::ports::{Found, JobEnd, JobLease};
use crate::{App, Principal};

impl App {
    /// Refuses a channel that this server does not have when the transaction starts.
    pub(crate) fn refuse_channel(&self, request: &Request) -> Result<(), Error> {
        let link = send_link(request).filter(|_| request.sends_link());
        match link.map(|link| link.channel) {
            Some(channel) if !self.ports.messenger.has(channel) => Err(Error::Invalid {
                service: None,
                key: "send_link",
                why: Fault::Said(SendError::NoChannel(channel).to_string()),
            }),
            _ => Ok(()),
        }
    }

    /// Sends the link of a verification. If the channel does not accept it now, returns when to try
    /// again.
    pub(crate) async fn send_link(
        &self,
        id: VerificationId,
        lease: &JobLease,
    ) -> Result<JobEnd, Error> {
        let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
            return Ok(JobEnd::Done);
        };
        let verification = stored.value;
        let now = self.now();
        let (Some(link), Some(url), Some(end)) = (
            send_link(&verification.request),
            self.capture_url(&verification),
            verification.expires_at,
        ) else {
            return Ok(JobEnd::Done);
        };
        if !verification.stage.name().is_open() || now >= end {
            return Ok(JobEnd::Done);
        }
        let account = self.account_of(&verification).await?;
        let message = message(
            &account,
            &verification,
            link,
            &url,
            lease,
            end.duration_since(now),
        );
        let is_taken = match self.hand_over(id, &message, "link", lease, end).await {
            HandedOver::Taken => true,
            HandedOver::Refused => false,
            HandedOver::Later(again) => return Ok(again),
        };
        self.tell_link(id, is_taken).await;
        Ok(JobEnd::Done)
    }

    /// Records what happened to a link.
    pub(crate) async fn tell_link(&self, id: VerificationId, is_taken: bool) {
        let told = self
            .act(Principal::Server, id, |verification, now| {
                Ok(verification.tell_link(is_taken, now))
            })
            .await;
        log_untold(id, "link", told);
    }
}

fn send_link(request: &Request) -> Option<&SendLink> {
    request.capture.as_ref()?.send_link.as_ref()
}

fn message(
    account: &Account,
    verification: &Verification,
    link: &SendLink,
    url: &str,
    lease: &JobLease,
    left: SignedDuration,
) -> Message {
    let terms = verification.request.capture.as_ref();
    let language = terms.and_then(|terms| terms.language);
    let words = Words {
        language: language.unwrap_or(CaptureLanguage::EnUs).word(),
        business: account.settings.skin.name.as_ref().unwrap_or(&account.name),
        body: link.body.as_ref().map(Personal::reveal),
        link: url,
        // A part of a minute counts as a whole one.
        minutes: u64::try_from(left.as_secs()).unwrap_or(0).div_ceil(60),
        is_hand_off: false,
    };
    Message {
        id: lease.id.uuid().simple().to_string(),
        channel: link.channel,
        to: link.to.clone(),
        subject: words.subject(),
        text: words.text(),
    }
}
