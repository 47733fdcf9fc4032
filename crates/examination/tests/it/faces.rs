//! Selfies against the portraits of drawn passports, from the files to the verdict.
//!
//! Faces come from `../shared/samples/faces`, and the networks from `cargo xtask models`. Without
//! either, these tests say that they are skipped.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use examination::Readers;
use face::{Detector, Embedder, Kind, Options, models};
use imaging::{Homography, Limits, Picture as Page, Point, Quad, annotate, decode_colour};
use jiff::civil::date;
use proofing::ports::{Examiner, Picture};
use specimen::{Difficulty, Reproduction, Scene, Travel, photograph, reproduce};
use testkit::builders::{at, reference};
use verification::decline::DeclineCode;
use verification::finding::Finding;
use verification::policy::{LIGHT, judge};
use verification::reading::{Comparison, ExaminedFace, Likeness, NotCompared, Selfie};
use verification::request::{DocumentService, EvidenceSlot, FaceService, MediaType, Side};
use verification::rules::today;
use verification::verdict::{ServiceResult, Verdict};
use verification::{Request, Service};

const SELFIE: EvidenceSlot = EvidenceSlot::new(Service::Face, Side::Proof);
const PAGE: EvidenceSlot = EvidenceSlot::new(Service::Document, Side::Proof);

/// Width and height of a passport's page and the place of its portrait, in millimetres.
const PAGE_MM: (f64, f64) = (125.0, 88.0);
const PORTRAIT_MM: [f64; 4] = [5.0, 15.0, 33.0, 42.0];

/// The networks, or none and a word of it where there are none.
fn networks() -> Option<Arc<face::Examiner>> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = [
        std::env::var_os("BONAFIDE_TEST_MODELS").map(PathBuf::from),
        std::env::var_os("CARGO_TARGET_DIR").map(|target| PathBuf::from(target).join("models")),
        Some(checkout.join("target/models")),
    ];
    let read = |model: models::Model| {
        let mut files = folders
            .iter()
            .flatten()
            .map(|folder| folder.join(model.file));
        files.find_map(|file| std::fs::read(file).ok())
    };
    let (Some(yunet), Some(sface)) = (read(models::YUNET), read(models::SFACE)) else {
        println!("skipped: the networks for faces are not here (`cargo xtask models`)");
        return None;
    };
    let detector = Detector::load(&yunet).unwrap();
    let embedder = Embedder::load(&sface, Kind::SFace).unwrap();
    Some(Arc::new(face::Examiner::new(
        detector,
        embedder,
        Options::default(),
    )))
}

/// The folder of photographs, or none and a word of it.
fn photographs() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    let samples = std::env::var_os("BONAFIDE_SAMPLES").map_or(beside, PathBuf::from);
    let faces = samples.join("faces");
    if faces.is_dir() {
        return Some(faces);
    }
    println!("skipped: no samples of faces");
    None
}

/// Both, for a test that needs them.
fn ready() -> Option<(Readers, PathBuf)> {
    let readers = Readers::new(1, Arc::new(sandbox::InProcess)).with_faces(Some(networks()?));
    Some((readers, photographs()?))
}

/// One of the two photographs of a person.
fn photograph_of(folder: &Path, person: usize, which: char) -> Vec<u8> {
    std::fs::read(folder.join(format!("p{person:03}{which}.jpg"))).unwrap()
}

fn decoded(file: &[u8]) -> Page {
    decode_colour(file, &Limits::default()).unwrap()
}

/// Colours that can be painted over.
struct Canvas {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Canvas {
    fn of(page: &Page) -> Self {
        Self {
            width: page.width(),
            height: page.height(),
            rgb: page.rgb().unwrap().to_vec(),
        }
    }

    fn grey(width: u32, height: u32) -> Self {
        let rgb = vec![150; width as usize * height as usize * 3];
        Self { width, height, rgb }
    }

    fn set(&mut self, at: Point, pixel: &[u8]) {
        let (x, y) = (at.x.round(), at.y.round());
        if (0.0..f64::from(self.width)).contains(&x) && (0.0..f64::from(self.height)).contains(&y) {
            let start = (y as usize * self.width as usize + x as usize) * 3;
            self.rgb[start..start + 3].copy_from_slice(pixel);
        }
    }

    /// Paints a picture over a part, four samples to a pixel so that nothing is left out.
    fn paint(&mut self, page: &Page, place: impl Fn(f64, f64) -> Point, size: (f64, f64)) {
        let (wide, tall) = ((size.0 * 2.0) as u32, (size.1 * 2.0) as u32);
        for y in 0..tall {
            for x in 0..wide {
                let (u, v) = (
                    f64::from(x) / f64::from(wide),
                    f64::from(y) / f64::from(tall),
                );
                let from_x = (u * f64::from(page.width())) as usize;
                let from_y = (v * f64::from(page.height())) as usize;
                let start = (from_y * page.width() as usize + from_x) * 3;
                let pixel: Vec<u8> = page.rgb().unwrap()[start..start + 3].to_vec();
                self.set(place(u, v), &pixel);
            }
        }
    }

