//! A selfie that is taken elsewhere.

use verification::{Verification, VerificationId};

use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Records that the business asks for the page on which the selfie is taken (1630 if there is
    /// none).
    pub async fn start_selfie(
        &self,
        by: Principal,
        id: VerificationId,
    ) -> Result<Verification, Error> {
        by.must_be_business()?;
        let moved = self.change_by(by, id, Vec::new(), |verification, now| {
            verification.start_selfie(now)
        });
        Ok(moved.await?.value)
    }
}
