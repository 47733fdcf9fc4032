//! Every body that is answered or called back.
//!
//! Keys have one order, that of the protocol's own samples; what we add to them comes after.
//! Nothing is decided here: a body says what the verification says.

mod account;
mod errors;
mod info;
mod reasons;
mod results;

use verification::request::{CountryCode, Email, EvidenceSlot, Reference};
use verification::{ResponseEvent, Tombstone, Verification};

pub use self::account::{access_token, account_info};
pub use self::errors::{failure, invalid, unauthorized};
pub use self::reasons::decline_reasons;
pub use super::failure::Failure;
use super::json::Members;

/// Where the proofs of a verification can be downloaded, and the token that opens them.
#[derive(Clone, PartialEq, Eq)]
pub struct ProofLinks {
    /// The address of each proof.
    pub links: Vec<(EvidenceSlot, String)>,
    /// The token; as long-lived as the links.
    pub access_token: String,
}

/// A link with its token opens a picture: neither is shown.
impl std::fmt::Debug for ProofLinks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProofLinks({} links)", self.links.len())
    }
}

/// The body of a response event, as answered to a request and as sent to its `callback_url`.
///
/// `verification_url` belongs to `request.pending`; `proofs` are added to any event that says more
/// than its name. `request.invalid` and `request.unauthorized` are no events of a verification that
/// exists ([`invalid`] and [`unauthorized`] write them); asked for here, they say their name only.
pub fn event(
    verification: &Verification,
    event: ResponseEvent,
    verification_url: Option<&str>,
    proofs: Option<&ProofLinks>,
) -> Vec<u8> {
    let request = &verification.request;
    let mut body = head(&request.reference, event);
    let email = request.email.as_ref().map(Email::as_str);
    let country = request.country.as_ref().map(CountryCode::as_str);
    match event {
        ResponseEvent::RequestPending => {
            body.set("error", "");
            body.set("verification_url", verification_url.unwrap_or_default());
            body.set("email", email);
            body.set("country", country);
        }
        ResponseEvent::RequestReceived => {
            body.set("email", email);
            body.set("country", country);
        }
        ResponseEvent::ReviewPending => {
            body.set("error", "");
            body.set("email", email);
            body.set("country", country);
        }
        ResponseEvent::RequestTimeout | ResponseEvent::VerificationCancelled => {
            body.set("error", "");
        }
        ResponseEvent::VerificationAccepted | ResponseEvent::VerificationDeclined => {
            body.set("error", "");
            results::add(&mut body, verification, event);
            body.set("email", email);
            body.set("country", country);
        }
        ResponseEvent::RequestInvalid
        | ResponseEvent::RequestUnauthorized
        | ResponseEvent::RequestDeleted
        | ResponseEvent::RequestDataChanged
        | ResponseEvent::VerificationStatusChanged => return body.encode(),
    }
    if let Some(proofs) = proofs {
        body.set("proofs", proof_links(proofs));
    }
    body.encode()
}

/// The answer of `/status`: the current event with its results.
pub fn status(
    verification: &Verification,
    verification_url: Option<&str>,
    proofs: Option<&ProofLinks>,
) -> Vec<u8> {
    event(
        verification,
        verification.stage.name().current_event(),
        verification_url,
        proofs,
    )
}

/// `request.deleted`: the answer of `/delete`, its callback, and the status of what is forgotten.
pub fn tombstone(tombstone: &Tombstone) -> Vec<u8> {
    head(&tombstone.reference, ResponseEvent::RequestDeleted).encode()
}

fn head(reference: &Reference, event: ResponseEvent) -> Members<'_> {
    Members::new()
        .with("reference", reference.as_str())
        .with("event", event.name())
}

/// `proofs`: by service and side, then the token.
fn proof_links(proofs: &ProofLinks) -> Members<'_> {
    let mut body = Members::new();
    for (slot, _) in &proofs.links {
        let of_service = proofs
            .links
            .iter()
            .filter(|(other, _)| other.service == slot.service);
        let links = of_service.fold(Members::new(), |links, (slot, url)| {
            links.with(slot.side.key(), url.as_str())
        });
        body.set(slot.service.as_str(), links);
    }
    body.with("access_token", proofs.access_token.as_str())
}
