//! Stand-ins for what is not under test, and requests to send.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use proofing::ports::{
    About, CaptureTarget, Clock, Examiner, ExaminerError, Guidance, Picture, Presenter, Share,
    Unavailable,
};
use serde_json::{Value, json};
use testkit::FixedClock;
use tokio::sync::Notify;
use verification::account::Account;
use verification::enrolment::{Authentication, FaceTemplate};
use verification::finding::Finding;
use verification::names::NameReading;
use verification::reading::{
    Compared, Comparison, DocumentReading, Examination, Examined, ExaminedFace, Likeness, Portrait,
    Selfie,
};
use verification::request::{DocumentType, Gender, Side};
use verification::{Personal, Request, ResponseEvent, Service};
use wire::verify::render;

/// What the fake examiner sees in selfies.
pub(crate) trait Faces: Send + Sync + fmt::Debug {
    /// Returns what a comparison came to, and may change what the document says.
    fn examine(&self, request: &Request, reading: &mut DocumentReading) -> ExaminedFace;
    /// Returns the digest of the network, if faces can be enrolled.
    fn network(&self) -> Option<[u8; 32]> {
        None
    }
}

/// Returns a usable selfie, or another one, that was compared with the portrait of each document.
pub(crate) fn compared(request: &Request, selfie: Selfie, comparison: &Comparison) -> ExaminedFace {
    let portraits = request.services.documents().map(|(service, _)| Portrait {
        service,
        comparison: comparison.clone(),
    });
    ExaminedFace {
        selfie,
        portraits: portraits.collect(),
        findings: Vec::new(),
        trace: None,
    }
}

/// Returns a comparison of this likeness, with the limits of the server.
pub(crate) const fn likeness(likeness: Likeness, similarity: f64) -> Compared {
    Compared {
        likeness,
        similarity,
        same_from: 0.42,
        different_below: 0.30,
    }
}

/// Sees the same in every picture. The face on a selfie is taken to be its bytes.
#[derive(Debug)]
pub(crate) struct Scripted {
    reading: DocumentReading,
    faces: Option<Arc<dyn Faces>>,
    /// How often it was asked.
    pub(crate) examined: AtomicUsize,
}

impl Default for Scripted {
    fn default() -> Self {
        Self::seeing(john())
    }
}

impl Scripted {
    pub(crate) fn seeing(reading: DocumentReading) -> Self {
        Self {
            reading,
            faces: None,
            examined: AtomicUsize::new(0),
        }
    }

    /// Sees John Doe's card, and these faces.
    pub(crate) fn with_faces(faces: Arc<dyn Faces>) -> Self {
        Self {
            faces: Some(faces),
            ..Self::default()
        }
    }
}

#[async_trait]
impl Examiner for Scripted {
    fn services(&self) -> &'static [Service] {
        const SERVICES: &[Service] = &[Service::Document, Service::DocumentTwo, Service::Face];
        match self.faces {
            Some(_) => SERVICES,
            None => &SERVICES[..2],
        }
    }

    async fn examine(
        &self,
        request: &Request,
        _: Vec<Picture>,
        _: Timestamp,
    ) -> Result<Examination, Unavailable> {
        self.examined.fetch_add(1, Ordering::Relaxed);
        let mut reading = self.reading.clone();
        let faces = self.faces.as_ref();
        let face = faces.map(|faces| faces.examine(request, &mut reading));
        let services = request.services.documents().map(|(service, _)| Examined {
            service,
            reading: Ok(reading.clone()),
            findings: vec![Finding::passed(service, "barcode.found", "it is there")],
        });
        Ok(Examination {
            services: services.collect(),
            face,
            ..Examination::default()
        })
    }

    fn network(&self) -> Option<[u8; 32]> {
        self.faces.as_ref()?.network()
    }

    async fn template(&self, selfie: Picture) -> Result<Option<FaceTemplate>, Unavailable> {
        assert_eq!(selfie.slot.side, Side::Proof);
        let network = self.network().unwrap();
        Ok(Some(FaceTemplate::new(network, selfie.content.to_vec())))
    }

    async fn recognise(
        &self,
        selfie: Picture,
        enrolled: FaceTemplate,
    ) -> Result<Authentication, Unavailable> {
        let compared = if selfie.content == enrolled.reveal() {
            likeness(Likeness::Same, 0.75)
        } else {
            likeness(Likeness::Different, 0.125)
        };
        Ok(Authentication::Compared(compared))
    }

    async fn look(
        &self,
        _: bytes::Bytes,
        _: CaptureTarget,
        _: Share,
    ) -> Result<Guidance, ExaminerError> {
        Ok(Guidance::default())
    }

    async fn read_barcode(&self, _: Picture, _: Share) -> Result<Option<Vec<u8>>, ExaminerError> {
        Ok(None)
    }

    async fn inspect(&self, picture: Picture, _: Share) -> Result<Picture, ExaminerError> {
        Ok(picture)
    }

    async fn check(&self) -> Result<(), Unavailable> {
        Ok(())
    }
}

/// Sees what [`Scripted`] sees, but says so only when it is told to.
#[derive(Debug, Default)]
pub(crate) struct Thorough {
    eyes: Scripted,
    /// It has begun.
    pub(crate) began: Notify,
    /// It may end.
    pub(crate) enough: Notify,
}

#[async_trait]
impl Examiner for Thorough {
    fn services(&self) -> &[Service] {
        self.eyes.services()
    }

    async fn examine(
        &self,
        request: &Request,
        all: Vec<Picture>,
        now: Timestamp,
    ) -> Result<Examination, Unavailable> {
        self.began.notify_one();
        self.enough.notified().await;
        self.eyes.examine(request, all, now).await
    }

