//! EXAMINATION: translates what `imaging`, `document` and `ocr` see into the core's readings.
//!
//! The readers know nothing about verifications, and the core knows nothing about pictures; they
//! meet here. Pixels are processed on separate threads, as many at a time as the operator allows.

mod address;
mod budget;
mod colours;
mod cross_side;
mod extraction;
mod face_guidance;
mod faces;
mod failure_reason;
mod files;
mod frame_guidance;
mod identity_document;
mod licence;
#[cfg(test)]
mod networks;
mod note;
mod observations;
mod original;
mod partial;
mod place;
mod printed;
mod shares;
mod stages;
mod text;
mod travel_document;
mod turns;
mod zone;

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use document::{Effort, PageOptions, read_page};
use imaging::Limits;
use jiff::Timestamp;
use proofing::ports::{
    CaptureTarget, Clock, Examiner, ExaminerError, Guidance, Picture, Refusal, Share, Unavailable,
};
use sandbox::{Decoder, Failure};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tracing::{Span, info_span};
use verification::capture::turns::TurnsSeen;
use verification::enrolment::{Authentication, FaceTemplate};
use verification::finding::Finding;
use verification::reading::{Examination, Examined, NotCompared, Unread};
use verification::request::{ConsentType, MediaType};
use verification::rules::today;
use verification::{Request, Service};

use crate::budget::Budget;
use crate::colours::Colours;
use crate::extraction::Wanted;
use crate::faces::{beside_note, enrolled, portrait};
use crate::files::{Files, Pages, kept_pages, tell_death};
use crate::shares::FairShares;

/// Reads `document` and `document_two`: barcodes and machine-readable zones. With a text engine it
/// also reads `address`, printed notes (`consent`), and the print on documents. With networks for
/// faces it also compares `face` with the portraits of the documents.
#[derive(Debug)]
pub struct Readers {
    files: Files,
    /// Places for work on pixels in this process.
    slots: Arc<Semaphore>,
    /// Places for decoding files before they are accepted, and frames of a camera.
    decoding: FairShares,
    /// The memory for pages that wait for their examination, with one permit per kibibyte.
    kept: Arc<Semaphore>,
    engine: Option<ocr::Engine>,
    /// The networks for faces, loaded once and shared by every examination.
    faces: Option<Arc<face::Examiner>>,
    /// The services that can be examined with all of this.
    services: Vec<Service>,
    print_time: Duration,
    /// The clock that measures the time for print.
    clock: Option<Arc<dyn Clock>>,
}

/// The total time for the print of one document: about six times what a card takes on an idle
/// machine.
const PRINT_TIME: Duration = Duration::from_secs(4);

/// The memory for pages that wait for their examination. What does not fit is decoded again.
const KEPT_KIBIBYTES: usize = 48 * 1024;

/// How long the server waits for its own test picture to be decoded before it reports that it is
/// not ready.
const CHECK_PATIENCE: Duration = Duration::from_secs(5);

/// One of the operations of a decoder.
type Operation<T> = fn(&dyn Decoder, &[u8], &Limits) -> Result<T, Failure>;

impl Readers {
    /// Creates readers that work on this many files at a time, and have them decoded by `decoder`.
    pub fn new(parallel: usize, decoder: Arc<dyn Decoder>) -> Self {
        let parallel = parallel.max(1);
        Self {
            files: Files {
                decoder,
                limits: Limits::default(),
            },
            slots: Arc::new(Semaphore::new(parallel)),
            // A peer whose files never end takes at most half of the places. Decoding happens in
            // separate processes, so twice as many as there are processors share them fairly.
            decoding: FairShares::new(parallel * 2, parallel),
            kept: Arc::new(Semaphore::new(KEPT_KIBIBYTES)),
            engine: None,
            faces: None,
            services: vec![Service::Document, Service::DocumentTwo],
            print_time: PRINT_TIME,
            clock: None,
        }
    }

    /// Sets the engine for printed text, or none.
    #[must_use]
    pub fn with_text(self, engine: Option<ocr::Engine>) -> Self {
        Self { engine, ..self }.promising()
    }

    /// Sets the networks that find and compare faces, or none.
    #[must_use]
    pub fn with_faces(self, faces: Option<Arc<face::Examiner>>) -> Self {
        Self { faces, ..self }.promising()
    }

