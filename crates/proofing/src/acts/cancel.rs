//! The person refuses.

use verification::{Verification, VerificationId};

use crate::Desk;
use crate::error::Error;

impl Desk {
    /// Cancels an open verification.
    pub async fn cancel(&self, id: VerificationId) -> Result<Verification, Error> {
        self.act(id, Verification::cancel).await
    }
}
