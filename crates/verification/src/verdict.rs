//! The verdict of a verification and everything that is reported with it.

use jiff::Timestamp;

use crate::decline::{Advice, DeclineCode};
use crate::event::ResponseEvent;
use crate::finding::Finding;
use crate::ids::StaffId;
use crate::personal::Personal;
use crate::reading::Zone;
use crate::service::Service;

/// The verdict: accepted or declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The claims were confirmed.
    Accepted,
    /// The claims were refuted or could not be confirmed.
    Declined,
}

impl Verdict {
    /// Returns the verdict as it is written.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }

    /// Returns the response event that announces it.
    pub const fn event(self) -> ResponseEvent {
        match self {
            Self::Accepted => ResponseEvent::VerificationAccepted,
            Self::Declined => ResponseEvent::VerificationDeclined,
        }
    }
}

/// The party that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decider {
    /// The automatic checks and the policy.
    Automatic,
    /// The operator, on the command line, with the name of a reviewer.
    Reviewer(String),
    /// Members of staff, in the back office.
    Staff(Box<StaffDecision>),
}

/// Who decided in the back office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffDecision {
    /// Who made the decision.
    pub maker: StaffId,
    /// Who confirmed it, where the account wants four eyes. Never the same person.
    pub approver: Option<StaffId>,
    /// A note for colleagues, which the business does not get.
    pub note: Option<Personal>,
}

impl Decider {
    /// Returns the member of staff who made the decision, if it was one.
    pub const fn member(&self) -> Option<StaffId> {
        match self {
            Self::Staff(decision) => Some(decision.maker),
            Self::Automatic | Self::Reviewer(_) => None,
        }
    }
}

/// A value of `verification_data`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataValue {
    /// The field was requested but could not be read.
    Null,
    /// A text.
    Text(Personal),
    /// A whole number.
    Number(i64),
    /// A list of words.
    Words(Vec<String>),
    /// A name in its parts; a missing part is `None`.
    Name {
        /// Given name.
        first: Option<Personal>,
        /// Middle names.
        middle: Option<Personal>,
        /// Family name.
        last: Option<Personal>,
    },
}

/// The result of one field: 1 (confirmed), 0 (refuted) or null (not processed).
pub type FieldResult = Option<bool>;

/// The `verification_result` of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceResult {
    /// One value for the whole service (`face`, `background_checks`).
    Whole(FieldResult),
    /// One value per field, in order.
    Fields(Vec<(String, FieldResult)>),
}

/// The results of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceOutcome {
    /// The service.
    pub service: Service,
    /// The `verification_result`.
    pub result: ServiceResult,
    /// The `verification_data`, in order.
    pub data: Vec<(String, DataValue)>,
    /// The `additional_data`, in order, or `None` if it was not requested.
    pub additional: Option<Vec<(String, Personal)>>,
    /// The decline codes, with the most important first.
    pub codes: Vec<DeclineCode>,
}

/// The outcome of an examination under the policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The verdict of the automatic checks.
    pub verdict: Verdict,
    /// The results by service, in the protocol's order.
    pub services: Vec<ServiceOutcome>,
    /// The code whose description is `declined_reason`.
    pub reason: Option<DeclineCode>,
    /// The `declined_codes`: the union over the services, with the reason first.
    pub codes: Vec<DeclineCode>,
    /// All findings.
    pub findings: Vec<Finding>,
    /// The zones of the documents, word for word.
    pub zones: Vec<Zone>,
}

impl Outcome {
    /// Returns the outcome with this code as its reason, if it is a decline without any reason.
    /// Nobody is declined without a code.
    #[must_use]
    pub fn explained_by(mut self, code: DeclineCode) -> Self {
        if self.verdict == Verdict::Declined && self.codes.is_empty() {
            self.reason = Some(code.clone());
            self.codes.push(code);
        }
        self
    }

    /// Returns what the person is told to do about the decline codes, with the most important first
    /// and nothing twice.
    pub fn advice(&self) -> Vec<Advice> {
        let mut advice = Vec::new();
        for one in self.codes.iter().filter_map(DeclineCode::definition) {
            if !advice.contains(&one.advice) {
                advice.push(one.advice);
            }
        }
        advice
    }

    /// Returns the outcome without this code; the next in rank becomes the reason.
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

/// A verdict, with the party that gave it, its time and its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The verdict in force.
    pub verdict: Verdict,
    /// The outcome that it is based on.
    pub outcome: Outcome,
    /// The party that decided.
    pub by: Decider,
    /// When it was made.
    pub at: Timestamp,
    /// The number of the decision: 1 for the first, and one more for each change.
    pub version: u32,
}
