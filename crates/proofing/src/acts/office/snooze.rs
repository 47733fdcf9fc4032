//! Puts a case off until a certain time.

use jiff::Timestamp;
use verification::audit::{AuditAct, AuditContent};
use verification::review::ReviewRefused;
use verification::staff::Permission;
use verification::{Verification, VerificationId};

use super::change::Acted;
use super::reviewer::reviewer;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Puts a case off: until this time nobody gets it as the next one.
    pub async fn snooze_case(
        &self,
        by: Principal,
        id: VerificationId,
        fence: u64,
        until: Timestamp,
    ) -> Result<Verification, Error> {
        let reviewer = reviewer(by)?;
        let done = self.act_in_office(by, Permission::Decide, id, |_, verification, now| {
            Ok::<_, ReviewRefused>(Acted {
                step: verification.snooze_case(reviewer, fence, until, now)?,
                act: AuditAct::SnoozeCase,
                content: AuditContent::default().with("until", until.to_string()),
            })
        });
        Ok(done.await?.value)
    }
}
