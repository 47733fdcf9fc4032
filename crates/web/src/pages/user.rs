//! `/user/…`: what the person does on a page, and what the browser reports about it.

use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use proofing::acts::capture::{Agreed, Visit};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};
use verification::capture::{Need, Raised};
use verification::journal::Browser;
use verification::request::{DocumentType, Side};
use verification::status::StatusCode as Code;
use verification::{Personal, Service};

use super::applicant::Applicant;
use super::i18n::Locale;
use super::refusal::Refusal;
use crate::AppState;
use crate::answer::Answer;
use crate::body::{Allowance, BufferedBody};
use crate::peer::Peer;

/// Windows wider than this are offered the hand-off, unless the request says otherwise.
const BREAKPOINT_PX: u32 = 700;

/// The maximum number of events in one report.
const MOST_EVENTS: usize = 50;

/// The maximum length of an event's detail in characters.
const MOST_DETAIL: usize = 120;

/// The maximum length in characters of a URL or user agent in 1001 or 1002.
const MOST_NAMED: usize = 1_000;

/// An applicant, and the JSON that they sent.
pub(crate) struct NotificationKind<T> {
    pub(super) applicant: Applicant,
    pub(super) body: T,
}

impl<T: DeserializeOwned> FromRequest<AppState> for NotificationKind<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        let applicant = Applicant::acting(&parts, state, &state.slots.pages).await?;
        let request = Request::from_parts(parts, body);
        let whole = BufferedBody::take(request, state, Allowance::small(state), applicant.holder())
            .await
            .map_err(Refusal::broken)?;
        let body = serde_json::from_slice(&whole.bytes)
            .map_err(|_| Refusal::not_allowed("The body is not the JSON that is expected here."))?;
        Ok(Self { applicant, body })
    }
}

/// The page on which something was done.
#[derive(Deserialize)]
pub(crate) struct Place {
    #[serde(default)]
    location: String,
}

/// Answers with the URL of the page where the person is after an act.
async fn led(
    state: &AppState,
    applicant: Applicant,
    done: Result<Visit, proofing::Error>,
) -> Response {
    let done = done.map_err(|error| Refusal::of(&error));
    applicant.led(state, done).await
}

fn answer(body: &Value) -> Response {
    Answer::json(StatusCode::OK, body.to_string().into_bytes()).into_response()
}

/// Answers with what a page has to ask for (1105).
pub(crate) async fn config(
    State(state): State<AppState>,
    NotificationKind { applicant, .. }: NotificationKind<Place>,
) -> Response {
    let visit = match state
        .app
        .fetch_config(applicant.visit.principal(), applicant.visit.verification.id)
        .await
    {
        Ok(visit) => visit,
        Err(error) => {
            return Box::pin(applicant.refused(&state, Refusal::of(&error)))
                .await
                .into_response();
        }
    };
    let verification = &visit.verification;
    let mut requires: Vec<&str> = Vec::new();
    for need in verification.needs() {
        let Need::Evidence(slot) = need else { continue };
        let name = match (slot.service, slot.side) {
            (Service::Face, _) => "selfie",
            (Service::Address, _) => "address",
            (Service::Consent, _) => "consent-note",
            (_, Side::Proof) => "front",
            (_, Side::AdditionalProof) => "back",
            (_, Side::Barcode) => "barcode",
        };
        if !requires.contains(&name) {
            requires.push(name);
        }
    }
    let terms = verification.request.capture.as_ref();
    let breakpoint = terms.and_then(|terms| terms.qr_breakpoint_px);
    let body = json!({
        "requires": requires,
        "language": applicant.way.locale.parameter(),
        "qr_breakpoint_px": breakpoint.unwrap_or(BREAKPOINT_PX),
        "expires_at": verification.expires_at.map(|at| at.to_string()),
    });
    answer(&body)
}

/// An event as a browser reports it.
#[derive(Deserialize)]
pub(crate) struct Event {
    code: u16,
    #[serde(default)]
    location: String,
    at: Option<String>,
    detail: Option<String>,
}

