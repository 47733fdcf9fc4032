//! What the policy made of one service, and of all of them together.

use super::rank::rank;
use crate::decline::DeclineCode;
use crate::finding::Finding;
use crate::reading::Zone;
use crate::verdict::{Outcome, ServiceOutcome, Verdict};

/// What the policy made of one service.
pub(super) struct Judged {
    pub(super) outcome: ServiceOutcome,
    pub(super) findings: Vec<Finding>,
}

/// Returns the outcome that follows from the services: the codes are theirs, the most important one
/// is the reason, and there is no decline without one.
pub(super) fn outcome_of(
    services: Vec<ServiceOutcome>,
    findings: Vec<Finding>,
    zones: Vec<Zone>,
) -> Outcome {
    let mut codes: Vec<DeclineCode> = Vec::new();
    for code in services.iter().flat_map(|service| service.codes.iter()) {
        if !codes.contains(code) {
            codes.push(code.clone());
        }
    }
    codes.sort_by_key(rank);
    let reason = codes.first().cloned();
    Outcome {
        // Codes are the only way to a decline, so no decline comes without a reason.
        verdict: match reason {
            Some(_) => Verdict::Declined,
            None => Verdict::Accepted,
        },
        services,
        reason,
        codes,
        findings,
        zones,
    }
}
