//! The state of the code that is sent to a phone: which messages were asked for, how often a wrong
//! code was entered, and how it ended.
//!
//! A code is never part of the state, only its keyed hash, which the caller computes. The current
//! time is an argument.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use subtle::ConstantTimeEq;

use super::terms::Channel;
use crate::phone_number::PhoneNumber;

/// The number of wrong codes in a row after which no other is accepted (SPDR84).
pub const MOST_WRONG: u8 = 5;

/// How many messages with a code one verification may send.
pub const MOST_CODES: u8 = 5;

/// How long a code is valid after it was last sent.
pub const CODE_LIFE: SignedDuration = SignedDuration::from_mins(10);

/// The pause after each message before the next one may be asked for, in seconds.
const PAUSES: [i64; MOST_CODES as usize] = [30, 60, 120, 240, 240];

/// The keyed hash of a code, for one verification.
#[derive(Clone, Copy)]
pub struct CodeHash([u8; 32]);

impl CodeHash {
    /// Wraps a hash.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes of the hash.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The comparison takes the same time wherever the hashes differ.
impl PartialEq for CodeHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for CodeHash {}

impl fmt::Debug for CodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeHash(…)")
    }
}

/// What has become of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// It is about to be handed to its channel.
    Waiting,
    /// The channel accepted it.
    Taken,
    /// The channel cannot deliver it.
    Refused,
}

/// The last message with a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentCode {
    /// The hash of the code.
    pub hash: CodeHash,
    /// The channel by which it is sent.
    pub channel: Channel,
    /// The language of the message, a BCP 47 tag.
    pub language: String,
    /// When it was asked for.
    pub at: Timestamp,
    /// What has become of it.
    pub sending: Sending,
}

/// How the check of a phone ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneEnd {
    /// The person entered the code.
    Confirmed,
    /// The person entered a wrong code [`MOST_WRONG`] times in a row.
    TooManyWrong,
    /// The person says that no code arrived.
    Unreachable,
    /// Nobody was asked, because this server has no channel for codes and a reviewer decides.
    NotAsked,
}

/// The state of the check of a phone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PhoneState {
    /// The number that the person entered, if the business gave none.
    pub number: Option<PhoneNumber>,
    /// The last message.
    pub code: Option<SentCode>,
    /// The number of messages so far.
    pub sent: u8,
    /// The number of different codes so far. A message that is sent again repeats its code, so that
    /// whichever of the two arrives first is right.
    pub series: u8,
    /// The number of wrong codes in a row. Neither another message nor another number resets it.
    pub wrong: u8,
    /// How it ended, if it has.
    pub end: Option<PhoneEnd>,
}

/// Why nothing was done about a code. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefusal {
    /// There is no number to which a code could be sent.
    #[error("no number was given")]
    NoNumber,
    /// The business gave the number, so the person cannot change it.
    #[error("the number cannot be changed")]
    NumberIsGiven,
    /// A message was sent a moment ago.
    #[error("a code was just sent; another one may be asked for in {0} seconds")]
    TooSoon(i64),
    /// No further message is sent for this verification.
    #[error("no more than {MOST_CODES} codes are sent")]
    TooMany,
    /// No code was sent.
    #[error("no code was sent yet")]
    NoCode,
    /// The text cannot be a code, so it is not counted as a wrong one.
    #[error("this cannot be a code")]
    NotACode,
    /// The code is no longer valid.
    #[error("the code is no longer valid")]
    Expired,
    /// Another message was not offered yet.
    #[error("wait for the message first")]
    TooEarly,
}

impl PhoneState {
    /// Creates the state of a verification that asks for no code, because there is no channel.
    pub fn not_asked() -> Self {
        Self {
            end: Some(PhoneEnd::NotAsked),
            ..Self::default()
        }
    }

