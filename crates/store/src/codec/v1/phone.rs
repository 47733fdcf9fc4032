//! The check of a phone by a code.

use jiff::Timestamp;
use verification::{capture, phone_number};

use super::words::Channel;
use crate::codec::form::{Form, plain, stored_enum, stored_struct, stored_text};

stored_text!(
    /// A number in E.164.
    PhoneNumber of phone_number::PhoneNumber,
    |number| number.personal().reveal().to_owned(),
    |text| phone_number::PhoneNumber::parse(text).ok()
);

/// The keyed hash of a code: 64 hex digits.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct CodeHash(String);

impl Form<capture::CodeHash> for CodeHash {
    fn of(core: &capture::CodeHash) -> Self {
        Self(hex::encode(core.bytes()))
    }
    fn into_core(self) -> Option<capture::CodeHash> {
        let bytes = hex::decode(self.0).ok()?;
        Some(capture::CodeHash::new(bytes.try_into().ok()?))
    }
}
plain!(CodeHash);

stored_enum!(
    /// What has become of a message.
    Sending of capture::Sending { Waiting = "waiting", Taken = "taken", Refused = "refused" }
);
stored_enum!(
    /// How the check ended.
    PhoneEnd of capture::PhoneEnd {
        Confirmed = "confirmed",
        TooManyWrong = "too_many_wrong",
        Unreachable = "unreachable",
        NotAsked = "not_asked",
    }
);
stored_struct!(
    /// The last message with a code.
    SentCode of capture::SentCode {
        hash: CodeHash,
        channel: Channel,
        language: String,
        at: Timestamp,
        sending: Sending,
    }
);
stored_struct!(
    /// The state of the check.
    PhoneState of capture::PhoneState {
        number: Option<PhoneNumber>,
        code: Option<SentCode>,
        sent: u8,
        series: u8,
        wrong: u8,
        end: Option<PhoneEnd>,
    }
);

impl PhoneState {
    /// Returns true if no code was asked for. Earlier versions stored nothing of this.
    pub(crate) const fn is_untouched(&self) -> bool {
        self.number.is_none() && self.code.is_none() && self.sent == 0 && self.end.is_none()
    }
}

impl Default for PhoneState {
    fn default() -> Self {
        Self::of(&capture::PhoneState::default())
    }
}
