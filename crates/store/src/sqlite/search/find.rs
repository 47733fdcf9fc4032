//! Finds verifications, part by part in the order of the list, until there are enough.
//!
//! Nothing of another account is read where the list is of one account: its facts are together, and
//! its terms have hashes of their own. How long a search takes therefore says nothing about others.

use proofing::ports::{After, ListOrder};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params, params_from_iter};
use verification::AccountId;

use super::facts;
use super::named::{self, Named};
use super::part::part_of;
use crate::codec::v1::columns::stage_word;
use crate::ports::{BlindQuery, BlindTerm};
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row;

/// Returns the places of the verifications that a query asks for, in the order of the list.
pub(crate) fn find(reader: &Reader, asked: &BlindQuery) -> Result<Vec<i64>, Fault> {
    let query = &asked.query;
    let accounts: Option<Vec<AccountId>> = asked
        .of
        .as_ref()
        .map(|of| of.iter().map(|(account, _)| *account).collect());
    let only = match accounts.as_deref() {
        Some([only]) => Some(*only),
        _ => None,
    };
    let Some(range) = Range::of(reader, asked, only)? else {
        return Ok(Vec::new());
    };
    let named = match &query.reference {
        Some(reference) => named::look_up(reader, only, reference)?,
        None => Named::Any,
    };
    let conditions = Conditions::of(asked, &named);
    let mut found = Vec::new();
    for part in parts(reader, asked, &range, &named)? {
        let mut keys = in_part(reader, asked, part, &conditions)?;
        keys.retain(|key| range.contains(*key) && named.contains(*key));
        keys.sort_unstable();
        if query.order == ListOrder::NewestFirst {
            keys.reverse();
        }
        found.extend(keys);
        if found.len() >= query.limit {
            found.truncate(query.limit);
            break;
        }
    }
    Ok(found)
}

/// The places among which the rest of a list is.
struct Range {
    first: i64,
    last: i64,
}

impl Range {
    /// Returns nothing if the list continues after a verification that is not in it.
    fn of(
        reader: &Reader,
        asked: &BlindQuery,
        account: Option<AccountId>,
    ) -> Result<Option<Self>, Fault> {
        let after = match asked.query.after {
            None => None,
            Some(After::Place(place)) => Some(i64::try_from(place).unwrap_or(i64::MAX)),
            Some(After::Verification(id)) => {
                let account = account.map(|account| row::id(account.uuid()));
                let place = reader
                    .data
                    .prepare_cached(
                        "-- place_of\n\
                         SELECT key FROM verifications WHERE id = ?1 AND (?2 IS NULL OR account = ?2)",
                    )?
                    .query_row(params![row::id(id.uuid()), account], |row| row.get(0))
                    .optional()?;
                let Some(place) = place else { return Ok(None) };
                Some(place)
            }
        };
        let (mut first, mut last) = (i64::MIN, i64::MAX);
        match (asked.query.order, after) {
            (_, None) => {}
            (ListOrder::NewestFirst, Some(after)) => last = after.saturating_sub(1),
            (ListOrder::OldestFirst, Some(after)) => first = after.saturating_add(1),
        }
        Ok(Some(Self { first, last }))
    }

    const fn contains(&self, key: i64) -> bool {
        self.first <= key && key <= self.last
    }
}

/// Returns the parts to be searched, in the order of the list.
fn parts(
    reader: &Reader,
    asked: &BlindQuery,
    range: &Range,
    named: &Named,
) -> Result<Vec<i64>, Fault> {
    let query = &asked.query;
    let mut statement = reader.data.prepare_cached(
        "-- parts\n\
         SELECT part FROM search_parts WHERE part >= ?1 AND part <= ?2 AND latest >= ?3 AND earliest < ?4 \
         ORDER BY part",
    )?;
    let mut parts: Vec<i64> = statement
        .query_map(
            params![
                part_of(range.first),
                part_of(range.last),
                query.from.map_or(i64::MIN, row::time),
                query.until.map_or(i64::MAX, row::time),
            ],
            |row| row.get(0),
        )?
        .collect::<Result<_, _>>()?;
    if let Named::Keys(keys) = named {
        let with_keys: std::collections::BTreeSet<i64> =
            keys.iter().map(|key| part_of(*key)).collect();
        parts.retain(|part| with_keys.contains(part));
    }
    if query.order == ListOrder::NewestFirst {
        parts.reverse();
    }
    Ok(parts)
}

