//! Asking the person for one picture again, under the same link.

use jiff::Timestamp;

use super::task::{MOST_ASKED_AGAIN, ReviewRefused, Reviewer};
use crate::aggregate::{Effect, Step, Verification};
use crate::capture::turns::TurnState;
use crate::capture::{Need, SELFIE};
use crate::event::ResponseEvent;
use crate::request::EvidenceSlot;
use crate::rules;
use crate::stage::{Act, Stage};
use crate::status::StatusCode;

impl Verification {
    /// Asks for one picture again. The link opens once more, for as long as it did at first, at the
    /// page of this picture; everything else stays, except that a form has to be confirmed anew.
    /// With the new picture, or when the link has expired, the case comes back to review.
    pub fn ask_again(
        self,
        by: Reviewer,
        fence: Option<u64>,
        slot: EvidenceSlot,
        now: Timestamp,
    ) -> Result<Step<Self>, ReviewRefused> {
        let mut task = self.held_task(by, fence, Act::AskAgain, now)?;
        if !self.may_be_asked_again(slot) {
            return Err(ReviewRefused::NotAskedAgain(slot));
        }
        let outcome = self.outcome_in_review(Act::AskAgain)?.clone();
        task.lease = None;
        task.proposal = None;
        let mut next = self;
        next.review = Some(Box::new(task));
        let end = rules::expires_at(now, next.request.ttl);
        next.expires_at = Some(end);
        let capture = &mut next.capture;
        capture.submitted.remove(&slot);
        capture.confirmed = None;
        capture.is_retrying = true;
        capture.last_try = Some(Box::new(outcome));
        if slot == SELFIE {
            capture.turns = TurnState::default();
        }
        let mut step = next.moved(Stage::Capturing);
        step.announce(ResponseEvent::RequestPending);
        step.log(StatusCode::REVIEW_ASKS_AGAIN, None, now);
        // Noted last: from now on the journal of an account without own codes says no more.
        step.next.capture.asked_again.push(slot);
        step.effects.push(Effect::WakeAt(end));
        Ok(step)
    }

    /// Returns true if a picture may be asked for again: the person took it on the hosted pages,
    /// and was not asked too often.
    pub fn may_be_asked_again(&self, slot: EvidenceSlot) -> bool {
        self.request.has_pages()
            && !self.is_direct()
            && !self.capture.is_late
            && self.capture.asked_again.len() < MOST_ASKED_AGAIN
            && self.needs().contains(&Need::Evidence(slot))
    }

    /// Returns true while the person is asked for a picture that a reviewer wants again.
    pub fn awaits_picture_again(&self) -> bool {
        let asked = self.capture.asked_again.last();
        matches!(self.stage, Stage::Capturing)
            && asked.is_some_and(|slot| !self.capture.submitted.contains(slot))
    }
}
