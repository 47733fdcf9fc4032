//! Stages of a verification, and which act is possible in which.
//!
//! The table of all stages and acts is printed by a test and kept as a snapshot; the reference page
//! `docs/reference/stages.md` shows the same table.

use std::fmt;

use crate::event::ResponseEvent;
use crate::verdict::{Decision, Outcome};

/// Where a verification stands, with what belongs to that place.
///
/// `Deleted` is not here: a deleted verification has no content left and is a
/// [`Tombstone`](crate::aggregate::Tombstone).
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// On-site: the link is made and not yet opened.
    Created,
    /// On-site: the link was opened.
    Opened,
    /// On-site: the person captures.
    Capturing,
    /// On-site: all is captured and being examined.
    Processing,
    /// Off-site: the pictures are here and being examined.
    Received,
    /// A reviewer has to decide; what the automatic checks made of it.
    InReview(Box<Outcome>),
    /// The claims hold.
    Accepted(Box<Decision>),
    /// The claims do not hold, or could not be shown to.
    Declined(Box<Decision>),
    /// The person refused.
    Cancelled,
    /// The link's life ended.
    TimedOut,
}

/// The name of a stage, without its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StageName {
    /// See [`Stage::Created`].
    Created,
    /// See [`Stage::Opened`].
    Opened,
    /// See [`Stage::Capturing`].
    Capturing,
    /// See [`Stage::Processing`].
    Processing,
    /// See [`Stage::Received`].
    Received,
    /// See [`Stage::InReview`].
    InReview,
    /// See [`Stage::Accepted`].
    Accepted,
    /// See [`Stage::Declined`].
    Declined,
    /// See [`Stage::Cancelled`].
    Cancelled,
    /// See [`Stage::TimedOut`].
    TimedOut,
    /// Nothing is left but that it was.
    Deleted,
}

impl StageName {
    /// All of them, in the order of a verification's life.
    pub const ALL: &'static [Self] = &[
        Self::Created,
        Self::Opened,
        Self::Capturing,
        Self::Processing,
        Self::Received,
        Self::InReview,
        Self::Accepted,
        Self::Declined,
        Self::Cancelled,
        Self::TimedOut,
        Self::Deleted,
    ];

    /// The name as it is stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Opened => "opened",
            Self::Capturing => "capturing",
            Self::Processing => "processing",
            Self::Received => "received",
            Self::InReview => "in_review",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
            Self::TimedOut => "timed_out",
            Self::Deleted => "deleted",
        }
    }

    /// The stage of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|stage| stage.as_str() == name)
    }

    /// The response event that `/status` reports in this stage.
    pub const fn current_event(self) -> ResponseEvent {
        match self {
            Self::Created | Self::Opened | Self::Capturing | Self::Processing => {
                ResponseEvent::RequestPending
            }
            Self::Received => ResponseEvent::RequestReceived,
            Self::InReview => ResponseEvent::ReviewPending,
            Self::Accepted => ResponseEvent::VerificationAccepted,
            Self::Declined => ResponseEvent::VerificationDeclined,
            Self::Cancelled => ResponseEvent::VerificationCancelled,
            Self::TimedOut => ResponseEvent::RequestTimeout,
            Self::Deleted => ResponseEvent::RequestDeleted,
        }
    }

    /// True if nothing more happens by itself: the request is completed.
    pub const fn is_completed(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::Declined | Self::Cancelled | Self::TimedOut | Self::Deleted
        )
    }

    /// True while the hosted link may be used.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Created | Self::Opened | Self::Capturing)
    }
}

impl fmt::Display for StageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Stage {
    /// The name of the stage.
    pub const fn name(&self) -> StageName {
        match self {
            Self::Created => StageName::Created,
            Self::Opened => StageName::Opened,
            Self::Capturing => StageName::Capturing,
            Self::Processing => StageName::Processing,
            Self::Received => StageName::Received,
            Self::InReview(_) => StageName::InReview,
            Self::Accepted(_) => StageName::Accepted,
            Self::Declined(_) => StageName::Declined,
            Self::Cancelled => StageName::Cancelled,
            Self::TimedOut => StageName::TimedOut,
        }
    }

    /// The decision in force, if there is one.
    pub const fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Accepted(decision) | Self::Declined(decision) => Some(decision),
            _ => None,
        }
    }
}

/// What can be done to a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The person opens the link.
    OpenLink,
    /// The person starts to capture.
    Start,
    /// A picture comes in, more are needed.
    Submit,
    /// The last picture comes in.
    SubmitLast,
    /// The examination is done, the policy decides.
    Decide,
    /// A reviewer accepts.
    ReviewAccept,
    /// A reviewer declines.
    ReviewDecline,
    /// The person refuses.
    Cancel,
    /// The link's life is over.
    Expire,
    /// The data are to be forgotten.
    Delete,
}

impl Act {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::OpenLink,
        Self::Start,
        Self::Submit,
        Self::SubmitLast,
        Self::Decide,
        Self::ReviewAccept,
        Self::ReviewDecline,
        Self::Cancel,
        Self::Expire,
        Self::Delete,
    ];

    /// The act in words that follow "cannot".
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenLink => "open_link",
            Self::Start => "start",
            Self::Submit => "submit",
            Self::SubmitLast => "submit_last",
            Self::Decide => "decide",
            Self::ReviewAccept => "review_accept",
            Self::ReviewDecline => "review_decline",
            Self::Cancel => "cancel",
            Self::Expire => "expire",
            Self::Delete => "delete",
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The act is not possible in this stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot {act} a verification that is {from}")]
pub struct Refused {
    /// What was tried.
    pub act: Act,
    /// The stage it met.
    pub from: StageName,
}
