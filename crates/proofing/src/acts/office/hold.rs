//! Holds a verification against deletion, as a law or a dispute may ask.

use verification::audit::{AuditAct, AuditContent};
use verification::review::Hold;
use verification::staff::Permission;
use verification::stage::Refused;
use verification::{Effect, Personal, Verification, VerificationId};

use super::change::Acted;
use super::reviewer::reviewer;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Holds a verification: until it is released, neither its business, nor staff, nor the end of
    /// its retention deletes it.
    pub async fn hold(
        &self,
        by: Principal,
        id: VerificationId,
        reason: Personal,
    ) -> Result<Verification, Error> {
        let member = reviewer(by)?.member;
        let done = self.act_in_office(by, Permission::Delete, id, |_, verification, now| {
            let hold = Hold {
                by: member,
                since: now,
                reason: reason.clone(),
            };
            Ok::<_, Refused>(Acted {
                step: verification.with_hold(Some(hold)),
                act: AuditAct::Hold,
                content: AuditContent::because(Some(reason.clone())),
            })
        });
        Ok(done.await?.value)
    }

    /// Releases a verification. If its retention ended meanwhile, it is deleted soon.
    pub async fn release(
        &self,
        by: Principal,
        id: VerificationId,
        reason: Personal,
    ) -> Result<Verification, Error> {
        let done = self.act_in_office(by, Permission::Delete, id, |_, verification, _| {
            let mut step = verification.with_hold(None);
            step.effects.push(Effect::Retain);
            Ok::<_, Refused>(Acted {
                step,
                act: AuditAct::Release,
                content: AuditContent::because(Some(reason.clone())),
            })
        });
        Ok(done.await?.value)
    }
}
