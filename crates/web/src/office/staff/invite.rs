//! `GET` and `POST /office/staff/invite`: invites somebody, and shows the link once.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use proofing::acts::staff::{Invited, NewMember};

use super::forms::{self, Choice};
use crate::AppState;
use crate::office::fields::Fields;
use crate::office::frame::{Posted, SignedIn};
use crate::office::i18n::{StaffTexts, fill};
use crate::office::layout::{Layout, render, render_as};
use crate::office::refusal::Refusal;

/// The form.
#[derive(Debug, Template)]
#[template(path = "office/invite.html")]
struct Form {
    f: Layout,
    t: &'static StaffTexts,
    name: String,
    email: String,
    roles: Vec<Choice>,
    accounts: Vec<Choice>,
}

/// The link.
#[derive(Debug, Template)]
#[template(path = "office/invited.html")]
struct Link {
    f: Layout,
    t: &'static StaffTexts,
    lead: String,
    link: String,
}

/// `GET /office/staff/invite`.
pub(super) async fn show(State(state): State<AppState>, who: SignedIn) -> Response<Body> {
    match form(&state, &who, &Fields::parse(b"")).await {
        Ok(page) => render(&page),
        Err(refused) => refused,
    }
}

/// `POST /office/staff/invite`.
pub(super) async fn invite(
    State(state): State<AppState>,
    Posted { who, fields }: Posted,
) -> Response<Body> {
    let Some(chosen) = forms::chosen(&fields) else {
        return Refusal::Incomplete.page(&who.layout(""));
    };
    let invited = async {
        let new = NewMember {
            name: fields.personal("name"),
            email: fields.personal("email"),
            appointment: forms::appointment(chosen)?,
        };
        state.app.invite(who.by(), new).await
    };
    let error = match invited.await {
        Ok(invited) => return link(&who, &invited),
        Err(error) => error,
    };
    let t = StaffTexts::of(who.visit.locale);
    match (forms::said(&error, t), form(&state, &who, &fields).await) {
        (Some((status, said)), Ok(mut page)) => {
            page.f = page.f.wrong(said);
            render_as(status, &page)
        }
        (None, _) => Refusal::of(&error).page(&who.layout("")),
        (_, Err(refused)) => refused,
    }
}

/// Returns the page that shows a link. It is the answer to a form, so loading it again shows
/// nothing.
pub(super) fn link(who: &SignedIn, invited: &Invited) -> Response<Body> {
    let t = StaffTexts::of(who.visit.locale);
    let until = invited.until.strftime("%Y-%m-%d %H:%M UTC").to_string();
    let page = Link {
        f: who.layout(fill(t.link_title, invited.member.name.reveal())),
        t,
        lead: fill(t.link_lead, &until),
        link: format!(
            "{}/office/invitation/{}",
            who.visit.site.url,
            invited.token.reveal()
        ),
    };
    render_as(StatusCode::OK, &page)
}

async fn form(state: &AppState, who: &SignedIn, sent: &Fields) -> Result<Form, Response<Body>> {
    let accounts = state.app.staff_accounts(who.by()).await;
    let accounts = accounts.map_err(|error| Refusal::of(&error).page(&who.layout("")))?;
    let t = StaffTexts::of(who.visit.locale);
    let f = who.layout(t.invite);
    let chosen = forms::chosen(sent);
    Ok(Form {
        name: sent.get("name").to_owned(),
        email: sent.get("email").to_owned(),
        roles: forms::roles(who, &f, chosen.map(|(role, _)| role)),
        accounts: forms::accounts(who, t, &accounts, chosen.and_then(|(_, account)| account)),
        f,
        t,
    })
}
