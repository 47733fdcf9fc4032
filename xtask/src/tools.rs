//! Optional programs and libraries for tests. They are installed if possible, and otherwise listed.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};

use crate::workspace::target;

/// Debian packages, each with what is skipped without it.
pub(crate) const FOR_TESTS: &[(&str, &str)] = &[
    ("tesseract-ocr", "reading printed text: address papers"),
    ("tesseract-ocr-deu", "German letters in address papers"),
    ("tesseract-ocr-fra", "French letters in address papers"),
    ("tesseract-ocr-spa", "Spanish letters in address papers"),
    ("chromium", "walks through the hosted pages in a browser"),
];

/// The accessibility checker: its version, and the SHA-256 of its package in the npm registry.
const AXE: (&str, &str) = (
    "4.14.1",
    "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
);

/// Installs missing packages. This never fails, because a test without its tool says that it is
/// skipped.
pub(crate) fn install(packages: &[(&str, &str)]) {
    let missing: Vec<&(&str, &str)> = packages
        .iter()
        .filter(|(name, _)| !is_installed(name))
        .collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    if is_root() && has_apt() {
        println!("\n== tools: apt-get install {}", names.join(" "));
        let options = ["install", "--yes", "--quiet", "--no-install-recommends"];
        if apt(&options, &names) || (apt(&["update", "--quiet"], &[]) && apt(&options, &names)) {
            return;
        }
    }
    for (name, skipped) in missing.iter().filter(|(name, _)| !is_installed(name)) {
        println!("skipped without {name}: {skipped}");
    }
}

/// Downloads axe into the target folder, where the browser tests look for it.
pub(crate) fn axe() {
    let (version, _) = AXE;
    let folder = target().join("tools").join("axe-core");
    let stamp = folder.join(version);
    if stamp.exists() {
        return;
    }
    println!("\n== tools: npm pack axe-core@{version}");
    if let Err(error) = fetch_axe(&folder).and_then(|()| Ok(std::fs::write(&stamp, "")?)) {
        println!("skipped without axe-core: accessibility of the hosted pages ({error:#})");
    }
}

fn fetch_axe(folder: &Path) -> Result<()> {
    let (version, sum) = AXE;
    std::fs::create_dir_all(folder)?;
    let packed = Command::new("npm")
        .args(["pack", "--silent", &format!("axe-core@{version}")])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    ensure!(
        packed.is_ok_and(|status| status.success()),
        "npm could not download it"
    );
    let package = format!("axe-core-{version}.tgz");
    let summed = Command::new("sha256sum")
        .arg(&package)
        .current_dir(folder)
        .output()?;
    let is_pinned = String::from_utf8_lossy(&summed.stdout).starts_with(sum);
    ensure!(is_pinned, "the checksum of the package is wrong");
    let unpacked = Command::new("tar")
        .args([
            "-xzf",
            &package,
            "--strip-components=1",
            "package/axe.min.js",
        ])
        .current_dir(folder)
        .status()?;
    ensure!(unpacked.success(), "tar could not unpack it");
    Ok(())
}

fn is_installed(package: &str) -> bool {
    let status = Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .stderr(Stdio::null())
        .output();
    status.is_ok_and(|output| output.status.success() && output.stdout == b"installed")
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn has_apt() -> bool {
    Path::new("/usr/bin/apt-get").exists()
}

fn apt(arguments: &[&str], packages: &[&str]) -> bool {
    Command::new("apt-get")
        .args(arguments)
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
