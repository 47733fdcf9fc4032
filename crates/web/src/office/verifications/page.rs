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
    /// The fields that are always shown: the reference, and what identifies a person.
    fields: Vec<Field>,
    /// The other fields for texts and dates.
    more: Vec<Field>,
    /// Whether one of the filters that are folded away is set, so that they are unfolded.
    is_unfolded: bool,
    /// The groups of boxes and lists to choose from.
    choices: Vec<Choices>,
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

impl Choices {
    /// Returns true if something is chosen that narrows the list.
    fn is_filter_set(&self) -> bool {
        let mut options = self.options.iter();
        self.key != "column" && options.any(|option| option.chosen && !option.value.is_empty())
    }
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
    let (fields, more): (Vec<Field>, Vec<Field>) = fields(t, who, asked)
        .into_iter()
        .partition(|field| field.input != "date" && field.key != "country");
    let choices = choices(t, asked, &accounts, &columns);
    let is_unfolded = more.iter().any(|field| !field.value.is_empty())
        || choices.iter().any(Choices::is_filter_set);
    Ok(List {
        fields,
        more,
        is_unfolded,
        choices,
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

/// Returns the fields to write into. Who may not see personal data cannot look for them either.
fn fields(t: &'static VerificationsTexts, who: &SignedIn, asked: &Asked) -> Vec<Field> {
    let field = |key: &'static str, help, input| Field {
        key,
        label: label(t, key),
        help,
        input,
        value: asked.one(key).to_owned(),
    };
    let mut fields = vec![field("reference", t.reference_help, "search")];
    if may(who, Permission::SeePersonalData) {
        fields.extend(WORDS.iter().map(|(key, _)| match *key {
            "name" => field(key, t.name_help, "search"),
            "born" | "issued" | "expires" => field(key, "", "date"),
            "email" => field(key, "", "email"),
            "phone" => field(key, "", "tel"),
            _ => field(key, "", "search"),
        }));
    }
    fields.push(field("country", t.country_help, "search"));
    fields.push(field("from", "", "date"));
    fields.push(field("until", "", "date"));
    fields
}

fn choices(
    t: &'static VerificationsTexts,
    asked: &Asked,
    accounts: &[(AccountId, String)],
    columns: &[Column],
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
    let mut chosen = boxes(
        "column",
        t.columns,
        Column::ALL.map(|one| (one.word(), one.heading(t))).to_vec(),
    );
    for (choice, column) in chosen.options.iter_mut().zip(Column::ALL) {
        choice.chosen = columns.contains(&column);
    }
    all.push(chosen);
    all
}

/// Returns the query of a list, for the file of all its pages.
pub(super) fn query_of(who: &SignedIn) -> (Asked, VerificationQuery) {
    let asked = Asked::parse(&who.visit.query);
    let (query, _) = asked.query();
    (asked, query)
}
