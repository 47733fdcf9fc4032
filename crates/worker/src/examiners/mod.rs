//! Examiners: they translate what `imaging` and `document` see into the core's readings.
//!
//! Readers know nothing of verifications and the core nothing of pictures; this is where they meet.
//! Pixels are worked on by threads of their own, so many at a time as the operator allows.

mod address;
mod document_shown;
mod licence;
mod look;
mod observations;
mod partial;
mod printed;
mod sides;
mod text;
mod travel;
mod unread;
mod zone;

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use imaging::{DecodeError, Limits};
use jiff::Timestamp;
use proofing::ports::{Examiner, Guidance, Look, Picture, Refusal};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use verification::finding::Finding;
use verification::reading::{Examination, Examined, Unread};
use verification::request::MediaType;
use verification::rules::today;
use verification::{Request, Service};

use self::document_shown::Wanted;

/// Reads `document` and `document_two`: bar codes and machine readable zones. With a text engine it reads
/// `address` too, and what is printed on documents.
#[derive(Debug)]
pub struct Readers {
    limits: Limits,
    slots: Arc<Semaphore>,
    /// The memory for pages that wait for their examination: one permit a kibibyte.
    kept: Arc<Semaphore>,
    engine: Option<ocr::Engine>,
    print_time: Duration,
}

/// All the time that the print of one document may take: some six times what a card takes on a machine of its own.
const PRINT_TIME: Duration = Duration::from_secs(4);

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
            engine: None,
            print_time: PRINT_TIME,
        }
    }

    /// The same readers with an engine for printed text, or none.
    #[must_use]
    pub fn with_text(self, engine: Option<ocr::Engine>) -> Self {
        Self { engine, ..self }
    }

    /// The same readers that read for so long at what is printed on one document; what is not read by then is not
    /// compared. 4 seconds unless said otherwise; with none at all print is not read.
    #[must_use]
    pub fn with_print_time(self, print_time: Duration) -> Self {
        Self { print_time, ..self }
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
        // A promise made before any file is seen: without an engine a PDF that carries its text could
        // be read, but a photograph of the same letter could not.
        match self.engine {
            Some(_) => &[Service::Document, Service::DocumentTwo, Service::Address],
            None => &[Service::Document, Service::DocumentTwo],
        }
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
        let mut examination = Examination::default();
        for (service, asked) in request.services.documents() {
            let own: Vec<Picture> = pictures
                .iter()
                .filter(|picture| picture.slot.service == service)
                .cloned()
                .collect();
            if own.is_empty() {
                continue;
            }
            let limits = self.limits;
            let wanted = Wanted::of(service, asked, request, (day, self.print_time));
            let engine = self.engine.clone();
            let examined = self
                .on_pixels(move || document_shown::examine(&wanted, &own, &limits, engine.as_ref()))
                .await;
            let (examined, zones) = examined.unwrap_or_else(|| (broken(service), Vec::new()));
            examination.services.push(examined);
            examination.zones.extend(zones);
        }
        let papers: Vec<Picture> = pictures
            .into_iter()
            .filter(|picture| picture.slot.service == Service::Address)
            .collect();
        if let Some(engine) = self.engine.clone()
            && request.services.address.is_some()
            && !papers.is_empty()
        {
            let limits = self.limits;
            let examined = self
                .on_pixels(move || address::examine(&papers, &limits, &engine, day))
                .await;
            examination.paper = Some(examined.unwrap_or_else(address::broken));
        }
        examination
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
