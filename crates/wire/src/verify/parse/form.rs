//! Form-encoded bodies, with PHP's brackets: `document[name][first_name]=John`.
//!
//! PHP's brackets do not distinguish lists from objects, so both become objects here; a list has
//! the keys `0`, `1`, `2`.

use std::borrow::Cow;

use super::tree::{Budget, Members, Unreadable, Value, budget, embedded, text};

/// The maximum number of fields in a form, as in PHP.
const MAX_FIELDS: usize = 1_000;

/// The maximum number of consecutive brackets.
const MAX_DEPTH: usize = 8;

/// Parses a form. A service that is given as JSON text in one field is parsed too.
pub(super) fn read(body: &[u8]) -> Result<Members<'static>, Unreadable> {
    let mut root = Members::default();
    let budget = budget();
    for (at, (name, text)) in form_urlencoded::parse(body).enumerate() {
        if at >= MAX_FIELDS {
            return Err(Unreadable::TooMany);
        }
        let path = path(&name);
        if path.len() > MAX_DEPTH {
            return Err(Unreadable::TooDeep);
        }
        put(&mut root, &path, text, &budget)?;
    }
    Ok(root)
}

/// Parses `document[name][]` as the path `document`, `name`, ``. Anything that is not such a path
/// is a name as a whole.
fn path(name: &str) -> Vec<&str> {
    let whole = || vec![name];
    let Some((base, rest)) = name.split_once('[') else {
        return whole();
    };
    let Some(rest) = rest.strip_suffix(']') else {
        return whole();
    };
    if base.is_empty() {
        return whole();
    }
    // One more than the maximum is enough to see that there are too many.
    std::iter::once(base)
        .chain(rest.split("]["))
        .take(MAX_DEPTH + 1)
        .collect()
}

fn put(
    members: &mut Members<'static>,
    path: &[&str],
    text: Cow<'_, str>,
    budget: &Budget,
) -> Result<(), Unreadable> {
    let Some((key, rest)) = path.split_first() else {
        return Ok(());
    };
    let key = if key.is_empty() {
        members.0.len().to_string()
    } else {
        (*key).to_owned()
    };
    if rest.is_empty() {
        let value = match embedded(&text, budget)? {
            Some(value) => value,
            None => self::text(&key, text).into_owned(),
        };
        members.0.push((Cow::Owned(key), value));
        return Ok(());
    }
    let there = members
        .0
        .iter()
        .rposition(|(name, value)| *name == key && matches!(value, Value::Object(_)));
    if let Some(Value::Object(inner)) = there
        .and_then(|at| members.0.get_mut(at))
        .map(|(_, value)| value)
    {
        put(inner, rest, text, budget)?;
    } else {
        let mut inner = Members::default();
        put(&mut inner, rest, text, budget)?;
        members.0.push((Cow::Owned(key), Value::Object(inner)));
    }
    Ok(())
}
