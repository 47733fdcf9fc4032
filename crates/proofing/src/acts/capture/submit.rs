//! Submit evidence, one piece at a time: sealed into the vault before the change that names it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use verification::capture::OutOfStep;
use verification::request::{EvidenceSlot, MediaType, Side};
use verification::{Verification, VerificationId};

use crate::Desk;
use crate::error::Error;
use crate::ports::{Digest, EvidenceRef, ExaminerError, Found, Look, Picture, Refusal, Share};

/// What came for a slot.
pub struct Upload {
    /// The place it is for.
    pub slot: EvidenceSlot,
    /// A picture or a PDF; for a barcode also the bytes that it holds.
    pub content: Vec<u8>,
}

/// A picture shows a person: only its size is shown.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Upload({}, {} bytes)", self.slot, self.content.len())
    }
}

impl Desk {
    /// Takes evidence. With the last of it the examination starts.
    ///
    /// What cannot be used is refused with a sentence, and the journal keeps that it was (own codes 3300
    /// to 3330). What was stored before stays.
    ///
    /// # Errors
    /// [`Error::OutOfStep`] if this is not asked for now, before anything is decoded; [`Error::SameSide`] if it is
    /// the file that was handed in for the other side.
    pub async fn submit(&self, id: VerificationId, upload: Upload) -> Result<Verification, Error> {
        let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
            return Err(Error::NotFound);
        };
        let slot = upload.slot;
        let is_direct = stored.value.is_direct();
        let handed_in = stored.value.capture.submitted.clone();
        stored.value.hand_in(slot, self.now())?;
        let picture = match self.usable(upload, is_direct, Share::Applicant(id)).await {
            Ok(picture) => picture,
            Err(ExaminerError::Refused(Refusal(why))) => {
                self.refuse_upload(id, Some(slot), &why).await?;
                return Err(Error::Unusable(why));
            }
            Err(ExaminerError::Unavailable(unavailable)) => return Err(unavailable.into()),
        };
        let digest = self
            .ports
            .vault
            .put(id, Arc::clone(&picture.content))
            .await?;
        if !is_direct && self.is_other_side(id, slot, &handed_in, digest).await? {
            let error = Error::SameSide;
            self.refuse_upload(id, Some(slot), &error.to_string())
                .await?;
            return Err(error);
        }
        let evidence = EvidenceRef {
            slot,
            media: picture.media,
            size: picture.content.len() as u64,
            digest,
        };
        self.change_by(id, vec![evidence], |verification, now| {
            verification.hand_in(slot, now)
        })
        .await
    }

    /// Writes down that something came which cannot be used, for accounts that want to know.
    pub async fn refuse_upload(
        &self,
        id: VerificationId,
        slot: Option<EvidenceSlot>,
        why: &str,
    ) -> Result<(), Error> {
        self.change_by(id, Vec::new(), |verification, now| {
            Ok::<_, OutOfStep>(verification.refuse_evidence(slot, why, now))
        })
        .await
        .map(drop)
    }

    /// Whether this very file was handed in for the other side of the same document. That is certain, and the
    /// person can still turn the document over; two pictures of one side are found when they are examined.
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

    /// The evidence, if it can be used; else why not, in a sentence.
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
            content: Arc::from(content),
            decoded: None,
        };
        if media == MediaType::Barcode {
            return Ok(picture);
        }
        let examiner = &self.ports.examiner;
        let picture = examiner.inspect(picture, share).await?;
        // A person can hold the card better; a business has only the picture that it has.
        if is_barcode && !is_direct {
            let frame = picture.content.to_vec();
            let seen = examiner.look(frame, Look::Barcode, share).await?;
            let Some(bytes) = seen.barcode else {
                return refuse("No barcode can be read in this picture.".to_owned());
            };
            return Ok(Picture {
                slot,
                media: MediaType::Barcode,
                content: Arc::from(bytes),
                decoded: None,
            });
        }
        Ok(picture)
    }
}