    /// Notes which services can be examined. This is promised before any file is seen: without a
    /// text engine, a PDF with its own text could be read, but not a photograph of the same letter.
    fn promising(mut self) -> Self {
        let optional = [
            (Service::Address, self.engine.is_some()),
            (Service::Consent, self.engine.is_some()),
            (Service::Face, self.faces.is_some()),
        ];
        self.services = vec![Service::Document, Service::DocumentTwo];
        self.services.extend(
            optional
                .into_iter()
                .filter_map(|(service, is_there)| is_there.then_some(service)),
        );
        self
    }

    /// Sets how long the print on one document may be read; what is not read by then is not
    /// compared. The default is 4 seconds. With zero, print is not read.
    #[must_use]
    pub fn with_print_time(self, print_time: Duration) -> Self {
        Self { print_time, ..self }
    }

    /// Sets the clock that measures the time for print. Without one, time stands still: each step
    /// has all of it.
    #[must_use]
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Self {
        Self {
            clock: Some(clock),
            ..self
        }
    }

    /// Returns the pages for the coming examination, if there is memory to keep them.
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

    /// Looks for the face that the request wants beside a handwritten note. `None` if it wants none
    /// or nobody can look.
    async fn face_beside(
        &self,
        request: &Request,
        notes: Vec<Picture>,
    ) -> Result<Option<bool>, Unavailable> {
        let consent = request.services.consent.as_ref();
        let is_wanted =
            consent.is_some_and(|asked| asked.with_face && asked.takes(ConsentType::Handwritten));
        let Some(faces) = self.faces.clone().filter(|_| is_wanted) else {
            return Ok(None);
        };
        let files = self.files.clone();
        let found = self.on_pixels(info_span!("note_face"), move || {
            beside_note::find(&faces, &notes, &files)
        });
        found.await.unwrap_or(Ok(None))
    }

    fn print_budget(&self) -> Budget {
        Budget::new(self.print_time, self.clock.clone())
    }

    /// Decodes a file into its pages when the peer and the machine have a place for it.
    async fn decode_pages(
        &self,
        file: Bytes,
        share: Share,
    ) -> Result<Result<Vec<imaging::Picture>, Failure>, Unavailable> {
        self.decode(file, share, |decoder, file, limits| {
            decoder.pages(file, limits)
        })
        .await
    }

    /// Does the same for the first page, with its colours.
    async fn decode_colour(
        &self,
        file: Bytes,
        share: Share,
    ) -> Result<imaging::Picture, ExaminerError> {
        let colour: Operation<_> = |decoder, file, limits| decoder.colour(file, limits);
        let decoded = self.decode(file, share, colour).await?;
        Ok(decoded.map_err(|failure| Refusal(failure.to_string()))?)
    }

    /// Carries out an operation of the decoder when the peer and the machine have a place for it.
    async fn decode<T: Send + 'static>(
        &self,
        file: Bytes,
        share: Share,
        operation: Operation<T>,
    ) -> Result<Result<T, Failure>, Unavailable> {
        let place = self.decoding.take(share).await;
        let Files { decoder, limits } = self.files.clone();
        let stage = info_span!("decode", file.bytes = file.len());
        let decoding = tokio::task::spawn_blocking(move || {
            let _stage = stage.entered();
            // The place moves with the work, so a caller who hangs up does not make room for more.
            let _place = place;
            operation(decoder.as_ref(), &file, &limits)
        });
        match decoding.await {
            Ok(Err(failure @ Failure::Unavailable(_))) => Err(Unavailable(Box::new(failure))),
            Ok(decoded) => Ok(decoded),
            Err(panicked) => Err(Unavailable(Box::new(panicked))),
        }
    }

    /// Runs a stage of work on pixels on a separate thread when there is a slot. Returns `None` if
    /// it panicked.
    async fn on_pixels<T: Send + 'static>(
        &self,
        stage: Span,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        // The semaphore is never closed.
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok()?;
        // The slot moves with the work, so a caller who hangs up does not make room for more.
        let held = move || {
            let _slot = slot;
            stage.in_scope(work)
        };
        tokio::task::spawn_blocking(held).await.ok()
    }
}

#[async_trait]
impl Examiner for Readers {
    fn services(&self) -> &[Service] {
        &self.services
    }

    async fn look(
        &self,
        frame: Bytes,
        look: CaptureTarget,
        share: Share,
    ) -> Result<Guidance, ExaminerError> {
        let is_face = matches!(look, CaptureTarget::Selfie | CaptureTarget::TurnedFace);
        let guided = if let (true, Some(faces)) = (is_face, self.faces.clone()) {
            let page = self.decode_colour(frame, share).await?;
            let guide = move || face_guidance::guide(&page, look, &faces);
            self.on_pixels(info_span!("frame"), guide).await
        } else {
            // Only a front has to have colours.
            let pages = match look {
                CaptureTarget::Front | CaptureTarget::LicenceFront => {
                    vec![self.decode_colour(frame, share).await?]
                }
                _ => {
                    let decoded = self.decode_pages(frame, share).await?;
                    decoded.map_err(|failure| Refusal(failure.to_string()))?
                }
            };
            let guide = move || pages.first().map(|page| frame_guidance::guide(page, look));
            self.on_pixels(info_span!("frame"), guide).await.flatten()
        };
        let refused = || Refusal("The frame could not be looked at.".to_owned());
        Ok(guided.ok_or_else(refused)?)
    }

