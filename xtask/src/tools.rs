//! Programs and libraries that some tests can use and none needs: installed where that is possible,
//! named where it is not.

use std::path::Path;
use std::process::{Command, Stdio};

/// Debian packages, each with what is skipped without it.
pub(crate) const FOR_TESTS: &[(&str, &str)] = &[
    ("tesseract-ocr", "reading printed text: address papers"),
    ("tesseract-ocr-deu", "German letters in address papers"),
    ("tesseract-ocr-fra", "French letters in address papers"),
    ("tesseract-ocr-spa", "Spanish letters in address papers"),
];

/// Installs what is not there. Nothing here fails: a test without its tool says that it is skipped.
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

fn is_installed(package: &str) -> bool {
    let status = Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .stderr(Stdio::null())
        .output();
    status.is_ok_and(|told| told.status.success() && told.stdout == b"installed")
}

fn is_root() -> bool {
    let told = Command::new("id").arg("-u").output();
    told.is_ok_and(|told| told.stdout.trim_ascii() == b"0")
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