impl Event {
    fn raised(self, applicant: &Applicant) -> Option<Raised> {
        let browser = applicant.browser(&self.location)?;
        let detail = match Code(self.code) {
            // These name what comes with the event itself, so the page has no say in it.
            Code::CLIENT_URL => href(&browser.url),
            Code::CLIENT_USER_AGENT => Some(plain(&browser.user_agent, MOST_NAMED)),
            _ => self.detail.map(|text| plain(&text, MOST_DETAIL)),
        };
        Some(Raised {
            code: Code(self.code),
            at: self.at.and_then(|text| text.parse::<Timestamp>().ok()),
            detail,
            browser,
        })
    }
}

/// Removes control characters and cuts the text.
fn plain(text: &str, most: usize) -> String {
    let plain = text.chars().filter(|one| !one.is_control());
    plain.take(most).collect()
}

/// Returns the URL in a `JSON.stringify(location)`.
fn href(location: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Location {
        href: String,
    }
    let Location { href } = serde_json::from_str(location).ok()?;
    Some(plain(&href, MOST_NAMED))
}

/// Records what happened in the browser, in order. If one of the events may not be raised by a
/// browser, none is recorded.
pub(crate) async fn events(
    State(state): State<AppState>,
    NotificationKind { applicant, body }: NotificationKind<Vec<Event>>,
) -> Response {
    if body.len() > MOST_EVENTS {
        let said = format!("At most {MOST_EVENTS} events are taken at a time.");
        return Refusal::not_allowed(&said).into_response();
    }
    let raised: Option<Vec<Raised>> = body
        .into_iter()
        .map(|event| event.raised(&applicant))
        .collect();
    let Some(raised) = raised else {
        return Refusal::not_allowed("A location is too long.").into_response();
    };
    if raised.is_empty() {
        // This only looks where the person is.
        let next = applicant.next(&state);
        return answer(&json!({"next": next}));
    }
    let done = state
        .app
        .raise(
            applicant.visit.principal(),
            applicant.visit.verification.id,
            &raised,
        )
        .await;
    led(&state, applicant, done).await
}

/// A document type.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    #[serde(deserialize_with = "service")]
    service: Service,
    #[serde(rename = "type")]
    #[serde(deserialize_with = "document_type")]
    kind: DocumentType,
}

pub(crate) async fn choose(
    State(state): State<AppState>,
    NotificationKind { applicant, body }: NotificationKind<Chosen>,
) -> Response {
    let id = applicant.visit.verification.id;
    let done = state
        .app
        .choose(applicant.visit.principal(), id, body.service, body.kind)
        .await;
    led(&state, applicant, done).await
}

/// Returns a text as it is shown to this applicant, and where they are.
fn agreement(
    state: &AppState,
    applicant: &Applicant,
    id: &str,
    place: &Place,
) -> Option<(Agreed, Browser)> {
    let shown = applicant.scene(state).agreement(id)?;
    let agreed = Agreed {
        text: shown.text,
        version: shown.version.to_owned(),
        language: shown.language.to_owned(),
    };
    Some((agreed, applicant.browser(&place.location)?))
}

pub(crate) async fn accept_terms(
    State(state): State<AppState>,
    NotificationKind { applicant, body }: NotificationKind<Place>,
) -> Response {
    let Some((agreed, browser)) = agreement(&state, &applicant, "terms", &body) else {
        return Refusal::not_allowed("A location is too long.").into_response();
    };
    let id = applicant.visit.verification.id;
    let done = state
        .app
        .accept_terms(applicant.visit.principal(), id, &agreed, &browser)
        .await;
    led(&state, applicant, done).await
}

pub(crate) async fn accept_biometrics(
    State(state): State<AppState>,
    NotificationKind { applicant, body }: NotificationKind<Place>,
) -> Response {
    let Some((agreed, browser)) = agreement(&state, &applicant, "biometrics", &body) else {
        return Refusal::not_allowed("A location is too long.").into_response();
    };
    let id = applicant.visit.verification.id;
    let done = state
        .app
        .accept_biometrics(applicant.visit.principal(), id, &agreed, &browser)
        .await;
    led(&state, applicant, done).await
}