    /// Returns when another message may be asked for, or `None` if at once.
    pub fn pause_until(&self, now: Timestamp) -> Option<Timestamp> {
        let code = self.code.as_ref()?;
        if code.sending == Sending::Refused {
            return None;
        }
        let last = usize::from(self.sent.max(1)) - 1;
        let pause = PAUSES.get(last).copied().unwrap_or_default();
        let until = code.at.checked_add(SignedDuration::from_secs(pause));
        until.ok().filter(|until| now < *until)
    }

    /// Returns how many more messages may be sent.
    pub const fn codes_left(&self) -> u8 {
        MOST_CODES.saturating_sub(self.sent)
    }

    /// Returns how many more wrong codes may be entered.
    pub const fn tries_left(&self) -> u8 {
        MOST_WRONG.saturating_sub(self.wrong)
    }

    /// Returns the code that may be entered now.
    pub fn valid_code(&self, now: Timestamp) -> Option<&SentCode> {
        self.code.as_ref().filter(|code| !code.is_expired(now))
    }

    /// Returns true if the person may say that no code arrives: another message was offered, or
    /// none can be sent.
    pub fn may_give_up(&self, now: Timestamp) -> bool {
        let is_offered = self.code.is_some() && self.pause_until(now).is_none();
        self.codes_left() == 0 || is_offered
    }

    /// Records that a message to this number is asked for. `hash_of` computes the hash of the code
    /// with a number.
    pub(crate) fn ask(
        &mut self,
        number: Option<PhoneNumber>,
        channel: Channel,
        language: &str,
        hash_of: impl Fn(u8) -> CodeHash,
        now: Timestamp,
    ) -> Result<(), CodeRefusal> {
        let is_other = number.is_some() && number != self.number;
        if self.codes_left() == 0 {
            return Err(CodeRefusal::TooMany);
        }
        // Whoever mistyped their number need not wait for a message that goes to somebody else.
        if let Some(until) = self.pause_until(now).filter(|_| !is_other) {
            let left = until.duration_since(now);
            return Err(CodeRefusal::TooSoon(left.as_secs().max(1)));
        }
        if is_other || self.valid_code(now).is_none() {
            self.series = self.series.saturating_add(1);
        }
        if is_other {
            self.number = number;
        }
        self.sent = self.sent.saturating_add(1);
        self.code = Some(SentCode {
            hash: hash_of(self.series),
            channel,
            language: language.to_owned(),
            at: now,
            sending: Sending::Waiting,
        });
        Ok(())
    }

    /// Records a code that the person entered, and returns true if it was right.
    pub(crate) fn enter(
        &mut self,
        entered: &CodeHash,
        now: Timestamp,
    ) -> Result<bool, CodeRefusal> {
        let code = self.code.as_ref().ok_or(CodeRefusal::NoCode)?;
        if code.is_expired(now) {
            return Err(CodeRefusal::Expired);
        }
        if code.hash == *entered {
            self.end_as(PhoneEnd::Confirmed);
            self.wrong = 0;
            return Ok(true);
        }
        self.wrong = self.wrong.saturating_add(1);
        if self.tries_left() == 0 {
            self.end_as(PhoneEnd::TooManyWrong);
        }
        Ok(false)
    }

    /// Records that no code arrives.
    pub(crate) fn give_up(&mut self, now: Timestamp) -> Result<(), CodeRefusal> {
        if !self.may_give_up(now) {
            return Err(CodeRefusal::TooEarly);
        }
        self.end_as(PhoneEnd::Unreachable);
        Ok(())
    }

    /// Lets a person whom no code reached ask for one again, within the limits of messages and of
    /// wrong codes. A confirmed phone stays confirmed.
    pub(crate) fn start_over(&mut self) {
        if self.end == Some(PhoneEnd::Unreachable) {
            self.end = None;
        }
    }

    fn end_as(&mut self, end: PhoneEnd) {
        self.code = None;
        self.end = Some(end);
    }
}

impl SentCode {
    /// Returns the time from which the code is no longer valid.
    pub fn expires_at(&self) -> Timestamp {
        self.at.checked_add(CODE_LIFE).unwrap_or(Timestamp::MAX)
    }

    /// Returns true once the code is no longer valid.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        now >= self.expires_at()
    }
}
