//! Lists and searches verifications for staff and the operator.
//!
//! Staff of one account search in that account alone: nothing of the others is read, so that
//! neither what is found nor how long it takes says anything about them.

use std::collections::BTreeSet;

use jiff::Timestamp;
use verification::audit::{AuditAct, AuditContent};
use verification::capture::Kind;
use verification::names::PersonName;
use verification::request::{DocumentService, DocumentType, FieldError, Reference};
use verification::search::facts_of;
use verification::staff::Permission;
use verification::stage::{Stage, StageName};
use verification::verdict::{DataValue, Verdict};
use verification::{AccountId, Personal, Service, Verification, VerificationId};

use crate::acts::audit::About;
use crate::error::{Error, Fault};
use crate::ports::{Found, Listed, VerificationQuery};
use crate::{App, Principal};

/// The maximum number of verifications on a page of a list.
pub const MOST_LISTED: usize = 500;

/// Verifications are counted up to this number, so that the work of counting is bounded.
pub const MOST_COUNTED: usize = 10_000;

/// A page of a list.
#[derive(Debug, Clone)]
pub struct SearchPage {
    /// The verifications, in the order of the list.
    pub rows: Vec<SearchRow>,
    /// The verification after which the next page continues, or `None` if there is none.
    pub next: Option<VerificationId>,
    /// Whether everything that was looked for can be found already. It is false while verifications
    /// that an earlier version stored are still being made searchable; the oldest come last.
    pub is_complete: bool,
}

/// A verification in a list.
#[derive(Debug, Clone)]
pub struct SearchRow {
    /// Its ID.
    pub id: VerificationId,
    /// The account that it belongs to.
    pub account: AccountId,
    /// The business's reference.
    pub reference: Reference,
    /// Its stage.
    pub stage: StageName,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was completed, or `None` if it is not.
    pub completed_at: Option<Timestamp>,
    /// The verdict, and whether a person gave it.
    pub verdict: Option<(Verdict, bool)>,
    /// The country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The services that were requested. A deleted verification has none.
    pub services: BTreeSet<Service>,
    /// Who started it, or `None` if it was deleted.
    pub kind: Option<Kind>,
    /// The types of its documents.
    pub document_types: BTreeSet<DocumentType>,
    /// What is personal, or `None` where it is masked.
    pub personal: Option<PersonalColumns>,
}

/// The columns of a list that show who a person is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonalColumns {
    /// The person's name.
    pub name: Option<Personal>,
    /// Their e-mail address.
    pub email: Option<Personal>,
    /// Their date of birth.
    pub birth_date: Option<Personal>,
}

/// Whether a list shows who is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Personally {
    /// Personal columns are masked.
    Masked,
    /// Personal columns are shown, after the audit trail has recorded it. The reason is needed by
    /// roles that choose what they look at.
    Shown {
        /// Why they are shown.
        reason: Option<Personal>,
    },
}

/// A bounded number of verifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// How many were counted.
    pub counted: u64,
    /// Whether there are more than these.
    pub are_more: bool,
}

impl App {
    /// Returns the verifications that a query asks for, up to its limit and [`MOST_LISTED`]. Who
    /// looks for names, numbers or addresses has to have the permission to see personal data,
    /// because what is found confirms them.
    ///
    /// # Errors
    /// Another account is not found. If the audit trail cannot be written, nothing personal is
    /// returned.
    pub async fn search_in_office(
        &self,
        by: Principal,
        query: VerificationQuery,
        personally: Personally,
    ) -> Result<SearchPage, Error> {
        let query = allowed(by, query)?;
        let account = query.account;
        let reason = match personally {
            Personally::Masked => return self.page(query, false).await,
            Personally::Shown { reason } => reason.filter(|reason| !reason.is_blank()),
        };
        by.must_have(Permission::SeePersonalData, account)?;
        if reason.is_none() && needs_reason(by) {
            return Err(Error::Invalid {
                service: None,
                key: "reason",
                why: Fault::Field(FieldError::Required),
            });
        }
        let page = self.page(query, true).await?;
        let content = listed(AuditContent::because(reason), &page);
        let about = About {
            account,
            verification: None,
        };
        self.record(by, AuditAct::ListPersonalData, about, content)
            .await?;
        Ok(page)
    }

    /// Returns the same as [`search_in_office`](Self::search_in_office) with personal columns
    /// masked, for whoever may take a list out of the server. The audit trail records each page of
    /// it.
    ///
    /// # Errors
    /// Another account is not found. If the audit trail cannot be written, nothing is returned.
    pub async fn export_in_office(
        &self,
        by: Principal,
        query: VerificationQuery,
    ) -> Result<SearchPage, Error> {
        let query = allowed(by, query)?;
        let account = query.account;
        by.must_have(Permission::ExportLists, account)?;
        let page = self.page(query, false).await?;
        let content = listed(AuditContent::default(), &page);
        let about = About {
            account,
            verification: None,
        };
        self.record(by, AuditAct::ExportList, about, content)
            .await?;
        Ok(page)
    }

    async fn page(&self, query: VerificationQuery, shows: bool) -> Result<SearchPage, Error> {
        let limit = query.limit.clamp(1, MOST_LISTED);
        let narrows = !query.filter.is_empty();
        let query = VerificationQuery {
            // One more than is shown says whether there are more.
            limit: limit + 1,
            ..query
        };
        let store = &self.ports.store;
        let is_complete = !narrows || store.not_yet_searchable().await? == 0;
        let mut listed = store.verifications(query).await?;
        let are_more = listed.len() > limit;
        listed.truncate(limit);
        let rows: Vec<SearchRow> = listed.iter().map(|listed| row(listed, shows)).collect();
        Ok(SearchPage {
            next: rows.last().filter(|_| are_more).map(|last| last.id),
            rows,
            is_complete,
        })
    }

