//! The networks, if they are on this machine.

use std::path::{Path, PathBuf};

use face::models::{Model, SFACE, YUNET};
use face::{Detector, Embedder, Examiner, Kind, Options};

/// A network's file from `BONAFIDE_TEST_MODELS`, or from the target folder.
fn file(model: Model) -> Option<Vec<u8>> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = [
        std::env::var_os("BONAFIDE_TEST_MODELS").map(PathBuf::from),
        std::env::var_os("CARGO_TARGET_DIR").map(|target| PathBuf::from(target).join("models")),
        Some(checkout.join("target/models")),
    ];
    let name = model.file;
    let mut files = folders.iter().flatten().map(|folder| folder.join(name));
    let file = files.find_map(|file| std::fs::read(file).ok());
    if file.is_none() {
        println!("skipped: no {name} (`cargo xtask models`)");
    }
    file
}

/// The detector, or `None` with a line that says what is missing.
pub(crate) fn detector() -> Option<Detector> {
    Some(Detector::load(&file(YUNET)?).unwrap())
}

/// Both networks as one examiner, or `None` with a line that says what is missing.
pub(crate) fn examiner() -> Option<Examiner> {
    let embedder = Embedder::load(&file(SFACE)?, Kind::SFace).unwrap();
    Some(Examiner::new(detector()?, embedder, Options::default()))
}