    fn network(&self) -> Option<[u8; 32]> {
        self.faces.as_ref().map(|faces| faces.digest())
    }

    async fn template(&self, selfie: Picture) -> Result<Option<FaceTemplate>, Unavailable> {
        let Some(faces) = self.faces.clone() else {
            return Ok(None);
        };
        let files = self.files.clone();
        let made = self.on_pixels(info_span!("template"), move || {
            enrolled::template(&faces, &selfie, &files)
        });
        made.await.unwrap_or(Ok(None))
    }

    async fn recognise(
        &self,
        selfie: Picture,
        enrolled: FaceTemplate,
    ) -> Result<Authentication, Unavailable> {
        let Some(faces) = self.faces.clone() else {
            return Ok(Authentication::BrokeDown);
        };
        let files = self.files.clone();
        let compared = self.on_pixels(info_span!("recognition"), move || {
            enrolled::recognise(&faces, &selfie, &enrolled, &files)
        });
        compared.await.unwrap_or(Ok(Authentication::BrokeDown))
    }

    fn sees_turns(&self) -> bool {
        self.faces.is_some()
    }

    async fn turns(
        &self,
        selfie: Bytes,
        frames: Vec<Bytes>,
        share: Share,
    ) -> Result<TurnsSeen, ExaminerError> {
        let refused = |said: &str| Refusal(said.to_owned());
        let faces = self.faces.clone();
        let faces = faces.ok_or_else(|| refused("Nobody looks for faces on this server."))?;
        let mut decoded = Vec::with_capacity(frames.len());
        for (at, frame) in frames.iter().enumerate() {
            let is_repeated = *frame == selfie || frames.iter().take(at).any(|it| it == frame);
            decoded.push((self.decode_colour(frame.clone(), share).await?, is_repeated));
        }
        let selfie = self.decode_colour(selfie, share).await?;
        let measured = self.on_pixels(info_span!("turns"), move || {
            turns::measure(&faces, &selfie, &decoded)
        });
        match measured.await {
            Some(Ok(seen)) => Ok(seen),
            Some(Err(error)) => Err(Unavailable(Box::new(error)).into()),
            None => Err(refused("The pictures could not be looked at.").into()),
        }
    }

    async fn read_barcode(
        &self,
        picture: Picture,
        share: Share,
    ) -> Result<Option<Vec<u8>>, ExaminerError> {
        let pages = if let Some(pages) = kept_pages(&picture) {
            pages
        } else {
            let decoded = self.decode_pages(picture.content.clone(), share).await?;
            let pages = decoded.map_err(|failure| Refusal(failure.to_string()))?;
            Arc::new(Pages { pages, _room: None })
        };
        let slot = picture.slot;
        let stage = info_span!("document", service = %slot.service);
        let read = self.on_pixels(stage, move || {
            let options = PageOptions::new().zone(Effort::Skip);
            let mut barcodes = (1..).zip(&pages.pages).flat_map(|(number, page)| {
                let _stage = stages::page(slot, number).entered();
                read_page(page, &options).barcodes
            });
            barcodes.next().map(|barcode| barcode.symbol.bytes)
        });
        let refused = || Refusal("The picture could not be read.".to_owned());
        Ok(read.await.ok_or_else(refused)?)
    }

    async fn inspect(&self, picture: Picture, share: Share) -> Result<Picture, ExaminerError> {
        if picture.media == MediaType::Video {
            let said = "The proof must be a picture or a PDF: videos are not read by this server.";
            return Err(Refusal(said.to_owned()).into());
        }
        match self.decode_pages(picture.content.clone(), share).await? {
            Ok(pages) => Ok(Picture {
                decoded: self.keep(pages),
                ..picture
            }),
            Err(failure) => {
                if matches!(failure, Failure::Died(_)) {
                    tell_death(&failure, &picture);
                }
                Err(Refusal(said(&failure.to_string())).into())
            }
        }
    }

