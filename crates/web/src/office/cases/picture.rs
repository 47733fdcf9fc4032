//! `GET /office/verifications/{id}/pictures/{slot}`: one picture, after an entry of the audit
//! trail.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, Response, header};
use proofing::Error;
use verification::Service;
use verification::request::{EvidenceSlot, MediaType, Side};

use crate::AppState;
use crate::office::frame::SignedIn;
use crate::office::layout::Layout;
use crate::office::refusal::Refusal;

/// A picture is shown and can do nothing, whatever it is.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; sandbox",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

pub(super) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, slot)): Path<(String, String)>,
) -> Response<Body> {
    let layout: Layout = who.layout("");
    let shown = async {
        let id = id.parse().map_err(|_| Error::NotFound)?;
        let slot = slot_named(&slot).ok_or(Error::NotFound)?;
        state.app.case_picture(who.by(), id, slot).await
    };
    let (media, content) = match shown.await {
        Ok(shown) => shown,
        Err(Error::ReasonNeeded) => return Refusal::Forbidden.page(&layout),
        Err(error) => return Refusal::of_error(&error).page(&layout),
    };
    let mut response = Response::new(Body::from(content));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(media)));
    let shown = if is_shown(media) {
        "inline"
    } else {
        "attachment"
    };
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(shown));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Returns the slot with a name such as `document.proof`.
pub(super) fn slot_named(name: &str) -> Option<EvidenceSlot> {
    let sides = [Side::Proof, Side::AdditionalProof, Side::Barcode];
    let slots = Service::ALL
        .iter()
        .flat_map(|service| sides.map(|side| EvidenceSlot::new(*service, side)));
    let mut slots = slots.filter(|slot| slot.to_string() == name);
    slots.next()
}

/// Returns true for a type that every browser shows as a picture.
pub(super) const fn is_shown(media: MediaType) -> bool {
    matches!(media, MediaType::Jpeg | MediaType::Png | MediaType::WebP)
}

/// Returns the type that is declared. What is no picture of a browser is saved, not shown.
const fn kind(media: MediaType) -> &'static str {
    match media {
        MediaType::Jpeg => "image/jpeg",
        MediaType::Png => "image/png",
        MediaType::WebP => "image/webp",
        MediaType::Heic => "image/heic",
        MediaType::Pdf => "application/pdf",
        MediaType::Video | MediaType::Barcode | MediaType::Other => "application/octet-stream",
    }
}
