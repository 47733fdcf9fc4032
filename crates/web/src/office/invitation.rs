//! Accepting an invitation: a password, an app, and the recovery codes.

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use jiff::Timestamp;
use proofing::acts::staff::Invitation;
use proofing::staff::{StaffRefusal, StaffToken};
use verification::Personal;
use verification::staff::WeakPassword;

use super::frame::PostedByStranger;
use super::i18n::{SignInTexts, fill};
use super::layout::{Layout, render, render_as};
use super::refusal::Refusal;
use super::routes::{Needs, Routes};
use super::session_cookie;
use super::sign_in::said;
use super::visit::Visit;
use crate::AppState;
use crate::pages::qr::{self, Qr};

pub(super) fn routes(routes: Routes) -> Routes {
    let path = "/office/invitation/{token}";
    routes
        .get(path, Needs::Nothing, show)
        .post(path, Needs::Nothing, accept)
}

/// The page of an invitation.
#[derive(Debug, Template)]
#[template(path = "office/invitation.html")]
struct Page {
    f: Layout,
    t: &'static SignInTexts,
    email: String,
    role: &'static str,
    qr: Option<Qr>,
    secret: String,
}

/// The page with recovery codes.
#[derive(Debug, Template)]
#[template(path = "office/codes.html")]
struct Codes {
    f: Layout,
    t: &'static SignInTexts,
    codes: Vec<String>,
}

/// Returns the page that shows recovery codes once. It is the answer to a form, so loading it again
/// shows nothing.
pub(super) fn codes(f: Layout, t: &'static SignInTexts, codes: &[Personal]) -> Response<Body> {
    render(&Codes {
        f,
        t,
        codes: codes.iter().map(|code| code.reveal().to_owned()).collect(),
    })
}

/// `GET /office/invitation/{token}`.
async fn show(
    State(state): State<AppState>,
    visit: Visit,
    Path(token): Path<String>,
) -> Response<Body> {
    match state.app.invitation(&StaffToken::new(token)).await {
        Ok(invitation) => render(&page(&visit, &invitation)),
        Err(error) => Refusal::of(&error).page(&Layout::stranger(&visit, "")),
    }
}

/// `POST /office/invitation/{token}`.
async fn accept(
    State(state): State<AppState>,
    Path(token): Path<String>,
    PostedByStranger {
        visit,
        fields,
        peer,
    }: PostedByStranger,
) -> Response<Body> {
    let t = SignInTexts::of(visit.locale);
    let token = StaffToken::new(token);
    let (password, code) = (fields.personal("password"), fields.personal("code"));
    let from = peer.neighbourhood().address();
    let accepted = state.app.accept_invitation(&token, password, &code, from);
    match accepted.await {
        Ok(signed_up) => {
            let f = Layout::stranger(&visit, t.codes_title);
            let mut response = codes(f, t, &signed_up.recovery);
            session_cookie::give(&visit.site, &mut response, &signed_up.session);
            response
        }
        Err(error) => {
            let wrong = wrong(&error, t, t.bad_app_code, state.app.now());
            let invitation = state.app.invitation(&token).await;
            match (wrong, invitation) {
                (Some((status, said)), Ok(invitation)) => {
                    let mut page = page(&visit, &invitation);
                    page.f = page.f.wrong(said);
                    render_as(status, &page)
                }
                _ => Refusal::of(&error).page(&Layout::stranger(&visit, "")),
            }
        }
    }
}

/// Returns what is said of a new password or a code that was not taken.
pub(super) fn wrong(
    error: &StaffRefusal,
    t: &SignInTexts,
    wrong_code: &str,
    now: Timestamp,
) -> Option<(StatusCode, String)> {
    let StaffRefusal::Password(weak) = error else {
        return said(error, t, wrong_code, now);
    };
    let said = match weak {
        WeakPassword::TooShort => t.too_short,
        WeakPassword::TooLong => t.too_long,
        WeakPassword::TooEasy => t.too_easy,
    };
    Some((StatusCode::UNPROCESSABLE_ENTITY, said.to_owned()))
}

fn page(visit: &Visit, invitation: &Invitation) -> Page {
    let t = SignInTexts::of(visit.locale);
    let member = &invitation.member;
    let f = Layout::stranger(visit, fill(t.invitation_title, member.name.reveal()));
    Page {
        t,
        email: member.email.as_str().to_owned(),
        role: f.w.role(member.appointment.role),
        qr: qr::code(invitation.enrolment.url.reveal()),
        secret: invitation.enrolment.secret.reveal().to_owned(),
        f,
    }
}
