//! Kinds of values, the columns in which they are stored, and the reasons why bytes are not a
//! value.

use jiff::Timestamp;
use proofing::ports::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use verification::account::{RetiringKey, SecretKey};
use verification::journal::Browser;
use verification::reading::PictureHash;
use verification::request::Email;
use verification::staff::{Appointment, Credentials, Member};
use verification::{Personal, StaffId};

use super::form::Form;

/// A kind of value that is stored as a whole.
pub(crate) trait Coded: Sized {
    /// The column of values of this kind.
    const PLACE: Place;
    /// The value in the newest format.
    type Newest: Form<Self> + Serialize + DeserializeOwned;
}

/// A column of a table, for errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
}

/// The reason why stored bytes are not a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undecodable {
    /// They are in a format that this version does not know.
    Newer(u8),
    /// They are damaged, or never were such a value.
    Impossible,
}

impl Undecodable {
    /// Returns the error of the port, which names the row.
    pub(crate) fn at(self, place: Place, row: impl ToString) -> StoreError {
        let Place { table, column } = place;
        let row = row.to_string();
        match self {
            Self::Newer(tag) => StoreError::Newer {
                table,
                column,
                row,
                format: char::from(tag),
            },
            Self::Impossible => StoreError::Inconsistent { table, column, row },
        }
    }
}

/// The part of an account that is sealed.
pub(crate) struct Secrets {
    pub(crate) current: SecretKey,
    pub(crate) retiring: Option<RetiringKey>,
    pub(crate) api_key: Option<SecretKey>,
}

/// The part of a fingerprint that is sealed.
pub(crate) struct Traced {
    pub(crate) selfie: PictureHash,
}

/// The part of a journal entry that is sealed.
pub(crate) struct Private {
    pub(crate) detail: Option<String>,
    pub(crate) browser: Option<Browser>,
}

/// A member of staff without their ID and what they sign in with.
pub(crate) struct Profile {
    pub(crate) name: Personal,
    pub(crate) email: Email,
    pub(crate) appointment: Appointment,
    pub(crate) is_enabled: bool,
    pub(crate) epoch: u32,
    pub(crate) created_at: Timestamp,
}

impl Profile {
    /// Returns the profile of a member.
    pub(crate) fn of(member: &Member) -> Self {
        Self {
            name: member.name.clone(),
            email: member.email.clone(),
            appointment: member.appointment,
            is_enabled: member.is_enabled,
            epoch: member.epoch,
            created_at: member.created_at,
        }
    }

    /// Returns the member with an ID and credentials.
    pub(crate) fn into_member(self, id: StaffId, credentials: Option<Credentials>) -> Member {
        Member {
            id,
            name: self.name,
            email: self.email,
            appointment: self.appointment,
            is_enabled: self.is_enabled,
            epoch: self.epoch,
            credentials,
            created_at: self.created_at,
        }
    }
}
