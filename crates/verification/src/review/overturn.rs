//! Overturning a verdict, correcting what was read, and holding a verification against deletion.

use jiff::Timestamp;

use super::correction::Correction;
use super::ruling::{check_codes, ruled};
use super::task::{Hold, ReviewRefused, Reviewer, Ruling};
use crate::aggregate::{Step, Verification};
use crate::event::ResponseEvent;
use crate::service::Service;
use crate::stage::{Act, Refused, Stage};
use crate::status::StatusCode;
use crate::verdict::{DataValue, Decider, Decision, Outcome, StaffDecision, Verdict};

/// The reason why data cannot be corrected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionRefused {
    /// The verification was not decided, and is not in review.
    #[error(transparent)]
    Stage(#[from] Refused),
    /// Nothing of this name was read.
    #[error("there is no field {service}.{field}")]
    NoSuchField {
        /// The service.
        service: Service,
        /// The name of the field.
        field: String,
    },
    /// It has this value already.
    #[error("{service}.{field} has this value already")]
    Unchanged {
        /// The service.
        service: Service,
        /// The name of the field.
        field: String,
    },
    /// The text is no value of the kind that was read.
    #[error("this is no value of {service}.{field}")]
    Unfit {
        /// The service.
        service: Service,
        /// The name of the field.
        field: String,
    },
}

impl Verification {
    /// Overturns the verdict. The business is told `verification.status.changed`.
    ///
    /// # Errors
    /// The verification was not decided, or the verdict is this one already.
    pub fn overturn(
        self,
        by: Reviewer,
        ruling: &Ruling,
        now: Timestamp,
    ) -> Result<Step<Self>, ReviewRefused> {
        check_codes(ruling, by)?;
        let act = match ruling.verdict {
            Verdict::Accepted => Act::ReviewAccept,
            Verdict::Declined => Act::ReviewDecline,
        };
        let (Stage::Accepted(decision) | Stage::Declined(decision)) = &self.stage else {
            return Err(self.refused(act).into());
        };
        if decision.verdict == ruling.verdict {
            return Err(self.refused(act).into());
        }
        let turned = Box::new(Decision {
            verdict: ruling.verdict,
            outcome: ruled(decision.outcome.clone(), ruling),
            by: Decider::Staff(Box::new(StaffDecision {
                maker: by.member,
                approver: None,
                note: ruling.note.clone(),
            })),
            at: now,
            version: decision.version.saturating_add(1),
        });
        let mut step = self.moved(match ruling.verdict {
            Verdict::Accepted => Stage::Accepted(turned),
            Verdict::Declined => Stage::Declined(turned),
        });
        step.announce(ResponseEvent::VerificationStatusChanged);
        step.log(StatusCode::DECISION_CHANGED, None, now);
        step.settle_enrolment();
        Ok(step)
    }

    /// Replaces a value that was read by what somebody wrote, which keeps its kind: see
    /// [`Correction`].
    pub fn correct_as(self, correction: &Correction) -> Result<Step<Self>, CorrectionRefused> {
        let (service, field) = (correction.service, correction.field.as_str());
        let value = match self.data(service, field) {
            Some(old) => correction.in_place_of(old).ok_or_else(|| {
                let field = field.to_owned();
                CorrectionRefused::Unfit { service, field }
            })?,
            // What is not there is refused below, like a stage in which nothing is corrected.
            None => DataValue::Null,
        };
        self.correct(service, field, value)
    }

    /// Replaces a value that was read. The business is told `request.data.changed`, and `/status`
    /// reports the new value. The verdict stays: whoever wants another one overturns it.
    pub fn correct(
        mut self,
        service: Service,
        field: &str,
        value: DataValue,
    ) -> Result<Step<Self>, CorrectionRefused> {
        let outcome: &mut Outcome = match &mut self.stage {
            Stage::InReview(outcome) => outcome,
            Stage::Accepted(decision) | Stage::Declined(decision) => &mut decision.outcome,
            _ => return Err(self.refused(Act::Correct).into()),
        };
        let mut services = outcome.services.iter_mut();
        let read = services.find(|read| read.service == service);
        let read = read.and_then(|read| read.data.iter_mut().find(|(name, _)| name == field));
        let field = field.to_owned();
        let Some((_, stored)) = read else {
            return Err(CorrectionRefused::NoSuchField { service, field });
        };
        if *stored == value {
            return Err(CorrectionRefused::Unchanged { service, field });
        }
        *stored = value;
        let mut step = self.unmoved();
        step.announce(ResponseEvent::RequestDataChanged);
        Ok(step)
    }

    /// Returns the value of a field that was read.
    pub fn data(&self, service: Service, field: &str) -> Option<&DataValue> {
        let outcome = match &self.stage {
            Stage::InReview(outcome) => outcome,
            Stage::Accepted(decision) | Stage::Declined(decision) => &decision.outcome,
            _ => return None,
        };
        let read = outcome.services.iter().find(|it| it.service == service)?;
        let found = read.data.iter().find(|(name, _)| name == field);
        found.map(|(_, value)| value)
    }

    /// Holds the verification against deletion, or no longer.
    #[must_use]
    pub fn with_hold(mut self, hold: Option<Hold>) -> Step<Self> {
        self.hold = hold.map(Box::new);
        self.unmoved()
    }
}
