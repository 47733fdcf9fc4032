//! The verification, whose acts consume it and return the next value and its effects.
//!
//! Effects are values. The use case stores the verification, the journal entries, the notifications
//! and the jobs that they stand for in one transaction.

use jiff::Timestamp;

use crate::capture::turns::TurnState;
use crate::capture::{CaptureDocument, CaptureState, Kind, MOST_RETRIES, PhoneEnd, code_of};
use crate::decline::DeclineCode;
use crate::event::ResponseEvent;
use crate::ids::{AccountId, TransactionId, VerificationId};
use crate::journal::{Entry, Tail};
use crate::origin::Origin;
use crate::request::{Abandonment, DocumentType, EvidenceSlot, Reference, Request, Side, Site};
use crate::review::{Hold, ReviewTask};
use crate::rules;
use crate::service::Service;
use crate::stage::{Act, DeleteRefused, Refused, Stage, StageName};
use crate::status::StatusCode;
use crate::verdict::{Decider, Decision, Outcome, Verdict};

/// A verification, from its opening until its data are deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// The ID in this server; the capture protocol has another.
    pub id: VerificationId,
    /// The account it belongs to.
    pub account: AccountId,
    /// Its ID in the capture protocol.
    pub transaction: TransactionId,
    /// The request.
    pub request: Request,
    /// The party that sent the request.
    pub origin: Origin,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When its link expires. Off-site verifications have no link and do not expire.
    pub expires_at: Option<Timestamp>,
    /// When it was completed, or `None` if it is not.
    pub completed_at: Option<Timestamp>,
    /// Its stage.
    pub stage: Stage,
    /// The end of its journal.
    pub journal: Tail,
    /// The number of response events that were announced.
    pub announced: u32,
    /// The state of the capture.
    pub capture: CaptureState,
    /// Its task for reviewers, once it came to review.
    pub review: Option<Box<ReviewTask>>,
    /// Why it must not be deleted, if it is held.
    pub hold: Option<Box<Hold>>,
}

/// The rest of a deleted verification, without personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// The ID in this server; the capture protocol has another.
    pub id: VerificationId,
    /// The account it belonged to.
    pub account: AccountId,
    /// Its ID in the capture protocol.
    pub transaction: TransactionId,
    /// The business's reference, which stays taken.
    pub reference: Reference,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When its data were deleted.
    pub deleted_at: Timestamp,
    /// The end of its journal.
    pub journal: Tail,
    /// The number of response events that were announced.
    pub announced: u32,
}

/// An effect of an act besides the new state. All effects are stored together with the state or not
/// at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Announce an event to the business.
    Announce {
        /// The number of the announcement within the verification, from 1; announcements are sent
        /// in this order.
        number: u32,
        /// The event.
        event: ResponseEvent,
    },
    /// Add this entry to the journal.
    Log(Entry),
    /// Send the results that were requested through the capture protocol.
    TellResults,
    /// Send the link to the person.
    SendLink,
    /// Send a code to the person's phone.
    SendCode,
    /// Examine the evidence.
    Examine,
    /// Wake up at this time, because something is due then.
    WakeAt(Timestamp),
    /// Enrol the person's face, or forget the one that this verification enrolled.
    SettleEnrolment,
    /// Destroy the key and the evidence.
    Forget,
    /// Delete the data when their retention is over, which was put off by a hold.
    Retain,
}

/// The next value and its effects.
#[derive(Debug, Clone, PartialEq)]
pub struct Step<T> {
    /// The next value.
    pub next: T,
    /// The effects to store with it, in order.
    pub effects: Vec<Effect>,
}

/// The identifiers of a new verification. They are random, so the caller generates them.
#[derive(Debug, Clone, Copy)]
pub struct NewIds {
    /// The ID in this server; the capture protocol has another.
    pub id: VerificationId,
    /// Its ID in the capture protocol.
    pub transaction: TransactionId,
}

impl Verification {
    /// Opens a verification.
    ///
    /// On-site it is created with a link that expires. Off-site the pictures came with the request
    /// and are examined at once. `request.received` is only announced if nobody waits for the
    /// verdict.
    pub fn open(
        ids: NewIds,
        account: AccountId,
        request: Request,
        origin: Origin,
        now: Timestamp,
    ) -> Step<Self> {
        let site = request.site();
        let kind = request.kind();
        let mut step = Step {
            next: Self {
                id: ids.id,
                account,
                transaction: ids.transaction,
                origin,
                created_at: now,
                expires_at: (site == Site::OnSite).then(|| rules::expires_at(now, request.ttl)),
                completed_at: None,
                stage: match site {
                    Site::OnSite if kind == Kind::Direct => Stage::Capturing,
                    Site::OnSite => Stage::Created,
                    Site::OffSite => Stage::Received,
                },
                journal: Tail::default(),
                announced: 0,
                capture: CaptureState::default(),
                review: None,
                hold: None,
                request,
            },
            effects: Vec::new(),
        };
        step.log_opening(kind, now);
        match site {
            Site::OnSite => {
                step.announce(ResponseEvent::RequestPending);
                if step.next.request.sends_link() {
                    step.effects.push(Effect::SendLink);
                }
                if let Some(end) = step.next.expires_at {
                    step.effects.push(Effect::WakeAt(end));
                }
            }
            Site::OffSite => {
                if !step.next.request.flags.show_results {
                    step.announce(ResponseEvent::RequestReceived);
                }
                step.effects.push(Effect::Examine);
            }
        }
        step
    }