    async fn look(
        &self,
        frame: bytes::Bytes,
        look: CaptureTarget,
        share: Share,
    ) -> Result<Guidance, ExaminerError> {
        self.eyes.look(frame, look, share).await
    }

    async fn read_barcode(
        &self,
        picture: Picture,
        share: Share,
    ) -> Result<Option<Vec<u8>>, ExaminerError> {
        self.eyes.read_barcode(picture, share).await
    }

    async fn inspect(&self, picture: Picture, share: Share) -> Result<Picture, ExaminerError> {
        self.eyes.inspect(picture, share).await
    }

    async fn check(&self) -> Result<(), Unavailable> {
        self.eyes.check().await
    }
}

/// Breaks down at the sight of a picture.
#[derive(Debug)]
pub(crate) struct Panicking;

#[async_trait]
impl Examiner for Panicking {
    fn services(&self) -> &'static [Service] {
        &[Service::Document]
    }

    async fn examine(
        &self,
        _: &Request,
        _: Vec<Picture>,
        _: Timestamp,
    ) -> Result<Examination, Unavailable> {
        panic!("John Carter Doe")
    }

    async fn look(
        &self,
        _: bytes::Bytes,
        _: CaptureTarget,
        _: Share,
    ) -> Result<Guidance, ExaminerError> {
        panic!("John Carter Doe")
    }

    async fn read_barcode(&self, _: Picture, _: Share) -> Result<Option<Vec<u8>>, ExaminerError> {
        panic!("John Carter Doe")
    }

    async fn inspect(&self, _: Picture, _: Share) -> Result<Picture, ExaminerError> {
        panic!("John Carter Doe")
    }

    async fn check(&self) -> Result<(), Unavailable> {
        panic!("John Carter Doe")
    }
}

/// Renders what is told, as the server does.
#[derive(Debug)]
pub(crate) struct Bodies;

impl Presenter for Bodies {
    fn event(&self, _: &Account, event: ResponseEvent, about: About<'_>) -> Vec<u8> {
        match about {
            About::Verification(verification, url) => render::event(verification, event, url, None),
            About::Tombstone(tombstone) => render::tombstone(tombstone),
        }
    }
}

/// The test's clock, running on from where it stands: an attempt takes time, and what follows it is
/// due when it has ended.
#[derive(Debug)]
pub(crate) struct Running {
    from: Arc<FixedClock>,
    since: Instant,
}

impl Running {
    pub(crate) fn from(clock: &Arc<FixedClock>) -> Self {
        Self {
            from: Arc::clone(clock),
            since: Instant::now(),
        }
    }
}

impl Clock for Running {
    fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.since.elapsed()).unwrap();
        self.from.now().checked_add(elapsed).unwrap()
    }
}

/// The card of the protocol's samples.
pub(crate) fn john() -> DocumentReading {
    let additional = [
        ("height", "183"),
        ("country", "United Kingdom"),
        ("authority", "HMPO"),
        ("last_name", "Doe"),
        ("first_name", "John"),
        ("issue_date", "2018-01-31"),
        ("expiry_date", "2028-01-30"),
        ("nationality", "BRITISH CITIZEN"),
        ("country_code", "GBR"),
        ("document_type", "P"),
        ("place_of_birth", "BRISTOL"),
        ("document_number", "GB1234567"),
        ("personal_number", "12345678910"),
        ("dob", "1978-03-13"),
        ("gender", "M"),
    ];
    DocumentReading {
        kind: Some(DocumentType::IdCard),
        name: Some(NameReading {
            given: Some("John".to_owned()),
            middle: Some("Carter".to_owned()),
            family: Some("Doe".to_owned()),
            ..NameReading::default()
        }),
        dob: Some(date(1978, 3, 13)),
        issue_date: Some(date(2015, 10, 10)),
        expiry_date: Some(date(2030, 12, 31)),
        document_number: Some(Personal::new("1456-0989-5567-0909")),
        gender: Some(Gender::Male),
        country: Some("GB".to_owned()),
        additional: additional
            .map(|(key, value)| (key.to_owned(), Personal::new(value)))
            .to_vec(),
        ..DocumentReading::default()
    }
}

/// A file that begins like a PNG, in base64.
pub(crate) fn png() -> String {
    STANDARD.encode(b"\x89PNG\r\n\x1a\n the rest is not looked at")
}

/// The bytes of the same.
pub(crate) fn png_bytes() -> Vec<u8> {
    b"\x89PNG\r\n\x1a\n the rest is not looked at".to_vec()
}

/// A request for the person to show a card.
pub(crate) fn on_site(reference: &str) -> Value {
    json!({"reference": reference, "country": "GB", "email": "john@example.com", "document": ""})
}

/// A request with a picture of the card and claims that agree with it.
pub(crate) fn off_site(reference: &str) -> Value {
    json!({
        "reference": reference,
        "country": "GB",
        "email": "john@example.com",
        "document": {
            "proof": png(),
            "supported_types": ["id_card", "driving_license", "passport"],
            "name": {"first_name": "John", "middle_name": "Carter", "last_name": "Doe"},
            "dob": "1978-03-13",
            "issue_date": "2015-10-10",
            "expiry_date": "2030-12-31",
            "document_number": "1456-0989-5567-0909",
            "gender": "M",
        },
    })
}

/// A request with other members set, or taken away by `null`.
pub(crate) fn but(mut request: Value, changes: Value) -> Value {
    for (key, value) in changes.as_object().unwrap() {
        request[key] = value.clone();
    }
    request
}
