//! Why an act of staff did nothing.

use jiff::Timestamp;
use verification::request::FieldError;
use verification::staff::{NotAppointed, WeakPassword};

use crate::error::Error;
use crate::ports::StoreError;

/// The reason why an act of staff did nothing.
#[derive(Debug, thiserror::Error)]
pub enum StaffRefusal {
    /// The e-mail address, the password or the code is wrong, or the person may not sign in. It is
    /// not said which.
    #[error("this is not right")]
    Wrong,
    /// There were too many attempts. The next one is possible at this time.
    #[error("too many attempts; try again at {0}")]
    TooSoon(Timestamp),
    /// There is no such session, or it is over.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// The link of the invitation was used, has expired, or never existed.
    #[error("the link is not valid any more")]
    NoInvitation,
    /// The password is easy to guess.
    #[error(transparent)]
    Password(#[from] WeakPassword),
    /// The name is empty or longer than 100 characters.
    #[error("a name has 1 to 100 characters")]
    Name,
    /// The e-mail address is not one.
    #[error("the e-mail address: {0}")]
    Email(FieldError),
    /// A member of staff has this e-mail address.
    #[error("a member of staff has this e-mail address")]
    EmailTaken,
    /// The appointment is not possible.
    #[error(transparent)]
    Appointment(#[from] NotAppointed),
    /// Another error.
    #[error(transparent)]
    Other(#[from] Error),
}

impl From<StoreError> for StaffRefusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::MemberExists => Self::EmailTaken,
            other => Self::Other(other.into()),
        }
    }
}
