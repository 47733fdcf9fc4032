//! `GET /office/audit`, with masked words, and `POST /office/audit`, with what the entries say.

use std::collections::HashMap;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use proofing::Error;
use proofing::acts::office::{TrailEntry, TrailPage};
use verification::audit::{Actor, AuditAct};
use verification::{AccountId, Personal, StaffId};

use super::asked::Asked;
use crate::AppState;
use crate::office::frame::{Posted, SignedIn};
use crate::office::i18n::{AuditTexts, fill};
use crate::office::layout::{Layout, render_as};
use crate::office::refusal::Refusal;

/// The page.
#[derive(Debug, Template)]
#[template(path = "office/audit.html")]
struct Page {
    f: Layout,
    t: &'static AuditTexts,
    choices: Vec<Choices>,
    from: String,
    until: String,
    rows: Vec<Row>,
    /// The query of this page's address.
    own: String,
    /// The query of the next page's address.
    next: Option<String>,
    /// The address of the first page, if this is another one.
    first: Option<String>,
    /// Why the details are shown, or nothing if they are masked.
    reason: String,
}

/// A list to choose one value from.
#[derive(Debug)]
struct Choices {
    key: &'static str,
    label: &'static str,
    options: Vec<Choice>,
}

#[derive(Debug)]
struct Choice {
    value: String,
    text: String,
    is_chosen: bool,
}

#[derive(Debug)]
struct Row {
    number: u64,
    at: String,
    who: String,
    act: &'static str,
    account: String,
    /// The verification, and where it is shown.
    verification: Option<(String, String)>,
    says: String,
}

/// The names of those whom entries may name.
struct Names {
    members: HashMap<StaffId, Personal>,
    accounts: Vec<(AccountId, String)>,
}

/// `GET /office/audit`.
pub(super) async fn show(State(state): State<AppState>, who: SignedIn) -> Response<Body> {
    let asked = Asked::parse(&who.visit.query);
    answer(&state, &who, &asked, None).await
}

/// `POST /office/audit`. The page is the answer to a form, so loading it again asks again.
pub(super) async fn open(
    State(state): State<AppState>,
    Posted { who, fields }: Posted,
) -> Response<Body> {
    let asked = Asked::parse(fields.get("asked"));
    answer(&state, &who, &asked, Some(fields.personal("reason"))).await
}

async fn answer(
    state: &AppState,
    who: &SignedIn,
    asked: &Asked,
    reason: Option<Personal>,
) -> Response<Body> {
    let t = AuditTexts::of(who.visit.locale);
    let frame = who.layout(t.title).wide();
    let page = match page(state, who, asked, reason, frame.clone()).await {
        Err(Error::ReasonNeeded) => {
            let masked = page(state, who, asked, None, frame.wrong(t.wrong_reason)).await;
            masked.map(|page| (StatusCode::UNPROCESSABLE_ENTITY, page))
        }
        page => page.map(|page| (StatusCode::OK, page)),
    };
    match page {
        Ok((status, page)) => render_as(status, &page),
        Err(error) => Refusal::of_error(&error).page(&who.layout("")),
    }
}

async fn page(
    state: &AppState,
    who: &SignedIn,
    asked: &Asked,
    reason: Option<Personal>,
    frame: Layout,
) -> Result<Page, Error> {
    let (app, by) = (&state.app, who.by());
    let t = AuditTexts::of(who.visit.locale);
    let (query, wrong) = asked.query();
    let TrailPage { entries, next } = app.trail_in_office(by, query, reason.clone()).await?;
    let names = Names {
        members: app.colleagues(by).await?,
        accounts: app.accounts_in_office(by).await?,
    };
    let f = if wrong.is_empty() {
        frame
    } else {
        let labels: Vec<_> = wrong.iter().map(|key| label(t, key)).collect();
        frame.wrong(fill(t.wrong, &labels.join(", ")))
    };
    let root = f.root.clone();
    let rows = entries.iter().map(|entry| row(entry, &f, t, &names));
    let rows = rows.collect();
    Ok(Page {
        choices: choices(t, asked, &names),
        from: asked.one("from").to_owned(),
        until: asked.one("until").to_owned(),
        rows,
        own: asked.own_address(),
        next: next.map(|number| asked.address(Some(number))),
        first: (!asked.is_first()).then(|| format!("{root}/office/audit?{}", asked.address(None))),
        reason: reason.map_or_else(String::new, |reason| reason.reveal().to_owned()),
        f,
        t,
    })
}

