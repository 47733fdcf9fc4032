//! `/submit/…`: pictures and barcodes of the person, and frames of a live camera.
//!
//! The sender is known before the body is read. A refused submission changes nothing, but leaves an
//! entry in the journal if the account wants our own codes.

use std::collections::HashMap;
use std::time::Duration;

use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use proofing::Error;
use proofing::acts::capture::Upload;
use proofing::ports::{CaptureTarget, Hint, Thumbnail};
use serde_json::json;
use tokio::time::timeout;
use verification::Service;
use verification::request::{EvidenceSlot, MediaType, Side};

use super::applicant::Applicant;
use super::refusal::Refusal;
use crate::AppState;
use crate::answer::Answer;
use crate::body::{Allowance, BufferedBody};

/// The maximum size of a frame of a live camera in bytes.
const MOST_FRAME: usize = 512 * 1024;

/// Guidance that comes later than this is about a past moment.
const LOOK_PATIENCE: Duration = Duration::from_millis(1_500);

type Asked = Query<HashMap<String, String>>;

/// `/submit/front`.
pub(crate) async fn front(state: State<AppState>, asked: Asked, request: Request) -> Response {
    submit(state.0, document(&asked), Side::Proof, request).await
}

/// `/submit/back`.
pub(crate) async fn back(state: State<AppState>, asked: Asked, request: Request) -> Response {
    submit(state.0, document(&asked), Side::AdditionalProof, request).await
}

/// `/submit/barcode`.
pub(crate) async fn barcode(state: State<AppState>, asked: Asked, request: Request) -> Response {
    submit(state.0, document(&asked), Side::Barcode, request).await
}

/// `/submit/address`.
pub(crate) async fn address(state: State<AppState>, request: Request) -> Response {
    submit(state.0, Service::Address, Side::Proof, request).await
}

/// `/submit/consent-note`.
pub(crate) async fn consent_note(state: State<AppState>, request: Request) -> Response {
    submit(state.0, Service::Consent, Side::Proof, request).await
}

/// Returns the document to which a picture belongs.
fn document(asked: &Asked) -> Service {
    match asked.get("service").map(String::as_str) {
        Some("document_two") => Service::DocumentTwo,
        _ => Service::Document,
    }
}

async fn submit(state: AppState, service: Service, side: Side, request: Request) -> Response {
    let slot = EvidenceSlot::new(service, side);
    let (parts, body) = request.into_parts();
    let applicant = match Applicant::acting(&parts, &state, &state.slots.uploads).await {
        Ok(applicant) => applicant,
        Err(refusal) => return refusal.into_response(),
    };
    let request = Request::from_parts(parts, body);
    let taken = match body_of(&state, &applicant, slot, request).await {
        Ok(whole) => take(&state, &applicant, slot, whole.bytes).await,
        Err(refusal) => Err(refusal),
    };
    applicant.sent_to(&state, taken).await
}

/// Reads the body with evidence.
pub(super) async fn body_of(
    state: &AppState,
    applicant: &Applicant,
    slot: EvidenceSlot,
    request: Request,
) -> Result<BufferedBody, Refusal> {
    let limit = MediaType::Jpeg.max_bytes();
    let allowed = Allowance::upload(state, limit);
    match BufferedBody::take(request, state, allowed, applicant.holder()).await {
        Ok(whole) => Ok(whole),
        Err(broken) => {
            let refusal = Refusal::broken(broken);
            note(state, applicant, slot, refusal.message()).await;
            Err(refusal)
        }
    }
}

/// Takes evidence and returns where the person is then.
pub(super) async fn take(
    state: &AppState,
    applicant: &Applicant,
    slot: EvidenceSlot,
    content: Bytes,
) -> Result<String, Refusal> {
    let media = MediaType::sniff(&content);
    if media == Some(MediaType::Video) {
        let refusal = Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "wrong_type",
            &format!(
                "A video is not taken here: send {}.",
                MediaType::STILLS_NAMED
            ),
        );
        note(state, applicant, slot, refusal.message()).await;
        return Err(refusal);
    }
    let upload = Upload { slot, content };
    match state
        .app
        .submit(applicant.visit.principal(), &applicant.visit, upload)
        .await
    {
        Ok(visit) => Ok(applicant.clone().at(visit).next(state)),
        Err(error) => {
            let refusal = Refusal::of(&error);
            Err(match error {
                Error::Unusable(_)
                    if matches!(media, None | Some(MediaType::Other))
                        && slot.side != Side::Barcode =>
                {
                    refusal.called("wrong_type")
                }
                Error::Unusable(_) if slot.side == Side::Barcode => refusal.called("barcode"),
                Error::OutOfStep(_) | Error::Refused(_) => {
                    note(state, applicant, slot, refusal.message()).await;
                    refusal
                }
                _ => refusal,
            })
        }
    }
}

