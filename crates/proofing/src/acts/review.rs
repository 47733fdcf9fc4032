//! Records the decision of a reviewer, who may also overturn an earlier verdict.

use verification::verdict::Verdict;
use verification::{Verification, VerificationId};

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
        self.act(by, id, |verification, now| {
            verification.review(verdict, reviewer, now)
        })
        .await
    }
}
