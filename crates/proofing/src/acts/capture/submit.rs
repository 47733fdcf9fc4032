//! Takes evidence, one piece at a time. It is sealed into the vault before the change that names
//! it.

use std::collections::BTreeSet;
use std::fmt;

use bytes::Bytes;
use verification::capture::turns::TurnRecord;
use verification::capture::{OutOfStep, SELFIE};
use verification::request::{EvidenceSlot, MediaType, Side};
use verification::{Verification, VerificationId};

use super::Visit;
use crate::error::Error;
use crate::ports::{Digest, EvidenceRef, ExaminerError, Picture, Refusal, Share, Stored};
use crate::{App, Principal, Subject};

/// A submission for a slot.
pub struct Upload {
    /// The slot.
    pub slot: EvidenceSlot,
    /// A picture or a PDF, or for a barcode possibly the bytes that it contains.
    pub content: Bytes,
}

/// A picture shows a person, so only its size is shown.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Upload({}, {} bytes)", self.slot, self.content.len())
    }
}

/// How a selfie came, as far as turns of the head are concerned.
pub(super) struct Came {
    /// The nonce of the challenge that it answers.
    pub(super) nonce: Option<String>,
    /// What is known of the turns.
    pub(super) record: TurnRecord,
}

impl App {
    /// Takes evidence from the person. The last piece starts the examination.
    ///
    /// Evidence that cannot be used is refused with a sentence and recorded in the journal (own
    /// codes 3300 to 3330). Everything stored before stays.
    ///
    /// # Errors
    /// Returns [`Error::OutOfStep`], before anything is decoded, if this evidence is not requested
    /// now, and [`Error::SameSide`] if it is the file that was submitted for the other side.
    pub async fn submit(
        &self,
        by: Principal,
        visit: &Visit,
        upload: Upload,
    ) -> Result<Visit, Error> {
        by.must_be_applicant(visit.verification.id)?;
        let share = Share::Applicant(visit.verification.id);
        let is_selfie = upload.slot == SELFIE;
        let came = is_selfie.then(|| self.came_alone(&visit.verification));
        let moved = self.take(by, share, visit.stored(), upload, came.flatten());
        self.seen(moved.await?).await
    }

    /// Takes evidence that a business submits itself, for a verification that it has just looked
    /// up.
    ///
    /// # Errors
    /// The errors are those of [`submit`](Self::submit).
    pub async fn hand_in(
        &self,
        by: Principal,
        stored: Box<Stored<Verification>>,
        upload: Upload,
    ) -> Result<Verification, Error> {
        by.must_be_business()?;
        // A business with many verifications still has one share.
        let share = Share::Account(stored.value.account);
        Ok(self.take(by, share, stored, upload, None).await?.value)
    }

    pub(super) async fn take(
        &self,
        by: Principal,
        share: Share,
        stored: Box<Stored<Verification>>,
        upload: Upload,
        came: Option<Came>,
    ) -> Result<Box<Stored<Verification>>, Error> {
        by.must_be_concerned(Subject::from(&stored.value))?;
        let id = stored.value.id;
        let slot = upload.slot;
        let is_direct = stored.value.is_direct();
        stored.value.clone().hand_in(slot, self.now())?;
        let picture = match self.usable(upload, is_direct, share).await {
            Ok(picture) => picture,
            Err(ExaminerError::Refused(Refusal(why))) => {
                self.refuse_upload(by, id, Some(slot), &why).await?;
                return Err(Error::Unusable(why));
            }
            Err(ExaminerError::Unavailable(unavailable)) => return Err(unavailable.into()),
        };
        let digest = self.ports.vault.put(id, picture.content.clone()).await?;
        let handed_in = &stored.value.capture.submitted;
        if !is_direct && self.is_other_side(id, slot, handed_in, digest).await? {
            let error = Error::SameSide;
            self.refuse_upload(by, id, Some(slot), &error.to_string())
                .await?;
            return Err(error);
        }
        let mut evidence = vec![EvidenceRef {
            slot,
            media: picture.media,
            size: picture.content.len() as u64,
            digest,
        }];
        if stored.value.awaits_barcode_with(slot) {
            evidence.extend(self.barcode_on(id, picture).await?);
        }
        let has_barcode = evidence.len() > 1;
        self.change_from(by, stored, evidence, |verification, now| match &came {
            Some(Came { nonce, record }) => {
                verification.hand_in_selfie(nonce.as_deref(), record.clone(), now)
            }
            None if has_barcode => verification.hand_in_with_barcode(slot, now),
            None => verification.hand_in(slot, now),
        })
        .await
    }

