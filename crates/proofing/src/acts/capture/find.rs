//! Find a verification by its transaction id.

use verification::TransactionId;
use verification::VerificationId;
use verification::account::Account;
use verification::journal::Entry;

use crate::Desk;
use crate::error::Error;
use crate::ports::{Found, Listener, Signal};

impl Desk {
    /// The verification of an account's transaction. Somebody else's is not found.
    pub async fn by_transaction(
        &self,
        account: &Account,
        transaction: TransactionId,
    ) -> Result<Found, Error> {
        self.ports
            .store
            .by_transaction(account.id, transaction)
            .await?
            .ok_or(Error::NotFound)
    }

    /// Its journal after an entry's number, oldest first; 0 is all of it.
    pub async fn journal_after(
        &self,
        id: VerificationId,
        number: u32,
    ) -> Result<Vec<Entry>, Error> {
        Ok(self.ports.store.journal_after(id, number).await?)
    }

    /// Waits for changes of a verification from now on.
    pub fn watch(&self, id: VerificationId) -> Listener {
        self.ports.signals.listen(Signal::Moved(id))
    }
}
