//! What the policy made of one service.

use crate::finding::Finding;
use crate::verdict::ServiceOutcome;

/// What the policy made of one service.
pub(super) struct Judged {
    pub(super) outcome: ServiceOutcome,
    pub(super) findings: Vec<Finding>,
}