/// Records in the journal that something was submitted but not accepted.
pub(super) async fn note(state: &AppState, applicant: &Applicant, slot: EvidenceSlot, why: &str) {
    let id = applicant.visit.verification.id;
    if let Err(error) = state
        .app
        .refuse_upload(applicant.visit.principal(), id, Some(slot), why)
        .await
    {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "a refused upload was not written down"
        );
    }
}

/// `/submit/frame?look=…`: reports what a frame of the live camera shows. None of it is kept.
pub(crate) async fn frame(
    State(state): State<AppState>,
    Query(asked): Asked,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let applicant = match Applicant::acting(&parts, &state, &state.slots.uploads).await {
        Ok(applicant) => applicant,
        Err(refusal) => return refusal.into_response(),
    };
    let look = match asked.get("look").map(String::as_str) {
        Some("front") => CaptureTarget::Front,
        Some("back") => {
            seen_front(&parts.headers).map_or(CaptureTarget::Back, CaptureTarget::BackOf)
        }
        Some("surface") => CaptureTarget::Surface,
        Some("barcode") => CaptureTarget::Barcode,
        Some("selfie") => CaptureTarget::Selfie,
        Some("turn") => CaptureTarget::TurnedFace,
        _ => return Refusal::not_allowed("Nothing of this kind is looked for.").into_response(),
    };
    let request = Request::from_parts(parts, body);
    match seen(&state, &applicant, look, request).await {
        Ok(guidance) => guidance,
        Err(refusal) => Box::pin(applicant.refused(&state, refusal))
            .await
            .into_response(),
    }
}

async fn seen(
    state: &AppState,
    applicant: &Applicant,
    look: CaptureTarget,
    request: Request,
) -> Result<Response, Refusal> {
    let allowed = Allowance::frame(state, MOST_FRAME);
    let whole = BufferedBody::take(request, state, allowed, applicant.holder())
        .await
        .map_err(Refusal::broken)?;
    // Only as many as there are processors at a time, so that people who aim do not slow down
    // people who submit.
    let Ok(Ok(_slot)) = timeout(LOOK_PATIENCE, state.looking.acquire()).await else {
        return Err(Refusal::new(
            StatusCode::TOO_MANY_REQUESTS,
            "busy",
            "Nobody is free to look at this moment.",
        ));
    };
    let guidance = state
        .app
        .look(
            applicant.visit.principal(),
            &applicant.visit,
            look,
            whole.bytes,
        )
        .await
        .map_err(|error| Refusal::of(&error))?;
    let quad = guidance
        .quad
        .map(|quad| quad.map(|(x, y)| json!([rounded(x), rounded(y)])));
    let mut body = json!({
        "found": guidance.hint != Some(Hint::NothingFound) && (quad.is_some() || guidance.hint.is_none()),
        "hint": guidance.hint.and_then(|hint| hint_name(hint, look)),
        "quad": quad,
        "barcode": guidance.barcode.is_some(),
    });
    if let Some(body) = body.as_object_mut() {
        if let Some(turn) = guidance.turn {
            body.insert("turn".to_owned(), rounded(turn).into());
        }
        if let Some(thumbnail) = guidance.thumbnail {
            body.insert("thumbnail".to_owned(), thumbnail.to_string().into());
        }
    }
    Ok(Answer::json(StatusCode::OK, body.to_string().into_bytes()).into_response())
}

/// A thousandth is finer than anybody sees.
fn rounded(part: f32) -> f64 {
    (f64::from(part) * 1_000.0).round() / 1_000.0
}

/// Returns the front that the page was told it saw, by which it is known again.
fn seen_front(headers: &HeaderMap) -> Option<Thumbnail> {
    let told = headers.get("x-front")?;
    Thumbnail::parse(told.to_str().ok()?)
}

const fn hint_name(hint: Hint, look: CaptureTarget) -> Option<&'static str> {
    match hint {
        Hint::TooDark => Some("too_dark"),
        Hint::Glare => Some("glare"),
        Hint::Blurred => Some("blurred"),
        Hint::TooFar => Some("too_far"),
        Hint::CutOff => Some("cut_off"),
        Hint::NotFlat => Some("not_flat"),
        Hint::NoBarcode => Some("no_barcode"),
        Hint::WrongSide if matches!(look, CaptureTarget::BackOf(_)) => Some("front"),
        Hint::WrongSide => Some("wrong_side"),
        Hint::TooNear => Some("too_near"),
        Hint::OffCentre => Some("off_centre"),
        Hint::NotStraight => Some("not_straight"),
        Hint::SeveralFaces => Some("several_faces"),
        Hint::Cover => Some("cover"),
        Hint::Copy => Some("copy"),
        Hint::Screen => Some("screen"),
        Hint::NothingFound => None,
    }
}
