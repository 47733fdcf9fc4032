//! A request's body as a tree. The text of a proof is never kept: it is decoded where it stands in
//! the body.

use super::proof::{self, NotAProof};
use crate::tree::{self, Held, NotATree};
pub(super) use crate::tree::{Budget, text};

/// Objects and lists within one another.
const MAX_DEPTH: u8 = 32;

/// Values in a body. The longest request we know has about 200.
pub(super) const MAX_VALUES: u32 = 10_000;

/// The text of a key that holds proofs, decoded.
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
    /// Declared to be neither JSON nor a form, and no JSON for all that.
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

/// What a body may cost.
pub(super) const fn budget() -> Budget {
    Budget::new(MAX_DEPTH, MAX_VALUES)
}

/// A service that a form carries as JSON text, or nothing if the text is no JSON. Its values count
/// as the form's own.
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
