//! A selfie that is taken somewhere else.

use verification::{Verification, VerificationId};

use crate::Desk;
use crate::error::Error;

impl Desk {
    /// The business asks for the page on which the selfie is taken (1630 where there is none).
    pub async fn start_selfie(&self, id: VerificationId) -> Result<Verification, Error> {
        self.change_by(id, Vec::new(), |verification, now| {
            verification.start_selfie(now)
        })
        .await
    }
}
