//! The common shape of acts on a stored verification: load, act, store, and again if another was
//! faster.

use jiff::Timestamp;
use verification::stage::Refused;
use verification::{Step, Verification, VerificationId};

use crate::Desk;
use crate::desk::Moved;
use crate::error::Error;
use crate::ports::{Found, StoreError, Stored};

impl Desk {
    /// Applies an act of the core to a verification by id.
    pub(crate) async fn act(
        &self,
        id: VerificationId,
        act: impl Fn(Verification, Timestamp) -> Result<Step<Verification>, Refused> + Send + Sync,
    ) -> Result<Verification, Error> {
        loop {
            let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
                return Err(Error::NotFound);
            };
            let account = self.account_of(&stored.value).await?;
            let now = self.now();
            let Stored { value, version } = *stored;
            let step = act(value, now)?;
            let next = step.next.clone();
            let moved = Moved::Updated(Box::new(Stored {
                value: step.next,
                version,
            }));
            match self
                .apply(self.change(&account, moved, step.effects, now))
                .await
            {
                Ok(()) => return Ok(next),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
