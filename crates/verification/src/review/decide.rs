//! Deciding a case: at once, or by two people where the account wants four eyes.

use jiff::Timestamp;

use super::ruling::{check_codes, ruled};
use super::task::{Proposal, ReviewRefused, Reviewer, Ruling};
use crate::aggregate::{Step, Verification};
use crate::stage::Act;
use crate::verdict::{Decider, StaffDecision, Verdict};

impl Verification {
    /// Decides a case. With `four_eyes`, the decision waits for a second person instead.
    ///
    /// The operator need not take the case first (`fence` is `None`), and may decline without a
    /// code if the checks gave one.
    pub fn decide_case(
        self,
        by: Reviewer,
        fence: Option<u64>,
        ruling: Ruling,
        four_eyes: bool,
        now: Timestamp,
    ) -> Result<Step<Self>, ReviewRefused> {
        let act = act_of(ruling.verdict);
        let mut task = self.held_task(by, fence, act, now)?;
        if task.is_escalated && !by.is_senior {
            return Err(ReviewRefused::ForSeniors);
        }
        if task.proposal.is_some() {
            return Err(ReviewRefused::Proposed);
        }
        check_codes(&ruling, by)?;
        if four_eyes {
            task.lease = None;
            task.proposal = Some(Proposal {
                maker: by.member,
                at: now,
                ruling,
            });
            return Ok(self.with_task(task));
        }
        let by = StaffDecision {
            maker: by.member,
            approver: None,
            note: ruling.note.clone(),
        };
        self.ruled(&ruling, by, now)
    }

    /// Confirms the decision that waits for a second person.
    ///
    /// # Errors
    /// Whoever made the decision cannot confirm it.
    pub fn approve_case(
        self,
        by: Reviewer,
        fence: Option<u64>,
        now: Timestamp,
    ) -> Result<Step<Self>, ReviewRefused> {
        let proposal = self.others_proposal(by, fence, now)?;
        let decided = StaffDecision {
            maker: proposal.maker,
            approver: Some(by.member),
            note: proposal.ruling.note.clone(),
        };
        self.ruled(&proposal.ruling, decided, now)
    }

    /// Does not confirm the decision that waits: the case goes back to the queue.
    pub fn send_back_case(
        self,
        by: Reviewer,
        fence: Option<u64>,
        now: Timestamp,
    ) -> Result<Step<Self>, ReviewRefused> {
        self.others_proposal(by, fence, now)?;
        let mut task = self.review_task();
        task.proposal = None;
        task.lease = None;
        Ok(self.with_task(task))
    }

    /// Returns the decision that waits for a second person, if this reviewer can be that person.
    fn others_proposal(
        &self,
        by: Reviewer,
        fence: Option<u64>,
        now: Timestamp,
    ) -> Result<Proposal, ReviewRefused> {
        let task = self.review_task();
        // Whoever made it is told so, not that they do not hold the case.
        self.outcome_in_review(Act::ReviewAccept)?;
        let proposal = task.proposal.ok_or(ReviewRefused::NothingProposed)?;
        if proposal.maker == by.member {
            return Err(ReviewRefused::SamePerson);
        }
        if !by.is_senior {
            return Err(ReviewRefused::ForSeniors);
        }
        self.held_task(by, fence, act_of(proposal.ruling.verdict), now)?;
        Ok(proposal)
    }

    /// Ends the review with this ruling.
    fn ruled(
        self,
        ruling: &Ruling,
        by: StaffDecision,
        now: Timestamp,
    ) -> Result<Step<Self>, ReviewRefused> {
        let outcome = self.outcome_in_review(act_of(ruling.verdict))?.clone();
        let mut task = self.review_task();
        task.lease = None;
        task.proposal = None;
        let mut next = self;
        next.review = Some(Box::new(task));
        let by = Decider::Staff(Box::new(by));
        Ok(next.reviewed(ruled(outcome, ruling), by, now))
    }
}

const fn act_of(verdict: Verdict) -> Act {
    match verdict {
        Verdict::Accepted => Act::ReviewAccept,
        Verdict::Declined => Act::ReviewDecline,
    }
}