    /// Records that the person opens the link. Opening it again changes nothing.
    pub fn open_link(self, now: Timestamp) -> Result<Step<Self>, Refused> {
        Ok(match self.opened(now)? {
            Some(stage) => self.moved(stage),
            None => self.unmoved(),
        })
    }

    /// Records that the person starts the capture.
    pub fn start(self, now: Timestamp) -> Result<Step<Self>, Refused> {
        Ok(match self.started(now)? {
            Some(stage) => self.moved(stage),
            None => self.unmoved(),
        })
    }

    /// Returns the stage after the link was opened, if it changes.
    pub(crate) fn opened(&self, now: Timestamp) -> Result<Option<Stage>, Refused> {
        self.refuse_if_dead(Act::OpenLink, now)?;
        match self.stage {
            Stage::Created => Ok(Some(Stage::Opened)),
            Stage::Opened | Stage::Capturing | Stage::Processing => Ok(None),
            _ => Err(self.refused(Act::OpenLink)),
        }
    }

    /// Returns the stage after the person started, if it changes.
    pub(crate) fn started(&self, now: Timestamp) -> Result<Option<Stage>, Refused> {
        self.refuse_if_dead(Act::Start, now)?;
        match self.stage {
            Stage::Created | Stage::Opened => Ok(Some(Stage::Capturing)),
            Stage::Capturing => Ok(None),
            _ => Err(self.refused(Act::Start)),
        }
    }

    /// Decides after the examination. With `manual_review`, a reviewer decides.
    pub fn decide(self, outcome: Outcome, now: Timestamp) -> Result<Step<Self>, Refused> {
        if !matches!(self.stage, Stage::Processing | Stage::Received) {
            return Err(self.refused(Act::Decide));
        }
        let outcome = outcome.explained_by(DeclineCode::CHECK_NOT_MADE);
        let is_off_site = matches!(self.stage, Stage::Received);
        let declined = outcome.verdict == Verdict::Declined;
        if declined && self.may_retake_selfie(&outcome) {
            return Ok(self.selfie_asked_again(outcome, now));
        }
        // No picture mends a phone that was not confirmed within the allowed number of codes.
        let is_final = self.capture.phone.end == Some(PhoneEnd::TooManyWrong);
        let retries = self.may_retry() && !is_final && !self.request.flags.manual_review;
        if declined && retries {
            return Ok(self.try_offered(outcome, now));
        }
        let ends_now = is_off_site || self.ends_with_verdict();
        Ok(self.concluded(outcome, ends_now, now))
    }

    /// Returns true if the last submission cannot be known to be the last, because evidence may be
    /// asked for again. 1825 then comes with the verdict instead of that submission.
    pub(crate) fn ends_with_verdict(&self) -> bool {
        let may_retry = self.request.flags.allow_retry && self.request.has_pages();
        !self.capture.is_late && (may_retry || self.retakes_selfies())
    }

    /// Ends with this outcome, or leaves it to a reviewer.
    fn concluded(self, outcome: Outcome, ends_now: bool, now: Timestamp) -> Step<Self> {
        let mut step = if self.request.flags.manual_review {
            let task = ReviewTask::again(self.review.as_deref(), now);
            let mut step = self.moved(Stage::InReview(Box::new(outcome)));
            step.next.review = Some(Box::new(task));
            step.announce(ResponseEvent::ReviewPending);
            step.log(StatusCode::REVIEW_REQUESTED, None, now);
            step
        } else {
            self.decided(outcome, Decider::Automatic, 1, now)
        };
        if ends_now {
            step.log(StatusCode::ENDED, None, now);
        }
        step.tell_result(now);
        step
    }

