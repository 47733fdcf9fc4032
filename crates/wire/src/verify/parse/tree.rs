//! The body of a request as a tree. The text of a proof is never kept: it is decoded directly from
//! the body.

use super::proof::{self, NotAProof};
use crate::tree::{self, Held, NotATree};
pub(super) use crate::tree::{Budget, text};

/// The maximum depth of nested objects and lists.
const MAX_DEPTH: u8 = 32;

/// The maximum number of values in a body. The longest known request has about 200.
pub(super) const MAX_VALUES: u32 = 10_000;

/// The decoded text of a key that contains proofs.
pub(super) type Proof = Result<Vec<u8>, NotAProof>;

/// A value as it was sent.
pub(super) type Value<'a> = tree::Value<'a, Proof>;

/// The members of an object.
pub(super) type Members<'a> = tree::Members<'a, Proof>;

impl Held for Proof {
    fn of_key(key: &str) -> Option<fn(&str) -> Self> {
        proof::is_key(key).then_some(proof::decode as fn(&str) -> Self)
    }
}

/// The body is not a request at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    NotJson,
    NotAnObject,
    /// The body is declared to be neither JSON nor a form, and it is not JSON either.
    OtherKind,
    TooDeep,
    TooMany,
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

/// The limits of a body.
pub(super) const fn budget() -> Budget {
    Budget::new(MAX_DEPTH, MAX_VALUES)
}

/// Parses a service that a form contains as JSON text; returns nothing if the text is not JSON. Its
/// values count as the form's own.
pub(super) fn embedded(text: &str, budget: &Budget) -> Result<Option<Value<'static>>, Unreadable> {
    if !text.trim_start().starts_with(['{', '[']) {
        return Ok(None);
    }
    match tree::read(text.as_bytes(), budget) {
        Ok(value) => Ok(Some(Value::into_owned(value))),
        Err(NotATree::NotJson) => Ok(None),
        Err(why) => Err(why.into()),
    }
}
