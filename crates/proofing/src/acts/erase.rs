//! Removes what is left in the vault of a verification that was deleted or never opened. It is
//! idempotent.

use verification::VerificationId;

use crate::App;
use crate::error::Error;
use crate::ports::Found;

impl App {
    /// Removes the sealed pictures, unless the verification exists, in case the caller is wrong.
    pub(crate) async fn erase(&self, id: VerificationId) -> Result<(), Error> {
        if let Some(Found::Live(_)) = self.ports.store.by_id(id).await? {
            tracing::error!(verification.id = %id, "its pictures were to be erased and it lives: they stay");
            return Ok(());
        }
        Ok(self.ports.vault.erase(id).await?)
    }
}
