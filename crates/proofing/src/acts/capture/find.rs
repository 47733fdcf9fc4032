//! Finds a verification by its transaction ID.

use verification::TransactionId;
use verification::account::Account;
use verification::journal::Entry;
use verification::stage::StageName;

use crate::error::Error;
use crate::ports::{Found, Listener, Signal};
use crate::{App, Principal, Subject};

impl App {
    /// Returns the verification of an account's transaction. Other accounts' verifications are not
    /// found.
    pub async fn by_transaction(
        &self,
        by: Principal,
        account: &Account,
        transaction: TransactionId,
    ) -> Result<Found, Error> {
        by.must_act_for(account.id)?;
        self.ports
            .store
            .by_transaction(account.id, transaction)
            .await?
            .ok_or(Error::NotFound)
    }

    /// Returns its journal after this entry number, oldest first; 0 returns all of it.
    pub async fn journal_after(
        &self,
        by: Principal,
        subject: Subject,
        number: u32,
    ) -> Result<Vec<Entry>, Error> {
        by.must_be_concerned(subject)?;
        Ok(self.ports.store.journal_after(subject.id(), number).await?)
    }

    /// Returns the current stage of a verification.
    pub async fn stage(&self, by: Principal, subject: Subject) -> Result<StageName, Error> {
        by.must_be_concerned(subject)?;
        match self.ports.store.by_id(subject.id()).await? {
            Some(Found::Live(stored)) => Ok(stored.value.stage.name()),
            Some(Found::Forgotten(_)) => Ok(StageName::Deleted),
            None => Err(Error::NotFound),
        }
    }

    /// Listens for changes of a verification from now on.
    pub fn watch(&self, by: Principal, subject: Subject) -> Result<Listener, Error> {
        by.must_be_concerned(subject)?;
        Ok(self.ports.signals.listen(Signal::Moved(subject.id())))
    }
}
