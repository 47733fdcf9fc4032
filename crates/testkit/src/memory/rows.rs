//! Verifications in memory, with their journals, pictures and examinations.

use jiff::Timestamp;
use proofing::ports::{
    After, Change, EvidenceRef, Found, KeptExamination, ListOrder, Listed, Next, ReferenceFilter,
    ReviewQuery, StoreError, Stored, VerificationQuery,
};
use verification::journal::{Entry, Tail};
use verification::request::Reference;
use verification::review::may_be_next;
use verification::stage::{Stage, StageName};
use verification::verdict::Decider;
use verification::{AccountId, Verification, VerificationId};

/// The rows, in the order in which they were opened; the index of a row is its number.
#[derive(Clone, Default)]
pub(super) struct Rows(pub(super) Vec<Row>);

#[derive(Clone)]
pub(super) struct Row {
    pub(super) id: VerificationId,
    account: AccountId,
    pub(super) reference: Reference,
    pub(super) found: Found,
    version: u64,
    pub(super) journal: Vec<Entry>,
    pub(super) evidence: Vec<EvidenceRef>,
    pub(super) examination: Option<KeptExamination>,
}

impl Row {
    pub(super) const fn is_forgotten(&self) -> bool {
        matches!(self.found, Found::Forgotten(_))
    }

    /// Returns true for a verification whose verdict is an acceptance.
    pub(super) fn is_accepted(&self) -> bool {
        matches!(&self.found, Found::Live(stored) if stored.value.stage.name() == StageName::Accepted)
    }

    fn created_at(&self) -> Timestamp {
        match &self.found {
            Found::Live(stored) => stored.value.created_at,
            Found::Forgotten(tombstone) => tombstone.created_at,
        }
    }

    fn opened(value: Verification) -> Self {
        Self {
            id: value.id,
            account: value.account,
            reference: value.request.reference.clone(),
            found: Found::Live(Box::new(Stored { value, version: 1 })),
            version: 1,
            journal: Vec::new(),
            evidence: Vec::new(),
            examination: None,
        }
    }

    fn append(&mut self, entries: &[Entry], tail: Tail) -> Result<(), StoreError> {
        let is_whole = (self.journal.len() as u32 + 1..)
            .zip(entries)
            .all(|(number, entry)| number == entry.number);
        self.journal.extend(entries.iter().cloned());
        if is_whole && self.journal.len() as u32 == tail.length {
            return Ok(());
        }
        Err(StoreError::Inconsistent {
            table: "journal",
            column: "number",
            row: self.id.to_string(),
        })
    }

    fn forget(&mut self) {
        self.evidence.clear();
        self.examination = None;
        for entry in &mut self.journal {
            entry.detail = None;
            entry.browser = None;
        }
    }
}

/// Whoever made a decision cannot confirm it.
fn expect_two_people(value: &Verification) -> Result<(), StoreError> {
    match value.stage.decision().map(|decision| &decision.by) {
        Some(Decider::Staff(by)) if by.approver == Some(by.maker) => {
            Err(StoreError::Unavailable("one person confirmed alone".into()))
        }
        _ => Ok(()),
    }
}

impl Rows {
    pub(super) fn of(&self, id: VerificationId) -> Option<&Row> {
        self.0.iter().find(|row| row.id == id)
    }

    pub(super) fn named(&self, account: AccountId, reference: &Reference) -> Option<&Row> {
        self.0
            .iter()
            .find(|row| row.account == account && row.reference == *reference)
    }

    /// Stores the next value of a change, its journal entries and its pictures.
    pub(super) fn apply(&mut self, change: &Change) -> Result<&Row, StoreError> {
        let (id, tail) = match &change.next {
            Next::Open(value) => {
                if self
                    .named(value.account, &value.request.reference)
                    .is_some()
                {
                    return Err(StoreError::ReferenceTaken);
                }
                if self.of(value.id).is_some() {
                    return Err(StoreError::Conflict);
                }
                self.0.push(Row::opened((**value).clone()));
                (value.id, value.journal)
            }
            Next::Update(stored) => {
                expect_two_people(&stored.value)?;
                let row = self.expect(stored.value.id, stored.version)?;
                row.found = Found::Live(Box::new(Stored {
                    value: stored.value.clone(),
                    version: row.version,
                }));
                (row.id, stored.value.journal)
            }
            Next::Forget(stored) => {
                let row = self.expect(stored.value.id, stored.version)?;
                row.found = Found::Forgotten(stored.value.clone());
                row.forget();
                (row.id, stored.value.journal)
            }
        };
        let row = self.0.iter_mut().find(|row| row.id == id);
        let row = row.ok_or(StoreError::Conflict)?;
        row.append(&change.entries, tail)?;
        for picture in &change.evidence {
            let earlier = row.evidence.iter_mut();
            match earlier
                .into_iter()
                .find(|earlier| earlier.slot == picture.slot)
            {
                Some(earlier) => *earlier = picture.clone(),
                None => row.evidence.push(picture.clone()),
            }
        }
        Ok(row)
    }

