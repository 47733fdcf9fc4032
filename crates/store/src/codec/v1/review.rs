//! What reviewers do with a verification, and who decided.

use jiff::Timestamp;
use verification::review;

use super::outcome::Verdict;
use super::words::{DeclineCode, StaffId};
use crate::codec::form::{Text, stored_struct};

stored_struct!(
    /// Who has a case, and until when.
    ReviewLease of review::ReviewLease { holder: StaffId, until: Timestamp }
);
stored_struct!(
    /// What a reviewer says.
    Ruling of review::Ruling { verdict: Verdict, codes: Vec<DeclineCode>, note: Option<Text> }
);
stored_struct!(
    /// A decision that waits for a second person.
    Proposal of review::Proposal { maker: StaffId, at: Timestamp, ruling: Ruling }
);
stored_struct!(
    /// The task of a review.
    ReviewTask of review::ReviewTask {
        since: Timestamp,
        is_escalated: bool,
        snoozed_until: Option<Timestamp>,
        fence: u64,
        lease: Option<ReviewLease>,
        proposal: Option<Proposal>,
    }
);
stored_struct!(
    /// Why a verification must not be deleted.
    Hold of review::Hold { by: StaffId, since: Timestamp, reason: Text }
);
