//! `/office/staff/{id}`: one member, and what others may change of them.

use std::collections::HashMap;

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::Response;
use proofing::Error;
use proofing::staff::StaffRefusal;
use verification::StaffId;
use verification::staff::{Member, Standing};

use super::forms::{self, Choice};
use super::invite::link;
use crate::AppState;
use crate::office::frame::{Posted, SignedIn};
use crate::office::headers;
use crate::office::i18n::StaffTexts;
use crate::office::layout::{Layout, render, render_as};
use crate::office::refusal::Refusal;

/// One member.
#[derive(Debug, Template)]
#[template(path = "office/member.html")]
struct Page {
    f: Layout,
    t: &'static StaffTexts,
    /// The path with which the forms' addresses begin.
    path: String,
    email: String,
    role: &'static str,
    account: String,
    standing: &'static str,
    since: String,
    is_enabled: bool,
    is_active: bool,
    /// Whether the caller may change the member.
    is_changeable: bool,
    roles: Vec<Choice>,
    accounts: Vec<Choice>,
}

/// `GET /office/staff/{id}`.
pub(super) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response<Body> {
    let page = async { page(&state, &who, parse(&id)?).await };
    match page.await {
        Ok(mut page) => {
            let said = match asked.get("said").map(String::as_str) {
                Some("appointed") => Some(page.t.appointed),
                Some("disabled") => Some(page.t.was_disabled),
                Some("enabled") => Some(page.t.was_enabled),
                Some("ended") => Some(page.t.sessions_ended),
                _ => None,
            };
            if let Some(said) = said {
                page.f = page.f.done(said);
            }
            render(&page)
        }
        Err(error) => Refusal::of(&error).page(&who.layout("")),
    }
}

/// `POST /office/staff/{id}/appoint`.
pub(super) async fn appoint(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Posted { who, fields }: Posted,
) -> Response<Body> {
    let Some(chosen) = forms::chosen(&fields) else {
        return Refusal::Incomplete.page(&who.layout(""));
    };
    let done = async {
        let appointment = forms::appointment(chosen)?;
        state.app.appoint(who.by(), parse(&id)?, appointment).await
    };
    let done = done.await;
    answer(&state, &who, &id, done, "appointed").await
}

/// `POST /office/staff/{id}/disable`.
pub(super) async fn disable(
    state: State<AppState>,
    Path(id): Path<String>,
    Posted { who, .. }: Posted,
) -> Response<Body> {
    set_enabled(&state, &who, &id, false).await
}

/// `POST /office/staff/{id}/enable`.
pub(super) async fn enable(
    state: State<AppState>,
    Path(id): Path<String>,
    Posted { who, .. }: Posted,
) -> Response<Body> {
    set_enabled(&state, &who, &id, true).await
}

async fn set_enabled(
    state: &AppState,
    who: &SignedIn,
    id: &str,
    is_enabled: bool,
) -> Response<Body> {
    let done = async {
        let id = parse(id)?;
        state.app.set_member_enabled(who.by(), id, is_enabled).await
    };
    let done = done.await;
    let said = if is_enabled { "enabled" } else { "disabled" };
    answer(state, who, id, done, said).await
}

/// `POST /office/staff/{id}/end-sessions`.
pub(super) async fn end_sessions(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Posted { who, .. }: Posted,
) -> Response<Body> {
    let done = async { state.app.end_sessions(who.by(), parse(&id)?).await };
    let done = done.await;
    answer(&state, &who, &id, done, "ended").await
}

/// `POST /office/staff/{id}/invite-again`.
pub(super) async fn invite_again(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Posted { who, .. }: Posted,
) -> Response<Body> {
    let invited = async { state.app.invite_again(who.by(), parse(&id)?).await };
    match invited.await {
        Ok(invited) => link(&who, &invited),
        Err(error) => answer(&state, &who, &id, Err(error), "").await,
    }
}

/// Leads back to the member, or says on the same page why nothing was done.
async fn answer(
    state: &AppState,
    who: &SignedIn,
    id: &str,
    done: Result<Member, StaffRefusal>,
    said: &str,
) -> Response<Body> {
    let error = match done {
        Ok(member) => {
            let way = format!("/office/staff/{}?said={said}", member.id);
            return headers::see_other(&who.visit.to(&way));
        }
        Err(error) => error,
    };
    let t = StaffTexts::of(who.visit.locale);
    let page = async { page(state, who, parse(id)?).await };
    match (forms::said(&error, t), page.await) {
        (Some((status, said)), Ok(mut page)) => {
            page.f = page.f.wrong(said);
            render_as(status, &page)
        }
        _ => Refusal::of(&error).page(&who.layout("")),
    }
}

fn parse(id: &str) -> Result<StaffId, StaffRefusal> {
    id.parse().map_err(|_| StaffRefusal::Other(Error::NotFound))
}

async fn page(state: &AppState, who: &SignedIn, id: StaffId) -> Result<Page, StaffRefusal> {
    let by = who.by();
    let member = state.app.managed_member(by, id).await?.value;
    let known = state.app.staff_accounts(by).await?;
    let t = StaffTexts::of(who.visit.locale);
    let f = who.layout(member.name.reveal());
    let appointment = member.appointment;
    let is_below = appointment.by(who.authority()).is_ok();
    Ok(Page {
        path: who.visit.to(&format!("/office/staff/{id}")),
        email: member.email.as_str().to_owned(),
        role: f.w.role(appointment.role),
        account: forms::account_name(t, &known, appointment.account),
        standing: f.w.standing(member.standing()),
        since: member.created_at.strftime("%Y-%m-%d").to_string(),
        is_enabled: member.is_enabled,
        is_active: member.standing() == Standing::Active,
        is_changeable: is_below && id != who.member().id,
        roles: forms::roles(who, &f, Some(appointment.role)),
        accounts: forms::accounts(who, t, &known, appointment.account),
        f,
        t,
    })
}
