//! Signing in: the password, then the second factor; and signing out.

use std::collections::HashMap;

use askama::Template;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use jiff::Timestamp;
use proofing::staff::{SecondProof, StaffRefusal};

use super::frame::{Posted, PostedByStranger};
use super::i18n::{SignInTexts, fill};
use super::language::within;
use super::layout::{Layout, render, render_as};
use super::refusal::Refusal;
use super::routes::{Needs, Routes};
use super::visit::Visit;
use super::{headers, session_cookie};
use crate::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/office/sign-in", Needs::Nothing, show)
        .post("/office/sign-in", Needs::Nothing, sign_in)
        .get("/office/second-factor", Needs::Nothing, show_second)
        .post("/office/second-factor", Needs::Nothing, confirm)
        .post("/office/sign-out", Needs::SignedIn, sign_out)
}

/// The page with the e-mail address and the password.
#[derive(Debug, Template)]
#[template(path = "office/sign_in.html")]
struct SignIn {
    f: Layout,
    t: &'static SignInTexts,
    email: String,
    next: String,
}

/// The page with the code.
#[derive(Debug, Template)]
#[template(path = "office/second_factor.html")]
struct SecondFactor {
    f: Layout,
    t: &'static SignInTexts,
    next: String,
    /// Whether the part for recovery codes is open.
    recovers: bool,
}

type Asked = Query<HashMap<String, String>>;

/// Returns where to go after signing in.
fn next(asked: &HashMap<String, String>) -> String {
    let next = asked.get("next").map(String::as_str);
    within(next.unwrap_or_default()).to_owned()
}

/// `GET /office/sign-in`.
async fn show(visit: Visit, Query(asked): Asked) -> Response<Body> {
    let t = SignInTexts::of(visit.locale);
    let mut f = Layout::stranger(&visit, t.title);
    if asked.get("said").is_some_and(|said| said == "expired") {
        f = f.wrong(t.expired);
    }
    render(&SignIn {
        f,
        t,
        email: String::new(),
        next: next(&asked),
    })
}

/// `POST /office/sign-in`.
async fn sign_in(
    State(state): State<AppState>,
    PostedByStranger {
        visit,
        fields,
        peer,
    }: PostedByStranger,
) -> Response<Body> {
    let (email, password) = (fields.personal("email"), fields.personal("password"));
    let from = peer.neighbourhood().address();
    let next = within(fields.get("next")).to_owned();
    let t = SignInTexts::of(visit.locale);
    match state.app.sign_in(&email, password, from).await {
        Ok(token) => {
            let way = visit.to(&with_next("/office/second-factor", &next));
            let mut response = headers::see_other(&way);
            session_cookie::give(&visit.site, &mut response, &token);
            response
        }
        Err(error) => {
            let Some((status, said)) = said(&error, t, t.wrong, state.app.now()) else {
                return Refusal::of(&error).page(&Layout::stranger(&visit, ""));
            };
            let page = SignIn {
                f: Layout::stranger(&visit, t.title).wrong(said),
                t,
                email: email.reveal().to_owned(),
                next,
            };
            render_as(status, &page)
        }
    }
}

/// `GET /office/second-factor`.
async fn show_second(visit: Visit, Query(asked): Asked) -> Response<Body> {
    let t = SignInTexts::of(visit.locale);
    render(&SecondFactor {
        f: Layout::stranger(&visit, t.second_title),
        t,
        next: next(&asked),
        recovers: false,
    })
}

/// `POST /office/second-factor`.
async fn confirm(
    State(state): State<AppState>,
    PostedByStranger {
        visit,
        fields,
        peer,
    }: PostedByStranger,
) -> Response<Body> {
    let t = SignInTexts::of(visit.locale);
    let next = within(fields.get("next")).to_owned();
    let recovers = !fields.get("recovery").trim().is_empty();
    let proof = if recovers {
        SecondProof::Recovery(fields.personal("recovery"))
    } else {
        SecondProof::Code(fields.personal("code"))
    };
    let expired = |visit: &Visit| {
        let way = with_next("/office/sign-in", &next);
        headers::see_other(&visit.to(&format!("{way}&said=expired")))
    };
    let Some(token) = visit.token.clone() else {
        return expired(&visit);
    };
    let from = peer.neighbourhood().address();
    let confirmed = state.app.confirm_sign_in(&token, &proof, from).await;
    match confirmed {
        Ok(token) => {
            let mut response = headers::see_other(&visit.to(&next));
            session_cookie::give(&visit.site, &mut response, &token);
            response
        }
        Err(StaffRefusal::NotSignedIn) => expired(&visit),
        Err(error) => {
            let wrong = if recovers {
                t.wrong_recovery
            } else {
                t.wrong_code
            };
            let Some((status, said)) = said(&error, t, wrong, state.app.now()) else {
                return Refusal::of(&error).page(&Layout::stranger(&visit, ""));
            };
            let page = SecondFactor {
                f: Layout::stranger(&visit, t.second_title).wrong(said),
                t,
                next,
                recovers,
            };
            render_as(status, &page)
        }
    }
}

/// `POST /office/sign-out`.
async fn sign_out(State(state): State<AppState>, Posted { who, .. }: Posted) -> Response<Body> {
    let visit = &who.visit;
    if let Some(token) = &visit.token
        && let Err(error) = state.app.sign_out(who.by(), token).await
    {
        return Refusal::of(&error).page(&who.layout(""));
    }
    let mut response = headers::see_other(&visit.to("/office/sign-in"));
    session_cookie::take(&visit.site, &mut response);
    response
}

fn with_next(path: &str, next: &str) -> String {
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{path}?next={next}")
}

/// Returns what is said of a proof that was not taken, or `None` if it is not about a proof.
pub(super) fn said(
    error: &StaffRefusal,
    t: &SignInTexts,
    wrong: &str,
    now: Timestamp,
) -> Option<(StatusCode, String)> {
    match error {
        StaffRefusal::Wrong => Some((StatusCode::UNPROCESSABLE_ENTITY, wrong.to_owned())),
        StaffRefusal::TooSoon(until) => {
            let seconds = until.duration_since(now).as_secs().max(0) + 1;
            let said = fill(t.too_soon, &seconds.to_string());
            Some((StatusCode::TOO_MANY_REQUESTS, said))
        }
        _ => None,
    }
}