pub(crate) async fn refuse_biometrics(
    State(state): State<AppState>,
    NotificationKind { applicant, body }: NotificationKind<Place>,
) -> Response {
    let Some(browser) = applicant.browser(&body.location) else {
        return Refusal::not_allowed("A location is too long.").into_response();
    };
    let id = applicant.visit.verification.id;
    let done = state
        .app
        .refuse_biometrics(applicant.visit.principal(), id, &browser)
        .await;
    led(&state, applicant, done).await
}

pub(crate) async fn cancel(
    State(state): State<AppState>,
    NotificationKind { applicant, .. }: NotificationKind<Place>,
) -> Response {
    let done = state
        .app
        .give_in(applicant.visit.principal(), applicant.visit.verification.id)
        .await;
    led(&state, applicant, done).await
}

pub(crate) async fn retry(
    State(state): State<AppState>,
    NotificationKind { applicant, .. }: NotificationKind<Place>,
) -> Response {
    let done = state
        .app
        .try_again(applicant.visit.principal(), applicant.visit.verification.id)
        .await;
    led(&state, applicant, done).await
}

pub(crate) async fn finish(
    State(state): State<AppState>,
    NotificationKind { applicant, .. }: NotificationKind<Place>,
) -> Response {
    let done = state
        .app
        .leave_it(applicant.visit.principal(), applicant.visit.verification.id)
        .await;
    led(&state, applicant, done).await
}

/// The submitted form, which maps `document.first_name` to a text, or to `null` for "not
/// available".
#[derive(Deserialize)]
pub(crate) struct Form {
    fields: Map<String, Value>,
}

pub(crate) async fn confirm(
    State(state): State<AppState>,
    NotificationKind { applicant, body }: NotificationKind<Form>,
) -> Response {
    let mut told = Vec::new();
    for (key, value) in body.fields {
        let Some((service, field)) = key.split_once('.') else {
            return Refusal::not_allowed("A field has no name.").into_response();
        };
        let Ok(service) = service.parse::<Service>() else {
            return Refusal::not_allowed("A field is of no service.").into_response();
        };
        let value = match value {
            Value::String(text) if text.chars().count() <= 250 => {
                Some(text.trim().to_owned()).filter(|text| !text.is_empty())
            }
            Value::Null => None,
            _ => return Refusal::not_allowed("A field is no text.").into_response(),
        };
        told.push((service, field.to_owned(), value.map(Personal::new)));
    }
    let done = state
        .app
        .confirm(applicant.visit.principal(), &applicant.visit, told)
        .await;
    led(&state, applicant, done).await
}

/// A language of the pages.
#[derive(Deserialize)]
pub(crate) struct Spoken {
    language: String,
}

/// Parses the name of a service on the wire.
fn service<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Service, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse().map_err(D::Error::custom)
}

/// Parses the word of a document type on the wire.
fn document_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DocumentType, D::Error> {
    let word = String::deserialize(deserializer)?;
    DocumentType::from_word(&word).ok_or_else(|| D::Error::custom("not a type of document"))
}

pub(crate) async fn language(
    State(state): State<AppState>,
    NotificationKind { applicant, body }: NotificationKind<Spoken>,
) -> Response {
    let Some(locale) = Locale::of(&body.language) else {
        return Refusal::not_allowed("The pages do not speak this language.").into_response();
    };
    let id = applicant.visit.verification.id;
    let done = state
        .app
        .speak(applicant.visit.principal(), id, locale.tag())
        .await;
    led(&state, applicant, done).await
}

/// Records what the browser reveals about its device (1180).
pub(crate) async fn device(
    State(state): State<AppState>,
    peer: Peer,
    NotificationKind { applicant, body }: NotificationKind<Map<String, Value>>,
) -> Response {
    let mut told = body;
    told.shift_remove("location");
    let signal = match wire::capture::device::parse(told) {
        Ok(signal) => signal,
        Err(why) => return Refusal::not_allowed(&why).into_response(),
    };
    let agent = Personal::new(applicant.user_agent());
    let origin = state.app.origin(peer.ip(), Some(agent));
    let id = applicant.visit.verification.id;
    let done = state
        .app
        .tell_device(applicant.visit.principal(), id, signal, origin)
        .await;
    led(&state, applicant, done).await
}
