//! The acts on the page on which a phone is confirmed.

use jiff::Timestamp;

use super::acts::{OutOfStep, by};
use super::page::CapturePage;
use super::phone::{CodeHash, CodeRefusal, PhoneEnd, Sending};
use super::terms::Channel;
use crate::aggregate::{Effect, Step, Verification};
use crate::journal::Browser;
use crate::phone_number::PhoneNumber;
use crate::stage::Act;
use crate::status::StatusCode;

/// A message with a code that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeWish<'a> {
    /// The number that the person entered, or `None` for the one that is known.
    pub number: Option<PhoneNumber>,
    /// The channel by which the message is to be sent.
    pub channel: Channel,
    /// The language of the message, a BCP 47 tag.
    pub language: &'a str,
}

impl Verification {
    /// Returns the number to which codes are sent: the business's, or else the person's.
    pub fn phone_number(&self) -> Option<PhoneNumber> {
        let asked = self.request.services.phone.as_ref()?;
        match &asked.phone_number {
            Some(given) => PhoneNumber::of_business(given.reveal()).ok(),
            None => self.capture.phone.number.clone(),
        }
    }

    /// Records that a message with a code is asked for, and has it sent. `hash_of` computes the
    /// hash of the code with a number.
    ///
    /// # Errors
    /// Returns why no message is sent.
    pub fn ask_code(
        self,
        wish: &CodeWish<'_>,
        hash_of: impl Fn(u8) -> CodeHash,
        now: Timestamp,
    ) -> Result<Step<Self>, OutOfStep> {
        self.at_step(Act::Submit, now, |page| page == CapturePage::Phone)?;
        let asked = self.request.services.phone.as_ref();
        let is_given = asked.is_some_and(|asked| asked.phone_number.is_some());
        if is_given && wish.number.is_some() {
            return Err(CodeRefusal::NumberIsGiven.into());
        }
        if wish.number.is_none() && self.phone_number().is_none() {
            return Err(CodeRefusal::NoNumber.into());
        }
        let mut step = self.unmoved();
        let phone = &mut step.next.capture.phone;
        let before = phone.number.clone();
        phone.ask(
            wish.number.clone(),
            wish.channel,
            wish.language,
            hash_of,
            now,
        )?;
        if phone.number != before {
            step.log(StatusCode::PHONE_NUMBER_ENTERED, None, now);
        }
        step.effects.push(Effect::SendCode);
        Ok(step)
    }

    /// Records that the channel accepted the message with this number (3475) or cannot deliver it
    /// (3478). Nothing changes if it is no longer the last message.
    pub fn tell_code(self, sent: u8, is_taken: bool, now: Timestamp) -> Step<Self> {
        let mut step = self.unmoved();
        let phone = &mut step.next.capture.phone;
        let is_last = phone.sent == sent;
        let code = phone.code.as_mut().filter(|_| is_last);
        if let Some(code) = code.filter(|code| code.sending == Sending::Waiting) {
            let (sending, status) = if is_taken {
                (Sending::Taken, StatusCode::PHONE_CODE_SENT)
            } else {
                (Sending::Refused, StatusCode::PHONE_CODE_NOT_SENT)
            };
            code.sending = sending;
            step.log(status, None, now);
        }
        step
    }

    /// Records a code that the person entered. The last allowed wrong one ends the check.
    ///
    /// # Errors
    /// Returns an error if there is no code, or it is no longer valid.
    pub fn enter_code(self, entered: &CodeHash, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.at_step(Act::Submit, now, |page| page == CapturePage::Phone)?;
        let mut step = self.unmoved();
        let is_right = step.next.capture.phone.enter(entered, now)?;
        if is_right {
            step.log(StatusCode::PHONE_CONFIRMED, None, now);
        } else {
            step.log(StatusCode::PHONE_CODE_WRONG, None, now);
        }
        if step.next.capture.phone.end == Some(PhoneEnd::TooManyWrong) {
            step.log_not_confirmed("too many wrong codes", now);
        }
        step.end_if_all_is_there(now);
        Ok(step)
    }

    /// Records that the person received no code (3485), which ends the check.
    ///
    /// # Errors
    /// Returns an error until another message was offered.
    pub fn miss_code(self, browser: Browser, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.at_step(Act::Submit, now, |page| page == CapturePage::Phone)?;
        let mut step = self.unmoved();
        step.next.capture.phone.give_up(now)?;
        step.log_from(&by(browser, StatusCode::PHONE_CODE_MISSING), now);
        step.log_not_confirmed("no code received", now);
        step.end_if_all_is_there(now);
        Ok(step)
    }
}

impl Step<Verification> {
    fn log_not_confirmed(&mut self, why: &str, now: Timestamp) {
        self.log(StatusCode::PHONE_NOT_CONFIRMED, Some(why.to_owned()), now);
    }
}
