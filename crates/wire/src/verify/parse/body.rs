//! The body of a request, as JSON or as a form.

use super::form;
use super::tree::{Members, Unreadable, Value, budget};
use crate::tree;

/// Parses a body: as JSON if it starts like JSON, whatever type it declares, otherwise as a form.
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
        // For example a multipart body: it is what it declares to be, and it is not supported.
        _ => Err(Unreadable::OtherKind),
    }
}

fn json(body: &[u8]) -> Result<Members<'_>, Unreadable> {
    match tree::read(body, &budget())? {
        Value::Object(members) => Ok(members),
        Value::Null => Ok(Members::default()),
        // PHP turns an empty object into this.
        Value::List(items) if items.is_empty() => Ok(Members::default()),
        _ => Err(Unreadable::NotAnObject),
    }
}
