//! A selfie that is taken elsewhere, not on the hosted pages.

use jiff::Timestamp;

use super::OutOfStep;
use crate::aggregate::{Step, Verification};
use crate::stage::Act;
use crate::status::StatusCode;

impl Verification {
    /// Records that the business asks for the page on which the selfie is taken. If there is no
    /// such page, 1630 says so; the selfie can still be submitted.
    pub fn start_selfie(self, has_page: bool, now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.alive(Act::Submit, now)?;
        let mut step = self.unmoved();
        if !has_page {
            step.log(StatusCode::SELFIE_URL_MISSING, None, now);
        }
        Ok(step)
    }
}
