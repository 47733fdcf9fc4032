//! Films for the camera and pictures for the file picker: drawn once, by whoever asks first.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use specimen::{Footage, Specimen, SpecimenError, Table, Travel};

use crate::driver::Film;

/// How many pictures of a steady hand follow each other, over and over.
const STEADY: usize = 3;

/// Whose licence is held to the camera.
const SEED: u64 = 3;

/// A licence that is valid on every day that these tests will be run on for some years.
pub(crate) fn licence() -> Specimen {
    Specimen::from_seed(SEED, jiff::civil::date(2026, 6, 1))
}

/// Another licence, of somebody else.
fn other_licence() -> Specimen {
    Specimen::from_seed(SEED + 1, jiff::civil::date(2026, 6, 1))
}

/// The passport of the person whose licence it is.
fn passport_of_them() -> Travel {
    let licence = licence();
    let person = &licence.licence().person;
    Travel::passport(SEED, jiff::civil::date(2026, 6, 1))
        .with_name(&person.given, &person.family)
        .born(person.born)
}

/// Declares one film: its name, what it is for, how it is drawn.
macro_rules! films {
    ($($(#[$doc:meta])* $name:ident = $draw:expr;)+) => {
        $($(#[$doc])* pub(crate) fn $name() -> &'static Film {
            static FILM: LazyLock<Film> = LazyLock::new(|| {
                Film::of(&$draw.map(Footage::mjpeg).unwrap())
            });
            &FILM
        })+
    };
}

films! {
    /// The front is held to the camera.
    front = held(&film(), Specimen::front);
    /// The back.
    back = held(&film(), Specimen::back);
    /// A bare table, and nothing more.
    table = film().table(1);
    /// The back of somebody else's licence.
    other_back = shown(&film(), &other_licence().back().unwrap());
    /// The passport of the holder of the licence.
    passport = shown(&film(), &passport_of_them().page().unwrap());
    /// The cover of that passport, a black and white copy of its page, and its page on a screen.
    cover = shown(&film(), &passport_of_them().cover().unwrap());
    copied_passport = shown(&film(), &passport_of_them().page().unwrap().copied());
    passport_on_a_screen = shown(&film(), &passport_of_them().page().unwrap().on_a_screen(10));
    /// The front as an upright telephone sees it, near enough and from too far away; the back
    /// alike.
    upright_front = held(&upright(0.86), Specimen::front);
    upright_far = held(&upright(0.5), Specimen::front);
    upright_back = held(&upright(0.86), Specimen::back);
    upright_far_back = held(&upright(0.5), Specimen::back);
    /// Somebody who looks into such a telephone.
    upright_face = upright(0.86).face(licence().licence(), 1);
    /// Somebody who looks into the camera.
    face = film().face(licence().licence(), 1);
}

/// The front as a stored picture.
pub(crate) fn front_file() -> &'static Path {
    static FILE: LazyLock<PathBuf> = LazyLock::new(|| picture("front.jpg", Specimen::front));
    &FILE
}

/// The front as a telephone stores it: twelve million pixels, and nearly as many bytes as are sent
/// without being made smaller.
pub(crate) fn large_front_file() -> &'static Path {
    static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
        let scene = specimen::Scene {
            width: 4000,
            height: 3000,
            quality: 95,
            ..specimen::Scene::from_seed(SEED, specimen::Difficulty::Good)
        };
        let photo = specimen::photograph(&licence().front().unwrap(), &scene).unwrap();
        keep("large.jpg", &photo.jpeg)
    });
    &FILE
}

/// The back as a stored picture.
pub(crate) fn back_file() -> &'static Path {
    static FILE: LazyLock<PathBuf> = LazyLock::new(|| picture("back.jpg", Specimen::back));
    &FILE
}

/// A face as a stored picture.
pub(crate) fn face_file() -> &'static Path {
    static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
        let one = film().face(licence().licence(), 1);
        keep("face.jpg", &one.unwrap().mjpeg())
    });
    &FILE
}

/// At the size of an ordinary camera.
fn film() -> Footage {
    Footage::new(SEED, 1280, 720)
}

/// As a telephone sees that is held upright over a dark app; the card takes this much of the
/// width.
fn upright(fill: f32) -> Footage {
    Footage::new(SEED, 960, 1280).changed(|scene| {
        scene.fill = fill;
        scene.table = Table::Dark;
    })
}

type Side = fn(&Specimen) -> Result<specimen::Card, SpecimenError>;

fn held(film: &Footage, side: Side) -> Result<Footage, SpecimenError> {
    shown(film, &side(&licence())?)
}

fn shown(film: &Footage, card: &specimen::Card) -> Result<Footage, SpecimenError> {
    film.clone().held(card, STEADY)
}

fn picture(name: &str, side: Side) -> PathBuf {
    let scene = specimen::Scene::from_seed(SEED, specimen::Difficulty::Good);
    let photo = specimen::photograph(&side(&licence()).unwrap(), &scene).unwrap();
    keep(name, &photo.jpeg)
}

/// In the target folder, since the browser reads it from there for as long as it likes.
fn keep(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("films");
    std::fs::create_dir_all(&folder).unwrap();
    // Another run of the tests may be reading the one that is there.
    let beside = folder.join(format!("{name}.{}", std::process::id()));
    std::fs::write(&beside, bytes).unwrap();
    let path = folder.join(name);
    std::fs::rename(beside, &path).unwrap();
    path
}
