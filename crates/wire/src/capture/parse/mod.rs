//! The contents of each call, as valid values. The first error is the answer.
//!
//! Texts are trimmed, numbers may be texts and vice versa, `null` and `""` count as absent, and
//! unknown keys are ignored, because clients send more than the protocol has.

mod fields;
mod reporting;
mod shape;
mod signals;
mod start;
mod submission;

pub use reporting::{Cursor, Reporting};
pub use start::{Start, recipient, telephone};
pub use submission::{BarcodeOnly, Submission};

use jiff::Timestamp;
use uuid::Uuid;
use verification::TransactionId;

use self::fields::Fields;
use self::shape::Shape;
use super::fault::Fault;
use super::message::Unreadable;
use super::tree::{self, Members, Value};

/// A call, which is the two halves of its body.
#[derive(Debug)]
pub struct Call<'a> {
    public: Members<'a>,
    private: Members<'a>,
}

impl<'a> Call<'a> {
    /// Parses the JSON of a body. A missing half is an empty one.
    ///
    /// Answers and postbacks of a server are refused: they are signed with the same key as calls,
    /// so whoever receives one could otherwise send it back as a call of the account.
    pub fn read(json: &'a [u8]) -> Result<Self, Fault> {
        let mut body = tree::read(json)?;
        let mut half = |key| match body.take(key) {
            None | Some(Value::Null) => Ok(Members::default()),
            Some(Value::Object(members)) => Ok(members),
            // PHP turns an empty object into this.
            Some(Value::List(items)) if items.is_empty() => Ok(Members::default()),
            Some(_) => Err(Unreadable::NotAnObject),
        };
        let call = Self {
            public: half("public_data")?,
            private: half("private_data")?,
        };
        if call.public.get("version").is_some() && call.public.get("endpoint").is_some() {
            return Err(Unreadable::AnAnswer.into());
        }
        Ok(call)
    }

    /// Returns the transaction that the call is about, which is all that it contains.
    pub fn transaction(&self) -> Result<TransactionId, Fault> {
        self.only(Shape::About)?;
        self.transaction_id()
    }

    fn transaction_id(&self) -> Result<TransactionId, Fault> {
        self.private().required("transaction_id", transaction)
    }

    /// Refuses the body of another call.
    fn only(&self, shape: Shape) -> Result<(), Fault> {
        shape.check(&self.private)
    }

    fn public(&self) -> Fields<'_> {
        Fields::new(&self.public)
    }

    fn private(&self) -> Fields<'_> {
        Fields::new(&self.private)
    }
}

/// Parses a `sequence` as the log writes it, or in RFC 3339. A `+` that became a blank in a URL is
/// accepted.
pub fn sequence(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let text = match text.strip_suffix(" 00:00") {
        Some(time) => format!("{time}+00:00"),
        None => text.to_owned(),
    };
    text.parse().ok()
}

/// Parses a UUID in any of its spellings.
pub fn transaction(text: &str) -> Option<TransactionId> {
    Uuid::try_parse(text).ok().map(TransactionId)
}
