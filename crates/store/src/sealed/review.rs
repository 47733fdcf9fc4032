//! What a database stores of a review in plain columns: it follows from the verification.

use verification::Verification;
use verification::stage::Stage;
use verification::verdict::Decider;

use crate::ports::{DecisionColumns, ReviewColumns};

/// Returns the row of a verification in the review queue, if it awaits review.
pub(super) fn review(verification: &Verification) -> Option<ReviewColumns> {
    if !matches!(verification.stage, Stage::InReview(_)) {
        return None;
    }
    let task = verification.review_task();
    let lease = task.lease.map(|lease| lease.until);
    let free_at = lease.max(task.snoozed_until).unwrap_or(task.since);
    Some(ReviewColumns {
        account: verification.account,
        since: task.since,
        free_at,
        holder: task.lease.map(|lease| lease.holder),
        fence: task.fence,
        is_escalated: task.is_escalated,
        maker: task.proposal.map(|proposal| proposal.maker),
    })
}

/// Returns who decided, if it was done in the back office.
pub(super) fn decision(verification: &Verification) -> Option<DecisionColumns> {
    let decision = verification.stage.decision()?;
    let Decider::Staff(by) = &decision.by else {
        return None;
    };
    Some(DecisionColumns {
        number: decision.version,
        maker: by.maker,
        approver: by.approver,
        at: decision.at,
    })
}
