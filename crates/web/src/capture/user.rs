//! `/user/…`: what the person does on a page, and what the browser tells of it.

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

use super::guest::Guest;
use super::refusal::Refusal;
use super::words::Tongue;
use crate::Gate;
use crate::answer::Answer;
use crate::body::{Allowance, Whole};
use crate::peer::Peer;

/// Windows wider than this are offered the hand-off, unless the request says otherwise.
const BREAKPOINT_PX: u32 = 700;

/// The most events that are told at a time.
const MOST_EVENTS: usize = 50;

/// The longest detail of an event, in characters.
const MOST_DETAIL: usize = 120;

/// The longest address or user agent that 1001 or 1002 names, in characters.
const MOST_NAMED: usize = 1_000;

/// A guest, and the JSON that they sent.
pub(crate) struct Told<T> {
    guest: Guest,
    body: T,
}

impl<T: DeserializeOwned> FromRequest<Gate> for Told<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, gate: &Gate) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let guest = Guest::acting(&mut parts, gate, &gate.slots.pages).await?;
        let request = Request::from_parts(parts, body);
        let whole = Whole::take(request, gate, Allowance::small(gate), guest.holder())
            .await
            .map_err(Refusal::broken)?;
        let body = serde_json::from_slice(&whole.bytes)
            .map_err(|_| Refusal::not_allowed("The body is not the JSON that is expected here."))?;
        Ok(Self { guest, body })
    }
}

/// Where in the pages something was done.
#[derive(Deserialize)]
pub(crate) struct Place {
    #[serde(default)]
    location: String,
}

/// Leads on to where the person is after an act.
async fn led(gate: &Gate, guest: Guest, done: Result<Visit, proofing::Error>) -> Response {
    match done {
        Ok(visit) => {
            let next = guest.at(visit).next(gate);
            answer(&json!({"next": next}))
        }
        Err(error) => Box::pin(guest.refused(gate, Refusal::of(&error)))
            .await
            .into_response(),
    }
}

fn answer(body: &Value) -> Response {
    Answer::json(StatusCode::OK, body.to_string().into_bytes()).into_response()
}

/// What a page has to ask for (1105).
pub(crate) async fn config(State(gate): State<Gate>, Told { guest, .. }: Told<Place>) -> Response {
    let visit = match gate
        .desk
        .fetch_config(guest.visit.principal(), guest.visit.verification.id)
        .await
    {
        Ok(visit) => visit,
        Err(error) => {
            return Box::pin(guest.refused(&gate, Refusal::of(&error)))
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
        "language": guest.way.tongue.parameter(),
        "qr_breakpoint_px": breakpoint.unwrap_or(BREAKPOINT_PX),
        "expires_at": verification.expires_at.map(|at| at.to_string()),
    });
    answer(&body)
}

/// An event, as a browser tells it.
#[derive(Deserialize)]
pub(crate) struct Event {
    code: u16,
    #[serde(default)]
    location: String,
    at: Option<String>,
    detail: Option<String>,
}

