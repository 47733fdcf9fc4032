//! All bodies of answers and callbacks.
//!
//! Keys are in the order of the protocol's own samples; our own keys follow. Nothing is decided
//! here: a body reports what the verification contains.

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

/// The URLs of a verification's proofs, and the token that opens them.
#[derive(Clone, PartialEq, Eq)]
pub struct ProofLinks {
    /// The URL of each proof.
    pub links: Vec<(EvidenceSlot, String)>,
    /// The token, which is valid as long as the URLs.
    pub access_token: String,
}

/// A URL with its token opens a picture, so neither is shown.
impl std::fmt::Debug for ProofLinks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProofLinks({} links)", self.links.len())
    }
}

/// Renders the body of a response event, as answered to a request and as sent to its
/// `callback_url`.
///
/// `verification_url` belongs to `request.pending`. `proofs` are added to every event that contains
/// more than its name. `request.invalid` and `request.unauthorized` are not events of an existing
/// verification ([`invalid`] and [`unauthorized`] render them); here they only contain their name.
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

/// Renders the answer of `/status`: the current event with its results.
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

/// Renders `request.deleted`: the answer of `/delete`, its callback, and the status of a deleted
/// verification.
pub fn tombstone(tombstone: &Tombstone) -> Vec<u8> {
    head(&tombstone.reference, ResponseEvent::RequestDeleted).encode()
}

fn head(reference: &Reference, event: ResponseEvent) -> Members<'_> {
    Members::new()
        .with("reference", reference.as_str())
        .with("event", event.name())
}

/// Renders `proofs` by service and side, followed by the token.
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
