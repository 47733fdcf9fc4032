//! THE STORED FORMAT: every value that lies on disk is written and read here.
//!
//! A stored value is a tag that names its format and what that format makes of the value. The types
//! of a format are its own and never change once a release has written them: the core may be
//! rearranged freely, and what was stored before still opens. A new format is a new module beside
//! [`v1`], with a tag of its own; [`decode`] goes on reading the old ones.
//!
//! Values that were stored before there were tags are JSON objects of the same shape as
//! [`v1`]'s, and are read as such: none of them begins with a tag.
//!
//! What is sealed, and under which key, is not known here.

pub(crate) mod v1;

use proofing::ports::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use verification::account::{RetiringKey, SecretKey};
use verification::journal::Browser;
use zeroize::Zeroizing;

use self::v1::form::Form;

/// The tag of [`v1`]. Tags are printable, since some values lie in columns of text.
const V1: u8 = b'1';

/// How a value without a tag begins.
const UNTAGGED: u8 = b'{';

/// A kind of value that is stored as a whole.
pub(crate) trait Coded: Sized {
    /// Where values of this kind lie.
    const PLACE: Place;
    /// The value in the newest format.
    type Newest: Form<Self> + Serialize + DeserializeOwned;
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

/// Writes a value in the newest format. The memory is wiped when it is dropped.
///
/// # Errors
/// If the value cannot be written, which only a number that is none can cause; the error names the
/// row.
pub(crate) fn encode<T: Coded>(
    value: &T,
    row: impl ToString,
) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(1024));
    bytes.push(V1);
    serde_json::to_writer(&mut *bytes, &T::Newest::of(value))
        .map_err(|_| Undecodable::Impossible.at(T::PLACE, row))?;
    Ok(bytes)
}

/// Reads a value in whichever format it was written.
///
/// # Errors
/// If it is of a later format, or impossible; the error names the row.
pub(crate) fn decode<T: Coded>(bytes: &[u8], row: impl ToString) -> Result<T, StoreError> {
    read(bytes).map_err(|error| error.at(T::PLACE, row))
}

fn read<T: Coded>(bytes: &[u8]) -> Result<T, Undecodable> {
    let json = match bytes.split_first() {
        Some((&V1, json)) => json,
        Some((&UNTAGGED, _)) => bytes,
        Some((&tag, _)) if tag.is_ascii_alphanumeric() => return Err(Undecodable::Newer(tag)),
        _ => return Err(Undecodable::Impossible),
    };
    let stored: T::Newest = serde_json::from_slice(json).map_err(|_| Undecodable::Impossible)?;
    stored.into_core().ok_or(Undecodable::Impossible)
}
