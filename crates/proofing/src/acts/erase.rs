//! Remove what is left in the vault of a forgotten verification. Idempotent.

use verification::VerificationId;

use crate::Desk;
use crate::error::Error;

impl Desk {
    /// Removes the sealed pictures. Their key is destroyed already.
    pub async fn erase(&self, id: VerificationId) -> Result<(), Error> {
        Ok(self.ports.vault.erase(id).await?)
    }
}
