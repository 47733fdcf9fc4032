//! Find a verification by what the business calls it.

use verification::account::Account;
use verification::request::Reference;

use crate::error::Error;
use crate::ports::Found;
use crate::{App, Principal};

impl App {
    /// The verification of an account's reference. Somebody else's is not found.
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
