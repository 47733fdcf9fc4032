//! `/office/queue`: the cases that await review, and the way to the next one.

use std::collections::HashMap;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use proofing::acts::office::WaitingCase;
use verification::decline::DeclineCode;
use verification::verdict::Verdict;
use verification::{Personal, StaffId};

use crate::AppState;
use crate::office::frame::{Posted, SignedIn};
use crate::office::headers;
use crate::office::i18n::{CaseTexts, fill};
use crate::office::layout::{Layout, render};
use crate::office::refusal::Refusal;

/// How many cases are listed.
const MOST: usize = 100;

/// The queue.
#[derive(Debug, Template)]
#[template(path = "office/queue.html")]
struct Queue {
    f: Layout,
    t: &'static CaseTexts,
    cases: Vec<Row>,
    /// How many of them are overdue, as a sentence.
    overdue: Option<String>,
}

/// A case in the queue.
#[derive(Debug)]
struct Row {
    href: String,
    reference: String,
    account: String,
    since: String,
    due: String,
    is_overdue: bool,
    state: String,
    suggestion: &'static str,
    reason: String,
}

/// `GET /office/queue`.
pub(super) async fn show(State(state): State<AppState>, who: SignedIn) -> Response<Body> {
    let by = who.by();
    let cases = match state.app.review_queue(by, None, MOST).await {
        Ok(cases) => cases,
        Err(error) => return Refusal::of_error(&error).page(&who.layout("")),
    };
    let accounts = match state.app.staff_accounts(by).await {
        Ok(accounts) => accounts,
        Err(error) => return Refusal::of(&error).page(&who.layout("")),
    };
    let accounts: HashMap<_, _> = accounts.into_iter().collect();
    let names = match state.app.colleagues(by).await {
        Ok(names) => names,
        Err(error) => return Refusal::of_error(&error).page(&who.layout("")),
    };
    let t = CaseTexts::of(who.visit.locale);
    let own = who.member().id;
    let overdue = cases.iter().filter(|case| case.is_overdue).count();
    let rows = cases.iter().map(|case| Row {
        href: who.visit.to(&format!("/office/verifications/{}", case.id)),
        reference: case.reference.as_str().to_owned(),
        account: accounts.get(&case.account).cloned().unwrap_or_default(),
        since: minute(case.since),
        due: case.due_at.map(minute).unwrap_or_default(),
        is_overdue: case.is_overdue,
        state: standing(case, t, own, &names),
        suggestion: match case.suggestion {
            Verdict::Accepted => t.accepted,
            Verdict::Declined => t.declined,
        },
        reason: case
            .codes
            .first()
            .map(|code| DeclineCode::as_str(code).to_owned())
            .unwrap_or_default(),
    });
    let cases = rows.collect();
    let f = who.layout(t.queue).wide().with_script("keys.js");
    render(&Queue {
        f,
        t,
        cases,
        overdue: (overdue > 0).then(|| fill(t.overdue_count, &overdue.to_string())),
    })
}

/// `POST /office/queue/next`: leads to the next case, which is then held by whoever asked.
pub(super) async fn next(
    State(state): State<AppState>,
    Posted { who, .. }: Posted,
) -> Response<Body> {
    match state.app.take_next_case(who.by(), None).await {
        Ok(Some(case)) => {
            let to = format!("/office/verifications/{}", case.verification.id);
            headers::see_other(&who.visit.to(&to))
        }
        Ok(None) => headers::see_other(&who.visit.to("/office/queue")),
        Err(error) => Refusal::of_error(&error).page(&who.layout("")),
    }
}

/// Says who has a case, or what it waits for.
fn standing(
    case: &WaitingCase,
    t: &CaseTexts,
    own: StaffId,
    names: &HashMap<StaffId, Personal>,
) -> String {
    match case.held {
        Some((holder, _)) => held(holder, t, own, names),
        None if case.proposed_by.is_some() => t.to_confirm.to_owned(),
        None if case.is_escalated => t.for_seniors.to_owned(),
        None => case
            .snoozed_until
            .map(|until| fill(t.snoozed, &minute(until)))
            .unwrap_or_default(),
    }
}

/// Says who has a case. Whom the reader does not know is a colleague.
pub(super) fn held(
    holder: StaffId,
    t: &CaseTexts,
    own: StaffId,
    names: &HashMap<StaffId, Personal>,
) -> String {
    match names.get(&holder) {
        _ if holder == own => t.held_by_you.to_owned(),
        Some(name) => fill(t.held_by, name.reveal()),
        None => t.held.to_owned(),
    }
}

/// Returns a time to the minute, in UTC.
pub(super) fn minute(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}
