//! When a verification enrols a face: after its verdict, and only if the person agreed.

use crate::aggregate::{Effect, Step, Verification};
use crate::capture::Biometrics;
use crate::enrolment;
use crate::request::FaceAuthentication;
use crate::service::Service;
use crate::verdict::Verdict;

impl Verification {
    /// Returns true if the person's face is to be enrolled: the verification is accepted, it asked
    /// for it, and the person agreed. On the pages they are asked; for pictures that a business
    /// sends, the business has asked.
    pub fn is_to_enroll(&self) -> bool {
        let decision = self.stage.decision();
        let is_accepted = decision.is_some_and(|decision| decision.verdict == Verdict::Accepted);
        let has_agreed = !self.request.is_captured(Service::Face)
            || matches!(self.capture.biometrics, Biometrics::Accepted(_));
        is_accepted
            && has_agreed
            && enrolment::asked(&self.request) == Some(FaceAuthentication::Enroll)
    }
}

impl Step<Verification> {
    /// Has the enrolment of the face follow a verdict, if one was asked for.
    pub(crate) fn settle_enrolment(&mut self) {
        if enrolment::asked(&self.next.request) == Some(FaceAuthentication::Enroll) {
            self.effects.push(Effect::SettleEnrolment);
        }
    }
}
