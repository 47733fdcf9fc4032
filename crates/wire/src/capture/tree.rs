//! A body of the capture protocol as a tree.

use super::message::Unreadable;
use crate::tree::{self, Budget, NotATree, Nothing};

/// The client's own object is the only part that may be deep.
const MAX_DEPTH: u8 = 16;

/// Values of one body.
const MAX_VALUES: u32 = 4_096;

/// A JSON value.
pub(super) type Value<'a> = tree::Value<'a, Nothing>;

/// The members of an object.
pub(super) type Members<'a> = tree::Members<'a, Nothing>;

/// Reads a JSON object.
pub(super) fn read(body: &[u8]) -> Result<Members<'_>, Unreadable> {
    match tree::read(body, &Budget::new(MAX_DEPTH, MAX_VALUES))? {
        Value::Object(members) => Ok(members),
        _ => Err(Unreadable::NotAnObject),
    }
}

impl From<NotATree> for Unreadable {
    fn from(why: NotATree) -> Self {
        match why {
            NotATree::NotJson => Self::NotJson,
            NotATree::TooDeep => Self::TooDeep,
            NotATree::TooMany => Self::TooMany,
        }
    }
}
