//! Finds a verification by the business's own reference.

use verification::account::Account;
use verification::request::Reference;

use crate::error::Error;
use crate::ports::Found;
use crate::{App, Principal};

impl App {
    /// Returns the verification with an account's reference. Other accounts' verifications are not
    /// found.
    pub async fn find(
        &self,
        by: Principal,
        account: &Account,
        reference: &Reference,
    ) -> Result<Found, Error> {
        by.must_act_for(account.id)?;
        self.ports
            .store
            .by_reference(account.id, reference)
            .await?
            .ok_or(Error::NotFound)
    }
}
