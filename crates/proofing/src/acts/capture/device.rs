//! Device: what the browser tells of itself (1180).

use verification::{Personal, VerificationId};

use super::Visit;
use crate::Desk;
use crate::error::Error;

impl Desk {
    /// Keeps what the browser tells of its device, as JSON text that was examined before.
    pub async fn tell_device(&self, id: VerificationId, signal: &Personal) -> Result<Visit, Error> {
        let moved = self
            .change_by(id, Vec::new(), |verification, now| {
                verification.tell_device(signal.clone(), now)
            })
            .await?;
        self.seen(moved).await
    }
}
