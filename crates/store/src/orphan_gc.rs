//! Sweeping: removes what a crash or a restored backup left behind.
//!
//! Leftovers of deleted verifications are removed at once. Nothing is known about an orphan, and
//! the reason may be a wrong database: it is kept in quarantine first, and only a small share of
//! everything is removed at a time unless the operator says otherwise.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp};
use proofing::ports::{StoreError, Vault};
use rusqlite::{Connection, params};
use verification::VerificationId;

use crate::FileVault;
use crate::sqlite::clock;
use crate::sqlite::error::{Fault, io as refused};
use crate::sqlite::row;
use crate::sqlite::writer::Writer;
use crate::vault::{blocking, stage};

/// How long a half-written file is kept before it is removed, and the minimum for orphans.
const AGE: SignedDuration = SignedDuration::from_hours(1);

/// The number of verifications that are looked up at a time.
const CHUNK: usize = 500;

/// The number of verifications for each of which one orphan may be removed without asking.
const ONE_IN: usize = 20;

/// The number that may be removed if there are few verifications, though never more than there are.
const FEW: usize = 8;

/// The rules for orphans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// How long they are kept after they were first found, at least an hour.
    pub quarantine: SignedDuration,
    /// Whether the operator allows all of them to be removed after their quarantine, whatever their
    /// share.
    pub may_be_many: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            quarantine: SignedDuration::from_hours(7 * 24),
            may_be_many: false,
        }
    }
}

/// The result of a sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// The number of removed keys and pictures: those of deleted verifications, and orphans after
    /// their quarantine.
    pub removed: usize,
    /// The number of orphans that are kept for now.
    pub quarantined: usize,
    /// The number of orphans after their quarantine that are too many to be removed without asking.
    pub too_many: usize,
    /// The clock is not believed, so nothing was done.
    pub is_doubted: bool,
}

/// What is known about a verification that has a key or pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Living,
    Forgotten,
    Nothing,
}

impl FileVault {
    /// Removes pictures and keys of deleted verifications, which come back with backups;
    /// half-written files; and orphans by the rules. Orphans are pictures and keys of unknown
    /// verifications, left behind by a crash before they were opened or by an older database.
    pub async fn sweep(&self, now: Timestamp, rules: &Rules) -> Result<Swept, StoreError> {
        let is_believed = self
            .queue
            .write(move |writer| clock::is_believed(&mut writer.watch, &writer.data, now));
        if !is_believed.await? {
            return Ok(Swept {
                is_doubted: true,
                ..Swept::default()
            });
        }
        let objects = Arc::clone(&self.objects);
        let age = Duration::try_from(AGE).unwrap_or_default();
        let before = SystemTime::from(now)
            .checked_sub(age)
            .unwrap_or(SystemTime::UNIX_EPOCH);
        let pictures = blocking(move || {
            objects.remove_halves(before).map_err(refused)?;
            objects.owners().map_err(refused)
        })
        .await?;
        let mut swept = Swept::default();
        let mut orphans = Vec::new();
        for chunk in pictures.chunks(CHUNK) {
            self.sort_out(chunk.to_vec(), &mut orphans, &mut swept)
                .await?;
        }
        let mut after = [0; 16];
        loop {
            let ids = self
                .readers
                .read(move |reader| keys_after(&reader.keys, after))
                .await?;
            let Some(last) = ids.last() else { break };
            after = row::id(last.uuid());
            self.sort_out(ids, &mut orphans, &mut swept).await?;
        }
        orphans.sort_unstable();
        orphans.dedup();
        let quarantine = rules.quarantine.max(AGE);
        let found = orphans.len();
        let (due, living) = self
            .queue
            .write(move |writer| quarantined(writer, &orphans, now, quarantine))
            .await?;
        swept.quarantined = found.saturating_sub(due.len());
        if due.len() > most(living) && !rules.may_be_many {
            swept.too_many = due.len();
            return Ok(swept);
        }
        for id in due {
            if self.remove(id, Known::Nothing).await? {
                swept.removed += 1;
            }
        }
        Ok(swept)
    }

    /// Removes what was deleted, and collects what is unknown.
    async fn sort_out(
        &self,
        ids: Vec<VerificationId>,
        orphans: &mut Vec<VerificationId>,
        swept: &mut Swept,
    ) -> Result<(), StoreError> {
        let known = self
            .readers
            .read(move |reader| {
                ids.into_iter()
                    .map(|id| Ok((id, known(&reader.data, id)?)))
                    .collect::<Result<Vec<_>, Fault>>()
            })
            .await?;
        for (id, known) in known {
            match known {
                Known::Living => {}
                Known::Nothing => orphans.push(id),
                Known::Forgotten => {
                    if self.remove(id, Known::Forgotten).await? {
                        swept.removed += 1;
                    }
                }
            }
        }
        Ok(())
    }

