//! The common form of acts on a stored verification: load, act, store, and start over if somebody
//! else was faster.

use jiff::Timestamp;
use verification::stage::Refused;
use verification::{Step, Verification, VerificationId};

use crate::error::Error;
use crate::ports::{Change, EvidenceRef, Found, StoreError, Stored};
use crate::transition::Transition;
use crate::{App, Principal, Subject};

impl App {
    /// Applies an act of the core to the verification with this ID.
    pub(crate) async fn act(
        &self,
        by: Principal,
        id: VerificationId,
        act: impl Fn(Verification, Timestamp) -> Result<Step<Verification>, Refused> + Send + Sync,
    ) -> Result<Verification, Error> {
        Ok(self.change_by(by, id, Vec::new(), act).await?.value)
    }

    /// Applies an act that may be refused for any reason, with pictures that were sealed for the
    /// change.
    pub(crate) async fn change_by<E>(
        &self,
        by: Principal,
        id: VerificationId,
        evidence: Vec<EvidenceRef>,
        act: impl Fn(Verification, Timestamp) -> Result<Step<Verification>, E> + Send + Sync,
    ) -> Result<Box<Stored<Verification>>, Error>
    where
        Error: From<E>,
        E: Send,
    {
        let stored = self.live(id).await?;
        self.change_from(by, stored, evidence, act).await
    }

    /// Applies an act to a verification that was already read. It is only read again if somebody
    /// else was faster.
    pub(crate) async fn change_from<E>(
        &self,
        by: Principal,
        stored: Box<Stored<Verification>>,
        evidence: Vec<EvidenceRef>,
        act: impl Fn(Verification, Timestamp) -> Result<Step<Verification>, E> + Send + Sync,
    ) -> Result<Box<Stored<Verification>>, Error>
    where
        Error: From<E>,
        E: Send,
    {
        let mut stored = stored;
        loop {
            by.must_be_concerned(Subject::from(&stored.value))?;
            let account = self.account_of(&stored.value).await?;
            let id = stored.value.id;
            let now = self.now();
            let Stored { value, version } = *stored;
            let before = value.clone();
            let step = act(value, now)?;
            if step.next == before && step.effects.is_empty() {
                let value = before;
                return Ok(Box::new(Stored { value, version }));
            }
            let next = Box::new(Stored {
                value: step.next.clone(),
                version: version + 1,
            });
            let transition = Transition::updated(step.next, version);
            let change = Change {
                evidence: evidence.clone(),
                ..self.change(&account, transition, step.effects, now)
            };
            match self.apply(change).await {
                Ok(()) => return Ok(next),
                Err(StoreError::Conflict) => stored = self.live(id).await?,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Returns a verification that was not deleted.
    pub(crate) async fn live(
        &self,
        id: VerificationId,
    ) -> Result<Box<Stored<Verification>>, Error> {
        match self.ports.store.by_id(id).await? {
            Some(Found::Live(stored)) => Ok(stored),
            Some(Found::Forgotten(_)) | None => Err(Error::NotFound),
        }
    }
}
