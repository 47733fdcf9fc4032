//! Jobs: work that is stored, leased and run later.

use std::time::Duration;

use jiff::Timestamp;
use verification::{JobId, VerificationId};

/// The number of consecutive deaths of the server after which the work that was under way is
/// suspected to be their cause. It is tried once more, alone, and only by a server that has been up
/// for [`CALM`]: one death may be a coincidence, and most of the work under way at a death is
/// innocent. A death beside other work no longer counts.
pub const SUSPECT: u32 = 2;

/// The number of consecutive deaths after which the work that was under way is not tried again.
pub const MOST_CRASHES: u32 = 3;

/// How long a server has to be up before it tries suspected work, so that the work is not blamed
/// for what ends servers right after their start.
pub const CALM: Duration = Duration::from_secs(3);

/// Work to be done later, which only contains IDs. Running it twice is harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Job {
    /// Examine the evidence and decide.
    Examine(VerificationId),
    /// Expire the verification if it is due.
    Expire(VerificationId),
    /// Remove what is left of a deleted verification in the vault.
    Erase(VerificationId),
    /// Delete a verification whose retention period is over.
    Retain(VerificationId),
    /// Send the link to the person.
    SendLink(VerificationId),
    /// Send a code to the person's phone.
    SendCode(VerificationId),
    /// Make what is enrolled agree with the verdict.
    Enrol(VerificationId),
}

/// A job to store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewJob {
    /// The ID, which stays the same however often the job is leased.
    pub id: JobId,
    /// The work.
    pub job: Job,
    /// When it is due.
    pub due_at: Timestamp,
    /// Until when it is stored as leased by the caller, who will run it at once.
    pub leased_until: Option<Timestamp>,
}

impl Job {
    /// Returns the work in one word, for logs and tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Examine(_) => "examine",
            Self::Expire(_) => "expire",
            Self::Erase(_) => "erase",
            Self::Retain(_) => "retain",
            Self::SendLink(_) => "send_link",
            Self::SendCode(_) => "send_code",
            Self::Enrol(_) => "enrol",
        }
    }

    /// Returns the verification that it is about.
    pub const fn verification(self) -> VerificationId {
        match self {
            Self::Examine(id)
            | Self::Expire(id)
            | Self::Erase(id)
            | Self::Retain(id)
            | Self::SendLink(id)
            | Self::SendCode(id)
            | Self::Enrol(id) => id,
        }
    }
}

impl NewJob {
    /// Returns the caller's lease if the job is stored as leased. Its token is 1.
    pub fn lease(&self) -> Option<JobLease> {
        self.leased_until.map(|_| JobLease {
            id: self.id,
            job: self.job,
            tries: 0,
            crashes: 0,
            token: 1,
        })
    }
}

/// Proof that a job is held until a certain time. The token changes with every lease, so that a
/// holder whose lease expired cannot finish the work of the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobLease {
    /// The job's ID.
    pub id: JobId,
    /// The work.
    pub job: Job,
    /// The number of earlier attempts.
    pub tries: u32,
    /// How many of the last attempts ended because their process died. An attempt that ended
    /// otherwise resets the number, and a lease that is returned when the server stops does not
    /// count.
    pub crashes: u32,
    /// The number of the lease.
    pub token: u64,
}

/// The end of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobEnd {
    /// The job is done, or there was nothing left to do.
    Done,
    /// The job has to be tried again.
    Retry {
        /// The time of the next attempt.
        at: Timestamp,
        /// The reason, without personal data.
        why: String,
    },
    /// The job cannot be done. It is kept, so that staff see it.
    GiveUp {
        /// The reason, without personal data.
        why: String,
    },
}

/// A job that was given up, as staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// The job's ID.
    pub id: JobId,
    /// The work that was not done.
    pub job: Job,
    /// The reason, without personal data.
    pub why: String,
}
