//! Work that is stored, leased and run later.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use verification::{JobId, VerificationId};

/// Work to be done later, by ids only. Running one twice does no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// Examine the evidence and decide.
    Examine(VerificationId),
    /// See whether the verification's time is over.
    Expire(VerificationId),
    /// Destroy what is left in the vault of a forgotten verification.
    Erase(VerificationId),
    /// Forget a verification whose retention is over.
    Retain(VerificationId),
    /// Send the link to the person.
    SendLink(VerificationId),
}

/// A job to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// The work.
    pub job: Job,
    /// When it is due.
    pub due_at: Timestamp,
    /// Stored as leased until then by the one who stores it and will run it at once.
    pub leased_until: Option<Timestamp>,
}

impl NewJob {
    /// The lease that the one who stores it holds, if it is stored as leased: its token is 1.
    pub fn lease(&self) -> Option<JobLease> {
        self.leased_until.map(|_| JobLease {
            id: self.id,
            job: self.job,
            tries: 0,
            token: 1,
        })
    }
}

/// Proof of holding a job until a time. The token changes with every lease, so that a holder who
/// lost it cannot finish the work of the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobLease {
    /// The job's id.
    pub id: JobId,
    /// The work.
    pub job: Job,
    /// How many times it was tried before.
    pub tries: u32,
    /// The lease's own number.
    pub token: u64,
}

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobEnd {
    /// Done, or nothing was left to do.
    Done,
    /// Try again.
    Retry {
        /// When.
        at: Timestamp,
        /// Why, without personal data.
        why: String,
    },
    /// It cannot be done. Kept, so that staff see it.
    GiveUp {
        /// Why, without personal data.
        why: String,
    },
}
