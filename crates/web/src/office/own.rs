//! One's own account: the password, the app, the recovery codes.

use std::collections::HashMap;

use askama::Template;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::Response;
use proofing::staff::{Enrolment, StaffRefusal};

use super::frame::{Posted, SignedIn};
use super::i18n::{SignInTexts, fill};
use super::invitation::{codes, wrong};
use super::layout::{Layout, render, render_as};
use super::refusal::Refusal;
use super::routes::{Needs, Routes};
use super::{headers, session_cookie};
use crate::AppState;
use crate::pages::qr::{self, Qr};
use crate::peer::Peer;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/office/account", Needs::SignedIn, show)
        .post("/office/account/password", Needs::SignedIn, password)
        .get("/office/account/app", Needs::SignedIn, show_app)
        .post("/office/account/app", Needs::SignedIn, app)
        .post("/office/account/codes", Needs::SignedIn, renew)
}

/// The page of one's own account.
#[derive(Debug, Template)]
#[template(path = "office/account.html")]
struct Account {
    f: Layout,
    t: &'static SignInTexts,
    email: String,
    idle: String,
    left: String,
}

/// The page on which another app is set up.
#[derive(Debug, Template)]
#[template(path = "office/app.html")]
struct AnotherApp {
    f: Layout,
    t: &'static SignInTexts,
    qr: Option<Qr>,
    secret: String,
}

/// `GET /office/account`.
async fn show(who: SignedIn, Query(asked): Query<HashMap<String, String>>) -> Response<Body> {
    let mut page = account(&who);
    if asked.get("said").is_some_and(|said| said == "password") {
        page.f = page.f.done(page.t.password_changed);
    }
    render(&page)
}

fn account(who: &SignedIn) -> Account {
    let t = SignInTexts::of(who.visit.locale);
    let minutes = who.authority().role.idle_limit().as_mins();
    let credentials = who.member().credentials.as_ref();
    let left = credentials.map_or(0, |credentials| credentials.recovery.len());
    Account {
        f: who.layout(t.account_title),
        t,
        email: who.member().email.as_str().to_owned(),
        idle: fill(t.signed_in_for, &minutes.to_string()),
        left: fill(t.codes_left, &left.to_string()),
    }
}

/// `POST /office/account/password`.
async fn password(
    State(state): State<AppState>,
    peer: Peer,
    Posted { who, fields }: Posted,
) -> Response<Body> {
    let (old, new) = (fields.personal("old"), fields.personal("new"));
    let from = peer.neighbourhood().address();
    let changed = state.app.change_password(who.by(), old, new, from).await;
    match changed {
        Ok(token) => {
            let way = who.visit.to("/office/account?said=password");
            let mut response = headers::see_other(&way);
            session_cookie::give(&who.visit.site, &mut response, &token);
            response
        }
        Err(error) => refused(&state, &who, &error),
    }
}

/// `GET /office/account/app`.
async fn show_app(State(state): State<AppState>, who: SignedIn) -> Response<Body> {
    match state.app.new_enrolment(who.by()).await {
        Ok(enrolment) => render(&another_app(&who, &enrolment)),
        Err(error) => Refusal::of(&error).page(&who.layout("")),
    }
}

fn another_app(who: &SignedIn, enrolment: &Enrolment) -> AnotherApp {
    let t = SignInTexts::of(who.visit.locale);
    AnotherApp {
        f: who.layout(t.new_app),
        t,
        qr: qr::code(enrolment.url.reveal()),
        secret: enrolment.secret.reveal().to_owned(),
    }
}

/// `POST /office/account/app`.
async fn app(
    State(state): State<AppState>,
    peer: Peer,
    Posted { who, fields }: Posted,
) -> Response<Body> {
    let t = SignInTexts::of(who.visit.locale);
    let (password, code) = (fields.personal("password"), fields.personal("code"));
    let from = peer.neighbourhood().address();
    let changed = state
        .app
        .change_second_factor(who.by(), password, &code, from);
    match changed.await {
        Ok(signed_up) => {
            let f = Layout::stranger(&who.visit, t.codes_title);
            let mut response = codes(f, t, &signed_up.recovery);
            session_cookie::give(&who.visit.site, &mut response, &signed_up.session);
            response
        }
        Err(error) => {
            let said = format!("{} {}", t.wrong_password, t.bad_app_code);
            let wrong = wrong(&error, t, &said, state.app.now());
            let enrolment = state.app.new_enrolment(who.by()).await;
            match (wrong, enrolment) {
                (Some((status, said)), Ok(enrolment)) => {
                    let mut page = another_app(&who, &enrolment);
                    page.f = page.f.wrong(said);
                    render_as(status, &page)
                }
                _ => Refusal::of(&error).page(&who.layout("")),
            }
        }
    }
}

/// `POST /office/account/codes`.
async fn renew(
    State(state): State<AppState>,
    peer: Peer,
    Posted { who, fields }: Posted,
) -> Response<Body> {
    let t = SignInTexts::of(who.visit.locale);
    let password = fields.personal("password");
    let from = peer.neighbourhood().address();
    let renewed = state.app.renew_recovery_codes(who.by(), password, from);
    match renewed.await {
        Ok(signed_up) => {
            let f = Layout::stranger(&who.visit, t.codes_title);
            let mut response = codes(f, t, &signed_up.recovery);
            session_cookie::give(&who.visit.site, &mut response, &signed_up.session);
            response
        }
        Err(error) => refused(&state, &who, &error),
    }
}

fn refused(state: &AppState, who: &SignedIn, error: &StaffRefusal) -> Response<Body> {
    let t = SignInTexts::of(who.visit.locale);
    match wrong(error, t, t.wrong_password, state.app.now()) {
        Some((status, said)) => {
            let mut page = account(who);
            page.f = page.f.wrong(said);
            render_as(status, &page)
        }
        None => Refusal::of(error).page(&who.layout("")),
    }
}
