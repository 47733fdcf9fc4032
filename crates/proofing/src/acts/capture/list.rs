//! List an account's verifications, for its reports.

use crate::Desk;
use crate::error::Error;
use crate::ports::{Listed, VerificationQuery};

impl Desk {
    /// The verifications of an account, newest first.
    pub async fn list(&self, query: VerificationQuery) -> Result<Vec<Listed>, Error> {
        Ok(self.ports.store.verifications(query).await?)
    }
}
