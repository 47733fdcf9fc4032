//! A body of the capture protocol as a tree.

use super::message::Unreadable;
use crate::tree::{self, Budget, NotATree, Nothing};

/// The maximum depth of a body. Only the client's own object may be nested deeply.
const MAX_DEPTH: u8 = 16;

/// The maximum number of values in a body.
const MAX_VALUES: u32 = 4_096;

/// A JSON value.
pub(super) type Value<'a> = tree::Value<'a, Nothing>;

/// The members of an object.
pub(super) type Members<'a> = tree::Members<'a, Nothing>;

/// Parses a JSON object.
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
