//! The operator's decision, which needs no lease but respects those of others.

use jiff::Timestamp;

use super::ruling::{check_codes, ruled};
use super::task::{OPERATOR, Proposal, ReviewRefused, Reviewer, Ruling};
use crate::aggregate::{Step, Verification};
use crate::event::ResponseEvent;
use crate::stage::{Act, Stage};
use crate::status::StatusCode;
use crate::verdict::{Decider, Decision, Verdict};

impl Verification {
    /// Records the operator's decision about a verification in review, or overturns an earlier
    /// verdict. With `four_eyes`, a decision about a verification in review waits for a second
    /// person.
    ///
    /// An overturned verdict is announced as `verification.status.changed`. Repeating the same
    /// decision is refused, so that nothing is announced twice.
    pub fn review(
        self,
        ruling: &Ruling,
        reviewer: &str,
        four_eyes: bool,
        now: Timestamp,
    ) -> Result<Step<Self>, ReviewRefused> {
        let operator = Reviewer {
            member: OPERATOR,
            is_senior: true,
        };
        check_codes(ruling, operator)?;
        let verdict = ruling.verdict;
        let act = match verdict {
            Verdict::Accepted => Act::ReviewAccept,
            Verdict::Declined => Act::ReviewDecline,
        };
        let by = Decider::Reviewer(reviewer.to_owned());
        match (&self.stage, verdict) {
            (Stage::InReview(outcome), _) => {
                let mut task = self.held_task(operator, None, act, now)?;
                if task.proposal.is_some() {
                    return Err(ReviewRefused::Proposed);
                }
                if four_eyes {
                    task.proposal = Some(Proposal {
                        maker: OPERATOR,
                        at: now,
                        ruling: ruling.clone(),
                    });
                    return Ok(self.with_task(task));
                }
                let outcome = ruled((**outcome).clone(), ruling);
                Ok(self.reviewed(outcome, by, now))
            }
            (Stage::Accepted(decision), Verdict::Declined)
            | (Stage::Declined(decision), Verdict::Accepted) => {
                let turned = Decision {
                    verdict,
                    by,
                    at: now,
                    version: decision.version.saturating_add(1),
                    outcome: ruled(decision.outcome.clone(), ruling),
                };
                let mut step = self.moved(match verdict {
                    Verdict::Accepted => Stage::Accepted(Box::new(turned)),
                    Verdict::Declined => Stage::Declined(Box::new(turned)),
                });
                step.announce(ResponseEvent::VerificationStatusChanged);
                step.log(StatusCode::DECISION_CHANGED, None, now);
                step.settle_enrolment();
                Ok(step)
            }
            _ => Err(self.refused(act).into()),
        }
    }
}