    /// Reads the barcode in a picture of the back, and seals it like one that the person held to
    /// the camera. What cannot be read here is asked for on a page of its own, which guides the
    /// person.
    async fn barcode_on(
        &self,
        id: VerificationId,
        back: Picture,
    ) -> Result<Option<EvidenceRef>, Error> {
        let slot = EvidenceSlot::new(back.slot.service, Side::Barcode);
        let reading = self.ports.examiner.read_barcode(back, Share::Applicant(id));
        let content: Bytes = match reading.await {
            Ok(Some(content)) => content.into(),
            Ok(None) | Err(ExaminerError::Refused(_)) => return Ok(None),
            Err(ExaminerError::Unavailable(unavailable)) => return Err(unavailable.into()),
        };
        let size = content.len() as u64;
        let digest = self.ports.vault.put(id, content).await?;
        Ok(Some(EvidenceRef {
            slot,
            media: MediaType::Barcode,
            size,
            digest,
        }))
    }

    /// Records that something unusable was submitted, for accounts that want to know.
    pub async fn refuse_upload(
        &self,
        by: Principal,
        id: VerificationId,
        slot: Option<EvidenceSlot>,
        why: &str,
    ) -> Result<(), Error> {
        self.change_by(by, id, Vec::new(), |verification, now| {
            Ok::<_, OutOfStep>(verification.refuse_evidence(slot, why, now))
        })
        .await
        .map(drop)
    }

    /// Returns true if this very file was submitted for the other side of the same document. This
    /// is certain, and the person can still turn the document over. Two different pictures of one
    /// side are only found during the examination.
    async fn is_other_side(
        &self,
        id: VerificationId,
        slot: EvidenceSlot,
        handed_in: &BTreeSet<EvidenceSlot>,
        digest: Digest,
    ) -> Result<bool, Error> {
        let other = match slot.side {
            Side::Proof => Side::AdditionalProof,
            Side::AdditionalProof => Side::Proof,
            Side::Barcode => return Ok(false),
        };
        let other = EvidenceSlot::new(slot.service, other);
        if !handed_in.contains(&other) {
            return Ok(false);
        }
        let evidence = self.ports.store.evidence(id).await?;
        Ok(evidence
            .iter()
            .any(|there| there.slot == other && there.digest == digest))
    }

    /// Returns the evidence if it can be used, otherwise a sentence with the reason.
    async fn usable(
        &self,
        upload: Upload,
        is_direct: bool,
        share: Share,
    ) -> Result<Picture, ExaminerError> {
        let refuse = |why: String| Err(Refusal(why).into());
        let Upload { slot, content } = upload;
        let is_barcode = slot.side == Side::Barcode;
        let media = match MediaType::sniff(&content) {
            Some(media) => media,
            None if is_barcode => MediaType::Barcode,
            None => return refuse(format!("The file is no {}.", MediaType::STILLS_NAMED)),
        };
        if content.is_empty() {
            return refuse("Nothing was sent.".to_owned());
        }
        if content.len() > media.max_bytes() {
            return refuse(format!(
                "The file is too large: at most {} kB are taken.",
                media.max_bytes() / 1024
            ));
        }
        let picture = Picture {
            slot,
            media,
            content,
            decoded: None,
        };
        if media == MediaType::Barcode {
            return Ok(picture);
        }
        let examiner = &self.ports.examiner;
        let picture = examiner.inspect(picture, share).await?;
        // A person can hold the card better, but a business has no other picture.
        if is_barcode && !is_direct {
            let Some(bytes) = examiner.read_barcode(picture, share).await? else {
                return refuse("No barcode can be read in this picture.".to_owned());
            };
            return Ok(Picture {
                slot,
                media: MediaType::Barcode,
                content: bytes.into(),
                decoded: None,
            });
        }
        Ok(picture)
    }
}
