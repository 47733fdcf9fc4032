//! Run a job: the one place that says which act each is.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::Desk;
use crate::error::Error;
use crate::ports::{Job, JobEnd, JobLease, StoreError};

/// The greatest wait before a job is tried again.
const LONGEST_WAIT: Duration = Duration::from_mins(5);

impl Desk {
    /// Runs a leased job. What it ends as is stored by the runner, except where the act's own change
    /// completed it.
    pub async fn run(&self, lease: &JobLease) -> JobEnd {
        let done = match lease.job {
            Job::Examine(id) => self.examine(id, Some(lease), None).await.map(drop),
            Job::Expire(id) => self.expire(id).await,
            Job::Erase(id) => self.erase(id).await,
            Job::Retain(id) => self.retain_no_longer(id).await,
        };
        match done {
            Ok(()) | Err(Error::NotFound) => JobEnd::Done,
            Err(Error::Store(StoreError::Unsealable(why))) => JobEnd::GiveUp {
                why: why.to_owned(),
            },
            Err(Error::Store(error @ StoreError::Inconsistent { .. })) => JobEnd::GiveUp {
                why: error.to_string(),
            },
            Err(Error::Refused(refused)) => JobEnd::GiveUp {
                why: refused.to_string(),
            },
            Err(error) => JobEnd::Retry {
                at: retry_at(self.now(), lease.tries),
                why: error.to_string(),
            },
        }
    }
}

/// Waits double from one second to five minutes.
fn retry_at(now: Timestamp, tries: u32) -> Timestamp {
    let wait = Duration::from_secs(1_u64 << tries.min(9)).min(LONGEST_WAIT);
    SignedDuration::try_from(wait)
        .ok()
        .and_then(|wait| now.checked_add(wait).ok())
        .unwrap_or(now)
}
