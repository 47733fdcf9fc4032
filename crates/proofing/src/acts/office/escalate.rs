//! Leaves a case to senior reviewers.

use verification::audit::{AuditAct, AuditContent};
use verification::review::ReviewRefused;
use verification::staff::Permission;
use verification::{Verification, VerificationId};

use super::change::Acted;
use super::reviewer::reviewer;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Leaves a case to senior reviewers, who find it in their queue.
    pub async fn escalate_case(
        &self,
        by: Principal,
        id: VerificationId,
        fence: u64,
    ) -> Result<Verification, Error> {
        let reviewer = reviewer(by)?;
        let done = self.act_in_office(by, Permission::Decide, id, |_, verification, now| {
            Ok::<_, ReviewRefused>(Acted {
                step: verification.escalate_case(reviewer, fence, now)?,
                act: AuditAct::EscalateCase,
                content: AuditContent::default(),
            })
        });
        Ok(done.await?.value)
    }
}
