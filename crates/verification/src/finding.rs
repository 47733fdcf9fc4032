//! Findings: what was looked at, what came of it, and what it rests on.

use std::fmt;

use crate::decline::DeclineCode;
use crate::request::EvidenceSlot;
use crate::service::Service;

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingOutcome {
    /// It holds.
    Passed,
    /// It does not hold.
    Failed,
    /// It could not be made; why. Never counts as passed.
    NotMade(String),
}

/// A measured value against its limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// What was measured.
    pub value: f64,
    /// What it is held against.
    pub limit: f64,
    /// The unit of both.
    pub unit: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The service it belongs to.
    pub service: Service,
    /// The check's stable name: `name`, `barcode.consistency`, `picture.sharpness`.
    pub check: String,
    /// What came of it.
    pub outcome: FindingOutcome,
    /// Why the verification is declined for it, if it is.
    pub code: Option<DeclineCode>,
    /// The value against its limit, where something was measured.
    pub measure: Option<Measure>,
    /// The pictures it rests on.
    pub evidence: Vec<EvidenceSlot>,
    /// One sentence for the business's staff, without personal data.
    pub detail: String,
}

impl Finding {
    /// A finding without code, measure or evidence.
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

    /// The check holds.
    pub fn passed(service: Service, check: &str, detail: impl Into<String>) -> Self {
        Self::new(service, check, FindingOutcome::Passed, detail)
    }

    /// The check does not hold, and the verification is declined for it.
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

    /// The check could not be made.
    pub fn not_made(service: Service, check: &str, why: impl Into<String>) -> Self {
        Self::new(
            service,
            check,
            FindingOutcome::NotMade(why.into()),
            String::new(),
        )
    }

    /// The same finding, resting on these pictures.
    pub fn resting_on(mut self, evidence: impl IntoIterator<Item = EvidenceSlot>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// The same finding with its value against the limit.
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
