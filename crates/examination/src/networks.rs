//! For tests: the networks for faces, which are not in the repository.

use std::path::{Path, PathBuf};

use face::models::{Model, SFACE, YUNET};
use face::{Detector, Embedder, Examiner, Kind, Options};
use imaging::Picture;
use specimen::Head;

/// Both networks, or `None` with a line that says what is missing.
pub(crate) fn examiner() -> Option<Examiner> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = [
        std::env::var_os("BONAFIDE_TEST_MODELS").map(PathBuf::from),
        std::env::var_os("CARGO_TARGET_DIR").map(|target| PathBuf::from(target).join("models")),
        Some(checkout.join("target/models")),
    ];
    let read = |model: Model| {
        let mut files = folders
            .iter()
            .flatten()
            .map(|folder| folder.join(model.file));
        let found = files.find_map(|file| std::fs::read(file).ok());
        if found.is_none() {
            println!("skipped: no {} (`cargo xtask models`)", model.file);
        }
        found
    };
    let detector = Detector::load(&read(YUNET)?).unwrap();
    let embedder = Embedder::load(&read(SFACE)?, Kind::SFace).unwrap();
    Some(Examiner::new(detector, embedder, Options::default()))
}

/// A frame of 640 × 480 with this head.
pub(crate) fn frame(head: &Head) -> Picture {
    let drawn = head.draw(640, 480).unwrap();
    Picture::from_rgb(640, 480, drawn.into_raw()).unwrap()
}
