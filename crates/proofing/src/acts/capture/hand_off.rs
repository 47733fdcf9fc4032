//! Sends the link to another device of the person, at once and by the channel that they choose.
//!
//! The number or address is handed to the channel and is neither stored nor answered nor logged.
//! There is no job and no second attempt: the person is there, and can ask again.

use std::fmt;
use std::net::IpAddr;

use jiff::SignedDuration;
use verification::capture::Channel;
use verification::{Personal, Verification};

use super::Visit;
use crate::error::Error;
use crate::messaging::{Message, SendError, Words};
use crate::{App, Principal};

/// Where the link is to be sent.
pub struct HandOff<'a> {
    /// The channel.
    pub channel: Channel,
    /// A telephone number in E.164 with `+`, or an e-mail address.
    pub to: Personal,
    /// The language of the page as a link names it, such as `en-us`.
    pub language: &'a str,
    /// The network of the browser that asks: an address of IPv4, or the first 64 bits of one of
    /// IPv6; `None` if no proxy reported it.
    pub network: Option<IpAddr>,
}

/// The recipient is not shown.
impl fmt::Debug for HandOff<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HandOff({})", self.channel.word())
    }
}

impl App {
    /// Sends the link of a walk that was opened.
    ///
    /// # Errors
    /// Returns [`Error::OutOfStep`] if the walk is over or was not opened, or the link was sent as
    /// often as is allowed, [`Error::TooOften`] if the caller's network or the account asked too
    /// often, and [`Error::NotSent`] if the channel does not take the message or is not set up.
    pub async fn hand_off(
        &self,
        by: Principal,
        visit: &Visit,
        wish: HandOff<'_>,
    ) -> Result<(), Error> {
        let id = visit.verification.id;
        by.must_be_applicant(id)?;
        if !self.ports.messenger.has(wish.channel) {
            return Err(Error::NotSent(
                SendError::NoChannel(wish.channel).to_string(),
            ));
        }
        let now = self.now();
        // What this link may not send takes nothing from the limits that it shares with others.
        visit.verification.clone().hand_off(now)?;
        if !self.links_sent.take(wish.network, visit.account.id, now) {
            return Err(Error::TooOften);
        }
        let stored = self
            .change_from(by, visit.stored(), Vec::new(), Verification::hand_off)
            .await?;
        let message = self.hand_off_message(visit, &stored.value, wish);
        let channel = message.channel.word();
        match self.ports.messenger.send(&message).await {
            Ok(receipt) => {
                let receipt = receipt.id.as_deref();
                tracing::info!(verification.id = %id, channel, receipt, "a link went to another device");
                Ok(())
            }
            Err(error) => {
                tracing::warn!(verification.id = %id, channel, why = %error, "a link did not go to another device");
                Err(Error::NotSent(error.to_string()))
            }
        }
    }

    fn hand_off_message(
        &self,
        visit: &Visit,
        verification: &Verification,
        wish: HandOff<'_>,
    ) -> Message {
        let account = &visit.account;
        // The page that the link opens says by `#qr` that a computer waits for this device.
        let link = format!("{}#qr", self.pages_url(verification, wish.language));
        let now = self.now();
        let left = verification
            .expires_at
            .map_or(SignedDuration::ZERO, |end| end.duration_since(now));
        let words = Words {
            language: wish.language,
            business: account.settings.skin.name.as_ref().unwrap_or(&account.name),
            body: None,
            link: &link,
            // A part of a minute counts as a whole one.
            minutes: u64::try_from(left.as_secs()).unwrap_or(0).div_ceil(60),
            is_hand_off: true,
        };
        Message {
            id: self.message_id(now),
            channel: wish.channel,
            subject: words.subject(),
            text: words.text(),
            to: wish.to,
        }
    }
}
