//! Asks the person for the selfie again if it is the only thing that stands in the way.

use jiff::Timestamp;

use super::state::MOST_RETAKES;
use super::turns::{SELFIE, TurnState};
use crate::aggregate::{Step, Verification};
use crate::decline::DeclineCode;
use crate::service::Service;
use crate::stage::Stage;
use crate::status::StatusCode;
use crate::verdict::Outcome;

/// The reasons that another selfie may settle. That the face is certainly another one is not among
/// them.
const SETTLED_BY_ANOTHER: &[DeclineCode] = &[
    DeclineCode::FACE_UNCERTAIN,
    DeclineCode::FACE_NOT_DETECTED,
    DeclineCode::SEVERAL_FACES,
    DeclineCode::FACE_UNCLEAR,
    DeclineCode::FACE_NOT_CLEAR,
    DeclineCode::LOW_LIGHT,
    DeclineCode::FACE_IMAGE_BLURRED,
    DeclineCode::FACE_IMAGE_CORRUPT,
];

impl Verification {
    /// Returns true if a selfie may be asked for again at all: it is taken on the hosted pages, and
    /// the business gets a verdict. The capture protocol's results report what was found in the
    /// selfie that was submitted.
    pub(crate) fn retakes_selfies(&self) -> bool {
        self.request.capture.is_none()
            && self.request.services.face.is_some()
            && self.request.is_captured(Service::Face)
            && !self.capture.is_late
    }

    /// Returns true if the selfie is the only reason for the decline, and another one may settle
    /// it.
    pub(crate) fn may_retake_selfie(&self, outcome: &Outcome) -> bool {
        self.retakes_selfies()
            && self.capture.selfie_retakes < MOST_RETAKES
            && !outcome.codes.is_empty()
            && outcome
                .codes
                .iter()
                .all(|code| SETTLED_BY_ANOTHER.contains(code))
    }

    /// Asks for the selfie again. Everything else stays, except that a form has to be confirmed
    /// anew, because the verdict rests on what it shows.
    pub(crate) fn selfie_asked_again(self, outcome: Outcome, now: Timestamp) -> Step<Self> {
        let why = outcome
            .reason
            .as_ref()
            .and_then(DeclineCode::definition)
            .map(|definition| definition.description.to_owned());
        let mut step = self.moved(Stage::Capturing);
        let capture = &mut step.next.capture;
        capture.selfie_retakes = capture.selfie_retakes.saturating_add(1);
        capture.submitted.remove(&SELFIE);
        capture.turns = TurnState::default();
        capture.confirmed = None;
        capture.is_retrying = true;
        capture.last_try = Some(Box::new(outcome));
        step.log(StatusCode::SELFIE_REFUSED, why, now);
        step
    }

    /// Returns true while the person is asked for the selfie again.
    pub fn awaits_selfie_again(&self) -> bool {
        matches!(self.stage, Stage::Capturing)
            && self.capture.selfie_retakes > 0
            && self.capture.last_try.is_some()
            && !self.capture.submitted.contains(&SELFIE)
    }
}