fn row(shown: &TrailEntry, f: &Layout, t: &AuditTexts, names: &Names) -> Row {
    let entry = &shown.audited.entry;
    let verification = entry.verification.map(|id| {
        let href = format!("{}/office/verifications/{id}", f.root);
        (id.to_string(), href)
    });
    Row {
        number: shown.audited.number,
        at: entry.at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        who: match entry.by {
            Actor::Operator => t.operator.to_owned(),
            Actor::Server => t.server.to_owned(),
            Actor::Staff(id, role) => format!("{} ({})", names.member(id), f.w.role(role)),
        },
        act: t.act_name(entry.act),
        account: entry
            .account
            .map_or_else(String::new, |id| names.account(id)),
        verification,
        says: says(shown, t, names),
    }
}

/// Returns what an entry says, in one line. Members are called by their names, where the reader
/// knows them.
fn says(shown: &TrailEntry, t: &AuditTexts, names: &Names) -> String {
    if shown.audited.is_erased {
        return t.erased.to_owned();
    }
    if shown.is_masked {
        return t.masked.to_owned();
    }
    let content = &shown.audited.entry.content;
    let reason = content.reason.iter();
    let reason = reason.map(|reason| reason.reveal().to_owned());
    let details = content.details.iter().map(|(name, value)| {
        let value = value.reveal();
        let value = match value.parse() {
            Ok(id) => names.member(id),
            Err(_) => value.to_owned(),
        };
        format!("{}: {value}", name.replace('_', " "))
    });
    let parts: Vec<String> = reason.chain(details).collect();
    parts.join("; ")
}

impl Names {
    fn member(&self, id: StaffId) -> String {
        let known = self.members.get(&id);
        known.map_or_else(|| id.to_string(), |name| name.reveal().to_owned())
    }

    fn account(&self, id: AccountId) -> String {
        let known = self.accounts.iter().find(|(known, _)| *known == id);
        known.map_or_else(|| id.to_string(), |(_, name)| name.clone())
    }
}

/// Returns the lists to choose from: acts, the members whom the reader knows, and accounts if there
/// is more than one.
fn choices(t: &'static AuditTexts, asked: &Asked, names: &Names) -> Vec<Choices> {
    let list = |key: &'static str, mut all: Vec<(String, String)>| {
        all.sort_by(|one, other| one.1.cmp(&other.1));
        let any = (String::new(), t.any.to_owned());
        let options = std::iter::once(any).chain(all).map(|(value, text)| Choice {
            is_chosen: asked.one(key) == value,
            value,
            text,
        });
        Choices {
            key,
            label: label(t, key),
            options: options.collect(),
        }
    };
    let acts = AuditAct::ALL.iter();
    let acts = acts.map(|act| (act.word().to_owned(), t.act_name(*act).to_owned()));
    let members = names.members.iter();
    let members = members.map(|(id, name)| (id.to_string(), name.reveal().to_owned()));
    let accounts = names.accounts.iter();
    let accounts = accounts.map(|(id, name)| (id.to_string(), name.clone()));
    let mut lists = vec![
        list("act", acts.collect()),
        list("member", members.collect()),
    ];
    if names.accounts.len() > 1 {
        lists.push(list("account", accounts.collect()));
    }
    lists
}

fn label(t: &AuditTexts, key: &str) -> &'static str {
    match key {
        "act" => t.act,
        "member" => t.member,
        "account" => t.account,
        "from" => t.from,
        _ => t.until,
    }
}
