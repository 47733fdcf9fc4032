//! Why something was not done, as a page.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use proofing::Error;
use proofing::ports::StoreError;
use proofing::staff::StaffRefusal;

use super::i18n::FrameTexts;
use crate::entrance::Wrong;

/// The reason why something was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Nobody is signed in, or the session is over.
    NotSignedIn,
    /// The role does not include this.
    Forbidden,
    /// It does not exist, or it belongs to another account.
    NotFound,
    /// The form was not sent by one of our pages.
    OtherSite,
    /// The form did not arrive whole.
    Incomplete,
    /// Somebody else changed it in the meantime.
    Changed,
    /// The link of an invitation does not work any more.
    NoInvitation,
    /// There is no room at the moment.
    Busy,
    /// The server failed.
    Failed,
}

/// The words of a refusal.
pub(super) struct Said {
    pub(super) title: &'static str,
    pub(super) text: &'static str,
}

impl Refusal {
    /// Turns an error of a use case into a refusal, for errors that no page explains better.
    pub(crate) fn of(error: &StaffRefusal) -> Self {
        match error {
            StaffRefusal::NotSignedIn => Self::NotSignedIn,
            StaffRefusal::NoInvitation => Self::NoInvitation,
            StaffRefusal::Appointment(_) => Self::Forbidden,
            StaffRefusal::Other(error) => Self::of_error(error),
            StaffRefusal::Wrong
            | StaffRefusal::TooSoon(_)
            | StaffRefusal::Password(_)
            | StaffRefusal::Name
            | StaffRefusal::Email(_)
            | StaffRefusal::EmailTaken => Self::Incomplete,
        }
    }

    /// Turns an error of the other use cases into a refusal.
    pub(crate) fn of_error(error: &Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Forbidden => Self::Forbidden,
            Error::Store(StoreError::Conflict) => Self::Changed,
            other => {
                tracing::error!(
                    error = other as &dyn std::error::Error,
                    "a page of the office failed"
                );
                match other {
                    Error::Store(StoreError::Unavailable(_)) | Error::Examiner(_) => Self::Busy,
                    _ => Self::Failed,
                }
            }
        }
    }

    /// Returns the status of the answer.
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::OtherSite => StatusCode::FORBIDDEN,
            Self::NotFound | Self::NoInvitation => StatusCode::NOT_FOUND,
            Self::Incomplete => StatusCode::BAD_REQUEST,
            Self::Changed => StatusCode::CONFLICT,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Marks the answer for the layers around it: whoever tries invitations has to wait.
    pub(super) fn mark(self, response: &mut Response<Body>) {
        if self == Self::NoInvitation {
            response.extensions_mut().insert(Wrong);
        }
    }

    /// Returns the words.
    pub(super) const fn said(self, w: &FrameTexts) -> Said {
        let (title, text) = match self {
            Self::NotSignedIn => (w.session_over_title, w.session_over),
            Self::Forbidden => (w.forbidden_title, w.forbidden),
            Self::NotFound => (w.not_found_title, w.not_found),
            Self::OtherSite => (w.other_site_title, w.other_site),
            Self::Incomplete => (w.incomplete_title, w.incomplete),
            Self::Changed => (w.changed_title, w.changed),
            Self::NoInvitation => (w.no_invitation_title, w.no_invitation),
            Self::Busy => (w.busy_title, w.busy),
            Self::Failed => (w.failed_title, w.failed),
        };
        Said { title, text }
    }
}