    /// Returns the live row of this version, which is replaced by the next.
    fn expect(&mut self, id: VerificationId, version: u64) -> Result<&mut Row, StoreError> {
        let row = self.0.iter_mut().find(|row| row.id == id);
        let row = row.filter(|row| row.version == version && !row.is_forgotten());
        let row = row.ok_or(StoreError::Conflict)?;
        row.version += 1;
        Ok(row)
    }

    pub(super) fn keep(
        &mut self,
        id: VerificationId,
        kept: KeptExamination,
    ) -> Result<(), StoreError> {
        let row = self.0.iter_mut().find(|row| row.id == id);
        let row = row.filter(|row| !row.is_forgotten());
        let row = row.ok_or(StoreError::Conflict)?;
        let is_shown = |shown: &KeptExamination| shown.evidence == kept.evidence;
        if !row.examination.as_ref().is_some_and(is_shown) {
            row.examination = Some(kept);
        }
        Ok(())
    }

    /// Returns the cases of a queue, with the one that waits longest first.
    pub(super) fn review_queue(&self, query: &ReviewQuery) -> Vec<VerificationId> {
        let mut waiting = Vec::new();
        for row in &self.0 {
            let Found::Live(stored) = &row.found else {
                continue;
            };
            let task = stored.value.review_task();
            let is_asked = matches!(stored.value.stage, Stage::InReview(_))
                && query.account.is_none_or(|account| account == row.account)
                && query
                    .next_for
                    .is_none_or(|(by, now)| may_be_next(&task, by, now));
            if is_asked {
                waiting.push((task.since, row.id));
            }
        }
        waiting.sort_by_key(|(since, _)| *since);
        let waiting = waiting.into_iter().map(|(_, id)| id);
        waiting.take(query.limit).collect()
    }

    pub(super) fn list(&self, query: &VerificationQuery) -> Vec<Listed> {
        let is_of_list = |row: &Row| query.account.is_none_or(|account| account == row.account);
        let after = match query.after {
            None => None,
            Some(After::Place(place)) => Some(place),
            Some(After::Verification(id)) => {
                let found = (1..)
                    .zip(&self.0)
                    .find(|(_, row)| row.id == id && is_of_list(row));
                let Some((place, _)) = found else {
                    return Vec::new();
                };
                Some(place)
            }
        };
        let is_asked = |place: u64, row: &Row| {
            let stage = match &row.found {
                Found::Live(stored) => stored.value.stage.name(),
                Found::Forgotten(_) => StageName::Deleted,
            };
            let follows = match (after, query.order) {
                (None, _) => true,
                (Some(after), ListOrder::NewestFirst) => place < after,
                (Some(after), ListOrder::OldestFirst) => place > after,
            };
            let is_named = match &query.reference {
                None => true,
                Some(ReferenceFilter::Exact(reference)) => row.reference == *reference,
                Some(ReferenceFilter::Prefix(start)) => row.reference.as_str().starts_with(start),
            };
            let is_found = match &row.found {
                Found::Live(stored) => query.filter.matches(&stored.value),
                Found::Forgotten(_) => query.filter.is_empty(),
            };
            follows
                && is_named
                && is_found
                && is_of_list(row)
                && (query.stages.is_empty() || query.stages.contains(&stage))
                && query.from.is_none_or(|from| row.created_at() >= from)
                && query.until.is_none_or(|until| row.created_at() < until)
        };
        let mut listed: Vec<Listed> = (1..)
            .zip(&self.0)
            .filter(|(place, row)| is_asked(*place, row))
            .map(|(place, row)| Listed {
                place,
                found: row.found.clone(),
            })
            .collect();
        if query.order == ListOrder::NewestFirst {
            listed.reverse();
        }
        listed.truncate(query.limit);
        listed
    }
}
