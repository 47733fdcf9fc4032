//! Records the decision of a reviewer, who may also overturn an earlier verdict.

use verification::audit::{AuditAct, AuditContent};
use verification::staff::Permission;
use verification::stage::{Refused, Stage};
use verification::verdict::Verdict;
use verification::{Verification, VerificationId};

use crate::acts::office::Acted;
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Decides a verification in review, or overturns its verdict. The business is notified in both
    /// cases.
    pub async fn review(
        &self,
        by: Principal,
        id: VerificationId,
        verdict: Verdict,
        reviewer: &str,
    ) -> Result<Verification, Error> {
        by.must_operate()?;
        let permission = Permission::Overturn;
        let decided = self.act_in_office(by, permission, id, |_, verification, now| {
            let act = match verification.stage {
                Stage::InReview(_) => AuditAct::Decide,
                _ => AuditAct::Overturn,
            };
            let step = verification.review(verdict, reviewer, now)?;
            let content = AuditContent::default()
                .with("verdict", verdict.word())
                .with("reviewer", reviewer);
            Ok::<_, Refused>(Acted { step, act, content })
        });
        Ok(decided.await?.value)
    }
}
