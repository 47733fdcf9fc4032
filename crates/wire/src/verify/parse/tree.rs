//! A request's body as a tree. The text of a proof is never kept: it is decoded where it stands in
//! the body.

use super::form;
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

/// Reads a body: JSON if it starts like JSON whatever it is declared to be, else a form.
///
/// An empty body is an empty request.
pub(super) fn read<'a>(
    body: &'a [u8],
    content_type: Option<&str>,
) -> Result<Members<'a>, Unreadable> {
    let body = body
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(body)
        .trim_ascii();
    let declared = content_type.unwrap_or_default().to_ascii_lowercase();
    let kind = declared.split(';').next().unwrap_or_default().trim();
    match (body.first(), kind) {
        (None, _) => Ok(Members::default()),
        (Some(b'{' | b'['), _) => json(body),
        (Some(_), "application/x-www-form-urlencoded") => form::read(body),
        (Some(_), "") if body.contains(&b'=') => form::read(body),
        (Some(_), "" | "text/json") => json(body),
        (Some(_), json_like) if json_like.ends_with("/json") || json_like.ends_with("+json") => {
            json(body)
        }
        // A body of many parts, say: it is what it is declared to be, and not for us.
        _ => Err(Unreadable::OtherKind),
    }
}

fn json(body: &[u8]) -> Result<Members<'_>, Unreadable> {
    match tree::read(body, &budget())? {
        Value::Object(members) => Ok(members),
        Value::Null => Ok(Members::default()),
        // What PHP makes of an empty object.
        Value::List(items) if items.is_empty() => Ok(Members::default()),
        _ => Err(Unreadable::NotAnObject),
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
