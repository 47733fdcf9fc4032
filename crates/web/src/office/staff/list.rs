//! `GET /office/staff`: the members of staff.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use verification::staff::Standing;

use super::forms::account_name;
use crate::AppState;
use crate::office::frame::SignedIn;
use crate::office::i18n::StaffTexts;
use crate::office::layout::{Layout, render};
use crate::office::refusal::Refusal;

/// The list.
#[derive(Debug, Template)]
#[template(path = "office/staff.html")]
struct List {
    f: Layout,
    t: &'static StaffTexts,
    members: Vec<Row>,
}

/// A member in the list.
#[derive(Debug)]
struct Row {
    href: String,
    name: String,
    is_oneself: bool,
    email: String,
    role: &'static str,
    account: String,
    standing: &'static str,
    is_active: bool,
    since: String,
}

pub(super) async fn show(State(state): State<AppState>, who: SignedIn) -> Response<Body> {
    let by = who.by();
    let listed = async {
        let accounts = state.app.staff_accounts(by).await?;
        Ok((state.app.members(by).await?, accounts))
    };
    let (members, accounts) = match listed.await {
        Ok(listed) => listed,
        Err(error) => return Refusal::of(&error).page(&who.layout("")),
    };
    let t = StaffTexts::of(who.visit.locale);
    let f = who.layout(t.title).wide();
    let rows = members.into_iter().map(|member| Row {
        href: who.visit.to(&format!("/office/staff/{}", member.id)),
        name: member.name.reveal().to_owned(),
        is_oneself: member.id == who.member().id,
        email: member.email.as_str().to_owned(),
        role: f.w.role(member.appointment.role),
        account: account_name(t, &accounts, member.appointment.account),
        standing: f.w.standing(member.standing()),
        is_active: member.standing() == Standing::Active,
        since: member.created_at.strftime("%Y-%m-%d").to_string(),
    });
    let members = rows.collect();
    render(&List { f, t, members })
}
