//! Fingerprints: by what the verifications of an account are found again, and the account's key.
//!
//! Only accepted verifications are found. The others keep their fingerprints, because a reviewer
//! may accept them later.

use proofing::ports::StoreError;
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;
use verification::{AccountId, VerificationId};

use crate::ports::{FingerprintRecord, KeyId, SelfieQuery, SelfieRecord, WrappedKey};
use crate::sqlite::error::Fault;
use crate::sqlite::keys_table;
use crate::sqlite::readers::Reader;
use crate::sqlite::row;
use crate::sqlite::writer::Writer;

/// Returns the ID of an account's key, if its customers are searched.
pub(crate) fn account_key(reader: &Reader, account: AccountId) -> Result<Option<KeyId>, Fault> {
    key_of(&reader.data, account)
}

fn key_of(data: &rusqlite::Connection, account: AccountId) -> Result<Option<KeyId>, Fault> {
    Ok(data
        .prepare_cached("-- account_key\nSELECT id FROM account_keys WHERE account = ?1")?
        .query_row([row::id(account.uuid())], |row| {
            row.get(0).map(Uuid::from_bytes).map(KeyId::new)
        })
        .optional()?)
}

/// Stores the key of an account that has none.
pub(crate) fn add_account_key(
    writer: &mut Writer,
    account: AccountId,
    id: KeyId,
    key: &WrappedKey,
) -> Result<(), Fault> {
    if key_of(&writer.data, account)?.is_some() {
        return Ok(());
    }
    writer.has_news = true;
    writer.add_key(id, key)?;
    writer
        .data
        .prepare_cached(
            "-- add_account_key\nINSERT INTO account_keys (account, id) VALUES (?1, ?2)",
        )?
        .execute(params![row::id(account.uuid()), row::id(id.uuid())])?;
    Ok(())
}

/// Returns the number of the account's newest fingerprint, and the accepted verifications with one
/// of these documents, the newest first.
pub(crate) fn documents(
    reader: &Reader,
    account: AccountId,
    except: VerificationId,
    hashes: &[[u8; 32]],
) -> Result<(u64, Vec<VerificationId>), Fault> {
    let mut found: Vec<(i64, Uuid)> = Vec::new();
    for hash in hashes {
        let mut statement = reader.data.prepare_cached(
            "-- same_documents\n\
             SELECT f.key, v.id FROM fingerprint_documents AS d \
             JOIN fingerprints AS f ON f.key = d.fingerprint \
             JOIN verifications AS v ON v.key = f.verification \
             WHERE d.hash = ?1 AND f.account = ?2 AND v.id <> ?3 AND v.stage = 'accepted'",
        )?;
        let params = params![hash, row::id(account.uuid()), row::id(except.uuid())];
        let rows = statement.query_map(params, |row| {
            Ok((row.get(0)?, Uuid::from_bytes(row.get(1)?)))
        })?;
        for row in rows {
            found.push(row?);
        }
    }
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.dedup();
    let ids = found.into_iter().map(|(_, id)| VerificationId::new(id));
    Ok((newest(&reader.data, account)?, ids.collect()))
}

fn newest(data: &rusqlite::Connection, account: AccountId) -> Result<u64, Fault> {
    Ok(data
        .prepare_cached(
            "-- newest_fingerprint\n\
             SELECT coalesce(max(key), 0) FROM fingerprints WHERE account = ?1",
        )?
        .query_row([row::id(account.uuid())], |row| row.get(0))?)
}

/// Returns a page of the account's sealed selfies, the newest first.
pub(crate) fn selfies(reader: &Reader, query: &SelfieQuery) -> Result<Vec<SelfieRecord>, Fault> {
    let before = query.before.and_then(|place| i64::try_from(place).ok());
    let mut statement = reader.data.prepare_cached(
        "-- selfies\n\
         SELECT f.key, v.id, f.selfie FROM fingerprints AS f \
         JOIN verifications AS v ON v.key = f.verification \
         WHERE f.account = ?1 AND f.key < ?2 AND f.selfie IS NOT NULL AND v.id <> ?3 \
         AND v.stage = 'accepted' ORDER BY f.key DESC LIMIT ?4",
    )?;
    let params = params![
        row::id(query.account.uuid()),
        before.unwrap_or(i64::MAX),
        row::id(query.except.uuid()),
        i64::try_from(query.limit).unwrap_or(i64::MAX),
    ];
    let records = statement.query_map(params, |row| {
        Ok(SelfieRecord {
            place: row.get(0)?,
            id: VerificationId::new(Uuid::from_bytes(row.get(1)?)),
            sealed: row.get(2)?,
        })
    })?;
    Ok(records.collect::<Result<_, _>>()?)
}

/// Stores the fingerprint of a verification, in place of an earlier one. It is refused if the
/// search before it has missed a newer one, or if the account's key is no longer this one.
pub(crate) fn add(
    writer: &Writer,
    verification: i64,
    record: &FingerprintRecord,
) -> Result<(), Fault> {
    let is_current = key_of(&writer.data, record.account)? == Some(record.key)
        && keys_table::wrapped(&writer.keys, record.key)?.is_some();
    if !is_current || newest(&writer.data, record.account)? > record.newest {
        return Err(StoreError::Outdated.into());
    }
    forget(writer, verification)?;
    writer
        .data
        .prepare_cached(
            "-- add_fingerprint\n\
             INSERT INTO fingerprints (verification, account, selfie) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![
            verification,
            row::id(record.account.uuid()),
            record.selfie
        ])?;
    let key = writer.data.last_insert_rowid();
    for hash in &record.documents {
        writer
            .data
            .prepare_cached(
                "-- add_fingerprint_document\n\
                 INSERT INTO fingerprint_documents (hash, fingerprint) VALUES (?1, ?2)",
            )?
            .execute(params![hash, key])?;
    }
    Ok(())
}

/// Removes the fingerprint of a verification.
pub(crate) fn forget(writer: &Writer, verification: i64) -> Result<(), Fault> {
    for sql in [
        "-- forget_fingerprint_documents\nDELETE FROM fingerprint_documents WHERE fingerprint IN \
         (SELECT key FROM fingerprints WHERE verification = ?1)",
        "-- forget_fingerprint\nDELETE FROM fingerprints WHERE verification = ?1",
    ] {
        writer.data.prepare_cached(sql)?.execute([verification])?;
    }
    Ok(())
}

/// Removes everything by which an account's customers are found again, and has the key destroyed.
pub(crate) fn forget_all(writer: &mut Writer, account: AccountId) -> Result<(), Fault> {
    let Some(key) = key_of(&writer.data, account)? else {
        return Ok(());
    };
    writer.has_news = true;
    let id = row::id(account.uuid());
    for sql in [
        "-- forget_documents_of_account\nDELETE FROM fingerprint_documents WHERE fingerprint IN \
         (SELECT key FROM fingerprints WHERE account = ?1)",
        "-- forget_fingerprints_of_account\nDELETE FROM fingerprints WHERE account = ?1",
        "-- forget_account_key\nDELETE FROM account_keys WHERE account = ?1",
    ] {
        writer.data.prepare_cached(sql)?.execute([id])?;
    }
    writer
        .data
        .prepare_cached(
            "-- note_forgetting\nINSERT INTO forgetting (id) VALUES (?1) ON CONFLICT DO NOTHING",
        )?
        .execute([row::id(key.uuid())])?;
    writer.has_forgotten = true;
    Ok(())
}
