//! Examiners: they translate what `imaging` and `document` see into the core's readings.
//!
//! Readers know nothing of verifications and the core nothing of pictures; this is where they meet.
//! Pixels are worked on by threads of their own, so many at a time as the operator allows.

mod licence;
mod look;
mod observations;
mod unread;
mod zone;

use std::any::Any;
use std::sync::Arc;

use async_trait::async_trait;
use document::aamva::{self, ParseError};
use document::pdf417::{self, Options};
use imaging::{DecodeError, Limits};
use jiff::Timestamp;
use jiff::civil::Date;
use proofing::ports::{Examiner, Guidance, Look, Picture, Refusal};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use verification::finding::{Finding, FindingOutcome};
use verification::reading::{Examination, Examined, Unread, Zone};
use verification::request::{EvidenceSlot, MediaType, Side};
use verification::rules::today;
use verification::{Request, Service};

/// Reads licences: the PDF417 of `document` and `document_two`.
#[derive(Debug)]
pub struct Readers {
    limits: Limits,
    slots: Arc<Semaphore>,
    /// The memory for pages that wait for their examination: one permit a kibibyte.
    kept: Arc<Semaphore>,
}

/// How much memory pages that wait for their examination may take. What does not fit is decoded again.
const KEPT_KIBIBYTES: usize = 96 * 1024;

/// The pages of one decoded file, with their part of the memory for waiting.
struct Pages {
    pages: Vec<imaging::Picture>,
    _room: Option<OwnedSemaphorePermit>,
}

impl Readers {
    /// Readers that work on this many files at a time.
    pub fn new(parallel: usize) -> Self {
        Self {
            limits: Limits::default(),
            slots: Arc::new(Semaphore::new(parallel.max(1))),
            kept: Arc::new(Semaphore::new(KEPT_KIBIBYTES)),
        }
    }

    /// The pages, to be examined soon, if there is room to keep them.
    fn keep(&self, pages: Vec<imaging::Picture>) -> Option<Arc<dyn Any + Send + Sync>> {
        let pixels: u64 = pages
            .iter()
            .map(|page| u64::from(page.width()) * u64::from(page.height()))
            .sum();
        let kibibytes = u32::try_from(pixels.div_ceil(1024)).ok()?;
        let room = Arc::clone(&self.kept)
            .try_acquire_many_owned(kibibytes)
            .ok()?;
        Some(Arc::new(Pages {
            pages,
            _room: Some(room),
        }))
    }

    /// Runs work on pixels on a thread of its own, when there is a slot. `None` if it panicked.
    async fn on_pixels<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        // The semaphore is never closed.
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok()?;
        // The slot goes with the work: a caller who hangs up does not make room for more.
        let held = move || {
            let _slot = slot;
            work()
        };
        tokio::task::spawn_blocking(held).await.ok()
    }
}

#[async_trait]
impl Examiner for Readers {
    fn services(&self) -> &'static [Service] {
        &[Service::Document, Service::DocumentTwo]
    }

    async fn look(&self, frame: Vec<u8>, look: Look) -> Result<Guidance, Refusal> {
        let limits = self.limits;
        self.on_pixels(move || look::guide(&frame, look, &limits))
            .await
            .unwrap_or_else(|| Err(Refusal("The frame could not be looked at.".to_owned())))
    }

    async fn inspect(&self, picture: Picture) -> Result<Picture, Refusal> {
        if picture.media == MediaType::Video {
            return Err(Refusal(
                "The proof must be a picture or a PDF: videos are not read by this server."
                    .to_owned(),
            ));
        }
        let limits = self.limits;
        let content = Arc::clone(&picture.content);
        match self
            .on_pixels(move || imaging::decode_pages(&content, &limits))
            .await
        {
            Some(Ok(pages)) => Ok(Picture {
                decoded: self.keep(pages),
                ..picture
            }),
            Some(Err(error)) => Err(Refusal(said(&error))),
            None => Err(Refusal("The proof could not be decoded.".to_owned())),
        }
    }

    async fn examine(
        &self,
        request: &Request,
        pictures: Vec<Picture>,
        now: Timestamp,
    ) -> Examination {
        let day = today(now);
        let mut services = Vec::new();
        let mut zones = Vec::new();
        for (service, _) in request.services.documents() {
            let own: Vec<Picture> = pictures
                .iter()
                .filter(|picture| picture.slot.service == service)
                .cloned()
                .collect();
            if own.is_empty() {
                continue;
            }
            let limits = self.limits;
            let examined = self
                .on_pixels(move || examine(service, &own, &limits, day))
                .await;
            let (examined, zone) = examined.unwrap_or_else(|| (broken(service), None));
            services.push(examined);
            zones.extend(zone);
        }
        Examination { services, zones }
    }
}

