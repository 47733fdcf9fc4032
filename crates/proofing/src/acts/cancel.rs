//! Cancels a verification because the person refuses.

use verification::{Verification, VerificationId};

use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Cancels an open verification.
    pub async fn cancel(&self, by: Principal, id: VerificationId) -> Result<Verification, Error> {
        self.act(by, id, Verification::cancel).await
    }
}