    /// Lets the person retry: the evidence is requested again.
    fn try_offered(self, outcome: Outcome, now: Timestamp) -> Step<Self> {
        let mut step = self.moved(Stage::Capturing);
        let capture = &mut step.next.capture;
        capture.retries = capture.retries.saturating_add(1);
        capture.submitted.clear();
        capture.chosen.clear();
        capture.confirmed = None;
        capture.turns = TurnState::default();
        capture.is_retrying = false;
        capture.phone.start_over();
        capture.last_try = Some(Box::new(outcome));
        step.log(StatusCode::RETRY_OFFERED, None, now);
        step
    }

    /// Decides by the outcome of the last attempt.
    pub(crate) fn decide_as_last_tried(mut self, now: Timestamp) -> Step<Self> {
        let Some(outcome) = self.capture.last_try.take() else {
            return self.unmoved();
        };
        self.concluded(*outcome, true, now)
    }

    /// Returns true if an automatic decline would be followed by another attempt.
    pub(crate) fn may_retry(&self) -> bool {
        let over_pages = self.request.site() == Site::OnSite && !self.is_direct();
        over_pages
            && self.request.flags.allow_retry
            && !self.capture.is_late
            && self.capture.retries < MOST_RETRIES
    }

    /// Records that the person cancels, at the terms or later.
    pub fn cancel(self, now: Timestamp) -> Result<Step<Self>, Refused> {
        self.alive(Act::Cancel, now)?;
        let mut step = self.moved(Stage::Cancelled);
        step.next.completed_at = Some(now);
        step.announce(ResponseEvent::VerificationCancelled);
        step.log(StatusCode::CANCELLED, None, now);
        Ok(step)
    }

    /// Expires the link. This is refused before its time, and if there is no link.
    ///
    /// If the request says so and something was captured, the evidence is processed late (1830).
    pub fn expire(self, anything_captured: bool, now: Timestamp) -> Result<Step<Self>, Refused> {
        let due = self
            .expires_at
            .is_some_and(|end| rules::is_expired(end, now));
        if !due || !self.stage.name().is_open() {
            return Err(self.refused(Act::Expire));
        }
        let was = self.stage.name();
        let abandoned = if rules::is_abandoned(was, due) {
            StatusCode::ABANDONED
        } else {
            StatusCode::EXPIRED
        };
        let is_left = self.capture.last_try.is_some() && self.capture.submitted.is_empty();
        if is_left || self.awaits_selfie_again() || self.awaits_picture_again() {
            // The person was told what was wrong and did not try again.
            let mut step = self.decide_as_last_tried(now);
            step.log(abandoned, None, now);
            return Ok(step);
        }
        if anything_captured && self.request.abandonment == Abandonment::IsProcessed {
            let mut step = self.moved(Stage::Processing);
            step.next.capture.is_late = true;
            step.log(StatusCode::PROCESSED_AFTER_ABANDONMENT, None, now);
            step.log(abandoned, None, now);
            step.effects.push(Effect::Examine);
            return Ok(step);
        }
        let mut step = self.moved(Stage::TimedOut);
        step.next.completed_at = Some(now);
        step.announce(ResponseEvent::RequestTimeout);
        step.log(abandoned, None, now);
        Ok(step)
    }

    /// Deletes the data. Only a completed verification, or one in review, can be deleted, and only
    /// if it is not held.
    pub fn delete(self, now: Timestamp) -> Result<Step<Tombstone>, DeleteRefused> {
        if !self.stage.name().is_completed() && !matches!(self.stage, Stage::InReview(_)) {
            return Err(self.refused(Act::Delete).into());
        }
        if self.hold.is_some() {
            return Err(DeleteRefused::Held);
        }
        let announced = self.announced.saturating_add(1);
        let mut journal = self.journal;
        let entry = self
            .capture
            .own_codes
            .then(|| journal.next(now, StatusCode::FORGOTTEN, None))
            .flatten();
        let tombstone = Tombstone {
            id: self.id,
            account: self.account,
            transaction: self.transaction,
            reference: self.request.reference,
            created_at: self.created_at,
            deleted_at: now,
            journal,
            announced,
        };
        let mut effects = vec![
            Effect::Forget,
            Effect::Announce {
                number: announced,
                event: ResponseEvent::RequestDeleted,
            },
        ];
        effects.extend(entry.map(Effect::Log));
        Ok(Step {
            next: tombstone,
            effects,
        })
    }

    pub(crate) fn decided(
        self,
        outcome: Outcome,
        by: Decider,
        version: u32,
        now: Timestamp,
    ) -> Step<Self> {
        let verdict = outcome.verdict;
        let decision = Box::new(Decision {
            verdict,
            outcome,
            by,
            at: now,
            version,
        });
        let mut step = self.moved(match verdict {
            Verdict::Accepted => Stage::Accepted(decision),
            Verdict::Declined => Stage::Declined(decision),
        });
        step.next.completed_at = Some(now);
        step.announce(verdict.event());
        step.settle_enrolment();
        step
    }

