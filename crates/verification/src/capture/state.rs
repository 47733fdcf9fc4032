//! The state of the capture, which is part of the verification and sealed with it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use jiff::Timestamp;

use super::device::DeviceRecord;
use super::phone::PhoneState;
use super::turns::TurnState;
use crate::account;
use crate::personal::Personal;
use crate::request::{DocumentType, EvidenceSlot};
use crate::service::Service;
use crate::status::StatusCode;
use crate::verdict::Outcome;

/// How often the person may retry after an automatic decline, if the request allows it.
pub(crate) const MOST_RETRIES: u8 = 2;

/// How often the person is asked for the selfie again if it does not settle whose face it is.
pub(crate) const MOST_RETAKES: u8 = 2;

/// How often a link may be sent to other devices of its person.
pub const MOST_LINKS: u8 = 3;

/// The number of events that are remembered, which is more than a page sends at once.
const MOST_TOLD: usize = 48;

/// The record of a person's consent to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRecord {
    /// The exact text that was shown.
    pub text: String,
    /// SHA-256 of the text in UTF-8, 64 hex digits.
    pub sha256: String,
    /// The version of the text.
    pub version: String,
    /// The language that it was shown in, a BCP 47 tag.
    pub language: String,
    /// When the server learned of it.
    pub at: Timestamp,
}

/// The state of the consent to biometrics.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Biometrics {
    /// The person has not answered yet, or is asked again.
    #[default]
    Open,
    /// The person refused, and may still change their mind.
    Refused,
    /// The person agreed.
    Accepted(ConsentRecord),
}

/// A field that the person confirmed or corrected on the form.
#[derive(Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// The service of the document.
    pub service: Service,
    /// The field's key on the wire.
    pub field: String,
    /// The confirmed or corrected value, or `None` for "not available".
    pub value: Option<Personal>,
    /// Whether it differs from the reading.
    pub is_corrected: bool,
}

impl fmt::Debug for Confirmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Confirmed({}.{})", self.service, self.field)
    }
}

/// The state of a hosted or direct capture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CaptureState {
    /// The account's setting to skip the landing page.
    pub skips_landing: bool,
    /// The account's setting to record own status codes in the journal.
    pub own_codes: bool,
    /// The account's setting that the transaction ID opens the link as well.
    pub id_opens_link: bool,
    /// Whether 1140 to 1143 were raised.
    pub requirements_told: bool,
    /// The document types that the person chose.
    pub chosen: BTreeMap<Service, DocumentType>,
    /// The evidence that was submitted.
    pub submitted: BTreeSet<EvidenceSlot>,
    /// The terms that the person agreed to before the start.
    pub terms: Option<ConsentRecord>,
    /// The consent to biometrics.
    pub biometrics: Biometrics,
    /// What the browser revealed about its device.
    pub device: Option<DeviceRecord>,
    /// The form that the person confirmed, if one was shown.
    pub confirmed: Option<Vec<Confirmed>>,
    /// How often the person retried.
    pub retries: u8,
    /// The outcome of the last attempt, while the person may retry.
    pub last_try: Option<Box<Outcome>>,
    /// How often the selfie alone was asked for again.
    pub selfie_retakes: u8,
    /// Whether the person is retrying.
    pub is_retrying: bool,
    /// Whether it is processed after its expiry.
    pub is_late: bool,
    /// The language that the person chose, a BCP 47 tag.
    pub language: Option<String>,
    /// How often the person had the link sent to another device.
    pub links_sent: u8,
    /// The turns of the head that are asked for with the selfie.
    pub turns: TurnState,
    /// The state of the check of a phone.
    pub phone: PhoneState,
    /// The pictures that reviewers asked for again, in order.
    pub asked_again: Vec<EvidenceSlot>,
    /// The last timed events from the browser, by which repetitions are recognised.
    pub told: VecDeque<(StatusCode, Timestamp)>,
}

impl CaptureState {
    /// Uses up the retries, so that the person is not asked for the same file again.
    pub const fn end_retries(&mut self) {
        self.retries = MOST_RETRIES;
    }

    /// Creates the state of a capture under the account's current settings.
    pub fn under(settings: &account::AccountSettings) -> Self {
        Self {
            skips_landing: settings.skip_landing,
            own_codes: settings.own_status_codes,
            id_opens_link: settings.token_is_transaction_id,
            ..Self::default()
        }
    }

    /// Records an event from the browser and returns false if it is a repetition. A page that is
    /// left while it sends its events sends them again, because it cannot know what has arrived.
    pub(crate) fn note(&mut self, code: StatusCode, at: Option<Timestamp>) -> bool {
        let Some(at) = at else { return true };
        if self.told.contains(&(code, at)) {
            return false;
        }
        if self.told.len() >= MOST_TOLD {
            self.told.pop_front();
        }
        self.told.push_back((code, at));
        true
    }
}
