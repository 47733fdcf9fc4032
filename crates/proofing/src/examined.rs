//! What was examined for the form: kept for some minutes, so that the form's answer and the verdict need not
//! read the same pictures again. It is in memory only, for few, and goes when the verification does.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use verification::VerificationId;
use verification::reading::Examination;
use verification::request::EvidenceSlot;

use crate::ports::{Digest, EvidenceRef};

/// How many are kept: the eldest makes room.
const MOST: usize = 64;
/// How long: what was read is judged by the day on which it was read.
const LIFE: SignedDuration = SignedDuration::from_mins(10);

/// The examinations that are kept. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Examined(Arc<Mutex<VecDeque<Kept>>>);

struct Kept {
    id: VerificationId,
    /// What was examined: with any other picture it is another examination.
    pictures: Vec<(EvidenceSlot, Digest)>,
    at: Timestamp,
    examination: Arc<Examination>,
}

impl fmt::Debug for Examined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Examined({})", self.lock().len())
    }
}

impl Examined {
    /// Keeps what was read of these pictures, if all of it was read: what failed may be tried again.
    pub(crate) fn keep(
        &self,
        id: VerificationId,
        evidence: &[EvidenceRef],
        examination: &Arc<Examination>,
        now: Timestamp,
    ) {
        let documents = examination.services.iter();
        let papers = examination.paper.iter();
        let is_whole = documents.into_iter().all(|service| service.reading.is_ok())
            && papers.into_iter().all(|paper| paper.readings.is_ok());
        let mut all = self.lock();
        all.retain(|kept| kept.id != id && now.duration_since(kept.at) < LIFE);
        if !is_whole {
            return;
        }
        if all.len() >= MOST {
            all.pop_front();
        }
        all.push_back(Kept {
            id,
            pictures: names(evidence),
            at: now,
            examination: Arc::clone(examination),
        });
    }

    /// What was read of these pictures, if it is still kept.
    pub(crate) fn of(
        &self,
        id: VerificationId,
        evidence: &[EvidenceRef],
        now: Timestamp,
    ) -> Option<Arc<Examination>> {
        let mut all = self.lock();
        all.retain(|kept| now.duration_since(kept.at) < LIFE);
        let kept = all.iter().find(|kept| kept.id == id)?;
        (kept.pictures == names(evidence)).then(|| Arc::clone(&kept.examination))
    }

    /// Nobody will ask for it any more.
    pub(crate) fn forget(&self, id: VerificationId) {
        self.lock().retain(|kept| kept.id != id);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn names(evidence: &[EvidenceRef]) -> Vec<(EvidenceSlot, Digest)> {
    evidence
        .iter()
        .map(|picture| (picture.slot, picture.digest))
        .collect()
}

#[cfg(test)]
mod tests {
    use verification::Service;
    use verification::request::{MediaType, Side};

    use super::*;

    fn id(number: u128) -> VerificationId {
        VerificationId::new(uuid::Uuid::from_u128(number))
    }

    fn picture(digest: u8) -> EvidenceRef {
        EvidenceRef {
            slot: EvidenceSlot::new(Service::Document, Side::Proof),
            media: MediaType::Jpeg,
            size: 1,
            digest: Digest([digest; 32]),
        }
    }

    #[test]
    fn it_is_for_the_same_pictures_for_a_while_and_for_few() {
        let now = Timestamp::UNIX_EPOCH;
        let (all, read) = (Examined::default(), Arc::new(Examination::default()));
        all.keep(id(1), &[picture(1)], &read, now);
        assert!(all.of(id(1), &[picture(1)], now).is_some());
        assert!(all.of(id(2), &[picture(1)], now).is_none());
        assert!(all.of(id(1), &[picture(2)], now).is_none());
        assert!(all.of(id(1), &[picture(1), picture(2)], now).is_none());
        assert!(all.of(id(1), &[picture(1)], now + LIFE).is_none());
        for number in 0..=MOST as u128 {
            all.keep(id(number), &[picture(1)], &read, now);
        }
        assert!(all.of(id(0), &[picture(1)], now).is_none());
        assert!(all.of(id(1), &[picture(1)], now).is_some());
        all.forget(id(1));
        assert!(all.of(id(1), &[picture(1)], now).is_none());
    }
}