    pub(crate) fn moved(mut self, stage: Stage) -> Step<Self> {
        self.stage = stage;
        self.unmoved()
    }

    /// Records that the operator is shown personal data: the `data`, the `pictures`. The journal of
    /// an account that does not want this server's own codes stays as it is.
    pub fn viewed(self, what: &str, now: Timestamp) -> Step<Self> {
        let mut step = self.unmoved();
        step.log(StatusCode::DATA_VIEWED, Some(what.to_owned()), now);
        step
    }

    pub(crate) fn unmoved(self) -> Step<Self> {
        Step {
            next: self,
            effects: Vec::new(),
        }
    }

    pub(crate) fn refused(&self, act: Act) -> Refused {
        Refused {
            act,
            from: self.stage.name(),
        }
    }

    /// Refuses acts on an open link that has expired, even before the sweeper has run.
    pub(crate) fn refuse_if_dead(&self, act: Act, now: Timestamp) -> Result<(), Refused> {
        let over = self
            .expires_at
            .is_some_and(|end| rules::is_expired(end, now));
        if over && self.stage.name().is_open() {
            return Err(Refused {
                act,
                from: StageName::TimedOut,
            });
        }
        Ok(())
    }
}

impl Step<Verification> {
    /// Numbers and adds an announcement.
    pub(crate) fn announce(&mut self, event: ResponseEvent) {
        self.next.announced = self.next.announced.saturating_add(1);
        self.effects.push(Effect::Announce {
            number: self.next.announced,
            event,
        });
    }

    /// Records that there are results (3850) and sends them to their destination.
    fn tell_result(&mut self, now: Timestamp) {
        self.log(StatusCode::RESULT_READY, None, now);
        if self.next.request.results_url.is_some() {
            self.effects.push(Effect::TellResults);
        }
    }

    /// Adds a journal entry raised by the server. A full journal accepts no more entries, and own
    /// status codes are only recorded for accounts that want them.
    pub fn log(&mut self, code: StatusCode, detail: Option<String>, now: Timestamp) {
        // Without own codes nothing says that a reviewer asked again, so the journal ended before.
        let is_ours = code >= StatusCode::FIRST_OF_OURS;
        let has_ended = !self.next.capture.asked_again.is_empty();
        if !self.next.capture.own_codes && (is_ours || has_ended) {
            return;
        }
        if let Some(entry) = self.next.journal.next(now, code, detail) {
            self.effects.push(Effect::Log(entry));
        }
    }

    /// Adds the first entries: how the request came, its channel, its document, and its pictures.
    fn log_opening(&mut self, kind: Kind, now: Timestamp) {
        self.log(
            match kind {
                Kind::Portal => StatusCode::TYPE_PORTAL,
                Kind::Capture => StatusCode::TYPE_CAPTURE,
                Kind::Direct => StatusCode::TYPE_DIRECT,
            },
            None,
            now,
        );
        for channel in self.next.request.link_channels() {
            self.log(StatusCode::MESSAGE_TYPE, Some(channel.to_owned()), now);
        }
        self.log(document_code(&self.next.request), None, now);
        let sides: Vec<Side> = self
            .next
            .request
            .proofs
            .iter()
            .filter(|slot| slot.service == Service::Document)
            .map(|slot| slot.side)
            .collect();
        for side in sides {
            self.log(
                code_of(EvidenceSlot::new(Service::Document, side)),
                None,
                now,
            );
        }
        if self
            .next
            .request
            .proofs
            .iter()
            .any(|slot| slot.service == Service::Face)
        {
            self.log(StatusCode::SELFIE_SUBMITTED, None, now);
        }
    }
}

/// Returns 500, 505, 510 or 515 for a request. A request for several types is "not found", because
/// the type is only known once the document has been seen.
fn document_code(request: &Request) -> StatusCode {
    if let Some(terms) = &request.capture {
        return match terms.document_type {
            CaptureDocument::NaDl => StatusCode::DOCUMENT_NA_DL,
            CaptureDocument::Passport => StatusCode::DOCUMENT_PASSPORT,
            CaptureDocument::Other => StatusCode::DOCUMENT_OTHER,
        };
    }
    let Some(document) = &request.services.document else {
        return StatusCode::DOCUMENT_NOT_FOUND;
    };
    match document.supported_types.as_slice() {
        [DocumentType::DrivingLicense] => StatusCode::DOCUMENT_NA_DL,
        [DocumentType::Passport] => StatusCode::DOCUMENT_PASSPORT,
        [_] => StatusCode::DOCUMENT_OTHER,
        _ => StatusCode::DOCUMENT_NOT_FOUND,
    }
}
