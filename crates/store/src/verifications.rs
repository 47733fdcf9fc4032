//! Reads verifications, the names of their pictures, and their journals.

use proofing::ports::{EvidenceRef, Found, Listed, StoreError, Stored, VerificationQuery};
use rusqlite::{Connection, OptionalExtension, params};
use verification::journal::{Entry, Tail};
use verification::request::Reference;
use verification::stage::StageName;
use verification::status::StatusCode;
use verification::{AccountId, Tombstone, TransactionId, Verification, VerificationId};

use crate::codec::v1::columns;
use crate::codec::{self, Private};
use crate::error::Fault;
use crate::readers::Reader;
use crate::row::{self, Cells};
use crate::seal::unseal;
use crate::sealed::{KEY_GONE, entry_place, evidence, sealed_place};

pub(crate) const LISTED: &str = "SELECT key, id, account, reference, transaction_id, version, stage, created_at, deleted_at, \
     journal_length, journal_last, announced, sealed FROM verifications";

const COLUMNS: &str = "SELECT id, account, reference, transaction_id, version, stage, created_at, deleted_at, \
     journal_length, journal_last, announced, sealed FROM verifications";

/// Returns the verification with an ID.
pub(crate) fn by_id(reader: &Reader, id: VerificationId) -> Result<Option<Found>, Fault> {
    let sql = format!("-- by_id\n{COLUMNS} WHERE id = ?1");
    let mut statement = reader.data.prepare_cached(&sql)?;
    let mut rows = statement.query([row::id(id.uuid())])?;
    rows.next()?
        .map(|row| found(reader, &Cells::new("verifications", "id", row)))
        .transpose()
}

/// Returns the verification with an account's reference.
pub(crate) fn by_reference(
    reader: &Reader,
    account: AccountId,
    reference: &Reference,
) -> Result<Option<Found>, Fault> {
    let sql = format!("-- by_reference\n{COLUMNS} WHERE reference = ?1 AND account = ?2");
    let mut statement = reader.data.prepare_cached(&sql)?;
    let mut rows = statement.query(params![reference.as_str(), row::id(account.uuid())])?;
    rows.next()?
        .map(|row| found(reader, &Cells::new("verifications", "id", row)))
        .transpose()
}

/// Returns the verification with a transaction ID, of one account or of any.
pub(crate) fn by_transaction(
    reader: &Reader,
    account: Option<AccountId>,
    transaction: TransactionId,
) -> Result<Option<Found>, Fault> {
    let sql = format!(
        "-- by_transaction\n{COLUMNS} WHERE transaction_id = ?1 AND (?2 IS NULL OR account = ?2)"
    );
    let mut statement = reader.data.prepare_cached(&sql)?;
    let account = account.map(|account| row::id(account.uuid()));
    let mut rows = statement.query(params![row::id(transaction.0), account])?;
    rows.next()?
        .map(|row| found(reader, &Cells::new("verifications", "id", row)))
        .transpose()
}

/// Returns an account's verifications, newest first.
pub(crate) fn list(reader: &Reader, query: &VerificationQuery) -> Result<Vec<Listed>, Fault> {
    let sql = format!(
        "-- list\n{LISTED} WHERE account = ?1 AND key < ?2 AND created_at >= ?3 AND created_at < ?4 \
         ORDER BY key DESC LIMIT ?5"
    );
    let mut statement = reader.data.prepare_cached(&sql)?;
    let before = query
        .after
        .and_then(|place| i64::try_from(place).ok())
        .unwrap_or(i64::MAX);
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![
        row::id(query.account.uuid()),
        before,
        query.from.map_or(i64::MIN, row::time),
        query.until.map_or(i64::MAX, row::time),
        limit,
    ])?;
    let mut listed = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = Cells::new("verifications", "id", row);
        let place = cells.read("key", |key: i64| u64::try_from(key).ok())?;
        match found(reader, &cells) {
            Ok(found) => listed.push(Listed { place, found }),
            // It was deleted after the list was started, and will be listed as such.
            Err(Fault::Port(StoreError::Unsealable(_))) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(listed)
}

/// Returns the names of a verification's pictures.
pub(crate) fn evidence_of(reader: &Reader, id: VerificationId) -> Result<Vec<EvidenceRef>, Fault> {
    let Some((row, is_deleted)) = row_of(&reader.data, id)? else {
        return Ok(Vec::new());
    };
    if is_deleted {
        return Ok(Vec::new());
    }
    let key = reader.keyring.find(&reader.keys, id)?.ok_or(KEY_GONE)?;
    evidence(&reader.data, row, id, &key)
}

/// Returns the journal's entries after a number, oldest first; without a number all of them,
/// including impossible ones.
pub(crate) fn journal(
    reader: &Reader,
    id: VerificationId,
    after: Option<u32>,
) -> Result<Vec<Entry>, Fault> {
    let Some((row, _)) = row_of(&reader.data, id)? else {
        return Ok(Vec::new());
    };
    let mut key = None;
    let mut statement = reader.data.prepare_cached(
        "-- journal\n\
         SELECT number, sequence, received_at, code, sealed FROM journal \
         WHERE verification = ?1 AND number > ?2 ORDER BY number",
    )?;
    let mut rows = statement.query(params![row, after.map_or(i64::MIN, i64::from)])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = Cells::new("journal", "number", row);
        let mut entry = Entry::try_from(&cells)?;
        if let Some(sealed) = cells.get::<Option<Vec<u8>>>("sealed")? {
            let key = match &key {
                Some(key) => key,
                None => key.insert(reader.keyring.find(&reader.keys, id)?.ok_or(KEY_GONE)?),
            };
            let plain = unseal(key, &entry_place(id, entry.number), &sealed)?;
            let row = format_args!("{id}/{}", entry.number);
            let private: Private = codec::decode(&plain, row)?;
            entry.detail = private.detail;
            entry.browser = private.browser;
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// Returns the row of an ID, and whether the verification was deleted.
fn row_of(data: &Connection, id: VerificationId) -> Result<Option<(i64, bool)>, Fault> {
    let found = data
        .prepare_cached(
            "-- row_of\nSELECT key, stage = 'deleted' FROM verifications WHERE id = ?1",
        )?
        .query_row([row::id(id.uuid())], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found)
}

pub(crate) fn found(reader: &Reader, cells: &Cells<'_>) -> Result<Found, Fault> {
    let stage = cells.read("stage", |name: String| columns::stage(&name))?;
    if stage == StageName::Deleted {
        return Ok(Found::Forgotten(Tombstone::try_from(cells)?));
    }
    let id = cells.id("id", VerificationId::new)?;
    let version = cells.get("version")?;
    let sealed: Vec<u8> = cells.get("sealed")?;
    let key = reader.keyring.find(&reader.keys, id)?.ok_or(KEY_GONE)?;
    let plain = unseal(&key, &sealed_place(id, version), &sealed)?;
    let value: Verification = codec::decode(&plain, id)?;
    if value.stage.name() != stage {
        return Err(cells.impossible("stage").into());
    }
    Ok(Found::Live(Box::new(Stored { value, version })))
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
