//! `/submit-…` and `/barcode-only`: bytes as Base64 text in a field.

use verification::request::FieldError;
use verification::{Personal, TransactionId};

use super::super::fault::Fault;
use super::super::message::base64;
use super::super::tree::Value;
use super::Call;
use super::shape::Shape;

/// Bytes that were submitted for a transaction. Their type is detected from their contents.
pub struct Submission {
    /// The ID of the transaction.
    pub transaction: TransactionId,
    /// A file, or the text of a barcode.
    pub content: Vec<u8>,
}

/// A picture shows a person, so only its size is shown.
impl std::fmt::Debug for Submission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Submission({} bytes)", self.content.len())
    }
}

/// A barcode to examine once.
pub struct BarcodeOnly {
    /// The text of the barcode, or a picture of it.
    pub content: Vec<u8>,
    /// The client's label for the location.
    pub location: Option<Personal>,
    /// The client's label for the purpose.
    pub purpose: Option<Personal>,
    /// The client's own object, as JSON text.
    pub user_defined: Option<Personal>,
}

impl std::fmt::Debug for BarcodeOnly {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BarcodeOnly({} bytes)", self.content.len())
    }
}

impl Submission {
    /// Parses the call. `key` is the name of the bytes: `front`, `back`, `barcode` or `selfie`.
    /// Clients that use one name for all send `image`.
    pub fn read(call: &Call<'_>, key: &'static str) -> Result<Self, Fault> {
        call.only(Shape::Submission(key))?;
        Ok(Self {
            transaction: call.transaction_id()?,
            content: content(call, key)?,
        })
    }
}

impl BarcodeOnly {
    /// Parses the call. What else it says about its location and device is not kept.
    pub fn read(call: &Call<'_>) -> Result<Self, Fault> {
        call.only(Shape::BarcodeOnly)?;
        let private = call.private();
        Ok(Self {
            content: content(call, "barcode")?,
            location: private.personal("location", 250)?,
            purpose: private.personal("purpose", 250)?,
            user_defined: private.own_object("user_defined", 16 * 1024)?,
        })
    }
}

/// Decodes the bytes of a field from Base64, with or without the head of a `data:` URL. The text of
/// a barcode may come as it is, because its first character does not occur in Base64.
fn content(call: &Call<'_>, key: &'static str) -> Result<Vec<u8>, Fault> {
    let private = call.private();
    let Some(value) = private.value(key).or_else(|| private.value("image")) else {
        return Err(Fault::field(key, &FieldError::Required));
    };
    let Value::Text(text) = value else {
        return Err(Fault::field(key, &FieldError::NotAString));
    };
    if key == "barcode" && text.starts_with('@') {
        return Ok(text.as_bytes().to_vec());
    }
    let text = match text.trim_start().strip_prefix("data:") {
        Some(rest) => rest.split_once(";base64,").map(|(_, data)| data),
        None => Some(text.as_ref()),
    };
    text.and_then(|text| base64(text.as_bytes()))
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| Fault::invalid(format!("{key} must be base64 text.")))
}
