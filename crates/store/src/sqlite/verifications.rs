//! Reads verifications and their journals.

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

/// Returns the verifications at these places, in this order.
pub(crate) fn read(
    reader: &Reader,
    places: &[i64],
) -> Result<Vec<(u64, VerificationRecord)>, Fault> {
    let sql = format!("-- list\n{LISTED} WHERE key = ?1");
    let mut statement = reader.data.prepare_cached(&sql)?;
    let mut listed = Vec::with_capacity(places.len());
    for place in places {
        let mut rows = statement.query([place])?;
        if let Some(row) = rows.next()? {
            let cells = Cells::new("verifications", "id", row);
            let place = cells.read("key", |key: i64| u64::try_from(key).ok())?;
            listed.push((place, VerificationRecord::try_from(&cells)?));
        }
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