    /// Paints a picture upright with its corner here.
    fn beside(&mut self, page: &Page, (left, top): (f64, f64), scale: f64) {
        let (width, height) = (f64::from(page.width()), f64::from(page.height()));
        let size = (width * scale, height * scale);
        let place = |u: f64, v: f64| Point::new(left + u * size.0, top + v * size.1);
        self.paint(page, place, size);
    }

    fn page(self) -> Page {
        Page::from_rgb(self.width, self.height, self.rgb).unwrap()
    }

    /// The file of it.
    fn png(self) -> Vec<u8> {
        annotate(&self.page(), &[]).unwrap()
    }
}

fn passport(seed: u64) -> Travel {
    Travel::passport(seed, date(2026, 6, 1))
}

/// A photographed passport with this person on it.
fn page_of(seed: u64, holder: &[u8]) -> Canvas {
    let page = passport(seed).page().unwrap();
    let photo = photograph(&page, &Scene::from_seed(seed, Difficulty::Good)).unwrap();
    let (width, height) = photo.image.dimensions();
    let photo_page = Page::from_rgb(width, height, photo.image.into_raw()).unwrap();
    let original = decoded(holder);
    let size = [original.width(), original.height()];
    let rgb = original.rgb().unwrap().to_vec();
    let portrait = reproduce(rgb, size, Reproduction::Clean, 240, seed).unwrap();
    let corners = photo
        .truth
        .card
        .map(|[x, y]| Point::new(x.into(), y.into()));
    let onto = Homography::from_rectangle(PAGE_MM.0, PAGE_MM.1, &Quad(corners)).unwrap();
    let [left, top, across, down] = PORTRAIT_MM;
    let mut canvas = Canvas::of(&photo_page);
    let place = |u: f64, v: f64| onto.apply(Point::new(left + u * across, top + v * down));
    canvas.paint(&decoded(&portrait), place, (600.0, 800.0));
    canvas
}

fn request() -> Request {
    let mut request = Request::new(reference(1));
    request.services.document = Some(DocumentService::default());
    request.services.face = Some(FaceService::default());
    request.proofs = [PAGE, SELFIE].into();
    request
}

fn picture(slot: EvidenceSlot, media: MediaType, content: Vec<u8>) -> Picture {
    Picture {
        slot,
        media,
        content: content.into(),
        decoded: None,
    }
}

/// What is examined of a document and a selfie.
async fn examined(readers: &Readers, page: Vec<u8>, selfie: Vec<u8>) -> ExaminedFace {
    let pictures = vec![
        picture(PAGE, MediaType::Png, page),
        picture(SELFIE, MediaType::Jpeg, selfie),
    ];
    let examination = readers.examine(&request(), pictures, at(0)).await;
    examination.unwrap().face.unwrap()
}

fn likeness(face: &ExaminedFace) -> Option<Likeness> {
    match face.portrait(Service::Document)? {
        Comparison::Compared(compared) => Some(compared.likeness),
        Comparison::NotCompared(_) => None,
    }
}

fn why(face: &ExaminedFace) -> Option<NotCompared> {
    match face.portrait(Service::Document)? {
        Comparison::Compared(_) => None,
        Comparison::NotCompared(why) => Some(*why),
    }
}

#[tokio::test]
async fn the_holder_is_told_from_others() {
    let Some((readers, folder)) = ready() else {
        return;
    };
    assert!(readers.services().contains(&Service::Face));
    // Of these people and of the strangers, nobody else is in the picture.
    for person in [1, 2, 3, 10] {
        let page = page_of(person as u64, &photograph_of(&folder, person, 'a')).png();
        let own = photograph_of(&folder, person, 'b');
        let own = examined(&readers, page.clone(), own).await;
        assert_eq!(likeness(&own), Some(Likeness::Same), "{person}: {own:?}");
        let other = photograph_of(&folder, person + 100, 'b');
        let other = examined(&readers, page, other).await;
        assert_eq!(
            likeness(&other),
            Some(Likeness::Different),
            "{person}: {other:?}"
        );
    }
}

#[tokio::test]
async fn the_verdict_follows() {
    let Some((readers, folder)) = ready() else {
        return;
    };
    let page = page_of(3, &photograph_of(&folder, 3, 'a')).png();
    for (person, verdict, codes) in [
        (3, Verdict::Accepted, &[][..]),
        (103, Verdict::Declined, &["SPDR166", "SPDR230"]),
    ] {
        let pictures = vec![
            picture(PAGE, MediaType::Png, page.clone()),
            picture(SELFIE, MediaType::Jpeg, photograph_of(&folder, person, 'b')),
        ];
        let examination = readers.examine(&request(), pictures, at(0)).await.unwrap();
        let outcome = judge(&request(), &examination, today(at(0)));
        let told: Vec<&str> = outcome.codes.iter().map(DeclineCode::as_str).collect();
        assert_eq!((outcome.verdict, told.as_slice()), (verdict, codes));
        let whole = ServiceResult::Whole(Some(verdict == Verdict::Accepted));
        assert_eq!(outcome.services[1].result, whole);
    }
}

#[tokio::test]
async fn what_cannot_be_compared_is_said() {
    let Some((readers, folder)) = ready() else {
        return;
    };
    let page = page_of(5, &photograph_of(&folder, 5, 'a')).png();
    let own = decoded(&photograph_of(&folder, 5, 'b'));
    let other = decoded(&photograph_of(&folder, 6, 'b'));
    let mut two = Canvas::grey(400, 200);
    two.beside(&own, (20.0, 20.0), 1.0);
    two.beside(&other, (220.0, 20.0), 1.0);
    let mut far = Canvas::grey(640, 480);
    far.beside(&own, (300.0, 200.0), 0.4);
    let cases = [
        (Canvas::grey(400, 300), Selfie::NoFace),
        (Canvas::grey(1, 1), Selfie::NoFace),
        (Canvas::grey(5_000, 2), Selfie::NoFace),
        (two, Selfie::SeveralFaces),
        (far, Selfie::TooSmall),
    ];
    for (selfie, expected) in cases {
        let face = examined(&readers, page.clone(), selfie.png()).await;
        assert_eq!(
            (face.selfie, why(&face)),
            (expected, Some(NotCompared::Selfie))
        );
    }
    let broken = examined(&readers, page, b"no picture".to_vec()).await;
    assert_eq!(broken.selfie, Selfie::NotAPicture);
}

#[tokio::test]
async fn a_dark_selfie_is_compared_and_told() {
    let Some((readers, folder)) = ready() else {
        return;
    };
    let page = page_of(3, &photograph_of(&folder, 3, 'a')).png();
    let mut dark = Canvas::of(&decoded(&photograph_of(&folder, 3, 'b')));
    dark.rgb.iter_mut().for_each(|level| *level /= 5);
    let face = examined(&readers, page, dark.png()).await;
    let checks: Vec<&str> = face
        .findings
        .iter()
        .map(|found: &Finding| found.check.as_str())
        .collect();
    assert!(checks.contains(&LIGHT), "{checks:?}");
    assert_eq!(face.selfie, Selfie::Usable);
}

#[tokio::test]
async fn a_document_without_a_portrait_is_said() {
    let Some((readers, folder)) = ready() else {
        return;
    };
    let selfie = photograph_of(&folder, 3, 'b');
    for seed in 0..3 {
        let page = passport(seed).page().unwrap();
        let photo = photograph(&page, &Scene::from_seed(seed, Difficulty::Good)).unwrap();
        let face = examined(&readers, photo.jpeg, selfie.clone()).await;
        assert_eq!(
            why(&face),
            Some(NotCompared::NoPortrait),
            "{seed}: {face:?}"
        );
    }
    // A page that lies on its side is turned before it is searched.
    let upright = page_of(3, &photograph_of(&folder, 3, 'a'));
    let (width, height) = (upright.width, upright.height);
    let upright = upright.page();
    let mut turned = Canvas::grey(height, width);
    let pixels = upright.rgb().unwrap().chunks_exact(3).enumerate();
    for (number, pixel) in pixels {
        let (x, y) = (number as u32 % width, number as u32 / width);
        turned.set(Point::new(f64::from(height - 1 - y), f64::from(x)), pixel);
    }
    let face = examined(&readers, turned.png(), photograph_of(&folder, 3, 'b')).await;
    assert_eq!(likeness(&face), Some(Likeness::Same));
}

/// Somebody holds a document that is not theirs beside their own, larger face.
#[tokio::test]
async fn the_face_of_who_holds_a_document_is_not_its_portrait() {
    let Some((readers, folder)) = ready() else {
        return;
    };
    let page = page_of(5, &photograph_of(&folder, 5, 'a')).page();
    let thief = photograph_of(&folder, 6, 'a');
    let mut scene = Canvas::grey(page.width() + 900, page.height());
    scene.beside(&page, (0.0, 0.0), 1.0);
    scene.beside(
        &decoded(&thief),
        (f64::from(page.width()) + 20.0, 100.0),
        5.5,
    );
    let face = examined(&readers, scene.png(), photograph_of(&folder, 6, 'b')).await;
    let likeness = likeness(&face);
    assert!(
        likeness != Some(Likeness::Same),
        "{likeness:?} {:?}",
        why(&face)
    );
}
