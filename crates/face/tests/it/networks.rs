//! The detector, if it is on this machine.

use std::path::{Path, PathBuf};

use face::{Detector, models};

/// The detector from `BONAFIDE_TEST_MODELS`, or from the target folder.
pub(crate) fn detector() -> Option<Detector> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = [
        std::env::var_os("BONAFIDE_TEST_MODELS").map(PathBuf::from),
        std::env::var_os("CARGO_TARGET_DIR").map(|target| PathBuf::from(target).join("models")),
        Some(checkout.join("target/models")),
    ];
    let file = models::YUNET.file;
    let mut files = folders.iter().flatten().map(|folder| folder.join(file));
    let Some(yunet) = files.find_map(|file| std::fs::read(file).ok()) else {
        println!("skipped: no {file} (`cargo xtask models`)");
        return None;
    };
    Some(Detector::load(&yunet).unwrap())
}
