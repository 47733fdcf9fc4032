//! `GET /office/verifications.csv`: the whole list as a file, sent while it is read.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, Response, StatusCode, header};
use futures::{StreamExt, stream};
use proofing::ports::{After, VerificationQuery};
use proofing::{Error, Principal};
use verification::{AccountId, VerificationId};

use super::columns::{self, Column};
use super::{csv, page};
use crate::AppState;
use crate::office::frame::SignedIn;
use crate::office::headers;
use crate::office::i18n::VerificationsTexts;
use crate::office::refusal::Refusal;

/// The number of verifications that are read at a time.
const AT_A_TIME: usize = 500;

/// What every part of the file needs.
struct Export {
    state: AppState,
    by: Principal,
    t: &'static VerificationsTexts,
    columns: Vec<Column>,
    accounts: Vec<(AccountId, String)>,
}

/// Sends the file.
pub(super) async fn send(State(state): State<AppState>, who: SignedIn) -> Response<Body> {
    let (asked, query) = page::query_of(&who);
    let accounts = match page::accounts(&state, &who).await {
        Ok(accounts) => accounts,
        Err(error) => return Refusal::of_error(&error).page(&who.layout("")),
    };
    let export = Export {
        by: who.by(),
        t: VerificationsTexts::of(who.visit.locale),
        columns: not_personal(columns::chosen(&asked)),
        accounts,
        state,
    };
    let query = VerificationQuery {
        limit: AT_A_TIME,
        ..query
    };
    // The first part is read before anything is sent, so that a refusal is a page.
    let (first, next) = match export.part(query.clone()).await {
        Ok(part) => part,
        Err(error) => return Refusal::of_error(&error).page(&who.layout("")),
    };
    // A spreadsheet takes the text for UTF-8 because of the mark at its beginning.
    let begin = format!("\u{feff}{}{first}", export.heading());
    let begin = stream::once(async { Ok::<_, Error>(Bytes::from(begin)) });
    let rest = stream::unfold((export, following(query, next)), |(export, query)| async {
        let query = query?;
        // An error breaks the answer off, so that nobody takes a part for the whole.
        Some(match export.part(query.clone()).await {
            Ok((lines, next)) => (Ok(Bytes::from(lines)), (export, following(query, next))),
            Err(error) => (Err(error), (export, None)),
        })
    });
    let mut response = headers::page(StatusCode::OK, String::new());
    *response.body_mut() = Body::from_stream(begin.chain(rest));
    for (name, value) in [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"verifications.csv\"",
        ),
    ] {
        let headers = response.headers_mut();
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Returns the columns that a file has: it leaves the server, so nobody is named in it.
fn not_personal(mut columns: Vec<Column>) -> Vec<Column> {
    columns.retain(|column| !column.is_personal());
    columns
}

/// Returns the query for the part after a verification, if there is one.
fn following(query: VerificationQuery, next: Option<VerificationId>) -> Option<VerificationQuery> {
    next.map(|last| VerificationQuery {
        after: Some(After::Verification(last)),
        ..query
    })
}

impl Export {
    /// Returns the headings.
    fn heading(&self) -> String {
        let columns = self.columns.iter().map(|column| column.heading(self.t));
        csv::line(std::iter::once(self.t.reference).chain(columns))
    }

    /// Returns the lines of a part, and the verification after which the next one continues.
    async fn part(
        &self,
        query: VerificationQuery,
    ) -> Result<(String, Option<VerificationId>), Error> {
        let page = self.state.app.export_in_office(self.by, query).await?;
        let lines = page.rows.iter().map(|row| {
            let columns = self.columns.iter();
            let cells = columns.map(|column| column.cell(row, self.t, &self.accounts));
            let cells: Vec<String> = std::iter::once(row.reference.as_str().to_owned())
                .chain(cells)
                .collect();
            csv::line(cells.iter().map(String::as_str))
        });
        Ok((lines.collect(), page.next))
    }
}
