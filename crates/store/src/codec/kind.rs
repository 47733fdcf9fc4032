//! Kinds of value, where they lie, and why bytes are none.

use proofing::ports::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use verification::account::{RetiringKey, SecretKey};
use verification::journal::Browser;

use super::form::Form;

/// A kind of value that is stored as a whole.
pub(crate) trait Coded: Sized {
    /// Where values of this kind lie.
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

/// Why stored bytes are no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undecodable {
    /// They are in a format that this version does not know.
    Newer(u8),
    /// They are damaged, or never were such a value.
    Impossible,
}

impl Undecodable {
    /// The error of the port, which names the row.
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

/// What of an account is sealed.
pub(crate) struct Secrets {
    pub(crate) current: SecretKey,
    pub(crate) retiring: Option<RetiringKey>,
    pub(crate) api_key: Option<SecretKey>,
}

/// What of a journal entry is sealed.
pub(crate) struct Private {
    pub(crate) detail: Option<String>,
    pub(crate) browser: Option<Browser>,
}