/// A sentence for whoever sent a file that cannot be decoded.
fn said(error: &DecodeError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default();
    format!(
        "The proof cannot be used. {first}{}.",
        letters.as_str().trim_end_matches('.')
    )
}

/// The reader itself failed: nothing is known of the document.
fn broken(service: Service) -> Examined {
    let finding = Finding::not_made(service, "reading", "the reader failed on this picture");
    Examined {
        service,
        reading: Err(Unread::NothingFound),
        findings: vec![finding],
    }
}

/// Examines one document: the back first, since that is where a licence has its barcode. The zone is what
/// the barcode says, if one was read.
fn examine(
    service: Service,
    pictures: &[Picture],
    limits: &Limits,
    day: Date,
) -> (Examined, Option<Zone>) {
    let mut findings = Vec::new();
    let mut pages: Vec<(EvidenceSlot, Arc<Pages>)> = Vec::new();
    let (handed_in, pictures): (Vec<&Picture>, Vec<&Picture>) = pictures
        .iter()
        .partition(|picture| picture.media == MediaType::Barcode);
    for picture in pictures {
        match decoded(picture, limits) {
            Ok(decoded) => pages.push((picture.slot, decoded)),
            Err(error) => findings.push(
                Finding::not_made(service, "picture.decode", error.to_string())
                    .resting_on([picture.slot]),
            ),
        }
    }
    pages.sort_by_key(|(slot, _)| match slot.side {
        Side::Barcode => 0,
        Side::AdditionalProof => 1,
        Side::Proof => 2,
    });
    let mut unreadable = None;
    // What a reader outside made of the barcode: nothing is left to be found in pixels.
    for picture in handed_in {
        match aamva::parse(&picture.content) {
            Ok(licence) => {
                return read(service, picture.slot, &licence, findings, day);
            }
            Err(error) => {
                findings.push(not_aamva(service, &error).resting_on([picture.slot]));
                unreadable = Some(Unread::Unsupported);
            }
        }
    }
    for (slot, page) in pages
        .iter()
        .flat_map(|(slot, pages)| pages.pages.iter().map(move |page| (*slot, page)))
    {
        for symbol in pdf417::read(page, &Options::default()) {
            findings.push(
                Finding::passed(service, "barcode.found", "a PDF417 was read").resting_on([slot]),
            );
            match aamva::parse(&symbol.bytes) {
                Ok(licence) => {
                    return read(service, slot, &licence, findings, day);
                }
                Err(error) => {
                    findings.push(not_aamva(service, &error).resting_on([slot]));
                    unreadable = Some(Unread::Unsupported);
                }
            }
        }
    }
    let why = unreadable.unwrap_or_else(|| unread::why(service, &pages, &mut findings));
    let examined = Examined {
        service,
        reading: Err(why),
        findings,
    };
    (examined, None)
}

/// What a licence says, examined for itself.
fn read(
    service: Service,
    slot: EvidenceSlot,
    licence: &aamva::Licence,
    mut findings: Vec<Finding>,
    day: Date,
) -> (Examined, Option<Zone>) {
    findings.extend(observations::findings(service, slot, licence, day));
    let reading = licence::reading(licence, slot);
    let zone = zone::barcode(licence, slot, &reading.additional);
    let examined = Examined {
        service,
        reading: Ok(reading),
        findings,
    };
    (examined, Some(zone))
}

fn not_aamva(service: Service, error: &ParseError) -> Finding {
    Finding::new(
        service,
        "barcode.content",
        FindingOutcome::NotMade(error.to_string()),
        "the barcode is not a licence's",
    )
}

/// What inspection left, or the file decoded anew.
fn decoded(picture: &Picture, limits: &Limits) -> Result<Arc<Pages>, DecodeError> {
    let kept = picture
        .decoded
        .clone()
        .and_then(|kept| <Arc<dyn Any + Send + Sync>>::downcast::<Pages>(kept).ok());
    match kept {
        Some(pages) => Ok(pages),
        None => imaging::decode_pages(&picture.content, limits)
            .map(|pages| Arc::new(Pages { pages, _room: None })),
    }
}
