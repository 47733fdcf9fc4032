//! Lists an account's verifications for its reports.

use verification::AccountId;

use crate::error::Error;
use crate::ports::{Listed, VerificationQuery};
use crate::{App, Principal};

impl App {
    /// Returns the verifications of an account that a query asks for, whatever account it names.
    pub async fn list(
        &self,
        by: Principal,
        account: AccountId,
        query: VerificationQuery,
    ) -> Result<Vec<Listed>, Error> {
        by.must_act_for(account)?;
        let query = VerificationQuery {
            account: Some(account),
            ..query
        };
        Ok(self.ports.store.verifications(query).await?)
    }
}
