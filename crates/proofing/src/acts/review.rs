//! Records the decision of the operator, who may also overturn an earlier verdict.

use verification::audit::AuditAct;
use verification::review::{ReviewRefused, Ruling};
use verification::staff::Permission;
use verification::stage::Stage;
use verification::{Verification, VerificationId};

use crate::acts::office::{Acted, said};
use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Decides a verification in review, or overturns its verdict. The business is notified in both
    /// cases, unless the account wants four eyes: then the first decision waits for a second
    /// person.
    pub async fn review(
        &self,
        by: Principal,
        id: VerificationId,
        ruling: impl Into<Ruling>,
        reviewer: &str,
    ) -> Result<Verification, Error> {
        by.must_operate()?;
        let ruling = ruling.into();
        let permission = Permission::Overturn;
        let decided = self.act_in_office(by, permission, id, |account, verification, now| {
            let four_eyes = account.settings.four_eyes;
            let act = match verification.stage {
                Stage::InReview(_) if four_eyes => AuditAct::Propose,
                Stage::InReview(_) => AuditAct::Decide,
                _ => AuditAct::Overturn,
            };
            let step = verification.review(&ruling, reviewer, four_eyes, now)?;
            let content = said(&ruling).with("reviewer", reviewer);
            Ok::<_, ReviewRefused>(Acted { step, act, content })
        });
        Ok(decided.await?.value)
    }
}
