//! `POST /api/v1/get-transaction-data` and `/get-journey-data`: reports about many transactions.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use proofing::ports::{After, Found, Listed, VerificationQuery};
use proofing::{Principal, Subject};
use verification::account::Account;
use verification::stage::StageName;
use wire::capture::parse::{Cursor, Reporting};
use wire::capture::render::{Page, Row};
use wire::capture::{Fault, Message, render};

use super::authenticated_call::AuthenticatedCall;
use super::refusal::fault;
use crate::AppState;

/// The number of logs that are rendered at a time, because one may have two thousand events.
const MOST_JOURNEYS: usize = 1_000;

/// Answers with one row per transaction.
pub(crate) async fn transactions(
    State(state): State<AppState>,
    request: Request,
) -> Response<Body> {
    match AuthenticatedCall::little(&state, request, "get-transaction-data").await {
        Ok(heard) => heard.answer(report(&state, &heard, false).await),
        Err(refused) => refused,
    }
}

/// Answers with the log of each transaction.
pub(crate) async fn journeys(State(state): State<AppState>, request: Request) -> Response<Body> {
    match AuthenticatedCall::little(&state, request, "get-journey-data").await {
        Ok(heard) => heard.answer(report(&state, &heard, true).await),
        Err(refused) => refused,
    }
}

async fn report(
    state: &AppState,
    heard: &AuthenticatedCall,
    with_logs: bool,
) -> Result<Message, Fault> {
    let mut asked = Reporting::read(&heard.call()?)?;
    if with_logs {
        asked.size = asked.size.min(MOST_JOURNEYS);
    }
    let listed = listed(state, &heard.account, &asked).await?;
    let next = (listed.len() == asked.size && asked.transaction.is_none())
        .then(|| listed.last())
        .flatten()
        .map(|last| {
            Cursor(Reporting {
                after: Some(last.place),
                ..asked.clone()
            })
        });
    let page = Page {
        account: &heard.account,
        next: next.as_ref(),
        include_pii: asked.include_pii,
        now: state.app.now(),
    };
    let rows = listed
        .iter()
        .map(|listed| row(&heard.account, &listed.found));
    if !with_logs {
        let rows: Vec<Row<'_>> = rows.collect();
        return Ok(render::transactions(&page, &rows));
    }
    let mut logs = Vec::with_capacity(listed.len());
    for (row, listed) in rows.zip(&listed) {
        let subject = Subject::from(&listed.found);
        let log = state.app.journal_after(heard.principal(), subject, 0);
        logs.push((row, log.await.map_err(fault)?));
    }
    Ok(render::journeys(&page, &logs))
}

async fn listed(
    state: &AppState,
    account: &Account,
    asked: &Reporting,
) -> Result<Vec<Listed>, Fault> {
    if let Some(transaction) = asked.transaction {
        let found = state
            .app
            .by_transaction(Principal::from(account), account, transaction)
            .await;
        return Ok(vec![Listed {
            place: 0,
            found: found.map_err(fault)?,
        }]);
    }
    let query = VerificationQuery {
        from: asked.from.and_then(begins),
        until: asked.to.and_then(|day| begins(day.tomorrow().ok()?)),
        after: asked.after.map(After::Place),
        limit: asked.size,
        ..VerificationQuery::default()
    };
    state
        .app
        .list(Principal::from(account), account.id, query)
        .await
        .map_err(fault)
}

/// Returns the beginning of a day in UTC.
fn begins(day: Date) -> Option<Timestamp> {
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

fn row<'a>(account: &Account, found: &'a Found) -> Row<'a> {
    match found {
        Found::Live(stored) => {
            let verification = &stored.value;
            let retention = account.settings.retention;
            Row {
                transaction: verification.transaction,
                created_at: verification.created_at,
                stage: verification.stage.name(),
                forgotten_at: verification
                    .completed_at
                    .and_then(|done| retention.forget_at(done)),
                live: Some(verification),
            }
        }
        Found::Forgotten(tombstone) => Row {
            transaction: tombstone.transaction,
            created_at: tombstone.created_at,
            stage: StageName::Deleted,
            forgotten_at: Some(tombstone.deleted_at),
            live: None,
        },
    }
}