/// The conditions on the facts of a verification, in SQL, and the values for their `?`.
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    fn of(asked: &BlindQuery, named: &Named) -> Self {
        let query = &asked.query;
        let mut all = Self {
            sql: String::new(),
            values: Vec::new(),
        };
        if let Some(from) = query.from {
            all.and("created_at >= ?", [Value::Integer(row::time(from))]);
        }
        if let Some(until) = query.until {
            all.and("created_at < ?", [Value::Integer(row::time(until))]);
        }
        let stages = query.stages.iter();
        all.one_of(
            "stage",
            stages.map(|stage| Value::Text(stage_word(*stage).to_owned())),
        );
        let filter = &query.filter;
        let countries = filter.countries.iter();
        all.one_of(
            "country",
            countries.map(|country| Value::Text(country.iso())),
        );
        let kinds = filter.kinds.iter();
        all.one_of("kind", kinds.map(|kind| Value::Integer(facts::kind(*kind))));
        if !filter.services.is_empty() {
            let bits = Value::Integer(facts::services(&filter.services));
            all.and("services & ? = ?", [bits.clone(), bits]);
        }
        if !filter.document_types.is_empty() {
            let bits = Value::Integer(facts::document_types(&filter.document_types));
            all.and("document_types & ? <> 0", [bits]);
        }
        if let Some(by_hand) = filter.by_hand {
            all.and("by_hand = ?", [Value::Integer(by_hand.into())]);
        }
        if !filter.is_empty() {
            all.and("stage <> 'deleted'", []);
        }
        if let Named::Prefix { from, before } = named {
            all.and(
                "EXISTS (SELECT 1 FROM verifications WHERE key = verification \
                 AND reference >= ? AND reference < ?)",
                [Value::Text(from.clone()), Value::Text(before.clone())],
            );
        }
        all
    }

    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.values.extend(values);
    }

    fn one_of(&mut self, column: &str, values: impl ExactSizeIterator<Item = Value>) {
        match values.len() {
            0 => {}
            1 => self.and(&format!("{column} = ?"), values),
            more => {
                let marks = vec!["?"; more].join(", ");
                self.and(&format!("{column} IN ({marks})"), values);
            }
        }
    }
}

/// Returns the places of the verifications in a part that a query asks for, in any order.
fn in_part(
    reader: &Reader,
    asked: &BlindQuery,
    part: i64,
    conditions: &Conditions,
) -> Result<Vec<i64>, Fault> {
    let Some(of) = &asked.of else {
        return with_facts(reader, part, None, None, conditions);
    };
    let mut found = Vec::new();
    for (account, words) in of {
        if words.is_empty() {
            found.extend(with_facts(reader, part, Some(*account), None, conditions)?);
            continue;
        }
        for key in with_words(reader, part, words)? {
            found.extend(with_facts(
                reader,
                part,
                Some(*account),
                Some(key),
                conditions,
            )?);
        }
    }
    Ok(found)
}

/// Returns the places of the verifications of a part whose facts fulfil the conditions: those of an
/// account, or only one of them.
fn with_facts(
    reader: &Reader,
    part: i64,
    account: Option<AccountId>,
    key: Option<i64>,
    conditions: &Conditions,
) -> Result<Vec<i64>, Fault> {
    let mut sql = "-- with_facts\nSELECT verification FROM search_facts WHERE part = ?".to_owned();
    let mut values = vec![Value::Integer(part)];
    if let Some(account) = account {
        sql.push_str(" AND account = ?");
        values.push(Value::Blob(row::id(account.uuid()).to_vec()));
    }
    if let Some(key) = key {
        sql.push_str(" AND verification = ?");
        values.push(Value::Integer(key));
    }
    sql.push_str(&conditions.sql);
    values.extend(conditions.values.iter().cloned());
    let mut statement = reader.data.prepare_cached(&sql)?;
    let keys = statement.query_map(params_from_iter(values), |row| row.get(0))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// Returns the places of the verifications of a part in which all of the words are found.
fn with_words(reader: &Reader, part: i64, words: &[Vec<BlindTerm>]) -> Result<Vec<i64>, Fault> {
    let mut statement = reader.data.prepare_cached(
        "-- with_term\nSELECT verification FROM search_terms WHERE part = ?1 AND term = ?2",
    )?;
    let mut all: Option<Vec<i64>> = None;
    for spellings in words {
        let mut found: Vec<i64> = Vec::new();
        for term in spellings {
            let keys = statement.query_map(params![part, term.0], |row| row.get(0))?;
            for key in keys {
                found.push(key?);
            }
        }
        found.sort_unstable();
        found.dedup();
        if let Some(all) = &all {
            found.retain(|key| all.binary_search(key).is_ok());
        }
        if found.is_empty() {
            return Ok(found);
        }
        all = Some(found);
    }
    Ok(all.unwrap_or_default())
}
