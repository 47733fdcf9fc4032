//! The task of a review: since when a case waits, who has it, and what was proposed.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::decline::DeclineCode;
use crate::ids::StaffId;
use crate::personal::Personal;
use crate::request::EvidenceSlot;
use crate::stage::Refused;
use crate::verdict::Verdict;

/// The operator among the reviewers, who works on the command line and is no member of staff. For
/// the rule of four eyes the operator is one person, whatever name is given.
pub const OPERATOR: StaffId = StaffId::new(Uuid::nil());

/// How long a case is held by whoever takes it. Every act on it extends that.
pub const LEASE: SignedDuration = SignedDuration::from_mins(15);

/// How long a case is held for the person that it was handed over to.
pub const HANDED_OVER: SignedDuration = SignedDuration::from_hours(24);

/// The longest time for which a case can be put off.
pub const LONGEST_SNOOZE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How often pictures may be asked for again in one verification.
pub const MOST_ASKED_AGAIN: usize = 5;

/// The task of a verification that awaits review. It stays with the verification afterwards,
/// because its fence must never start over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewTask {
    /// Since when the case waits.
    pub since: Timestamp,
    /// Whether it was left to senior reviewers.
    pub is_escalated: bool,
    /// Until when it was put off.
    pub snoozed_until: Option<Timestamp>,
    /// The number of times that it was taken. Whoever takes a case gets the number, and an act with
    /// an older one is refused.
    pub fence: u64,
    /// Who has it.
    pub lease: Option<ReviewLease>,
    /// The decision that waits for a second person.
    pub proposal: Option<Proposal>,
}

/// The exclusive right to decide a case until a certain time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewLease {
    /// Who has the case.
    pub holder: StaffId,
    /// Until when.
    pub until: Timestamp,
}

/// Why a verification must not be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Who holds it.
    pub by: StaffId,
    /// Since when.
    pub since: Timestamp,
    /// Why.
    pub reason: Personal,
}

/// What a reviewer says about a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The verdict.
    pub verdict: Verdict,
    /// The codes of a decline, with the most important first.
    pub codes: Vec<DeclineCode>,
    /// A note for colleagues, which the business does not get.
    pub note: Option<Personal>,
}

impl From<Verdict> for Ruling {
    /// Says the verdict, and nothing else.
    fn from(verdict: Verdict) -> Self {
        Self {
            verdict,
            codes: Vec::new(),
            note: None,
        }
    }
}

/// A decision that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Who made it.
    pub maker: StaffId,
    /// When it was made.
    pub at: Timestamp,
    /// What they said.
    pub ruling: Ruling,
}

/// Who acts on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewer {
    /// The member of staff, or [`OPERATOR`].
    pub member: StaffId,
    /// Whether they may take what was left to senior reviewers.
    pub is_senior: bool,
}

impl ReviewTask {
    /// Creates the task of a case that waits since this time.
    pub const fn waiting(since: Timestamp) -> Self {
        Self {
            since,
            is_escalated: false,
            snoozed_until: None,
            fence: 0,
            lease: None,
            proposal: None,
        }
    }

    /// Creates the task of a case that comes to review, perhaps not for the first time.
    pub(crate) fn again(earlier: Option<&Self>, now: Timestamp) -> Self {
        Self {
            fence: earlier.map_or(0, |task| task.fence),
            ..Self::waiting(now)
        }
    }

    /// Returns the lease if it is not over.
    pub fn live_lease(&self, now: Timestamp) -> Option<ReviewLease> {
        self.lease.filter(|lease| lease.until > now)
    }

    /// Returns true if the case is only for senior reviewers.
    pub const fn is_for_seniors(&self) -> bool {
        self.is_escalated || self.proposal.is_some()
    }
}

/// The reason why an act on a case is refused. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewRefused {
    /// The verification is not in review.
    #[error(transparent)]
    Stage(#[from] Refused),
    /// Somebody else was faster, and decided it.
    #[error("this was decided at {at} by {}", .by.map_or_else(|| "somebody else".to_owned(), |by| by.to_string()))]
    Decided {
        /// Who decided, if it was a member of staff.
        by: Option<StaffId>,
        /// When.
        at: Timestamp,
    },
    /// Somebody else has the case.
    #[error("{holder} has this case until {until}")]
    Held {
        /// Who has it.
        holder: StaffId,
        /// Until when.
        until: Timestamp,
    },
    /// The case was taken, given back or handed over since.
    #[error("this case is not held any more; take it again")]
    NotHeld,
    /// It was left to senior reviewers.
    #[error("this case is for senior reviewers")]
    ForSeniors,
    /// A decision that waits for a second person cannot be confirmed by the first.
    #[error("whoever decided cannot confirm it")]
    SamePerson,
    /// A decision waits for a second person already.
    #[error("a decision about this case waits to be confirmed")]
    Proposed,
    /// No decision waits for a second person.
    #[error("no decision about this case waits to be confirmed")]
    NothingProposed,
    /// A decline needs a code.
    #[error("a decline needs at least one code")]
    NoCode,
    /// The code is not in the catalogue.
    #[error("{0} is not a decline code")]
    UnknownCode(DeclineCode),
    /// The time is in the past, or too far away.
    #[error("a case can be put off until a time within 30 days")]
    Until,
    /// The picture is not one that the person hands in, or was asked for too often.
    #[error("{0} cannot be asked for again")]
    NotAskedAgain(EvidenceSlot),
}
