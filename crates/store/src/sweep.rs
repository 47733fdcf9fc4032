//! Sweeping: what a crash or a restored backup left behind.
//!
//! It removes only what no living verification has, and nothing younger than an hour.

use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use proofing::ports::{StoreError, Vault};
use rusqlite::Connection;
use verification::VerificationId;

use crate::FileVault;
use crate::cells;
use crate::fault::{Fault, io as refused};
use crate::vault::{INCOMING, blocking, stage};
use crate::writer::Writer;

/// How long something has to lie around before it is swept out.
const AGE: Duration = Duration::from_hours(1);

/// How many verifications are looked up at a time.
const CHUNK: usize = 500;

impl FileVault {
    /// Removes pictures of verifications that were never opened (a crash came between the picture and
    /// the change that names it) or that are forgotten, keys of forgotten ones that came back with a
    /// backup of `keys.db`, and half files. Gives the number of folders removed.
    ///
    /// What changed within the last hour stays: its verification may be about to be opened.
    pub async fn sweep_orphans(&self, now: Timestamp) -> Result<usize, StoreError> {
        let root = Arc::clone(&self.root);
        let old = blocking(move || old_folders(&root, now).map_err(refused)).await?;
        let mut removed = 0;
        for chunk in old.chunks(CHUNK) {
            let chunk = chunk.to_vec();
            let orphans = self
                .readers
                .read(move |reader| {
                    retain(chunk, |id| Ok(is_living(&reader.data, id)? != Some(true)))
                })
                .await?;
            for id in orphans {
                // Asked again where nothing can come in between.
                if self.queue.write(move |writer| condemn(writer, id)).await? {
                    self.erase(id).await?;
                    removed += 1;
                }
            }
        }
        self.destroy_restored_keys().await?;
        Ok(removed)
    }

    /// Destroys keys of forgotten verifications. They are there only if `keys.db` was put back from a
    /// backup that is older than the forgetting.
    async fn destroy_restored_keys(&self) -> Result<(), StoreError> {
        let mut after = [0; 16];
        loop {
            let (last, forgotten) = self
                .readers
                .read(move |reader| {
                    let ids = keys_after(&reader.keys, after)?;
                    let last = ids.last().map(|id| cells::id(id.uuid()));
                    Ok((
                        last,
                        retain(ids, |id| Ok(is_living(&reader.data, id)? == Some(false)))?,
                    ))
                })
                .await?;
            for id in forgotten {
                self.queue.write(move |writer| condemn(writer, id)).await?;
            }
            let Some(last) = last else { return Ok(()) };
            after = last;
        }
    }
}

/// Notes that the key of a verification is to be destroyed, unless the verification lives.
fn condemn(writer: &mut Writer, id: VerificationId) -> Result<bool, Fault> {
    if is_living(&writer.data, id)? == Some(true) {
        return Ok(false);
    }
    writer
        .data
        .prepare_cached(
            "-- note_forgetting\nINSERT INTO forgetting (id) VALUES (?1) ON CONFLICT DO NOTHING",
        )?
        .execute([cells::id(id.uuid())])?;
    writer.has_forgotten = true;
    Ok(true)
}

/// Whether a verification lives; `None` if there is no such verification.
fn is_living(data: &Connection, id: VerificationId) -> Result<Option<bool>, Fault> {
    Ok(stage(data, id)?.map(|stage| stage != "deleted"))
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

fn retain(
    ids: Vec<VerificationId>,
    keep: impl Fn(VerificationId) -> Result<bool, Fault>,
) -> Result<Vec<VerificationId>, Fault> {
    let mut kept = Vec::new();
    for id in ids {
        if keep(id)? {
            kept.push(id);
        }
    }
    Ok(kept)
}

/// The verifications whose folders have not changed for an hour. Half files of that age are removed.
fn old_folders(root: &Path, now: Timestamp) -> io::Result<Vec<VerificationId>> {
    let limit = SystemTime::from(now)
        .checked_sub(AGE)
        .unwrap_or(SystemTime::UNIX_EPOCH);
    let is_old = |entry: &DirEntry| Ok::<_, io::Error>(entry.metadata()?.modified()? < limit);
    for half in fs::read_dir(root.join(INCOMING))? {
        let half = half?;
        if is_old(&half)? {
            fs::remove_file(half.path())?;
        }
    }
    let mut old = Vec::new();
    for shelf in fs::read_dir(root)? {
        for folder in fs::read_dir(shelf?.path())? {
            let folder = folder?;
            let id = folder
                .file_name()
                .to_str()
                .and_then(|name| name.parse().ok());
            if let Some(id) = id
                && is_old(&folder)?
            {
                old.push(id);
            }
        }
    }
    Ok(old)
}
