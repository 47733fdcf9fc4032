//! Asks the person for one picture again.

use verification::audit::{AuditAct, AuditContent};
use verification::request::EvidenceSlot;
use verification::review::ReviewRefused;
use verification::staff::Permission;
use verification::{Verification, VerificationId};

use super::change::Acted;
use super::reviewer::reviewer;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Asks for one picture again: the link opens at its page, and the business is told
    /// `request.pending`.
    pub async fn ask_again(
        &self,
        by: Principal,
        id: VerificationId,
        fence: Option<u64>,
        slot: EvidenceSlot,
    ) -> Result<Verification, Error> {
        let reviewer = reviewer(by)?;
        let done = self.act_in_office(by, Permission::Decide, id, |_, verification, now| {
            Ok::<_, ReviewRefused>(Acted {
                step: verification.ask_again(reviewer, fence, slot, now)?,
                act: AuditAct::AskAgain,
                content: AuditContent::default().with("picture", slot.to_string()),
            })
        });
        Ok(done.await?.value)
    }
}
