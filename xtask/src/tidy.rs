//! `tidy` checks the house rules that neither the compiler nor clippy knows.
//!
//! Rules about single files are in this file; [`circles`] and [`columns`] have files of their own,
//! and [`exceptions`] lists the crates that do not satisfy those two yet.

mod circles;
mod columns;
mod exceptions;
mod imports;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::root;

/// The maximum number of lines of a source file. Past 400 it is reported, past 600 the check fails.
const SOFT_LIMIT: usize = 400;
const HARD_LIMIT: usize = 600;

/// The maximum size of a file that is not text, in bytes.
const BINARY_MAX: u64 = 200_000;

/// Runs every rule on the files that git tracks.
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
                    "{}: a binary file of {} bytes (limit {BINARY_MAX})",
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
    println!("tidy: {} files checked", files.len());
    Ok(())
}

fn files() -> Result<Vec<PathBuf>> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .context("git could not be started")?;
    let text = String::from_utf8(listed.stdout).context("a file name is not valid UTF-8")?;
    Ok(text.lines().map(PathBuf::from).collect())
}

fn is_rust(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "rs")
}

fn lengths(file: &Path, text: &str) -> Option<String> {
    let lines = text.lines().count();
    if is_rust(file) && lines > SOFT_LIMIT && lines <= HARD_LIMIT {
        println!(
            "tidy: {} has {lines} lines; consider splitting it (limit {HARD_LIMIT})",
            file.display()
        );
    }
    (is_rust(file) && lines > HARD_LIMIT)
        .then(|| format!("{}: {lines} lines (limit {HARD_LIMIT})", file.display()))
}

/// Checks that every module starts with a sentence about its purpose.
fn openings(file: &Path, text: &str) -> Option<String> {
    let is_source = is_rust(file) && !text.trim_start().starts_with("#![no_main]");
    let is_opened = text.starts_with("//!") || text.starts_with("#![doc = include_str!(");
    (is_source && !is_opened).then(|| format!("{}: does not start with `//!`", file.display()))
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
    hits.map(|word| format!("{}: contains `{}`", file.display(), word.trim()))
        .collect()
}

/// Checks that links in documents lead to existing files.
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
        .map(|link| format!("{}: the link to {link} is broken", file.display()))
        .collect()
}
