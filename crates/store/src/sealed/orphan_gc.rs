//! Sweeping: removes what a crash or a restored backup left behind.
//!
//! Leftovers of deleted verifications are removed at once. Nothing is known about an orphan, and
//! the reason may be a wrong database: it is kept in quarantine first, and only a small share of
//! everything is removed at a time unless the operator says otherwise.

use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp};
use proofing::ports::{StoreError, Vault};
use verification::VerificationId;

use super::vault::SealedVault;
use crate::ports::{KeyId, Standing};

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
    /// The number of orphans in quarantine, which may still turn out to belong to somebody.
    pub quarantined: usize,
    /// The number of orphans after their quarantine that are too many to be removed without asking.
    pub too_many: usize,
    /// The clock is not believed, so nothing was done.
    pub is_doubted: bool,
}

impl SealedVault {
    /// Removes pictures and keys of deleted verifications, which come back with backups;
    /// half-written files; and orphans by the rules. Orphans are pictures and keys of unknown
    /// verifications, left behind by a crash before they were opened or by an older database.
    pub async fn sweep(&self, now: Timestamp, rules: &Rules) -> Result<Swept, StoreError> {
        if !self.upkeep.is_believed(now).await? {
            return Ok(Swept {
                is_doubted: true,
                ..Swept::default()
            });
        }
        let age = Duration::try_from(AGE).unwrap_or_default();
        let before = SystemTime::from(now)
            .checked_sub(age)
            .unwrap_or(SystemTime::UNIX_EPOCH);
        self.objects.remove_halves(before).await?;
        let pictures = self.objects.owners().await?;
        let mut swept = Swept::default();
        let mut orphans = Vec::new();
        for chunk in pictures.chunks(CHUNK) {
            self.sort_out(chunk.to_vec(), &mut orphans, &mut swept)
                .await?;
        }
        let mut after = None;
        loop {
            let ids = self.sealer.keys().owners_after(after, CHUNK).await?;
            let Some(last) = ids.last() else { break };
            after = Some(*last);
            let ids = ids.into_iter().map(KeyId::as_verification).collect();
            self.sort_out(ids, &mut orphans, &mut swept).await?;
        }
        orphans.sort_unstable();
        orphans.dedup();
        let found = orphans.len();
        let quarantine = rules.quarantine.max(AGE);
        let quarantined = self.upkeep.quarantine(orphans, now, quarantine).await?;
        let due = quarantined.due;
        swept.quarantined = found.saturating_sub(due.len());
        if due.len() > most(quarantined.living) && !rules.may_be_many {
            swept.too_many = due.len();
            return Ok(swept);
        }
        for id in due {
            if self.remove(id, Standing::Unknown).await? {
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
        let standings = self.rows.standings(ids.clone()).await?;
        for (id, standing) in ids.into_iter().zip(standings) {
            match standing {
                Standing::Living { .. } => {}
                Standing::Unknown => orphans.push(id),
                Standing::Forgotten => {
                    if self.remove(id, Standing::Forgotten).await? {
                        swept.removed += 1;
                    }
                }
            }
        }
        Ok(())
    }

    /// Removes the key and the pictures of a verification, if its state has not changed.
    async fn remove(&self, id: VerificationId, was: Standing) -> Result<bool, StoreError> {
        // This is asked again where nothing can come in between.
        let is_condemned = self.upkeep.condemn(id, was).await?;
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
