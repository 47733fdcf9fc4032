//! What each call says, as values that are right. The first error is the answer.
//!
//! Texts are trimmed, numbers may be texts and the other way round, `null` and `""` are absent, and
//! what is not known is passed over: clients send more than the protocol has.

mod fields;
mod reporting;
mod shape;
mod signals;
mod start;
mod submission;

pub use reporting::{Cursor, Reporting};
pub use start::{Start, telephone};
pub use submission::{BarcodeOnly, Submission};

use jiff::Timestamp;
use uuid::Uuid;
use verification::TransactionId;

use self::fields::Fields;
use self::shape::Shape;
use super::fault::Fault;
use super::message::Unreadable;
use super::tree::{self, Members, Value};

/// One call: the two halves of its body.
#[derive(Debug)]
pub struct Call<'a> {
    public: Members<'a>,
    private: Members<'a>,
}

impl<'a> Call<'a> {
    /// Reads the JSON of a body. A half that is missing is an empty one.
    ///
    /// An answer or postback of a server is refused: it is signed with the same key as a call, and
    /// whoever receives one could otherwise send it back as a call of the account.
    pub fn read(json: &'a [u8]) -> Result<Self, Fault> {
        let mut body = tree::read(json)?;
        let mut half = |key| match body.take(key) {
            None | Some(Value::Null) => Ok(Members::default()),
            Some(Value::Object(members)) => Ok(members),
            // What PHP makes of an empty object.
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

    /// The transaction that the call is about, which is all that it says.
    pub fn transaction(&self) -> Result<TransactionId, Fault> {
        self.only(Shape::About)?;
        self.transaction_id()
    }

    fn transaction_id(&self) -> Result<TransactionId, Fault> {
        self.private().required("transaction_id", transaction)
    }

    /// Refuses what is another call.
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

/// A `sequence` as the log writes it, or as RFC 3339 does. A `+` that became a blank in an address
/// is one.
pub fn sequence(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let text = match text.strip_suffix(" 00:00") {
        Some(time) => format!("{time}+00:00"),
        None => text.to_owned(),
    };
    text.parse().ok()
}

/// A UUID in any of its spellings.
pub fn transaction(text: &str) -> Option<TransactionId> {
    Uuid::try_parse(text).ok().map(TransactionId)
}
