//! `GET /office/verifications`: a page of the list.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use proofing::acts::office::search::{Personally, SearchPage, SearchRow, Total};
use proofing::ports::VerificationQuery;
use verification::capture::Kind;
use verification::request::DocumentType;
use verification::staff::Permission;
use verification::stage::StageName;
use verification::{AccountId, Service};

use super::asked::{Asked, WORDS};
use super::columns::{self, Column};
use crate::AppState;
use crate::office::frame::SignedIn;
use crate::office::i18n::{VerificationsTexts, fill};
use crate::office::layout::{Layout, render};
use crate::office::refusal::Refusal;

/// The page.
#[derive(Debug, Template)]
#[template(path = "office/verifications.html")]
struct List {
    f: Layout,
    t: &'static VerificationsTexts,
    /// The fields for what is looked for most: words and numbers.
    fields: Vec<Field>,
    /// The other fields, which are shown on request or once one of them is in use.
    more: Vec<Field>,
    /// The groups of boxes and lists to choose from, shown with these.
    choices: Vec<Choices>,
    /// Whether one of these is in use.
    is_narrowed: bool,
    /// The columns to choose from.
    columns: Choices,
    headings: Vec<&'static str>,
    rows: Vec<Row>,
    /// What was counted, if it was asked for.
    total: Option<String>,
    /// The address of the next page.
    next: Option<String>,
    /// The address of the first page, if this is another one.
    first: Option<String>,
    /// The address of the page with its total.
    counting: String,
    /// The address of the page that shows who is in it or masks them, and what the link says.
    people: Option<(String, &'static str)>,
    /// Whether it shows who is in it.
    is_personal: bool,
    /// The address of the list as a file, for who may take it along.
    export: Option<String>,
}

#[derive(Debug)]
struct Field {
    key: &'static str,
    label: &'static str,
    help: &'static str,
    /// The type of the input.
    input: &'static str,
    value: String,
}

#[derive(Debug)]
struct Choices {
    key: &'static str,
    label: &'static str,
    /// Whether one is chosen at most, from a list.
    is_one: bool,
    options: Vec<Choice>,
}

impl Choices {
    /// Returns true if something is chosen. Of a list, the first value says that it is not.
    fn is_in_use(&self) -> bool {
        let chosen = self.options.iter().filter(|option| option.chosen);
        chosen.into_iter().any(|option| !option.value.is_empty())
    }
}

#[derive(Debug)]
struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

#[derive(Debug)]
struct Row {
    href: String,
    reference: String,
    /// The headings and the texts.
    cells: Vec<(&'static str, String)>,
}

/// Shows a page of the list.
pub(super) async fn show(State(state): State<AppState>, who: SignedIn) -> Response<Body> {
    let asked = Asked::parse(&who.visit.query);
    match list(&state, &who, &asked).await {
        Ok(page) => render(&page),
        Err(error) => Refusal::of_error(&error).page(&who.layout("")),
    }
}

async fn list(state: &AppState, who: &SignedIn, asked: &Asked) -> Result<List, proofing::Error> {
    let t = VerificationsTexts::of(who.visit.locale);
    let (query, wrong) = asked.query();
    let total = if asked.wants_total {
        Some(state.app.count_in_office(who.by(), query.clone()).await?)
    } else {
        None
    };
    let is_first = query.after.is_none();
    let shows = may_show(who) && asked.is_personal;
    let personally = if shows {
        Personally::Shown { reason: None }
    } else {
        Personally::Masked
    };
    let page = state
        .app
        .search_in_office(who.by(), query, personally)
        .await?;
    let accounts = accounts(state, who).await?;
    let columns = columns::chosen(asked);
    let mut f = who.layout(t.title);
    f.is_wide = true;
    if !wrong.is_empty() {
        let labels: Vec<&str> = wrong.iter().map(|key| label(t, key)).collect();
        f = f.wrong(fill(t.wrong, &labels.join(", ")));
    } else if !page.is_complete {
        f = f.done(t.incomplete);
    }
    let root = f.root.clone();
    let to = |query: String| format!("{root}/office/verifications?{query}");
    let more = more(t, who, asked);
    let choices = choices(t, asked, &accounts);
    Ok(List {
        fields: words(t, who, asked),
        is_narrowed: more.iter().any(|field| !field.value.is_empty())
            || choices.iter().any(Choices::is_in_use),
        more,
        choices,
        columns: shown_columns(t, &columns),
        headings: columns.iter().map(|column| column.heading(t)).collect(),
        total: total.map(|total| counted(t, total)),
        next: next(&page).map(|id| to(asked.address(Some(&id), false))),
        first: (!is_first).then(|| to(asked.address(None, false))),
        counting: to(asked.address(None, true)),
        people: may_show(who).then(|| {
            let turned = asked.showing_people(!shows);
            let text = if shows { t.hide_people } else { t.show_people };
            (to(turned.address(None, false)), text)
        }),
        is_personal: shows,
        export: may(who, Permission::ExportLists).then(|| {
            format!(
                "{root}/office/verifications.csv?{}",
                asked.address(None, false)
            )
        }),
        rows: page
            .rows
            .iter()
            .map(|row| shown(row, t, &root, &accounts, &columns))
            .collect(),
        f,
        t,
    })
}

/// Returns true if somebody has a permission.
fn may(who: &SignedIn, permission: Permission) -> bool {
    who.authority().role.may(permission)
}

/// Returns true if a list may show who is in it. Who needs a reason opens the verifications one by
/// one instead.
fn may_show(who: &SignedIn) -> bool {
    may(who, Permission::SeePersonalData) && !who.authority().role.needs_reason()
}

fn next(page: &SearchPage) -> Option<String> {
    page.next.map(|id| id.to_string())
}

fn shown(
    row: &SearchRow,
    t: &VerificationsTexts,
    root: &str,
    accounts: &[(AccountId, String)],
    columns: &[Column],
) -> Row {
    Row {
        href: format!("{root}/office/verifications/{}", row.id),
        reference: row.reference.as_str().to_owned(),
        cells: columns
            .iter()
            .map(|column| (column.heading(t), column.cell(row, t, accounts)))
            .collect(),
    }
}

fn counted(t: &VerificationsTexts, total: Total) -> String {
    let text = if total.are_more {
        t.counted_more
    } else {
        t.counted
    };
    fill(text, &total.counted.to_string())
}

/// Returns the accounts that somebody works for, by name.
pub(super) async fn accounts(
    state: &AppState,
    who: &SignedIn,
) -> Result<Vec<(AccountId, String)>, proofing::Error> {
    state.app.accounts_in_office(who.by()).await
}

fn label(t: &VerificationsTexts, key: &str) -> &'static str {
    match key {
        "name" => t.name,
        "email" => t.email,
        "phone" => t.phone,
        "document_number" => t.document_number,
        "born" => t.born,
        "issued" => t.issued,
        "expires" => t.expires,
        "stage" => t.stage,
        "country" => t.country,
        "document_type" => t.document_type,
        "service" => t.service,
        "kind" => t.kind,
        "from" => t.from,
        "until" => t.until,
        "account" => t.account,
        _ => t.reference,
    }
}

/// Returns a field with what was asked for.
fn field(
    t: &'static VerificationsTexts,
    asked: &Asked,
    key: &'static str,
    help: &'static str,
) -> Field {
    Field {
        key,
        label: label(t, key),
        help,
        input: match key {
            "born" | "issued" | "expires" | "from" | "until" => "date",
            "email" => "email",
            "phone" => "tel",
            _ => "search",
        },
        value: asked.one(key).to_owned(),
    }
}

/// Returns the keys of the fields that look for what is personal, which are dates or are not. Who
/// may not see personal data cannot look for them either.
fn personal(who: &SignedIn, dates: bool) -> impl Iterator<Item = &'static str> {
    let may = may(who, Permission::SeePersonalData);
    let keys = WORDS.iter().map(|(key, _)| *key);
    keys.filter(move |key| may && matches!(*key, "born" | "issued" | "expires") == dates)
}

