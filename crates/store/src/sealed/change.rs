//! Seals a change before the database has it.
//!
//! Everything that its values are sealed for is known here: a change names the version that it
//! makes, the numbers of its entries, and the positions of its pictures, which follow from the
//! version that it builds on. The database compares that version when it applies the change, so
//! whoever loses a race has sealed in vain and is told of a conflict.

use proofing::ports::{Change, EvidenceRef, Next, StoreError, Stored};
use verification::notification::NewNotification;
use verification::request::EvidenceSlot;
use verification::{Tombstone, Verification, VerificationId};
use zeroize::Zeroizing;

use super::verifications::{encode_private, open_evidence, plain_entry};
use super::{audit, fingerprints, review, search};
use crate::codec;
use crate::ports::{
    Applied, AuditRecord, Body, EvidenceRecord, Head, NewDelivery, Opening, Rows, SealedChange,
    SealedNext, Standing,
};
use crate::seal::{Blinder, KEY_GONE, Key, NewKey, Sealer, places};

/// How often a new verification is sealed again because it has another key by now.
const TRIES: u8 = 4;

/// Stores all of a change, or nothing.
pub(super) async fn apply(
    rows: &dyn Rows,
    sealer: &Sealer,
    blinder: &Blinder,
    change: &Change,
) -> Result<(), StoreError> {
    let encoded = Encoded::new(change, blinder)?;
    let mut sealed = match &change.next {
        Next::Open(value) => return open(rows, sealer, &encoded, value).await,
        Next::Update(stored) => update(rows, sealer, &encoded, stored).await?,
        Next::Forget(stored) => encoded.forget(sealer, stored)?,
    };
    if let (Some(new), Next::Update(stored)) = (&change.fingerprint, &change.next) {
        let of = (stored.value.account, stored.value.id);
        sealed.fingerprint = Some(fingerprints::seal(rows, sealer, of, new).await?);
    }
    match rows.apply(sealed).await? {
        Applied::Stored => Ok(()),
        Applied::OtherKey => Err(StoreError::Conflict),
    }
}

/// Opens a verification. Its key is made before it, or was made with its pictures.
async fn open(
    rows: &dyn Rows,
    sealer: &Sealer,
    encoded: &Encoded<'_>,
    value: &Verification,
) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        let new = sealer.key_for_opening(value.id).await?;
        match rows.apply(encoded.open(sealer, value, &new)?).await? {
            Applied::Stored => {
                sealer.keep(value.id, &new);
                return Ok(());
            }
            Applied::OtherKey => sealer.drop_copy(value.id),
        }
    }
    Err(StoreError::Conflict)
}

/// Seals the next value of a verification.
async fn update(
    rows: &dyn Rows,
    sealer: &Sealer,
    encoded: &Encoded<'_>,
    stored: &Stored<Verification>,
) -> Result<SealedChange, StoreError> {
    let (id, version) = (stored.value.id, stored.version);
    let expected = Standing::Living { version };
    let Some(key) = sealer.key(id).await? else {
        return match rows.standings(vec![id]).await?.as_slice() {
            [standing] if *standing == expected => Err(KEY_GONE),
            _ => Err(StoreError::Conflict),
        };
    };
    let known = if encoded.evidence.is_empty() {
        Vec::new()
    } else {
        let (standing, records) = rows.evidence(id).await?;
        if standing != expected {
            return Err(StoreError::Conflict);
        }
        open_evidence(&key, id, &records)?
    };
    encoded.update(sealer, stored, &key, &known)
}

/// A change whose values are encoded, and can be sealed more than once.
struct Encoded<'a> {
    change: &'a Change,
    blinder: &'a Blinder,
    plain: Zeroizing<Vec<u8>>,
    /// The part of each entry to be sealed, if there is any.
    entries: Vec<Option<Zeroizing<Vec<u8>>>>,
    evidence: Vec<Zeroizing<Vec<u8>>>,
}

impl<'a> Encoded<'a> {
    fn new(change: &'a Change, blinder: &'a Blinder) -> Result<Self, StoreError> {
        let plain = match &change.next {
            Next::Open(value) => codec::encode(&**value, value.id)?,
            Next::Update(stored) => codec::encode(&stored.value, stored.value.id)?,
            Next::Forget(_) => Zeroizing::default(),
        };
        let entries = change.entries.iter().map(encode_private);
        let evidence = change.evidence.iter();
        let evidence = evidence.map(|picture| codec::encode(picture, picture.slot));
        Ok(Self {
            entries: entries.collect::<Result<_, _>>()?,
            evidence: evidence.collect::<Result<_, _>>()?,
            change,
            blinder,
            plain,
        })
    }

    /// Seals the change that opens a verification.
    fn open(
        &self,
        sealer: &Sealer,
        value: &Verification,
        new: &NewKey,
    ) -> Result<SealedChange, StoreError> {
        let next = SealedNext::Open(Box::new(Opening {
            key: new.stored.clone(),
            account: value.account,
            reference: value.request.reference.clone(),
            transaction: value.transaction,
            created_at: value.created_at,
            head: self.head(sealer, &new.key, value, 1)?,
        }));
        self.seal(sealer, &new.key, next, value.id, Vec::new())
    }

