//! The common shape of acts on a stored verification: load, act, store, and again if another was
//! faster.

use jiff::Timestamp;
use verification::stage::Refused;
use verification::{Step, Verification, VerificationId};

use crate::desk::Moved;
use crate::error::Error;
use crate::ports::{Change, EvidenceRef, Found, StoreError, Stored};
use crate::{Desk, Principal, Subject};

impl Desk {
    /// Applies an act of the core to a verification by id.
    pub(crate) async fn act(
        &self,
        by: Principal,
        id: VerificationId,
        act: impl Fn(Verification, Timestamp) -> Result<Step<Verification>, Refused> + Send + Sync,
    ) -> Result<Verification, Error> {
        self.change_by(by, id, Vec::new(), act).await
    }

    /// The same for any refusal, with pictures that were sealed for the change.
    pub(crate) async fn change_by<E>(
        &self,
        by: Principal,
        id: VerificationId,
        evidence: Vec<EvidenceRef>,
        act: impl Fn(Verification, Timestamp) -> Result<Step<Verification>, E> + Send + Sync,
    ) -> Result<Verification, Error>
    where
        Error: From<E>,
        E: Send,
    {
        loop {
            let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
                return Err(Error::NotFound);
            };
            by.must_be_concerned(Subject::from(&stored.value))?;
            let account = self.account_of(&stored.value).await?;
            let now = self.now();
            let Stored { value, version } = *stored;
            let before = value.clone();
            let step = act(value, now)?;
            if step.next == before && step.effects.is_empty() {
                return Ok(before);
            }
            let next = step.next.clone();
            let moved = Moved::Updated(Box::new(Stored {
                value: step.next,
                version,
            }));
            let change = Change {
                evidence: evidence.clone(),
                ..self.change(&account, moved, step.effects, now)
            };
            match self.apply(change).await {
                Ok(()) => return Ok(next),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
