//! Lists an account's verifications for its reports.

use crate::error::Error;
use crate::ports::{Listed, VerificationQuery};
use crate::{App, Principal};

impl App {
    /// Returns the verifications of an account, newest first.
    pub async fn list(
        &self,
        by: Principal,
        query: VerificationQuery,
    ) -> Result<Vec<Listed>, Error> {
        by.must_act_for(query.account)?;
        Ok(self.ports.store.verifications(query).await?)
    }
}
