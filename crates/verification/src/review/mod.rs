//! Reviews: cases that wait for a person, and what members of staff do about them.
//!
//! A case is taken exclusively for a while. Whoever takes it gets a fence, which every later act
//! on it brings along: if somebody else took the case since, the act is refused. As the task is
//! part of the verification, the fence is compared in the same change that stores the decision.

mod again;
mod correction;
mod decide;
mod operator;
mod overturn;
mod queue;
mod ruling;
mod task;

pub use self::correction::{Correction, NAME_PARTS};
pub use self::overturn::CorrectionRefused;
pub use self::queue::may_be_next;
pub use self::task::{
    HANDED_OVER, Hold, LEASE, LONGEST_SNOOZE, MOST_ASKED_AGAIN, OPERATOR, Proposal, ReviewLease,
    ReviewRefused, ReviewTask, Reviewer, Ruling,
};
