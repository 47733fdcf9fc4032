//! Forgets a verification: destroys its key and its evidence, and only keeps its tombstone.

use verification::account::Account;
use verification::audit::AuditEntry;
use verification::request::Reference;
use verification::{StaffId, Tombstone, VerificationId};

use crate::error::Error;
use crate::ports::{Change, Found, StoreError, Stored};
use crate::transition::Transition;
use crate::{App, Principal};

impl App {
    /// Forgets the verification with an account's reference. One that was already forgotten is not
    /// found.
    pub async fn forget(
        &self,
        by: Principal,
        account: &Account,
        reference: &Reference,
    ) -> Result<Tombstone, Error> {
        by.must_act_for(account.id)?;
        loop {
            let Found::Live(stored) = self.find(by, account, reference).await? else {
                return Err(Error::NotFound);
            };
            match self.forget_stored(account, *stored, Vec::new(), None).await {
                Err(Error::Store(StoreError::Conflict)) => {}
                done => return done,
            }
        }
    }

    /// Forgets a verification whose retention period is over. If it is already gone, there is
    /// nothing to do.
    pub(crate) async fn retain_no_longer(&self, id: VerificationId) -> Result<(), Error> {
        loop {
            let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
                return Ok(());
            };
            let account = self.account_of(&stored.value).await?;
            match self
                .forget_stored(&account, *stored, Vec::new(), None)
                .await
            {
                Err(Error::Store(StoreError::Conflict)) => {}
                // Its release starts the retention again.
                Err(Error::Held) => return Ok(()),
                done => return done.map(drop),
            }
        }
    }

    /// Forgets a verification, and stores these entries of the audit trail with that.
    pub(crate) async fn forget_stored(
        &self,
        account: &Account,
        stored: Stored<verification::Verification>,
        audit: Vec<AuditEntry>,
        member: Option<(StaffId, u64)>,
    ) -> Result<Tombstone, Error> {
        let now = self.now();
        let last = stored.value.clone();
        let step = stored.value.delete(now)?;
        let tombstone = step.next.clone();
        let id = tombstone.id;
        let next = Transition::forgotten(last, step.next, stored.version);
        let change = Change {
            audit,
            member,
            ..self.change(account, next, step.effects, now)
        };
        self.apply(change).await?;
        // Without the key, what remains in the vault cannot be read. Removing it now only keeps
        // things tidy, and the job that was stored with the change repeats it if this fails.
        if let Err(error) = self.ports.vault.erase(id).await {
            tracing::warn!(verification.id = %id, error = &error as &dyn std::error::Error, "vault not yet erased");
        }
        Ok(tombstone)
    }
}
