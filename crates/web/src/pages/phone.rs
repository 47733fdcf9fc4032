//! The page on which a phone is confirmed: `/user/phone` for its script, and `POST /phone` for the
//! forms of a browser without one.
//!
//! Both take the same wishes. The script is answered with the URL of the next page or with a
//! refusal; a form is redirected, with the code of a refusal in `said`.

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use proofing::Error;
use proofing::acts::capture::{CodeRequest, Visit};
use serde::Deserialize;
use serde_json::json;
use std::collections::HashMap;
use verification::Personal;
use verification::capture::{CapturePage, Channel};
use verification::phone_number::{BadNumber, PhoneNumber};

use super::applicant::Applicant;
use super::headers;
use super::page_url::escaped;
use super::refusal::Refusal;
use super::user::NotificationKind;
use crate::AppState;
use crate::body::{Allowance, BufferedBody};
use crate::peer::Peer;

/// What a person wants on this page.
#[derive(Deserialize)]
pub(crate) struct Wish {
    #[serde(rename = "do")]
    act: String,
    number: Option<String>,
    channel: Option<String>,
    code: Option<String>,
    #[serde(default)]
    location: String,
}

/// Handles `POST /user/phone`: carries out a wish of the page's script, and answers with the URL of
/// the next page or with a refusal.
pub(crate) async fn act(
    State(state): State<AppState>,
    peer: Peer,
    NotificationKind { applicant, body }: NotificationKind<Wish>,
) -> Response<Body> {
    let done = carry_out(&state, &applicant, &peer, body).await;
    applicant.led(&state, done).await
}

/// `POST /phone`. The token is in the URL, as in that of every page, so no other site can make a
/// browser send this.
pub(crate) async fn form(
    State(state): State<AppState>,
    Query(asked): Query<HashMap<String, String>>,
    peer: Peer,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let named = |key: &str| asked.get(key).map(String::as_str);
    let applicant = (named("token"), named("language"));
    let pages = &state.slots.pages;
    let applicant = match Applicant::acting_by(applicant, &parts, &state, pages).await {
        Ok(applicant) => applicant,
        Err(refusal) => return refusal.into_response(),
    };
    let request = Request::from_parts(parts, body);
    let small = Allowance::small(&state);
    let whole = match BufferedBody::take(request, &state, small, applicant.holder()).await {
        Ok(whole) => whole,
        Err(broken) => return Refusal::broken(broken).into_response(),
    };
    let mut fields: HashMap<String, String> =
        form_urlencoded::parse(&whole.bytes).into_owned().collect();
    let wish = Wish {
        act: fields.remove("do").unwrap_or_default(),
        number: fields.remove("number"),
        channel: fields.remove("channel"),
        code: fields.remove("code"),
        location: json!({"pathname": "/phone"}).to_string(),
    };
    match carry_out(&state, &applicant, &peer, wish).await {
        Ok(visit) => applicant.at(visit).sent_on(&state),
        Err(refusal) => {
            let id = applicant.visit.verification.id;
            let now = state
                .app
                .visit_of(applicant.visit.principal(), id)
                .await
                .map(|visit| applicant.clone().at(visit))
                .unwrap_or(applicant);
            let next = format!("{}&said={}", now.next(&state), escaped(refusal.code()));
            headers::see_other(&next, now.framers())
        }
    }
}

async fn carry_out(
    state: &AppState,
    applicant: &Applicant,
    peer: &Peer,
    wish: Wish,
) -> Result<Visit, Refusal> {
    let visit = &applicant.visit;
    let by = visit.principal();
    match wish.act.as_str() {
        "send" => {
            let asked = CodeRequest {
                number: number(wish.number.as_deref())?,
                channel: wish.channel.as_deref().and_then(Channel::from_word),
                language: applicant.way.locale.parameter(),
                network: peer.neighbourhood().address(),
            };
            let asked = state.app.ask_code(by, visit, asked).await;
            asked.map_err(|error| match error {
                Error::TooOften => Refusal::of(&error).called("too_often"),
                other => Refusal::of(&other),
            })
        }
        "enter" => {
            let code = Personal::new(wish.code.unwrap_or_default());
            let entered = state.app.enter_code(by, visit, &code).await;
            let entered = entered.map_err(|error| Refusal::of(&error))?;
            if entered.page != CapturePage::Phone {
                return Ok(entered);
            }
            let left = entered.verification.capture.phone.tries_left();
            Err(Refusal::wrong_code(left))
        }
        "missing" => {
            let Some(browser) = applicant.browser(&wish.location) else {
                return Err(Refusal::not_allowed("A location is too long."));
            };
            let missed = state.app.miss_code(by, visit.verification.id, &browser);
            missed.await.map_err(|error| Refusal::of(&error))
        }
        _ => Err(Refusal::not_allowed("There is no such act.")),
    }
}

/// Parses the number that a person entered. A field that was left alone, with nothing but the
/// country code in it, is no number.
fn number(entered: Option<&str>) -> Result<Option<PhoneNumber>, Refusal> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let Some(entered) = entered.filter(|text| digits(text) > 3) else {
        return Ok(None);
    };
    let refused = |code, why: BadNumber| {
        Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, code, &why.to_string())
    };
    match PhoneNumber::parse(entered) {
        Ok(number) => Ok(Some(number)),
        Err(why @ BadNumber::Format) => Err(refused("bad_number", why)),
        Err(why @ BadNumber::Premium) => Err(refused("premium_number", why)),
    }
}
