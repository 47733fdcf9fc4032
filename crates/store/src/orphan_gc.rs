//! Sweeping: what a crash or a restored backup left behind.
//!
//! What a tombstone tells of is removed at once. Of an orphan nothing is known, and the reason may
//! be that the database is not the right one: it is kept in quarantine first, and never are more
//! than a small share of all removed unless the operator says so.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp};
use proofing::ports::{StoreError, Vault};
use rusqlite::{Connection, params};
use verification::VerificationId;

use crate::FileVault;
use crate::clock;
use crate::error::{Fault, io as refused};
use crate::row;
use crate::vault::{blocking, stage};
use crate::writer::Writer;

/// How long a half-written file has to lie around before it is removed, and an orphan at least.
const AGE: SignedDuration = SignedDuration::from_hours(1);

/// How many verifications are looked up at a time.
const CHUNK: usize = 500;

/// Of so many living verifications, one orphan may be removed without being asked for.
const ONE_IN: usize = 20;

/// So many may be where there are few, but never more than there are living ones.
const FEW: usize = 8;

/// How orphans are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// How long they are kept after they were first found; an hour at least.
    pub quarantine: SignedDuration,
    /// The operator says that all of them may go whose quarantine is over, whatever their share.
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

/// What a sweep came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Pictures of forgotten verifications, and orphans whose quarantine was over: removed.
    pub removed: usize,
    /// Orphans that are kept for now.
    pub quarantined: usize,
    /// Orphans whose quarantine is over and that are too many to be removed unasked.
    pub too_many: usize,
    /// The clock is not believed: nothing was done.
    pub is_doubted: bool,
}

/// What is known of a verification that has a key or pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Living,
    Forgotten,
    Nothing,
}

impl FileVault {
    /// Removes pictures and keys of forgotten verifications, which come back with backups; half
    /// files; and orphans by the rules: pictures and keys of verifications that nothing is known
    /// of, since a crash came before they were opened, or since the database is an older one.
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

    /// Removes what is forgotten, and collects what is not known.
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

    /// Removes the key and the pictures of a verification, if it still is what it was found to be.
    async fn remove(&self, id: VerificationId, was: Known) -> Result<bool, StoreError> {
        // Asked again where nothing can come in between.
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

/// How many orphans may be removed unasked beside so many living verifications.
fn most(living: usize) -> usize {
    (living / ONE_IN).max(living.min(FEW))
}

/// Notes the orphans that are new, strikes out those that are none any more, and gives those whose
/// quarantine is over, with the number of living verifications.
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

/// Notes that the key of a verification is to be destroyed, if it still is what it was found to
/// be.
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
