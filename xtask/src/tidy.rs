//! Tidy: house rules that neither the compiler nor clippy knows.
//!
//! Rules of one file stand here; [`circles`] and [`columns`] have a file each, and the crates that
//! do not keep those two yet are listed in [`exceptions`].

mod circles;
mod columns;
mod exceptions;
mod imports;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::root;

/// No source file is longer than this. Past 400 lines it is named, past 600 it fails.
const SOFT: usize = 400;
const HARD: usize = 600;

/// No file of another kind than text is larger than this many bytes.
const BINARY_MAX: u64 = 200_000;

/// Runs every rule over the files that git knows.
pub(crate) fn run() -> Result<()> {
    let mut wrong = Vec::new();
    let mut rust = Vec::new();
    let files = files()?;
    for file in &files {
        let path = root().join(file);
        let Ok(bytes) = fs::read(&path) else { continue };
        match String::from_utf8(bytes) {
            Ok(text) => {
                wrong.extend(lengths(file, &text));
                wrong.extend(openings(file, &text));
                wrong.extend(words(file, &text));
                wrong.extend(links(file, &text));
                if is_rust(file) {
                    rust.push((file.display().to_string(), text));
                }
            }
            Err(binary) if binary.as_bytes().len() as u64 > BINARY_MAX => {
                wrong.push(format!(
                    "{}: a binary of {} bytes (limit {BINARY_MAX})",
                    file.display(),
                    binary.as_bytes().len()
                ));
            }
            Err(_) => {}
        }
    }
    let (circles, errors) = circles::of_workspace(&rust);
    wrong.extend(errors);
    wrong.extend(exceptions::apply(
        "import circles",
        circles,
        exceptions::CIRCLES,
    ));
    let columns = columns::of_workspace(&rust);
    wrong.extend(exceptions::apply(
        "wide comments",
        columns,
        exceptions::COLUMNS,
    ));
    if !wrong.is_empty() {
        bail!("tidy:\n  {}", wrong.join("\n  "));
    }
    println!("tidy: {} files in order", files.len());
    Ok(())
}

fn files() -> Result<Vec<PathBuf>> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .context("git does not start")?;
    let text = String::from_utf8(listed.stdout).context("a file name that is no text")?;
    Ok(text.lines().map(PathBuf::from).collect())
}

fn is_rust(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "rs")
}

fn lengths(file: &Path, text: &str) -> Option<String> {
    let lines = text.lines().count();
    if is_rust(file) && lines > SOFT && lines <= HARD {
        println!(
            "tidy: {} has {lines} lines and wants to be two rooms",
            file.display()
        );
    }
    (is_rust(file) && lines > HARD)
        .then(|| format!("{}: {lines} lines (limit {HARD})", file.display()))
}

/// Every module says first what it is for.
fn openings(file: &Path, text: &str) -> Option<String> {
    let is_source = is_rust(file) && !text.trim_start().starts_with("#![no_main]");
    let is_opened = text.starts_with("//!") || text.starts_with("#![doc = include_str!(");
    (is_source && !is_opened).then(|| format!("{}: does not open with `//!`", file.display()))
}

fn words(file: &Path, text: &str) -> Vec<String> {
    if file.starts_with("xtask") {
        return Vec::new();
    }
    let banned = [
        "\n<<<<<<< ",
        "\n>>>>>>> ",
        "todo!(",
        "unimplemented!(",
        "FIXME",
        "XXX:",
        "TODO",
    ];
    let hits = banned.iter().filter(|word| text.contains(**word));
    hits.map(|word| format!("{}: holds `{}`", file.display(), word.trim()))
        .collect()
}

/// Links of documents lead to files that exist.
fn links(file: &Path, text: &str) -> Vec<String> {
    if file.extension().is_none_or(|ending| ending != "md") {
        return Vec::new();
    }
    let folder = root().join(file.parent().unwrap_or_else(|| Path::new("")));
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|link| link.split('#').next().unwrap_or(link))
        .filter(|link| !link.is_empty() && !link.contains("://") && !link.contains(' '))
        .filter(|link| !folder.join(link).exists())
        .map(|link| format!("{}: the link to {link} leads nowhere", file.display()))
        .collect()
}
