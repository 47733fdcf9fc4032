//! Findings: the checks that were made, their outcomes and their evidence.

use std::fmt;

use crate::decline::DeclineCode;
use crate::request::EvidenceSlot;
use crate::service::Service;

/// The outcome of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingOutcome {
    /// The check passed.
    Passed,
    /// The check failed.
    Failed,
    /// The check could not be made, for this reason. This never counts as passed.
    NotMade(String),
}

/// A measured value against its limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// What was measured.
    pub value: f64,
    /// The limit.
    pub limit: f64,
    /// The unit of both.
    pub unit: String,
}

/// A finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The service it belongs to.
    pub service: Service,
    /// The stable name of the check, such as `name`, `barcode.consistency` or `picture.sharpness`.
    pub check: String,
    /// Whether the check passed, failed or could not be made.
    pub outcome: FindingOutcome,
    /// The decline code, if the verification is declined because of it.
    pub code: Option<DeclineCode>,
    /// The value and its limit, if something was measured.
    pub measure: Option<Measure>,
    /// The pictures that it is based on.
    pub evidence: Vec<EvidenceSlot>,
    /// One sentence for the business's staff, without personal data.
    pub detail: String,
}

impl Finding {
    /// Creates a finding without code, measure or evidence.
    pub fn new(
        service: Service,
        check: &str,
        outcome: FindingOutcome,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            service,
            check: check.to_owned(),
            outcome,
            code: None,
            measure: None,
            evidence: Vec::new(),
            detail: detail.into(),
        }
    }

    /// Creates the finding of a check that passed.
    pub fn passed(service: Service, check: &str, detail: impl Into<String>) -> Self {
        Self::new(service, check, FindingOutcome::Passed, detail)
    }

    /// Creates the finding of a check that failed and leads to a decline.
    pub fn failed(
        service: Service,
        check: &str,
        code: DeclineCode,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            code: Some(code),
            ..Self::new(service, check, FindingOutcome::Failed, detail)
        }
    }

    /// Creates the finding of a check that could not be made.
    pub fn not_made(service: Service, check: &str, why: impl Into<String>) -> Self {
        Self::new(
            service,
            check,
            FindingOutcome::NotMade(why.into()),
            String::new(),
        )
    }

    /// Returns the finding, based on these pictures.
    pub fn resting_on(mut self, evidence: impl IntoIterator<Item = EvidenceSlot>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// Returns the finding with a value and its limit.
    pub fn measured(mut self, value: f64, limit: f64, unit: &str) -> Self {
        self.measure = Some(Measure {
            value,
            limit,
            unit: unit.to_owned(),
        });
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match &self.outcome {
            FindingOutcome::Passed => "passed",
            FindingOutcome::Failed => "failed",
            FindingOutcome::NotMade(_) => "not made",
        };
        write!(f, "{}.{} {outcome}", self.service, self.check)
    }
}
