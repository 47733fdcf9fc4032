//! The common shape of acts on a stored verification: load, act, store, and again if another was
//! faster.

use jiff::Timestamp;
use verification::stage::Refused;
use verification::{Step, Verification, VerificationId};

use crate::error::Error;
use crate::ports::{Change, EvidenceRef, Found, StoreError, Stored};
use crate::transition::Transition;
use crate::{Desk, Principal, Subject};

impl Desk {
    /// Applies an act of the core to a verification by id.
    pub(crate) async fn act(
        &self,
        by: Principal,
        id: VerificationId,
        act: impl Fn(Verification, Timestamp) -> Result<Step<Verification>, Refused> + Send + Sync,
    ) -> Result<Verification, Error> {
        Ok(self.change_by(by, id, Vec::new(), act).await?.value)
    }

    /// The same for any refusal, with pictures that were sealed for the change.
    pub(crate) async fn change_by<E>(
        &self,
        by: Principal,
        id: VerificationId,
        evidence: Vec<EvidenceRef>,
        act: impl Fn(Verification, Timestamp) -> Result<Step<Verification>, E> + Send + Sync,
    ) -> Result<Stored<Verification>, Error>
    where
        Error: From<E>,
        E: Send,
    {
        let stored = self.live(id).await?;
        self.change_from(by, stored, evidence, act).await
    }

    /// The same for a verification that was read already: it is read again only if another was faster.
    pub(crate) async fn change_from<E>(
        &self,
        by: Principal,
        stored: Stored<Verification>,
        evidence: Vec<EvidenceRef>,
        act: impl Fn(Verification, Timestamp) -> Result<Step<Verification>, E> + Send + Sync,
    ) -> Result<Stored<Verification>, Error>
    where
        Error: From<E>,
        E: Send,
    {
        // A change holds several verifications, and every act would hold the change.
        Box::pin(self.try_until_stored(by, stored, evidence, act)).await
    }

    /// Changes what was read, and reads it again as long as others are faster.
    async fn try_until_stored<E>(
        &self,
        by: Principal,
        mut stored: Stored<Verification>,
        evidence: Vec<EvidenceRef>,
        act: impl Fn(Verification, Timestamp) -> Result<Step<Verification>, E> + Send + Sync,
    ) -> Result<Stored<Verification>, Error>
    where
        Error: From<E>,
        E: Send,
    {
        loop {
            by.must_be_concerned(Subject::from(&stored.value))?;
            let account = self.account_of(&stored.value).await?;
            let now = self.now();
            let Stored { value, version } = stored;
            let before = value.clone();
            let step = act(value, now)?;
            if step.next == before && step.effects.is_empty() {
                return Ok(Stored {
                    value: before,
                    version,
                });
            }
            let next = step.next.clone();
            let change = Change {
                evidence: evidence.clone(),
                ..self.change(
                    &account,
                    Transition::updated(step.next, version),
                    step.effects,
                    now,
                )
            };
            match self.apply(change).await {
                Ok(()) => {
                    return Ok(Stored {
                        value: next,
                        version: version + 1,
                    });
                }
                Err(StoreError::Conflict) => stored = self.live(before.id).await?,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// A verification that lives.
    pub(crate) async fn live(&self, id: VerificationId) -> Result<Stored<Verification>, Error> {
        match self.ports.store.by_id(id).await? {
            Some(Found::Live(stored)) => Ok(*stored),
            Some(Found::Forgotten(_)) | None => Err(Error::NotFound),
        }
    }
}
