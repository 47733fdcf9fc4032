//! The common form of acts of the back office on a stored verification: load, ask for the
//! permission, act, and store the next value together with the entry of the audit trail.

use jiff::Timestamp;
use verification::account::Account;
use verification::audit::{AuditAct, AuditContent};
use verification::staff::Permission;
use verification::{Step, Verification, VerificationId};

use crate::acts::audit::About;
use crate::error::Error;
use crate::ports::{Change, StoreError, Stored};
use crate::transition::Transition;
use crate::{App, Principal};

/// What an act comes to.
pub(crate) struct Acted {
    /// The next value and its effects.
    pub(crate) step: Step<Verification>,
    /// What was done, for the audit trail.
    pub(crate) act: AuditAct,
    /// What the audit trail says about it.
    pub(crate) content: AuditContent,
}

impl App {
    /// Applies an act to a verification. If somebody else was faster, the act is applied to what
    /// they left, so it sees what they did and refuses what is no longer possible.
    pub(crate) async fn act_in_office<E>(
        &self,
        by: Principal,
        permission: Permission,
        id: VerificationId,
        act: impl Fn(&Account, Verification, Timestamp) -> Result<Acted, E> + Send + Sync,
    ) -> Result<Box<Stored<Verification>>, Error>
    where
        Error: From<E>,
        E: Send,
    {
        loop {
            let Stored { value, version } = *self.live(id).await?;
            by.must_have(permission, Some(value.account))?;
            let member = self.acting_member(by).await?;
            let account = self.account_of(&value).await?;
            let about = About::verification(value.account, id);
            let now = self.now();
            let Acted { step, act, content } = act(&account, value, now)?;
            let next = Box::new(Stored {
                value: step.next.clone(),
                version: version + 1,
            });
            let transition = Transition::updated(step.next, version);
            let change = Change {
                audit: vec![self.audit_entry(by, act, about, content)?],
                member,
                ..self.change(&account, transition, step.effects, now)
            };
            match self.apply(change).await {
                Ok(()) => return Ok(next),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
