//! Parsing of requests: the bodies of `POST /`, `/status` and `/delete` as values, or the one
//! error.
//!
//! Fields are parsed rather than validated, so every value that is returned is valid in itself.
//! Whether the reference is taken, the callback domain registered or the service allowed is checked
//! elsewhere; [`Invalid`] has words for these errors too.
//!
//! Errors have a stable order: `reference` first, then the other keys of the request, then the
//! services in the protocol's order, each key by key.

mod body;
mod claims;
mod document;
mod fields;
mod form;
mod invalid;
mod proof;
mod services;
mod small;
mod top;
mod tree;

use jiff::civil::Date;
use verification::Request;
use verification::request::{EvidenceSlot, Proof};

use self::fields::Fields;
use self::invalid::{Echo, Fault};
pub use self::invalid::{Invalid, message};
pub use self::small::{Deletion, StatusQuery, deletion, proof_token, status};
use self::tree::{Members, Value};

/// A request with the proofs that came with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The request. Its `proofs` name those below.
    pub request: Request,
    /// The files, in the order in which the services are parsed.
    pub proofs: Vec<Proof>,
}

/// Parses the body of `POST /`.
///
/// `content_type` is the header as it came; JSON is recognised without it. `today` is the day
/// before which dates of birth and of issue must be.
///
/// # Errors
///
/// Returns the first error in the stable order.
pub fn parse(body: &[u8], content_type: Option<&str>, today: Date) -> Result<Parsed, Box<Invalid>> {
    let mut members = object(body, content_type)?;
    let (request, kinds) = match top::request(Fields::of_request(&members), today) {
        Ok(read) => read,
        Err(fault) => return Err(Box::new(Echo::of(&members).with(fault))),
    };
    let proofs = kinds.into_iter().filter_map(|(slot, media)| {
        let content = take_proof(&mut members, slot)?;
        Some(Proof {
            slot,
            media,
            content: content.into(),
        })
    });
    Ok(Parsed {
        proofs: proofs.collect(),
        request,
    })
}

/// Moves a proof out of the tree.
fn take_proof(members: &mut Members<'_>, slot: EvidenceSlot) -> Option<Vec<u8>> {
    let service = slot.service.as_str();
    let (_, value) = members.0.iter_mut().rev().find(|(key, _)| key == service)?;
    match value {
        Value::Object(fields) => match fields.take(slot.side.key())? {
            Value::Held(content) => content.ok(),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the body as an object.
fn object<'a>(sent: &'a [u8], content_type: Option<&str>) -> Result<Members<'a>, Box<Invalid>> {
    body::read(sent, content_type)
        .map_err(|why| Box::new(Echo::default().with(Fault::unreadable(why))))
}
