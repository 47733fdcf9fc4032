//! Reads verifications and their journals.

use proofing::ports::{ListOrder, VerificationQuery};
use rusqlite::{Params, params};
use verification::journal::{Entry, Tail};
use verification::request::Reference;
use verification::stage::StageName;
use verification::status::StatusCode;
use verification::{AccountId, Tombstone, TransactionId, VerificationId};

use crate::codec::v1::columns;
use crate::ports::{EntryRecord, LivingRecord, VerificationKey, VerificationRecord};
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row::{self, Cells};

const LISTED: &str = "SELECT key, id, account, reference, transaction_id, version, stage, created_at, deleted_at, \
     journal_length, journal_last, announced, sealed FROM verifications";

const COLUMNS: &str = "SELECT id, account, reference, transaction_id, version, stage, created_at, deleted_at, \
     journal_length, journal_last, announced, sealed FROM verifications";

/// Returns a verification.
pub(crate) fn find(
    reader: &Reader,
    of: &VerificationKey,
) -> Result<Option<VerificationRecord>, Fault> {
    match of {
        VerificationKey::Id(id) => {
            let sql = format!("-- by_id\n{COLUMNS} WHERE id = ?1");
            first(reader, &sql, [row::id(id.uuid())])
        }
        VerificationKey::Reference(account, reference) => {
            let sql = format!("-- by_reference\n{COLUMNS} WHERE reference = ?1 AND account = ?2");
            let account = row::id(account.uuid());
            first(reader, &sql, params![reference.as_str(), account])
        }
        VerificationKey::Transaction(account, transaction) => {
            let sql = format!(
                "-- by_transaction\n{COLUMNS} WHERE transaction_id = ?1 AND (?2 IS NULL OR account = ?2)"
            );
            let account = account.map(|account| row::id(account.uuid()));
            first(reader, &sql, params![row::id(transaction.0), account])
        }
    }
}

fn first(
    reader: &Reader,
    sql: &str,
    params: impl Params,
) -> Result<Option<VerificationRecord>, Fault> {
    let mut statement = reader.data.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?
        .map(|row| VerificationRecord::try_from(&Cells::new("verifications", "id", row)))
        .transpose()
}

/// Returns the verifications that a query asks for, with their places.
pub(crate) fn list(
    reader: &Reader,
    query: &VerificationQuery,
) -> Result<Vec<(u64, VerificationRecord)>, Fault> {
    // The condition on the account is left out without one, so that its index is used with one.
    let of_account = match query.account {
        Some(_) => "account = ?1",
        None => "?1 IS NULL",
    };
    let (past, direction, nowhere) = match query.order {
        ListOrder::NewestFirst => ("<", "DESC", i64::MAX),
        ListOrder::OldestFirst => (">", "ASC", i64::MIN),
    };
    let sql = format!(
        "-- list\n{LISTED} WHERE {of_account} AND key {past} ?2 \
         AND created_at >= ?3 AND created_at < ?4 AND (?5 = ',' OR instr(?5, ',' || stage || ',') > 0) \
         ORDER BY key {direction} LIMIT ?6"
    );
    let after = query.after.and_then(|place| i64::try_from(place).ok());
    let stages = query.stages.iter().fold(String::from(","), |list, stage| {
        format!("{list}{},", columns::stage_word(*stage))
    });
    let mut statement = reader.data.prepare_cached(&sql)?;
    let mut rows = statement.query(params![
        query.account.map(|account| row::id(account.uuid())),
        after.unwrap_or(nowhere),
        query.from.map_or(i64::MIN, row::time),
        query.until.map_or(i64::MAX, row::time),
        stages,
        i64::try_from(query.limit).unwrap_or(i64::MAX),
    ])?;
    let mut listed = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = Cells::new("verifications", "id", row);
        let place = cells.read("key", |key: i64| u64::try_from(key).ok())?;
        listed.push((place, VerificationRecord::try_from(&cells)?));
    }
    Ok(listed)
}

/// Returns the journal's entries after a number, oldest first; without a number all of them,
/// including impossible ones.
pub(crate) fn journal(
    reader: &Reader,
    id: VerificationId,
    after: Option<u32>,
) -> Result<Vec<EntryRecord>, Fault> {
    let mut statement = reader.data.prepare_cached(
        "-- journal\n\
         SELECT number, sequence, received_at, code, j.sealed FROM journal AS j \
         JOIN verifications AS v ON v.key = j.verification \
         WHERE v.id = ?1 AND number > ?2 ORDER BY number",
    )?;
    let after = after.map_or(i64::MIN, i64::from);
    let mut rows = statement.query(params![row::id(id.uuid()), after])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = Cells::new("journal", "number", row);
        entries.push(EntryRecord {
            entry: Entry::try_from(&cells)?,
            sealed: cells.get("sealed")?,
        });
    }
    Ok(entries)
}

impl TryFrom<&Cells<'_>> for VerificationRecord {
    type Error = Fault;

    fn try_from(cells: &Cells<'_>) -> Result<Self, Fault> {
        let stage = cells.read("stage", |name: String| columns::stage(&name))?;
        if stage == StageName::Deleted {
            return Tombstone::try_from(cells).map(Self::Forgotten);
        }
        Ok(Self::Living(LivingRecord {
            id: cells.id("id", VerificationId::new)?,
            version: cells.get("version")?,
            stage,
            sealed: cells.get("sealed")?,
        }))
    }
}

impl TryFrom<&Cells<'_>> for Tombstone {
    type Error = Fault;

    fn try_from(cells: &Cells<'_>) -> Result<Self, Fault> {
        Ok(Self {
            id: cells.id("id", VerificationId::new)?,
            account: cells.id("account", AccountId::new)?,
            transaction: cells.id("transaction_id", TransactionId)?,
            reference: cells.read("reference", |text: String| Reference::parse(&text).ok())?,
            created_at: cells.time("created_at")?,
            deleted_at: cells.time("deleted_at")?,
            journal: Tail {
                length: cells.get("journal_length")?,
                last: cells.time_if_any("journal_last")?,
            },
            announced: cells.get("announced")?,
        })
    }
}

/// Returns the plain part of an entry.
impl TryFrom<&Cells<'_>> for Entry {
    type Error = Fault;

    fn try_from(cells: &Cells<'_>) -> Result<Self, Fault> {
        Ok(Self {
            number: cells.get("number")?,
            sequence: cells.time("sequence")?,
            received_at: cells.time("received_at")?,
            code: StatusCode::from(cells.get::<u16>("code")?),
            detail: None,
            browser: None,
        })
    }
}
