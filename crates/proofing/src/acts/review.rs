//! A reviewer decides, or turns an earlier verdict.

use verification::verdict::Verdict;
use verification::{Verification, VerificationId};

use crate::error::Error;
use crate::{App, Principal};

impl App {
    /// Decides what is in review, or turns a verdict: the business is told either way.
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
