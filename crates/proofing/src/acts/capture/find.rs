//! Find a verification by its transaction id.

use verification::TransactionId;
use verification::account::Account;
use verification::journal::Entry;
use verification::stage::StageName;

use crate::error::Error;
use crate::ports::{Found, Listener, Signal};
use crate::{App, Principal, Subject};

impl App {
    /// The verification of an account's transaction. Somebody else's is not found.
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

    /// Its journal after an entry's number, oldest first; 0 is all of it.
    pub async fn journal_after(
        &self,
        by: Principal,
        subject: Subject,
        number: u32,
    ) -> Result<Vec<Entry>, Error> {
        by.must_be_concerned(subject)?;
        Ok(self.ports.store.journal_after(subject.id(), number).await?)
    }

    /// Where a verification stands by now.
    pub async fn stage(&self, by: Principal, subject: Subject) -> Result<StageName, Error> {
        by.must_be_concerned(subject)?;
        match self.ports.store.by_id(subject.id()).await? {
            Some(Found::Live(stored)) => Ok(stored.value.stage.name()),
            Some(Found::Forgotten(_)) => Ok(StageName::Deleted),
            None => Err(Error::NotFound),
        }
    }

    /// Waits for changes of a verification from now on.
    pub fn watch(&self, by: Principal, subject: Subject) -> Result<Listener, Error> {
        by.must_be_concerned(subject)?;
        Ok(self.ports.signals.listen(Signal::Moved(subject.id())))
    }
}
