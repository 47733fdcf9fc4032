//! The small bodies of `/status`, `/delete`, and the download of a proof.

use verification::Personal;
use verification::request::{FieldError, Reference};

use super::fields::Fields;
use super::invalid::{Echo, Fault, Invalid};
use super::tree::Members;
use super::{object, top};

/// The contents of a `/status` request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusQuery {
    /// The business's own name for the verification.
    pub reference: Reference,
}

/// The contents of a `/delete` request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// The business's own name for the verification.
    pub reference: Reference,
    /// The reason in the business's words: 5 to 200 characters.
    pub comment: Personal,
}

/// Parses the body of `POST /status`. Other keys, `get_images` among them, are ignored.
///
/// # Errors
///
/// Returns the first error: the body's, then the reference's.
pub fn status(body: &[u8], content_type: Option<&str>) -> Result<StatusQuery, Box<Invalid>> {
    read(body, content_type, |fields| {
        Ok(StatusQuery {
            reference: top::reference(fields)?,
        })
    })
}

/// Parses the body of `POST /delete`.
///
/// # Errors
///
/// Returns the first error: the body's, the reference's, then the comment's.
pub fn deletion(body: &[u8], content_type: Option<&str>) -> Result<Deletion, Box<Invalid>> {
    read(body, content_type, |fields| {
        let reference = top::reference(fields)?;
        let comment = fields.personal("comment", 5, 200)?;
        let comment = comment.ok_or_else(|| fields.fault("comment", &FieldError::Required))?;
        Ok(Deletion { reference, comment })
    })
}

/// Parses the body with which a proof is downloaded, and returns its `access_token`, if there is
/// one.
pub fn proof_token(body: &[u8], content_type: Option<&str>) -> Option<Personal> {
    read(body, content_type, |fields| {
        fields.personal("access_token", 1, 250)
    })
    .ok()
    .flatten()
}

fn read<T>(
    body: &[u8],
    content_type: Option<&str>,
    parse: impl FnOnce(Fields<'_>) -> Result<T, Fault>,
) -> Result<T, Box<Invalid>> {
    let members: Members<'_> = object(body, content_type)?;
    parse(Fields::of_request(&members)).map_err(|fault| Box::new(Echo::of(&members).with(fault)))
}
