//! The stages of a verification, and the acts that are possible in each.
//!
//! The table of all stages and acts is printed by a test and kept as a snapshot; the reference page
//! `docs/reference/stages.md` shows the same table.

use std::fmt;

use crate::event::ResponseEvent;
use crate::verdict::{Decision, Outcome};

/// The stage of a verification, with the data that belong to it.
///
/// There is no `Deleted`: a deleted verification has no content left and is a
/// [`Tombstone`](crate::aggregate::Tombstone).
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// On-site: the link has been created but not opened.
    Created,
    /// On-site: the link has been opened.
    Opened,
    /// On-site: the person is capturing.
    Capturing,
    /// On-site: everything has been captured and is being examined.
    Processing,
    /// Off-site: the pictures have been received and are being examined.
    Received,
    /// A reviewer has to decide; this is the outcome of the automatic checks.
    InReview(Box<Outcome>),
    /// The claims were confirmed.
    Accepted(Box<Decision>),
    /// The claims were refuted or could not be confirmed.
    Declined(Box<Decision>),
    /// The person cancelled.
    Cancelled,
    /// The link expired.
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
    /// The data were deleted, and only the tombstone is left.
    Deleted,
}

impl StageName {
    /// All stages, in the order of a verification's life.
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

    /// Returns the name as it is stored and shown.
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

    /// Returns the stage with a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|stage| stage.as_str() == name)
    }

    /// Returns the response event that `/status` reports in this stage.
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

    /// Returns true if the request is completed, so that nothing more happens by itself.
    pub const fn is_completed(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::Declined | Self::Cancelled | Self::TimedOut | Self::Deleted
        )
    }

    /// Returns true while the hosted link may be used.
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
    /// Returns the name of the stage.
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

    /// Returns the decision in force, if there is one.
    pub const fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Accepted(decision) | Self::Declined(decision) => Some(decision),
            _ => None,
        }
    }
}

/// An act on a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The person opens the link.
    OpenLink,
    /// The person starts the capture.
    Start,
    /// A picture is submitted, and more are needed.
    Submit,
    /// The last picture is submitted.
    SubmitLast,
    /// The examination is done, and the policy decides.
    Decide,
    /// A reviewer accepts.
    ReviewAccept,
    /// A reviewer declines.
    ReviewDecline,
    /// A reviewer takes the case.
    Take,
    /// A reviewer asks for a picture again.
    AskAgain,
    /// A reviewer corrects what was read.
    Correct,
    /// The person cancels.
    Cancel,
    /// The link expires.
    Expire,
    /// The data are deleted.
    Delete,
}

impl Act {
    /// All acts.
    pub const ALL: &'static [Self] = &[
        Self::OpenLink,
        Self::Start,
        Self::Submit,
        Self::SubmitLast,
        Self::Decide,
        Self::ReviewAccept,
        Self::ReviewDecline,
        Self::Take,
        Self::AskAgain,
        Self::Correct,
        Self::Cancel,
        Self::Expire,
        Self::Delete,
    ];

    /// Returns the act as it follows "cannot".
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenLink => "open_link",
            Self::Start => "start",
            Self::Submit => "submit",
            Self::SubmitLast => "submit_last",
            Self::Decide => "decide",
            Self::ReviewAccept => "review_accept",
            Self::ReviewDecline => "review_decline",
            Self::Take => "take",
            Self::AskAgain => "ask_again",
            Self::Correct => "correct",
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

/// The reason why a verification is not deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeleteRefused {
    /// It is not over.
    #[error(transparent)]
    Stage(#[from] Refused),
    /// It is held against deletion.
    #[error("this verification is held against deletion")]
    Held,
}

/// The act is not possible in this stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot {act} a verification that is {from}")]
pub struct Refused {
    /// The act.
    pub act: Act,
    /// The stage of the verification.
    pub from: StageName,
}
