//! What the hosted capture has come to: part of the verification, sealed with it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::device::DeviceRecord;
use crate::account;
use crate::personal::Personal;
use crate::request::{DocumentType, EvidenceSlot};
use crate::service::Service;
use crate::status::StatusCode;
use crate::verdict::Outcome;

/// How often the person may try again after an automatic decline, where the request allows it.
pub const MOST_RETRIES: u8 = 2;

/// So many events are remembered: more than a page tells at a time.
const MOST_TOLD: usize = 48;

/// That a person agreed to a text: what it said, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// Where the consent to biometrics stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Biometrics {
    /// Not asked yet, or asked again.
    #[default]
    Open,
    /// Refused; the person may come back from it.
    Refused,
    /// Agreed to.
    Accepted(ConsentRecord),
}

/// A field that the person confirmed or corrected on the form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Whose document.
    pub service: Service,
    /// The field's key on the wire.
    pub field: String,
    /// What the person left or wrote; `None` for "not available".
    pub value: Option<Personal>,
    /// Whether that is not what was read.
    pub is_corrected: bool,
}

impl fmt::Debug for Confirmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Confirmed({}.{})", self.service, self.field)
    }
}

/// The state of a hosted or direct capture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct CaptureState {
    /// The account's: the first capture page comes at once.
    pub skips_landing: bool,
    /// The account's: codes of our own are in the journal.
    pub own_codes: bool,
    /// The account's: the transaction id opens the link as well.
    pub id_opens_link: bool,
    /// 1140 to 1143 were raised.
    pub requirements_told: bool,
    /// The document types that the person chose.
    pub chosen: BTreeMap<Service, DocumentType>,
    /// What was handed in.
    pub submitted: BTreeSet<EvidenceSlot>,
    /// The terms that the person agreed to before the start.
    pub terms: Option<ConsentRecord>,
    /// The consent to biometrics.
    pub biometrics: Biometrics,
    /// What the browser told of its device.
    pub device: Option<DeviceRecord>,
    /// The form that the person confirmed, if one was shown.
    pub confirmed: Option<Vec<Confirmed>>,
    /// How often the person tried again.
    pub retries: u8,
    /// What the last try came to, while the person may try again.
    pub last_try: Option<Box<Outcome>>,
    /// The person has taken up the offer to try again.
    pub is_retrying: bool,
    /// It is processed after its time was over.
    pub is_late: bool,
    /// The language that the person chose, a BCP 47 tag.
    pub language: Option<String>,
    /// The last events that the browser told with a time, by which one that is told again is known.
    pub told: VecDeque<(StatusCode, Timestamp)>,
}

impl CaptureState {
    /// A capture under an account's settings, as they are when it is opened.
    pub fn under(settings: &account::Settings) -> Self {
        Self {
            skips_landing: settings.skip_landing,
            own_codes: settings.own_status_codes,
            id_opens_link: settings.token_is_transaction_id,
            ..Self::default()
        }
    }

    /// Notes an event of the browser; false if it was told before. A page that is left while it
    /// tells its events tells them once more, since it cannot know what arrived.
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