/// Returns the fields for words and numbers.
fn words(t: &'static VerificationsTexts, who: &SignedIn, asked: &Asked) -> Vec<Field> {
    let help = |key| match key {
        "name" => t.name_help,
        _ => "",
    };
    let own = personal(who, false).map(|key| field(t, asked, key, help(key)));
    std::iter::once(field(t, asked, "reference", t.reference_help))
        .chain(own)
        .collect()
}

/// Returns the fields for the country and for dates.
fn more(t: &'static VerificationsTexts, who: &SignedIn, asked: &Asked) -> Vec<Field> {
    let dates = personal(who, true).chain(["from", "until"]);
    let dates = dates.map(|key| field(t, asked, key, ""));
    std::iter::once(field(t, asked, "country", t.country_help))
        .chain(dates)
        .collect()
}

fn choices(
    t: &'static VerificationsTexts,
    asked: &Asked,
    accounts: &[(AccountId, String)],
) -> Vec<Choices> {
    let boxes = |key: &'static str, label, all: Vec<(&str, &str)>| Choices {
        key,
        label,
        is_one: false,
        options: all
            .into_iter()
            .map(|(value, text)| Choice {
                value: value.to_owned(),
                text: text.to_owned(),
                chosen: asked.has(key, value),
            })
            .collect(),
    };
    let one = |key: &'static str, label, all: Vec<(String, String)>| Choices {
        key,
        label,
        is_one: true,
        options: std::iter::once((String::new(), t.any.to_owned()))
            .chain(all)
            .map(|(value, text)| Choice {
                chosen: asked.one(key) == value,
                value,
                text,
            })
            .collect(),
    };
    let stages = StageName::ALL.iter();
    let types = DocumentType::ALL.iter();
    let services = Service::ALL.iter().filter(|one| !one.is_catalogue_only());
    let kinds = Kind::ALL.iter();
    let by_hand = [("yes", t.yes), ("no", t.no)];
    let mut all = vec![
        boxes(
            "stage",
            t.stage,
            stages
                .map(|one| (one.as_str(), t.stage_name(*one)))
                .collect(),
        ),
        boxes(
            "document_type",
            t.document_type,
            types.map(|one| (one.word(), t.type_name(*one))).collect(),
        ),
        boxes(
            "service",
            t.service,
            services
                .map(|one| (one.as_str(), t.service_name(*one)))
                .collect(),
        ),
        boxes(
            "kind",
            t.kind,
            kinds.map(|one| (one.word(), t.kind_name(*one))).collect(),
        ),
        one(
            "by_hand",
            t.by_hand,
            by_hand
                .map(|(word, text)| (word.to_owned(), text.to_owned()))
                .to_vec(),
        ),
    ];
    if accounts.len() > 1 {
        let accounts = accounts.iter();
        let accounts = accounts.map(|(id, name)| (id.to_string(), name.clone()));
        all.push(one("account", t.account, accounts.collect()));
    }
    all
}

/// Returns the columns to choose from.
fn shown_columns(t: &'static VerificationsTexts, shown: &[Column]) -> Choices {
    let all = Column::ALL.iter();
    Choices {
        key: "column",
        label: t.columns,
        is_one: false,
        options: all
            .map(|column| Choice {
                value: column.word().to_owned(),
                text: column.heading(t).to_owned(),
                chosen: shown.contains(column),
            })
            .collect(),
    }
}

/// Returns the query of a list, for the file of all its pages.
pub(super) fn query_of(who: &SignedIn) -> (Asked, VerificationQuery) {
    let asked = Asked::parse(&who.visit.query);
    let (query, _) = asked.query();
    (asked, query)
}
