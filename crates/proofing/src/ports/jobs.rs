//! Work that is stored, leased and run later.

use std::time::Duration;

use jiff::Timestamp;
use verification::{JobId, VerificationId};

/// What was under way at so many deaths in a row is suspected to be their cause. It is tried once
/// more, alone, and only by a server that has been [`CALM`] so long: one death may be chance, and
/// most of what is under way at a death is innocent. A death beside anything else counts no more.
pub const SUSPECT: u32 = 2;

/// What was under way at so many deaths in a row is not tried again.
pub const MOST_CRASHES: u32 = 3;

/// How long a server has to be up before it tries what is suspected: what ends servers just after
/// their start must not be laid at another's door.
pub const CALM: Duration = Duration::from_secs(3);

/// Work to be done later, by ids only. Running one twice does no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

impl Job {
    /// The work in one word, for logs and tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Examine(_) => "examine",
            Self::Expire(_) => "expire",
            Self::Erase(_) => "erase",
            Self::Retain(_) => "retain",
            Self::SendLink(_) => "send_link",
        }
    }

    /// The verification that it is about.
    pub const fn verification(self) -> VerificationId {
        match self {
            Self::Examine(id)
            | Self::Expire(id)
            | Self::Erase(id)
            | Self::Retain(id)
            | Self::SendLink(id) => id,
        }
    }
}

impl NewJob {
    /// The lease that the one who stores it holds, if it is stored as leased: its token is 1.
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
    /// How many of the last tries ended with the death of the process that made them. A try that
    /// ended otherwise sets it back, and a lease that a server gives back when it stops does not
    /// count.
    pub crashes: u32,
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

/// A job that was given up, for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// The job's id.
    pub id: JobId,
    /// The work that was not done.
    pub job: Job,
    /// Why, without personal data.
    pub why: String,
}
