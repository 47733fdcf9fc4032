//! Find a verification by what the business calls it.

use verification::account::Account;
use verification::request::Reference;

use crate::Desk;
use crate::error::Error;
use crate::ports::Found;

impl Desk {
    /// The verification of an account's reference. Somebody else's is not found.
    pub async fn find(&self, account: &Account, reference: &Reference) -> Result<Found, Error> {
        self.ports
            .store
            .by_reference(account.id, reference)
            .await?
            .ok_or(Error::NotFound)
    }
}
