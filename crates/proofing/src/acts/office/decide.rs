//! Decides a case, or makes the first of two decisions where the account wants four eyes.

use verification::audit::{AuditAct, AuditContent};
use verification::decline::DeclineCode;
use verification::review::{ReviewRefused, Ruling};
use verification::staff::Permission;
use verification::{Verification, VerificationId};

use super::change::Acted;
use super::reviewer::reviewer;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Decides a case that the reviewer took with this fence. The business is notified, unless the
    /// decision has to be confirmed by somebody else first.
    ///
    /// # Errors
    /// [`Error::Review`] says who has the case, or who decided it first.
    pub async fn decide_case(
        &self,
        by: Principal,
        id: VerificationId,
        fence: Option<u64>,
        ruling: Ruling,
    ) -> Result<Verification, Error> {
        let reviewer = reviewer(by)?;
        let done = self.act_in_office(by, Permission::Decide, id, |account, verification, now| {
            let four_eyes = account.settings.four_eyes;
            let ruled = ruling.clone();
            Ok::<_, ReviewRefused>(Acted {
                step: verification.decide_case(reviewer, fence, ruled, four_eyes, now)?,
                act: if four_eyes {
                    AuditAct::Propose
                } else {
                    AuditAct::Decide
                },
                content: said(&ruling),
            })
        });
        Ok(done.await?.value)
    }
}

/// Returns what the audit trail says about a ruling.
pub(crate) fn said(ruling: &Ruling) -> AuditContent {
    let codes: Vec<&str> = ruling.codes.iter().map(DeclineCode::as_str).collect();
    let content = AuditContent::because(ruling.note.clone()).with("verdict", ruling.verdict.word());
    if codes.is_empty() {
        return content;
    }
    content.with("codes", codes.join(" "))
}
