//! Why a review was refused, in words about the verification that was named.

use anyhow::anyhow;
use proofing::Error;
use verification::stage::StageName;

/// Returns an error that names the verification.
pub(super) fn legible(reference: &str, error: Error) -> anyhow::Error {
    match error {
        Error::Refused(refused) => anyhow!(refusal(reference, refused.from)),
        Error::Review(refused) => anyhow!("{reference}: {refused}"),
        error => error.into(),
    }
}

/// Explains why a verification at this stage cannot be given the verdict.
pub(super) fn refusal(reference: &str, stage: StageName) -> String {
    match stage {
        StageName::Created | StageName::Opened | StageName::Capturing => {
            format!("{reference} has nothing to review yet: the person has not finished")
        }
        StageName::Processing | StageName::Received => {
            format!("{reference} has nothing to review yet: it is still being examined")
        }
        StageName::InReview => format!("{reference} cannot be decided now"),
        StageName::Accepted => format!("{reference} is already accepted"),
        StageName::Declined => format!("{reference} is already declined"),
        StageName::Cancelled => format!("{reference} was cancelled and cannot be reviewed"),
        StageName::TimedOut => format!("{reference} timed out and cannot be reviewed"),
        StageName::Deleted => format!("{reference} was deleted and cannot be reviewed"),
    }
}
