//! The acts on a case in the queue that decide nothing: taking it, giving it back, putting it off,
//! handing it over, and leaving it to senior reviewers.

use jiff::{SignedDuration, Timestamp};

use super::task::{
    HANDED_OVER, LEASE, LONGEST_SNOOZE, ReviewLease, ReviewRefused, ReviewTask, Reviewer,
};
use crate::aggregate::{Step, Verification};
use crate::ids::StaffId;
use crate::stage::{Act, Stage};
use crate::verdict::Outcome;

impl Verification {
    /// Returns the task of a verification in review. Those that came to review before there were
    /// tasks wait since their opening.
    pub fn review_task(&self) -> ReviewTask {
        let task = self.review.as_deref().cloned();
        task.unwrap_or_else(|| ReviewTask::waiting(self.created_at))
    }

    /// Returns when a case should be decided, if its account wants that within a number of hours.
    pub fn review_due_at(&self, hours: Option<u32>) -> Option<Timestamp> {
        let is_in_review = matches!(self.stage, Stage::InReview(_));
        let limit = SignedDuration::from_hours(i64::from(hours.filter(|_| is_in_review)?));
        self.review_task().since.checked_add(limit).ok()
    }

    /// Takes a case for [`LEASE`]. Whoever has it already keeps it longer, with the same fence.
    ///
    /// # Errors
    /// Somebody else has it, or it is for others.
    pub fn take_case(self, by: Reviewer, now: Timestamp) -> Result<Step<Self>, ReviewRefused> {
        self.outcome_in_review(Act::Take)?;
        let mut task = self.review_task();
        if task.is_for_seniors() && !by.is_senior {
            return Err(ReviewRefused::ForSeniors);
        }
        if task
            .proposal
            .as_ref()
            .is_some_and(|it| it.maker == by.member)
        {
            return Err(ReviewRefused::SamePerson);
        }
        match task.live_lease(now) {
            Some(lease) if lease.holder != by.member => {
                return Err(ReviewRefused::Held {
                    holder: lease.holder,
                    until: lease.until,
                });
            }
            Some(_) => {}
            None => task.fence = task.fence.saturating_add(1),
        }
        let until = later(now, LEASE);
        // A case that was handed over is held longer than a lease.
        let until = task.live_lease(now).map_or(until, |it| it.until.max(until));
        task.lease = Some(ReviewLease {
            holder: by.member,
            until,
        });
        task.snoozed_until = None;
        Ok(self.with_task(task))
    }

    /// Gives a case back to the queue.
    pub fn give_back_case(
        self,
        by: Reviewer,
        fence: u64,
        now: Timestamp,
    ) -> Result<Step<Self>, ReviewRefused> {
        let mut task = self.held_task(by, Some(fence), Act::Take, now)?;
        task.lease = None;
        Ok(self.with_task(task))
    }

    /// Puts a case off until a certain time, after which anybody may take it.
    pub fn snooze_case(
        self,
        by: Reviewer,
        fence: u64,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Step<Self>, ReviewRefused> {
        let mut task = self.held_task(by, Some(fence), Act::Take, now)?;
        if until <= now || until > later(now, LONGEST_SNOOZE) {
            return Err(ReviewRefused::Until);
        }
        task.lease = None;
        task.snoozed_until = Some(until);
        Ok(self.with_task(task))
    }

    /// Hands a case over to somebody else, for whom it is held for [`HANDED_OVER`].
    pub fn hand_over_case(
        self,
        by: Reviewer,
        fence: u64,
        to: Reviewer,
        now: Timestamp,
    ) -> Result<Step<Self>, ReviewRefused> {
        let mut task = self.held_task(by, Some(fence), Act::Take, now)?;
        if task.is_for_seniors() && !to.is_senior {
            return Err(ReviewRefused::ForSeniors);
        }
        if task
            .proposal
            .as_ref()
            .is_some_and(|it| it.maker == to.member)
        {
            return Err(ReviewRefused::SamePerson);
        }
        task.fence = task.fence.saturating_add(1);
        task.lease = Some(ReviewLease {
            holder: to.member,
            until: later(now, HANDED_OVER),
        });
        Ok(self.with_task(task))
    }

    /// Leaves a case to senior reviewers.
    pub fn escalate_case(
        self,
        by: Reviewer,
        fence: u64,
        now: Timestamp,
    ) -> Result<Step<Self>, ReviewRefused> {
        let mut task = self.held_task(by, Some(fence), Act::Take, now)?;
        task.lease = None;
        task.is_escalated = true;
        Ok(self.with_task(task))
    }

    /// Returns what the checks came to, if the verification is in review. Whoever comes after a
    /// decision is told who made it.
    pub(super) fn outcome_in_review(&self, act: Act) -> Result<&Outcome, ReviewRefused> {
        if let Some(decision) = self.stage.decision() {
            return Err(ReviewRefused::Decided {
                by: decision.by.member(),
                at: decision.at,
            });
        }
        match &self.stage {
            Stage::InReview(outcome) => Ok(outcome),
            _ => Err(self.refused(act).into()),
        }
    }

    /// Returns the task of a case that a reviewer holds. A lease that ran out still counts as long
    /// as nobody else took the case. Without a fence nobody may have it.
    pub(super) fn held_task(
        &self,
        by: Reviewer,
        fence: Option<u64>,
        act: Act,
        now: Timestamp,
    ) -> Result<ReviewTask, ReviewRefused> {
        self.outcome_in_review(act)?;
        let task = self.review_task();
        if let Some(lease) = task.live_lease(now).filter(|it| it.holder != by.member) {
            return Err(ReviewRefused::Held {
                holder: lease.holder,
                until: lease.until,
            });
        }
        let was_held = task.lease.is_some_and(|lease| lease.holder == by.member);
        let is_current = fence.is_none_or(|fence| fence == task.fence && was_held);
        if is_current {
            Ok(task)
        } else {
            Err(ReviewRefused::NotHeld)
        }
    }

    pub(super) fn with_task(mut self, task: ReviewTask) -> Step<Self> {
        self.review = Some(Box::new(task));
        self.unmoved()
    }
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Returns true if a case may be taken as the next one: nobody has it, it was not put off, and it
/// is not only for others.
pub fn may_be_next(task: &ReviewTask, by: Reviewer, now: Timestamp) -> bool {
    let is_own = |member: StaffId| member == by.member;
    let is_free = task
        .live_lease(now)
        .is_none_or(|lease| is_own(lease.holder));
    is_free
        && task.snoozed_until.is_none_or(|until| until <= now)
        && (by.is_senior || !task.is_for_seniors())
        && !task.proposal.as_ref().is_some_and(|it| is_own(it.maker))
}
