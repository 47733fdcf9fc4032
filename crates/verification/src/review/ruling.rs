//! What a reviewer says, and what it makes of the outcome of the checks.

use jiff::Timestamp;

use super::task::{OPERATOR, ReviewRefused, Reviewer, Ruling};
use crate::aggregate::{Step, Verification};
use crate::decline::DeclineCode;
use crate::status::StatusCode;
use crate::verdict::{Decider, Outcome, Verdict};

impl Verification {
    /// Ends the review with this outcome.
    pub(super) fn reviewed(self, outcome: Outcome, by: Decider, now: Timestamp) -> Step<Self> {
        let verdict = outcome.verdict;
        let mut step = self.decided(outcome, by, 1, now);
        step.log(
            match verdict {
                Verdict::Accepted => StatusCode::REVIEW_ACCEPTED,
                Verdict::Declined => StatusCode::REVIEW_DECLINED,
            },
            None,
            now,
        );
        step
    }
}

/// Nobody declines without a code, and only codes of the catalogue are given.
pub(super) fn check_codes(ruling: &Ruling, by: Reviewer) -> Result<(), ReviewRefused> {
    let unknown = ruling.codes.iter().find(|code| code.definition().is_none());
    if let Some(unknown) = unknown {
        return Err(ReviewRefused::UnknownCode(unknown.clone()));
    }
    let lacks_code = ruling.verdict == Verdict::Declined && ruling.codes.is_empty();
    if lacks_code && by.member != OPERATOR {
        return Err(ReviewRefused::NoCode);
    }
    Ok(())
}

/// Returns the outcome of the checks with what a reviewer says. The codes that they choose replace
/// those of the checks.
pub(super) fn ruled(outcome: Outcome, ruling: &Ruling) -> Outcome {
    let mut outcome = by_reviewer(outcome, ruling.verdict);
    if ruling.verdict == Verdict::Accepted || ruling.codes.is_empty() {
        return outcome;
    }
    for service in &mut outcome.services {
        service.codes.retain(|code| ruling.codes.contains(code));
    }
    let mut codes: Vec<DeclineCode> = Vec::with_capacity(ruling.codes.len());
    for code in &ruling.codes {
        if !codes.contains(code) {
            codes.push(code.clone());
        }
    }
    outcome.reason = codes.first().cloned();
    outcome.codes = codes;
    outcome
}

/// Returns the findings of the checks with the reviewer's verdict. If no check gave a reason for a
/// decline, the reviewer is the reason, so that there always is one. A check that could not be made
/// is no longer a reason, because the reviewer has looked instead.
fn by_reviewer(outcome: Outcome, verdict: Verdict) -> Outcome {
    let outcome = Outcome { verdict, ..outcome };
    if verdict == Verdict::Accepted {
        return outcome;
    }
    outcome
        .without(&DeclineCode::CHECK_NOT_MADE)
        .explained_by(DeclineCode::DECLINED_BY_REVIEWER)
}