    /// Seals the change of a verification that has this version and these pictures.
    fn update(
        &self,
        sealer: &Sealer,
        stored: &Stored<Verification>,
        key: &Key,
        known: &[EvidenceRef],
    ) -> Result<SealedChange, StoreError> {
        let (value, expected) = (&stored.value, stored.version);
        // The highest number has no next one, and no verification has it.
        let version = expected.checked_add(1).ok_or(StoreError::Conflict)?;
        let next = SealedNext::Update {
            expected,
            head: Box::new(self.head(sealer, key, value, version)?),
        };
        let slots = known.iter().map(|picture| picture.slot).collect();
        self.seal(sealer, key, next, value.id, slots)
    }

    /// Returns the change that deletes a verification. Under its key nothing is sealed any more.
    fn forget(
        &self,
        sealer: &Sealer,
        stored: &Stored<Tombstone>,
    ) -> Result<SealedChange, StoreError> {
        if self.entries.iter().any(Option::is_some) {
            let why = "an entry of a forgotten verification says too much";
            return Err(StoreError::Unsealable(why));
        }
        if !self.evidence.is_empty() {
            return Err(KEY_GONE);
        }
        let notifications = self.change.notifications.iter().map(|new| {
            if new.is_personal && new.body.is_some() {
                let why = "a notification of a forgotten verification is personal";
                return Err(StoreError::Unsealable(why));
            }
            Ok(delivery(new, Body::Plain))
        });
        Ok(SealedChange {
            entries: self
                .change
                .entries
                .iter()
                .map(|entry| plain_entry(entry, None))
                .collect(),
            evidence: Vec::new(),
            fingerprint: None,
            notifications: notifications.collect::<Result<_, _>>()?,
            jobs: self.change.jobs.clone(),
            finishes: self.change.finishes.clone(),
            audit: self.audit(sealer, None)?,
            member: self.change.member,
            next: SealedNext::Forget(Box::new(stored.clone())),
        })
    }

    fn head(
        &self,
        sealer: &Sealer,
        key: &Key,
        value: &Verification,
        version: u64,
    ) -> Result<Head, StoreError> {
        Ok(Head {
            id: value.id,
            stage: value.stage.name(),
            journal: value.journal,
            announced: value.announced,
            search: search::record(self.blinder, value),
            review: review::review(value),
            decision: review::decision(value),
            sealed: sealer.seal(key, &places::verification(value.id, version), &self.plain)?,
        })
    }

    /// Seals everything but the value. `slots` are those of the pictures that there are, by
    /// position.
    fn seal(
        &self,
        sealer: &Sealer,
        key: &Key,
        next: SealedNext,
        id: VerificationId,
        slots: Vec<EvidenceSlot>,
    ) -> Result<SealedChange, StoreError> {
        let entries = self.change.entries.iter().zip(&self.entries);
        let entries = entries.map(|(entry, private)| {
            let seal = |plain: &Zeroizing<Vec<u8>>| {
                sealer.seal(key, &places::entry(id, entry.number), plain)
            };
            Ok(plain_entry(entry, private.as_ref().map(seal).transpose()?))
        });
        let notifications = self.change.notifications.iter().map(|new| match &new.body {
            Some(body) if new.is_personal => {
                let sealed = sealer.seal(key, &places::body(new.id), body)?;
                Ok(delivery(new, |_| Body::Sealed(sealed)))
            }
            _ => Ok(delivery(new, Body::Plain)),
        });
        Ok(SealedChange {
            entries: entries.collect::<Result<_, StoreError>>()?,
            evidence: self.pictures(sealer, key, id, slots)?,
            fingerprint: None,
            notifications: notifications.collect::<Result<_, StoreError>>()?,
            jobs: self.change.jobs.clone(),
            finishes: self.change.finishes.clone(),
            audit: self.audit(sealer, Some(key))?,
            member: self.change.member,
            next,
        })
    }

    /// Seals the entries of the audit trail, under the key of the verification if it stays.
    fn audit(&self, sealer: &Sealer, key: Option<&Key>) -> Result<Vec<AuditRecord>, StoreError> {
        let entries = self.change.audit.iter();
        entries
            .map(|entry| audit::seal(sealer, key, entry))
            .collect()
    }

    /// Seals the names of pictures, each for the position of its slot.
    fn pictures(
        &self,
        sealer: &Sealer,
        key: &Key,
        id: VerificationId,
        mut slots: Vec<EvidenceSlot>,
    ) -> Result<Vec<EvidenceRecord>, StoreError> {
        let mut records = Vec::with_capacity(self.evidence.len());
        for (picture, plain) in self.change.evidence.iter().zip(&self.evidence) {
            let known = slots.iter().position(|slot| *slot == picture.slot);
            let position = known.unwrap_or_else(|| {
                slots.push(picture.slot);
                slots.len() - 1
            });
            records.push(EvidenceRecord {
                position,
                sealed: sealer.seal(key, &places::evidence(id, position), plain)?,
            });
        }
        Ok(records)
    }
}

/// Returns the record of a notification, whose body is what a function makes of it.
fn delivery(new: &NewNotification, body: impl FnOnce(Vec<u8>) -> Body) -> NewDelivery {
    NewDelivery {
        body: new.body.clone().map_or(Body::Rendered, body),
        new: NewNotification {
            body: None,
            ..new.clone()
        },
    }
}
