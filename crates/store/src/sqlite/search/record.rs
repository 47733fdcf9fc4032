//! Stores what a verification is found by, in the change that stores the verification.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use verification::AccountId;
use verification::stage::StageName;

use super::facts;
use super::part::part_of;
use crate::codec::v1::columns::stage_word;
use crate::ports::{BlindTerm, SearchRecord};
use crate::sqlite::error::Fault;
use crate::sqlite::row;
use crate::sqlite::writer::Writer;

/// Stores the record of a new verification.
pub(crate) fn open(
    writer: &Writer,
    key: i64,
    account: AccountId,
    created_at: Timestamp,
    stage: StageName,
    record: &SearchRecord,
) -> Result<(), Fault> {
    let (part, created_at) = (part_of(key), row::time(created_at));
    let found = &record.facts;
    writer
        .data
        .prepare_cached(
            "-- open_facts\n\
             INSERT INTO search_facts (part, account, verification, stage, created_at, country, services, kind, \
             document_types, by_hand) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            part,
            row::id(account.uuid()),
            key,
            stage_word(stage),
            created_at,
            found.country,
            facts::services(&found.services),
            facts::kind(found.kind),
            facts::document_types(&found.document_types),
            found.is_by_hand,
        ])?;
    writer
        .data
        .prepare_cached(
            "-- open_part\n\
             INSERT INTO search_parts (part, earliest, latest) VALUES (?1, ?2, ?2) \
             ON CONFLICT (part) DO UPDATE SET earliest = min(earliest, excluded.earliest), \
             latest = max(latest, excluded.latest) \
             WHERE excluded.earliest < earliest OR excluded.latest > latest",
        )?
        .execute(params![part, created_at])?;
    replace(writer, key, &[], &record.terms)
}

/// Stores the next record of a verification. Only what has changed is written.
pub(crate) fn update(
    writer: &Writer,
    key: i64,
    account: [u8; 16],
    stage: StageName,
    record: &SearchRecord,
) -> Result<(), Fault> {
    let found = &record.facts;
    writer
        .data
        .prepare_cached(
            "-- update_facts\n\
             UPDATE search_facts SET stage = ?4, country = ?5, services = ?6, kind = ?7, document_types = ?8, \
             by_hand = ?9 WHERE part = ?1 AND account = ?2 AND verification = ?3 \
             AND (stage, country, services, kind, document_types, by_hand) IS NOT (?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            part_of(key),
            account,
            key,
            stage_word(stage),
            found.country,
            facts::services(&found.services),
            facts::kind(found.kind),
            facts::document_types(&found.document_types),
            found.is_by_hand,
        ])?;
    replace(writer, key, &stored(writer, key)?, &record.terms)
}

/// Removes everything that a verification is found by, except that it was there.
pub(crate) fn forget(writer: &Writer, key: i64, account: [u8; 16]) -> Result<(), Fault> {
    writer
        .data
        .prepare_cached(
            "-- forget_facts\n\
             UPDATE search_facts SET stage = 'deleted', country = NULL, services = 0, kind = NULL, \
             document_types = 0, by_hand = 0 WHERE part = ?1 AND account = ?2 AND verification = ?3",
        )?
        .execute(params![part_of(key), account, key])?;
    replace(writer, key, &stored(writer, key)?, &[])
}

/// Returns the terms that are stored of a verification, in ascending order.
fn stored(writer: &Writer, key: i64) -> Result<Vec<BlindTerm>, Fault> {
    let terms: Option<Vec<u8>> = writer
        .data
        .prepare_cached("-- terms_of\nSELECT terms FROM search_terms_of WHERE verification = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    let (terms, _) = terms.as_deref().unwrap_or_default().as_chunks();
    let terms = terms.iter();
    Ok(terms
        .map(|bytes| BlindTerm(i64::from_be_bytes(*bytes)))
        .collect())
}

/// Replaces the terms of a verification. Both lists are in ascending order.
fn replace(writer: &Writer, key: i64, old: &[BlindTerm], new: &[BlindTerm]) -> Result<(), Fault> {
    if old == new {
        return Ok(());
    }
    let part = part_of(key);
    let mut remove = writer.data.prepare_cached(
        "-- remove_term\n\
         DELETE FROM search_terms WHERE part = ?1 AND term = ?2 AND verification = ?3",
    )?;
    for term in old.iter().filter(|term| new.binary_search(term).is_err()) {
        remove.execute(params![part, term.0, key])?;
    }
    let mut add = writer.data.prepare_cached(
        "-- add_term\n\
         INSERT INTO search_terms (part, term, verification) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    for term in new.iter().filter(|term| old.binary_search(term).is_err()) {
        add.execute(params![part, term.0, key])?;
    }
    if new.is_empty() {
        let sql = "-- forget_terms\nDELETE FROM search_terms_of WHERE verification = ?1";
        writer.data.prepare_cached(sql)?.execute([key])?;
        return Ok(());
    }
    let terms: Vec<u8> = new.iter().flat_map(|term| term.0.to_be_bytes()).collect();
    writer
        .data
        .prepare_cached(
            "-- keep_terms\n\
             INSERT INTO search_terms_of (verification, terms) VALUES (?1, ?2) \
             ON CONFLICT (verification) DO UPDATE SET terms = excluded.terms",
        )?
        .execute(params![key, terms])?;
    Ok(())
}
