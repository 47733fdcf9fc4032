//! The page on which a phone is confirmed: asks for a code, enters it, or says that none arrived.
//!
//! The code is sent by a [job](super::send_code). It is computed from the server's key, and only
//! its hash is stored.

use std::fmt;
use std::net::IpAddr;

use verification::capture::{Channel, CodeHash, CodeRefusal, CodeWish, OutOfStep};
use verification::journal::Browser;
use verification::phone_number::PhoneNumber;
use verification::{Personal, Verification, VerificationId};
use zeroize::Zeroizing;

use super::Visit;
use crate::error::Error;
use crate::messaging::SendError;
use crate::{App, Principal};

/// A message with a code that a person asks for.
pub struct CodeRequest<'a> {
    /// The number that the person entered, or `None` for the one that is known.
    pub number: Option<PhoneNumber>,
    /// The channel that the person chose, or `None` for the preferred one.
    pub channel: Option<Channel>,
    /// The language of the page, a BCP 47 tag.
    pub language: &'a str,
    /// The network of the browser that asks: an address of IPv4, or the first 64 bits of one of
    /// IPv6; `None` if no proxy reported it.
    pub network: Option<IpAddr>,
}

/// The number is not shown.
impl fmt::Debug for CodeRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CodeRequest({:?})", self.channel)
    }
}

impl App {
    /// Has a code sent to the person's phone.
    ///
    /// # Errors
    /// Returns [`Error::OutOfStep`] if no code is asked for now, [`Error::TooOften`] if too many
    /// were sent within the last hour to this number, for the caller's network or for the account,
    /// and [`Error::NotSent`] if there is no such channel.
    pub async fn ask_code(
        &self,
        by: Principal,
        visit: &Visit,
        asked: CodeRequest<'_>,
    ) -> Result<Visit, Error> {
        let verification = &visit.verification;
        let id = verification.id;
        by.must_be_applicant(id)?;
        let usable = self.code_channels(&verification.request);
        let channel = asked.channel.or_else(|| usable.first().copied());
        let channel = channel.unwrap_or(Channel::Sms);
        if !usable.contains(&channel) {
            return Err(Error::NotSent(SendError::NoChannel(channel).to_string()));
        }
        let wish = CodeWish {
            number: asked.number,
            channel,
            language: asked.language,
        };
        let hash_of = |verification: &Verification, series| {
            let code = self.phone_code(verification, series);
            self.code_hash(id, &code)
        };
        let now = self.now();
        // What this verification may not send takes nothing from the limits that it shares with
        // others.
        let dry = verification.clone();
        let dry = dry.ask_code(&wish, |series| hash_of(verification, series), now)?;
        let number = dry.next.phone_number().ok_or(CodeRefusal::NoNumber);
        let number = number.map_err(OutOfStep::from)?;
        let number = number.personal().reveal();
        let number = self.settings.link_key.number_hash(number);
        if !(self.codes_sent).take(number, asked.network, visit.account.id, now) {
            return Err(Error::TooOften);
        }
        let moved = self
            .change_from(by, visit.stored(), Vec::new(), |value, now| {
                let same = value.clone();
                value.ask_code(&wish, |series| hash_of(&same, series), now)
            })
            .await?;
        self.seen(moved).await
    }

    /// Compares a code that the person entered with the one that was sent. If it was wrong, the
    /// person is still on the same page, unless it was the last one allowed.
    ///
    /// # Errors
    /// Returns [`Error::OutOfStep`] if no code is asked for now, or the one that was sent is no
    /// longer valid. A text that cannot be a code is refused too, and not counted.
    pub async fn enter_code(
        &self,
        by: Principal,
        visit: &Visit,
        entered: &Personal,
    ) -> Result<Visit, Error> {
        let id = visit.verification.id;
        by.must_be_applicant(id)?;
        let phone = visit.verification.request.services.phone.as_ref();
        let is_own = phone.is_some_and(|asked| asked.random_code.is_some());
        let text = normalized(entered.reveal());
        let is_code = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        if text.is_empty() || !(is_own || is_code) {
            return Err(OutOfStep::from(CodeRefusal::NotACode).into());
        }
        let hash = self.code_hash(id, &text);
        let moved = self
            .change_from(by, visit.stored(), Vec::new(), |verification, now| {
                verification.enter_code(&hash, now)
            })
            .await?;
        self.seen(moved).await
    }

    /// Records that no code arrives, which ends the check of the phone without a confirmation.
    ///
    /// # Errors
    /// Returns [`Error::OutOfStep`] until another message was offered.
    pub async fn miss_code(
        &self,
        by: Principal,
        id: VerificationId,
        browser: &Browser,
    ) -> Result<Visit, Error> {
        by.must_be_applicant(id)?;
        let moved = self
            .change_by(by, id, Vec::new(), |verification, now| {
                verification.miss_code(browser.clone(), now)
            })
            .await?;
        self.seen(moved).await
    }

    /// Returns the code with this number: the business's own, or six digits.
    pub(crate) fn phone_code(&self, verification: &Verification, series: u8) -> Zeroizing<String> {
        let phone = verification.request.services.phone.as_ref();
        match phone.and_then(|asked| asked.random_code.as_ref()) {
            Some(own) => Zeroizing::new(own.reveal().to_owned()),
            None => self.settings.link_key.phone_code(verification.id, series),
        }
    }

    /// Returns the hash of a code as a person may enter it.
    pub(crate) fn code_hash(&self, id: VerificationId, code: &str) -> CodeHash {
        let code = normalized(code);
        CodeHash::new(self.settings.link_key.phone_code_hash(id, &code))
    }
}

/// Returns a code without blanks and dashes and without regard to case, because that is how people
/// copy one. A code of nothing else stays as it is.
fn normalized(code: &str) -> Zeroizing<String> {
    let is_kept = |letter: &char| !letter.is_whitespace() && *letter != '-';
    let plain: String = code.chars().filter(is_kept).collect();
    if plain.is_empty() {
        return Zeroizing::new(code.trim().to_owned());
    }
    Zeroizing::new(plain.to_uppercase())
}
