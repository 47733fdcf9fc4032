//! THE STORED FORMAT: every value on disk is written and read here.
//!
//! A stored value is a tag that names its format, followed by the value in that format. The types
//! of a format are its own and never change once a release has written them: the core may be
//! rearranged freely, and everything stored before still opens. A new format is a new module beside
//! [`v1`] with its own tag, and [`decode`] continues to read the old ones.
//!
//! Values from the time before there were tags are JSON objects of the same shape as those of
//! [`v1`], and are read as such: none of them begins with a tag.
//!
//! This module does not know what is sealed, or under which key.

pub(crate) mod form;
pub(crate) mod kind;
pub(crate) mod v1;

use proofing::ports::StoreError;
use zeroize::Zeroizing;

use self::form::Form;
use self::kind::Undecodable;
pub(crate) use self::kind::{Coded, Private, Profile, Secrets, Traced};

/// The tag of [`v1`]. Tags are printable, because some values are in text columns.
const V1: u8 = b'1';

/// The first byte of a value without a tag.
const UNTAGGED: u8 = b'{';

/// Writes a value in the newest format. The memory is wiped when it is dropped.
///
/// # Errors
/// Returns an error that names the row if the value cannot be written, which only a number that is
/// NaN or infinite can cause.
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

/// Reads a value in the format in which it was written.
///
/// # Errors
/// Returns an error that names the row if the format is newer than this version, or the value is
/// impossible.
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