    /// Removes the key and the pictures of a verification, if its state has not changed.
    async fn remove(&self, id: VerificationId, was: Known) -> Result<bool, StoreError> {
        // This is asked again where nothing can come in between.
        let is_condemned = self
            .queue
            .write(move |writer| condemn(writer, id, was))
            .await?;
        if is_condemned {
            self.erase(id).await?;
        }
        Ok(is_condemned)
    }
}

/// Returns how many orphans may be removed without asking beside this many verifications.
fn most(living: usize) -> usize {
    (living / ONE_IN).max(living.min(FEW))
}

/// Records new orphans, removes those that no longer are, and returns those after their quarantine
/// with the number of verifications.
fn quarantined(
    writer: &mut Writer,
    orphans: &[VerificationId],
    now: Timestamp,
    quarantine: SignedDuration,
) -> Result<(Vec<VerificationId>, usize), Fault> {
    let ids: Vec<[u8; 16]> = orphans.iter().map(|id| row::id(id.uuid())).collect();
    writer.data.execute_batch(
        "-- found_orphans\n\
         CREATE TEMP TABLE IF NOT EXISTS found (id BLOB NOT NULL PRIMARY KEY) WITHOUT ROWID; DELETE FROM found",
    )?;
    for id in &ids {
        writer
            .data
            .prepare_cached("-- find_orphan\nINSERT INTO found (id) VALUES (?1)")?
            .execute([id])?;
    }
    writer.data.execute(
        "-- strike_out_orphans\nDELETE FROM orphans WHERE id NOT IN (SELECT id FROM found)",
        [],
    )?;
    writer.data.execute(
        "-- note_orphans\n\
         INSERT INTO orphans (id, found_at) SELECT id, ?1 FROM found WHERE true ON CONFLICT DO NOTHING",
        [row::time(now)],
    )?;
    let since = now.checked_sub(quarantine).unwrap_or(Timestamp::MIN);
    let due: Vec<VerificationId> = writer
        .data
        .prepare_cached("-- due_orphans\nSELECT id FROM orphans WHERE found_at <= ?1")?
        .query_map([row::time(since)], |row| {
            row.get(0).map(uuid::Uuid::from_bytes)
        })?
        .map(|id| id.map(VerificationId::new))
        .collect::<Result<_, _>>()?;
    let living: i64 = writer.data.query_row(
        "-- count_living\nSELECT count(*) FROM verifications WHERE sealed IS NOT NULL",
        [],
        |row| row.get(0),
    )?;
    Ok((due, usize::try_from(living).unwrap_or_default()))
}

/// Records that the key of a verification is to be destroyed, if its state has not changed.
fn condemn(writer: &mut Writer, id: VerificationId, was: Known) -> Result<bool, Fault> {
    if known(&writer.data, id)? != was || was == Known::Living {
        return Ok(false);
    }
    writer.has_news = true;
    let id = row::id(id.uuid());
    writer
        .data
        .prepare_cached(
            "-- note_forgetting\nINSERT INTO forgetting (id) VALUES (?1) ON CONFLICT DO NOTHING",
        )?
        .execute([id])?;
    writer
        .data
        .prepare_cached("-- orphan_goes\nDELETE FROM orphans WHERE id = ?1")?
        .execute(params![id])?;
    writer.has_forgotten = true;
    Ok(true)
}

fn known(data: &Connection, id: VerificationId) -> Result<Known, Fault> {
    Ok(match stage(data, id)?.as_deref() {
        Some("deleted") => Known::Forgotten,
        Some(_) => Known::Living,
        None => Known::Nothing,
    })
}

fn keys_after(keys: &Connection, after: [u8; 16]) -> Result<Vec<VerificationId>, Fault> {
    let ids = keys
        .prepare_cached("-- keys_after\nSELECT id FROM keys WHERE id > ?1 ORDER BY id LIMIT ?2")?
        .query_map((after, CHUNK as i64), |row| {
            row.get(0).map(uuid::Uuid::from_bytes)
        })?
        .map(|id| id.map(VerificationId::new))
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn few_may_go_and_never_most() {
        let cases = [
            (0, 0),
            (1, 1),
            (5, 5),
            (8, 8),
            (100, 8),
            (160, 8),
            (1000, 50),
        ];
        for (living, expected) in cases {
            assert_eq!(most(living), expected, "{living}");
        }
    }

    proptest! {
        #[test]
        fn never_more_orphans_than_there_are_living_ones(living in 0..1_000_000_usize) {
            prop_assert!(most(living) <= living);
            prop_assert!(most(living) <= (living / ONE_IN).max(FEW));
        }
    }
}
