//! Confirms a decision of somebody else, or sends it back, where the account wants four eyes.

use verification::audit::{AuditAct, AuditContent};
use verification::review::ReviewRefused;
use verification::staff::Permission;
use verification::{Personal, Verification, VerificationId};

use super::change::Acted;
use super::decide::said;
use super::reviewer::reviewer;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Confirms the decision that waits for a second person, and with it ends the review.
    ///
    /// # Errors
    /// Whoever made the decision cannot confirm it.
    pub async fn approve_case(
        &self,
        by: Principal,
        id: VerificationId,
        fence: Option<u64>,
    ) -> Result<Verification, Error> {
        let reviewer = reviewer(by)?;
        let done = self.act_in_office(by, Permission::Approve, id, |_, verification, now| {
            let proposal = verification.review_task().proposal;
            let step = verification.approve_case(reviewer, fence, now)?;
            let proposal = proposal.ok_or(ReviewRefused::NothingProposed)?;
            Ok::<_, ReviewRefused>(Acted {
                step,
                act: AuditAct::Approve,
                content: said(&proposal.ruling).with("maker", proposal.maker.to_string()),
            })
        });
        Ok(done.await?.value)
    }

    /// Does not confirm the decision that waits: the case goes back to the queue.
    pub async fn send_back_case(
        &self,
        by: Principal,
        id: VerificationId,
        fence: Option<u64>,
        reason: Personal,
    ) -> Result<Verification, Error> {
        let reviewer = reviewer(by)?;
        let done = self.act_in_office(by, Permission::Approve, id, |_, verification, now| {
            Ok::<_, ReviewRefused>(Acted {
                step: verification.send_back_case(reviewer, fence, now)?,
                act: AuditAct::SendBack,
                content: AuditContent::because(Some(reason.clone())),
            })
        });
        Ok(done.await?.value)
    }
}