impl Event {
    fn raised(self, guest: &Guest) -> Option<Raised> {
        let browser = guest.browser(&self.location)?;
        let detail = match Code(self.code) {
            // What these name is what the event comes with, and nothing that a page could say
            // instead.
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

/// A text without control characters, cut.
fn plain(text: &str, most: usize) -> String {
    let plain = text.chars().filter(|one| !one.is_control());
    plain.take(most).collect()
}

/// The address in a `JSON.stringify(location)`.
fn href(location: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Location {
        href: String,
    }
    let Location { href } = serde_json::from_str(location).ok()?;
    Some(plain(&href, MOST_NAMED))
}

/// What happened in the browser, in its order. None is taken if one of them is not the browser's to
/// raise.
pub(crate) async fn events(
    State(gate): State<Gate>,
    Told { guest, body }: Told<Vec<Event>>,
) -> Response {
    if body.len() > MOST_EVENTS {
        let said = format!("At most {MOST_EVENTS} events are taken at a time.");
        return Refusal::not_allowed(&said).into_response();
    }
    let raised: Option<Vec<Raised>> = body.into_iter().map(|event| event.raised(&guest)).collect();
    let Some(raised) = raised else {
        return Refusal::not_allowed("A location is too long.").into_response();
    };
    if raised.is_empty() {
        // Only a look at where the person is.
        let next = guest.next(&gate);
        return answer(&json!({"next": next}));
    }
    let done = gate
        .desk
        .raise(
            guest.visit.principal(),
            guest.visit.verification.id,
            &raised,
        )
        .await;
    led(&gate, guest, done).await
}

/// A type of document.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    #[serde(deserialize_with = "service")]
    service: Service,
    #[serde(rename = "type")]
    #[serde(deserialize_with = "document_type")]
    kind: DocumentType,
}

pub(crate) async fn choose(
    State(gate): State<Gate>,
    Told { guest, body }: Told<Chosen>,
) -> Response {
    let id = guest.visit.verification.id;
    let done = gate
        .desk
        .choose(guest.visit.principal(), id, body.service, body.kind)
        .await;
    led(&gate, guest, done).await
}

/// A text as it is shown to this guest, and where they are.
fn agreement(gate: &Gate, guest: &Guest, id: &str, place: &Place) -> Option<(Agreed, Browser)> {
    let shown = guest.scene(gate).agreement(id)?;
    let agreed = Agreed {
        text: shown.text,
        version: shown.version.to_owned(),
        language: shown.language.to_owned(),
    };
    Some((agreed, guest.browser(&place.location)?))
}

pub(crate) async fn accept_terms(
    State(gate): State<Gate>,
    Told { guest, body }: Told<Place>,
) -> Response {
    let Some((agreed, browser)) = agreement(&gate, &guest, "terms", &body) else {
        return Refusal::not_allowed("A location is too long.").into_response();
    };
    let id = guest.visit.verification.id;
    let done = gate
        .desk
        .accept_terms(guest.visit.principal(), id, &agreed, &browser)
        .await;
    led(&gate, guest, done).await
}

pub(crate) async fn accept_biometrics(
    State(gate): State<Gate>,
    Told { guest, body }: Told<Place>,
) -> Response {
    let Some((agreed, browser)) = agreement(&gate, &guest, "biometrics", &body) else {
        return Refusal::not_allowed("A location is too long.").into_response();
    };
    let id = guest.visit.verification.id;
    let done = gate
        .desk
        .accept_biometrics(guest.visit.principal(), id, &agreed, &browser)
        .await;
    led(&gate, guest, done).await
}

pub(crate) async fn refuse_biometrics(
    State(gate): State<Gate>,
    Told { guest, body }: Told<Place>,
) -> Response {
    let Some(browser) = guest.browser(&body.location) else {
        return Refusal::not_allowed("A location is too long.").into_response();
    };
    let id = guest.visit.verification.id;
    let done = gate
        .desk
        .refuse_biometrics(guest.visit.principal(), id, &browser)
        .await;
    led(&gate, guest, done).await
}

pub(crate) async fn cancel(State(gate): State<Gate>, Told { guest, .. }: Told<Place>) -> Response {
    let done = gate
        .desk
        .give_in(guest.visit.principal(), guest.visit.verification.id)
        .await;
    led(&gate, guest, done).await
}

pub(crate) async fn retry(State(gate): State<Gate>, Told { guest, .. }: Told<Place>) -> Response {
    let done = gate
        .desk
        .try_again(guest.visit.principal(), guest.visit.verification.id)
        .await;
    led(&gate, guest, done).await
}

pub(crate) async fn finish(State(gate): State<Gate>, Told { guest, .. }: Told<Place>) -> Response {
    let done = gate
        .desk
        .leave_it(guest.visit.principal(), guest.visit.verification.id)
        .await;
    led(&gate, guest, done).await
}

/// The form as the person left it: `document.first_name` to a text, or to `null` for "not
/// available".
#[derive(Deserialize)]
pub(crate) struct Form {
    fields: Map<String, Value>,
}

pub(crate) async fn confirm(
    State(gate): State<Gate>,
    Told { guest, body }: Told<Form>,
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
    let done = gate
        .desk
        .confirm(guest.visit.principal(), &guest.visit, told)
        .await;
    led(&gate, guest, done).await
}

/// A language of the pages.
#[derive(Deserialize)]
pub(crate) struct Spoken {
    language: String,
}

/// A service by its name on the wire.
fn service<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Service, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse().map_err(D::Error::custom)
}

/// A type of document by its word on the wire.
fn document_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DocumentType, D::Error> {
    let word = String::deserialize(deserializer)?;
    DocumentType::from_word(&word).ok_or_else(|| D::Error::custom("not a type of document"))
}

pub(crate) async fn language(
    State(gate): State<Gate>,
    Told { guest, body }: Told<Spoken>,
) -> Response {
    let Some(tongue) = Tongue::of(&body.language) else {
        return Refusal::not_allowed("The pages do not speak this language.").into_response();
    };
    let id = guest.visit.verification.id;
    let done = gate
        .desk
        .speak(guest.visit.principal(), id, tongue.tag())
        .await;
    led(&gate, guest, done).await
}

/// What the browser tells of its device (1180).
pub(crate) async fn device(
    State(gate): State<Gate>,
    peer: Peer,
    Told { guest, body }: Told<Map<String, Value>>,
) -> Response {
    let mut told = body;
    told.shift_remove("location");
    let signal = match wire::capture::device::parse(told) {
        Ok(signal) => signal,
        Err(why) => return Refusal::not_allowed(&why).into_response(),
    };
    let agent = Personal::new(guest.user_agent());
    let origin = gate.desk.origin(peer.ip(), Some(agent));
    let id = guest.visit.verification.id;
    let done = gate
        .desk
        .tell_device(guest.visit.principal(), id, signal, origin)
        .await;
    led(&gate, guest, done).await
}
