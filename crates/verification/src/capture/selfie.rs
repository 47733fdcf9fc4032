//! A selfie that is taken somewhere else than on the hosted pages.

use jiff::Timestamp;

use super::OutOfStep;
use crate::aggregate::{Step, Verification};
use crate::stage::Act;
use crate::status::StatusCode;

impl Verification {
    /// The business asks for the page on which the selfie is taken. Where there is no page, that is
    /// what 1630 says; the selfie can be handed in all the same.
    pub fn start_selfie(self, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.alive(Act::Submit, now)?;
        let has_page = self.request.has_pages();
        let mut step = self.unmoved();
        if !has_page {
            step.log(StatusCode::SELFIE_URL_MISSING, None, now);
        }
        Ok(step)
    }
}
