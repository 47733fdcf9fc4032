//! Overturns a verdict.

use verification::audit::AuditAct;
use verification::review::{ReviewRefused, Ruling};
use verification::staff::Permission;
use verification::{Personal, Verification, VerificationId};

use super::change::Acted;
use super::decide::said;
use super::reviewer::reviewer;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Turns accepted into declined, or declined into accepted, for this reason. The business is
    /// told `verification.status.changed`.
    pub async fn overturn(
        &self,
        by: Principal,
        id: VerificationId,
        ruling: Ruling,
        reason: Personal,
    ) -> Result<Verification, Error> {
        let reviewer = reviewer(by)?;
        let ruling = Ruling {
            note: Some(reason),
            ..ruling
        };
        let done = self.act_in_office(by, Permission::Overturn, id, |_, verification, now| {
            Ok::<_, ReviewRefused>(Acted {
                step: verification.overturn(reviewer, &ruling, now)?,
                act: AuditAct::Overturn,
                content: said(&ruling),
            })
        });
        Ok(done.await?.value)
    }
}
