//! The verdict of a verification and everything that is told with it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::decline::DeclineCode;
use crate::event::ResponseEvent;
use crate::finding::Finding;
use crate::personal::Personal;
use crate::reading::Zone;
use crate::service::Service;

/// Accepted or declined. There is no third.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The claims hold.
    Accepted,
    /// They do not hold, or could not be shown to.
    Declined,
}

impl Verdict {
    /// The response event that tells it.
    pub const fn event(self) -> ResponseEvent {
        match self {
            Self::Accepted => ResponseEvent::VerificationAccepted,
            Self::Declined => ResponseEvent::VerificationDeclined,
        }
    }
}

/// Who decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decider {
    /// The automatic checks and the policy.
    Automatic,
    /// A person of the business.
    Reviewer(String),
}

/// A value of `verification_data`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataValue {
    /// Asked for, not readable.
    Null,
    /// A text.
    Text(Personal),
    /// A whole number.
    Number(i64),
    /// A list of words.
    Words(Vec<String>),
    /// A name in its parts; a part that is not there is `None`.
    Name {
        /// Given name.
        first: Option<Personal>,
        /// Middle names.
        middle: Option<Personal>,
        /// Family name.
        last: Option<Personal>,
    },
}

/// 1, 0 or null for one field: holds, does not hold, not processed.
pub type FieldResult = Option<bool>;

/// `verification_result` of one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceResult {
    /// One value for the whole service (`face`, `background_checks`).
    Whole(FieldResult),
    /// One value a field, in order.
    Fields(Vec<(String, FieldResult)>),
}

/// What is told about one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceOutcome {
    /// The service.
    pub service: Service,
    /// `verification_result`.
    pub result: ServiceResult,
    /// `verification_data`, in order.
    pub data: Vec<(String, DataValue)>,
    /// `additional_data`, in order; `None` unless it was asked for.
    pub additional: Option<Vec<(String, Personal)>>,
    /// Why it is declined, most important first.
    pub codes: Vec<DeclineCode>,
}

/// What the policy made of an examination.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What the automatic checks would decide.
    pub verdict: Verdict,
    /// By service, in the protocol's order.
    pub services: Vec<ServiceOutcome>,
    /// The one code whose description is `declined_reason`.
    pub reason: Option<DeclineCode>,
    /// `declined_codes`: the union over the services, the reason first.
    pub codes: Vec<DeclineCode>,
    /// Everything that was looked at.
    pub findings: Vec<Finding>,
    /// What the zones of the documents say, word for word.
    #[serde(default)]
    pub zones: Vec<Zone>,
}

impl Outcome {
    /// The same outcome with this code as its reason, if it is a decline that nothing gives a
    /// reason for. Nobody is declined without a code.
    #[must_use]
    pub fn explained_by(mut self, code: DeclineCode) -> Self {
        if self.verdict == Verdict::Declined && self.codes.is_empty() {
            self.reason = Some(code.clone());
            self.codes.push(code);
        }
        self
    }

    /// The same outcome without a code; the next in rank becomes the reason.
    #[must_use]
    pub fn without(mut self, code: &DeclineCode) -> Self {
        for service in &mut self.services {
            service.codes.retain(|listed| listed != code);
        }
        self.codes.retain(|listed| listed != code);
        self.reason = self.codes.first().cloned();
        self
    }
}

/// A verdict with who gave it, when, and the how-manieth it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The verdict in force.
    pub verdict: Verdict,
    /// What it rests on.
    pub outcome: Outcome,
    /// Who decided.
    pub by: Decider,
    /// When.
    pub at: Timestamp,
    /// 1 for the first decision, one more for each change.
    pub version: u32,
}