    /// Returns the accounts whose verifications somebody may list, with their names, by name.
    pub async fn accounts_in_office(
        &self,
        by: Principal,
    ) -> Result<Vec<(AccountId, String)>, Error> {
        let own = match by {
            Principal::Staff(authority) => authority.account,
            _ => None,
        };
        by.must_have(Permission::ViewVerifications, own)?;
        let accounts = self.ports.store.accounts().await?.into_iter();
        let reached = accounts.filter(|account| own.is_none_or(|own| own == account.id));
        Ok(reached.map(|account| (account.id, account.name)).collect())
    }

    /// Returns how many verifications a query asks for, up to [`MOST_COUNTED`].
    ///
    /// # Errors
    /// Another account is not found.
    pub async fn count_in_office(
        &self,
        by: Principal,
        query: VerificationQuery,
    ) -> Result<Total, Error> {
        let query = VerificationQuery {
            after: None,
            limit: MOST_COUNTED + 1,
            ..allowed(by, query)?
        };
        let counted = self.ports.store.count_verifications(query).await?;
        let most = MOST_COUNTED as u64;
        Ok(Total {
            counted: counted.min(most),
            are_more: counted > most,
        })
    }
}

/// Returns the query within what the principal may look for.
fn allowed(by: Principal, query: VerificationQuery) -> Result<VerificationQuery, Error> {
    let account = match by {
        Principal::Staff(authority) => query.account.or(authority.account),
        _ => query.account,
    };
    by.must_have(Permission::ViewVerifications, account)?;
    if !query.filter.words.is_empty() {
        by.must_have(Permission::SeePersonalData, account)?;
    }
    Ok(VerificationQuery { account, ..query })
}

fn needs_reason(by: Principal) -> bool {
    matches!(by, Principal::Staff(authority) if authority.role.needs_reason())
}

/// Adds to an entry of the audit trail which page was shown, without naming anybody.
fn listed(content: AuditContent, page: &SearchPage) -> AuditContent {
    let content = content.with("verifications", page.rows.len().to_string());
    match (page.rows.first(), page.rows.last()) {
        (Some(first), Some(last)) => content
            .with("first", first.id.to_string())
            .with("last", last.id.to_string()),
        _ => content,
    }
}

fn row(listed: &Listed, shows: bool) -> SearchRow {
    let value = match &listed.found {
        Found::Live(stored) => &stored.value,
        Found::Forgotten(tombstone) => {
            return SearchRow {
                id: tombstone.id,
                account: tombstone.account,
                reference: tombstone.reference.clone(),
                stage: StageName::Deleted,
                created_at: tombstone.created_at,
                completed_at: None,
                verdict: None,
                country: None,
                services: BTreeSet::new(),
                kind: None,
                document_types: BTreeSet::new(),
                personal: None,
            };
        }
    };
    let facts = facts_of(value);
    let decision = value.stage.decision();
    SearchRow {
        id: value.id,
        account: value.account,
        reference: value.request.reference.clone(),
        stage: value.stage.name(),
        created_at: value.created_at,
        completed_at: value.completed_at,
        verdict: decision.map(|decision| (decision.verdict, facts.is_by_hand)),
        country: facts.country,
        services: facts.services,
        kind: Some(facts.kind),
        document_types: facts.document_types,
        personal: shows.then(|| personal(value)),
    }
}

/// Returns what a list shows of a person: what was read where that is known, or else what the
/// business claims.
fn personal(value: &Verification) -> PersonalColumns {
    let outcome = match &value.stage {
        Stage::InReview(outcome) => Some(&**outcome),
        stage => stage.decision().map(|decision| &decision.outcome),
    };
    let services = outcome.into_iter().flat_map(|outcome| &outcome.services);
    let data: Vec<&(String, DataValue)> = services.flat_map(|service| &service.data).collect();
    let read = |wanted: &str| {
        let mut named = data.iter().filter(|(key, _)| key == wanted);
        named.find_map(|(_, value)| text_of(value))
    };
    let documents = value.request.services.documents();
    let claims: Vec<&DocumentService> = documents.map(|(_, document)| document).collect();
    let mut names = claims.iter().filter_map(|document| document.name.claim());
    let mut births = claims.iter().filter_map(|document| document.dob.claim());
    let email = value.request.email.as_ref();
    PersonalColumns {
        name: read("name").or_else(|| names.next().map(claimed)),
        birth_date: read("dob").or_else(|| births.next().map(|date| date.to_string().into())),
        email: email.map(|email| Personal::new(email.as_str())),
    }
}

fn text_of(value: &DataValue) -> Option<Personal> {
    match value {
        DataValue::Text(text) => Some(text.clone()),
        DataValue::Name {
            first,
            middle,
            last,
        } => {
            let parts = [first, middle, last].into_iter().flatten();
            joined(parts.map(Personal::reveal))
        }
        DataValue::Null | DataValue::Number(_) | DataValue::Words(_) => None,
    }
}

fn claimed(name: &PersonName) -> Personal {
    let parts = [&name.first, &name.middle, &name.last];
    let parts = parts.into_iter().flatten().map(String::as_str);
    let full = name.full.as_deref().unwrap_or_default();
    joined(parts).unwrap_or_else(|| Personal::new(full))
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> Option<Personal> {
    let parts: Vec<&str> = parts.collect();
    (!parts.is_empty()).then(|| Personal::new(parts.join(" ")))
}
