//! Remove what is left in the vault of a verification that is forgotten or was never opened.
//! Idempotent.

use verification::VerificationId;

use crate::App;
use crate::error::Error;
use crate::ports::Found;

impl App {
    /// Removes the sealed pictures, unless the verification lives: whoever asks may be wrong about
    /// that.
    pub(crate) async fn erase(&self, id: VerificationId) -> Result<(), Error> {
        if let Some(Found::Live(_)) = self.ports.store.by_id(id).await? {
            tracing::error!(verification.id = %id, "its pictures were to be erased and it lives: they stay");
            return Ok(());
        }
        Ok(self.ports.vault.erase(id).await?)
    }
}
