//! `bonafide models`: installs the networks that find and compare faces, and says which are there.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use bonafide::config::Settings;
use bonafide::models::{self, Installed};
use bonafide::{files, out};
use clap::{Args, Subcommand};
use face::models::{KNOWN, identify, sha256};

use super::common::Common;

/// Manages the networks that find and compare faces.
#[derive(Debug, Subcommand)]
pub(super) enum Models {
    /// Copy the known networks from a file or a folder, whatever its files are called.
    Install(Install),
    /// Show the known networks, where each was found, and its licence.
    List(List),
}

/// Flags of `models install`.
#[derive(Debug, Args)]
pub(super) struct Install {
    /// A network's file, or a folder that contains them.
    #[arg(long, value_name = "FILE|DIR")]
    from: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// Flags of `models list`.
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    place: Place,
}

/// Where the networks are.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// Folder of the networks; by default `models` in the data folder, then `target/models` of the
    /// checkout in which this program was built.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

impl Place {
    pub(super) fn settings(&self) -> Result<Settings> {
        let mut settings = self.common.settings()?;
        if let Some(folder) = &self.models {
            settings.face.models = Some(folder.clone());
        }
        Ok(settings)
    }
}

impl Models {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::Install(install) => install.run(),
            Self::List(list) => list.run(),
        }
    }
}

impl Install {
    fn run(self) -> Result<()> {
        let folder = models::home(&self.place.settings()?);
        let mut count = 0;
        let is_folder = self.from.is_dir();
        for path in candidates(&self.from)? {
            let named = || path.display().to_string();
            let file = files::read_regular(&path, models::MOST).with_context(named)?;
            match identify(&file) {
                Some(model) => {
                    let to = models::install(&folder, model, &file)
                        .with_context(|| format!("cannot write into {}", folder.display()))?;
                    out::line(format!("{} installed", to.display()));
                    count += 1;
                }
                // Other files of a folder are none of our business, unless they claim to be ours.
                None if is_folder && KNOWN.iter().all(|model| !path.ends_with(model.file)) => {}
                None => bail!(
                    "{}: not a known network; its SHA-256 is {}",
                    path.display(),
                    sha256(&file)
                ),
            }
        }
        if count == 0 {
            bail!(
                "{}: none of the known networks is in it",
                self.from.display()
            );
        }
        Ok(())
    }
}

/// The file, or the files of the folder that are as large as a known network or have its name.
fn candidates(from: &Path) -> Result<Vec<PathBuf>> {
    let named = || from.display().to_string();
    if !from.metadata().with_context(named)?.is_dir() {
        return Ok(vec![from.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in from.read_dir().with_context(named)? {
        let path = entry.with_context(named)?.path();
        let is_alike = path.metadata().is_ok_and(|file| {
            let size = |bytes: usize| file.len() == bytes as u64;
            let mut known = KNOWN.iter();
            file.is_file() && known.any(|model| size(model.bytes) || path.ends_with(model.file))
        });
        if is_alike {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

impl List {
    fn run(self) -> Result<()> {
        let settings = self.place.settings()?;
        let rows = models::installed(&settings)
            .into_iter()
            .map(|(model, state)| {
                let state = match state {
                    Installed::There(path) => path.display().to_string(),
                    Installed::Wrong(path) => format!("{}: wrong SHA-256", path.display()),
                    Installed::Missing => "missing".to_owned(),
                };
                [model.file.to_owned(), state, model.licence.to_owned()]
            });
        out::table(["network", "found", "licence"], rows);
        if let Some(own) = &settings.face.embedder {
            out::line(format!("face.embedder: {}", own.path.display()));
        }
        Ok(())
    }
}

/// Says for `doctor` whether faces can be compared. The networks are optional; a wrong file is a
/// fault.
pub(super) fn state(settings: &Settings) -> Result<String> {
    let is_missing = models::installed(settings)
        .iter()
        .any(|(_, state)| *state == Installed::Missing);
    if is_missing && settings.face.embedder.is_none() {
        return Ok(
            "no networks: requests for `face` are refused with 403. `bonafide models list` shows what is missing"
                .to_owned(),
        );
    }
    models::examiner(settings)?;
    Ok("selfies are compared with the portraits of documents".to_owned())
}
