//! A reviewer decides, or turns an earlier verdict.

use verification::verdict::Verdict;
use verification::{Verification, VerificationId};

use crate::Desk;
use crate::error::Error;

impl Desk {
    /// Decides what is in review, or turns a verdict: the business is told either way.
    pub async fn review(
        &self,
        id: VerificationId,
        verdict: Verdict,
        reviewer: &str,
    ) -> Result<Verification, Error> {
        self.act(id, |verification, now| {
            verification.review(verdict, reviewer, now)
        })
        .await
    }
}
