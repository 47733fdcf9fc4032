//! What lists and views say about a verification without personal data.

use jiff::Timestamp;
use proofing::ports::Found;
use serde_json::{Value, json};
use verification::Verification;
use verification::stage::{Stage, StageName};
use verification::verdict::Outcome;

/// Returns the reference.
pub(super) fn reference(found: &Found) -> &str {
    match found {
        Found::Live(stored) => stored.value.request.reference.as_str(),
        Found::Forgotten(tombstone) => tombstone.reference.as_str(),
    }
}

/// Returns the stage.
pub(super) fn stage(found: &Found) -> StageName {
    match found {
        Found::Live(stored) => stored.value.stage.name(),
        Found::Forgotten(_) => StageName::Deleted,
    }
}

/// Returns when it was opened.
pub(super) fn opened_at(found: &Found) -> Timestamp {
    match found {
        Found::Live(stored) => stored.value.created_at,
        Found::Forgotten(tombstone) => tombstone.created_at,
    }
}

/// Returns the outcome: that of the decision in force, or the one that awaits review.
pub(super) fn outcome(verification: &Verification) -> Option<&Outcome> {
    match &verification.stage {
        Stage::InReview(outcome) => Some(outcome),
        Stage::Accepted(decision) | Stage::Declined(decision) => Some(&decision.outcome),
        _ => None,
    }
}

/// Returns the reason for a decline as JSON: its code and what it means.
pub(super) fn reason(outcome: &Outcome) -> Option<Value> {
    outcome.reason.as_ref().map(|code| {
        json!({
            "code": code.as_str(),
            "description": code.definition().map(|definition| definition.description),
        })
    })
}