    async fn check(&self) -> Result<(), Unavailable> {
        let decoded = timeout(
            CHECK_PATIENCE,
            self.decode_pages(Bytes::from_static(PIXEL), Share::Server),
        );
        match decoded.await {
            Ok(Ok(Ok(_))) => Ok(()),
            Ok(Ok(Err(failure))) => Err(Unavailable(Box::new(failure))),
            Ok(Err(unavailable)) => Err(unavailable),
            Err(late) => Err(Unavailable(Box::new(late))),
        }
    }

    async fn examine(
        &self,
        request: &Request,
        pictures: Vec<Picture>,
        now: Timestamp,
    ) -> Result<Examination, Unavailable> {
        let day = today(now);
        let mut examination = Examination::default();
        let faces = request
            .services
            .face
            .is_some()
            .then(|| self.faces.clone())
            .flatten();
        let mut holders = Vec::new();
        for (service, asked) in request.services.documents() {
            let own: Vec<Picture> = pictures
                .iter()
                .filter(|picture| picture.slot.service == service)
                .cloned()
                .collect();
            if own.is_empty() {
                continue;
            }
            let files = self.files.clone();
            let wanted = Wanted::of(service, asked, request, (day, self.print_budget()));
            let (engine, faces) = (self.engine.clone(), faces.clone());
            let examined = self
                .on_pixels(info_span!("document", %service), move || {
                    let mut colours = Colours::new(&files);
                    let engine = engine.as_ref();
                    let (examined, zones) =
                        identity_document::examine(&wanted, &own, &files, &mut colours, engine)?;
                    let portrait = |faces: Arc<face::Examiner>| {
                        portrait::find(&faces, &own, wanted.is_captured, &mut colours)
                    };
                    Ok((examined, zones, faces.map(portrait).transpose()?))
                })
                .await;
            let (examined, zones, holder) = examined.unwrap_or_else(|| {
                Ok((
                    broken(service),
                    Vec::new(),
                    Some(Err(NotCompared::BrokeDown)),
                ))
            })?;
            holders.extend(holder.map(|holder| (service, holder)));
            examination.services.push(examined);
            examination.zones.extend(zones);
        }
        let selfie = pictures
            .iter()
            .find(|picture| picture.slot.service == Service::Face);
        if let (Some(faces), Some(selfie)) = (faces, selfie.cloned()) {
            let files = self.files.clone();
            let asked = request.clone();
            let documents: Vec<Service> = holders.iter().map(|(service, _)| *service).collect();
            let examined = self
                .on_pixels(info_span!("face"), move || {
                    faces::examine(&faces, &selfie, holders, &asked, &files)
                })
                .await;
            let broken = || Ok(faces::broken(documents.into_iter()));
            examination.face = Some(examined.unwrap_or_else(broken)?);
        }
        let (papers, others): (Vec<Picture>, Vec<Picture>) = pictures
            .into_iter()
            .partition(|picture| picture.slot.service == Service::Address);
        if let Some(engine) = self.engine.clone()
            && request.services.address.is_some()
            && !papers.is_empty()
        {
            let files = self.files.clone();
            let examined = self
                .on_pixels(info_span!("paper"), move || {
                    address::examine(&papers, &files, &engine, day)
                })
                .await;
            examination.paper = Some(examined.unwrap_or_else(|| Ok(address::broken()))?);
        }
        let notes: Vec<Picture> = others
            .into_iter()
            .filter(|picture| picture.slot.service == Service::Consent)
            .collect();
        if let Some(engine) = self.engine.clone()
            && request.services.consent.is_some()
            && !notes.is_empty()
        {
            let (files, pictures) = (self.files.clone(), notes.clone());
            let examined = self
                .on_pixels(info_span!("note"), move || {
                    note::examine(&pictures, &files, &engine)
                })
                .await;
            let mut examined = examined.unwrap_or_else(|| Ok(note::broken()))?;
            examined.face = self.face_beside(request, notes).await?;
            examination.note = Some(examined);
        }
        Ok(examination)
    }
}

/// Returns a sentence for the sender of a file that cannot be decoded.
fn said(text: &str) -> String {
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

/// The reader itself failed, so nothing is known about the document.
fn broken(service: Service) -> Examined {
    let finding = Finding::not_made(service, "reading", "the reader failed on this picture");
    Examined {
        service,
        reading: Err(Unread::NothingFound),
        findings: vec![finding],
    }
}

/// A PNG of one white pixel.
const PIXEL: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
\0\0\0\x0aIDAT\x78\xda\x63\xf8\x0f\0\x01\x01\x01\0\x1c\xb0\x8c\x99\0\0\0\0IEND\xae\x42\x60\x82";
