//! Gives a case back to the queue.

use verification::audit::{AuditAct, AuditContent};
use verification::review::ReviewRefused;
use verification::staff::Permission;
use verification::{Verification, VerificationId};

use super::change::Acted;
use super::reviewer::reviewer;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Gives a case back, so that anybody may take it.
    pub async fn give_back_case(
        &self,
        by: Principal,
        id: VerificationId,
        fence: u64,
    ) -> Result<Verification, Error> {
        let reviewer = reviewer(by)?;
        let done = self.act_in_office(by, Permission::Decide, id, |_, verification, now| {
            Ok::<_, ReviewRefused>(Acted {
                step: verification.give_back_case(reviewer, fence, now)?,
                act: AuditAct::GiveBackCase,
                content: AuditContent::default(),
            })
        });
        Ok(done.await?.value)
    }
}
