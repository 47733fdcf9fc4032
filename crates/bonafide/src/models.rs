//! The networks for faces on this machine: where they are looked for, and whether they are the
//! right ones. What decides is a file's digest, wherever it lies.

use std::fs::DirBuilder;
use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use face::models::{KNOWN, Model, SFACE, YUNET, sha256};
use face::{Detector, Embedder, Examiner, Kind, Options};

use crate::config::Settings;
use crate::files;

/// The largest file of a network in bytes.
pub const MOST: u64 = 256 << 20;

/// Where networks are looked for: in `face.models` if it is set, otherwise in the folder `models`
/// of the data folder, and then where `cargo xtask models` puts them if this program was built in a
/// checkout.
pub fn folders(settings: &Settings) -> Vec<PathBuf> {
    match &settings.face.models {
        Some(folder) => vec![folder.clone()],
        None => [Some(home(settings)), built()]
            .into_iter()
            .flatten()
            .collect(),
    }
}

/// The folder in which `bonafide models install` puts them.
pub fn home(settings: &Settings) -> PathBuf {
    let own = || settings.data.join("models");
    settings.face.models.clone().unwrap_or_else(own)
}

/// `target/models`, if this program lies in a target folder: cargo marks those.
fn built() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let is_target = |folder: &&Path| folder.join("CACHEDIR.TAG").is_file();
    let target = program.ancestors().skip(2).take(2).find(is_target)?;
    Some(target.join("models"))
}

/// What is known of one network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Installed {
    /// It is in this file, and its digest is right.
    There(PathBuf),
    /// This file has its name and other contents.
    Wrong(PathBuf),
    /// It is in none of the folders.
    Missing,
}

/// Each known network, and whether it is here.
pub fn installed(settings: &Settings) -> Vec<(Model, Installed)> {
    let folders = folders(settings);
    KNOWN
        .into_iter()
        .map(|model| match read(&folders, model) {
            Ok(Some((path, _))) => (model, Installed::There(path)),
            Ok(None) => (model, Installed::Missing),
            Err(path) => (model, Installed::Wrong(path)),
        })
        .collect()
}

/// Reads a known network from the first folder that has it, or returns the file that has its name
/// and other contents.
fn read(folders: &[PathBuf], model: Model) -> Result<Option<(PathBuf, Vec<u8>)>, PathBuf> {
    for folder in folders {
        let path = folder.join(model.file);
        match files::read_regular(&path, MOST) {
            Ok(file) if sha256(&file) == model.sha256 => return Ok(Some((path, file))),
            Err(error) if is_no_file(&error) => {}
            Ok(_) | Err(_) => return Err(path),
        }
    }
    Ok(None)
}

/// Returns true if there is no file there, because its folder is none either.
fn is_no_file(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// A network that is in none of the folders, with a sentence that says how to get it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Missing(String);

/// Loads both networks, ready to find and compare faces.
///
/// # Errors
///
/// Returns an error that names what is missing and how to get it, or the file that is wrong.
pub fn examiner(settings: &Settings) -> Result<Examiner> {
    Ok(optional(settings)??)
}

/// Loads both networks for a server, which works without them too.
///
/// # Errors
///
/// Returns an error if a file is wrong, or if there is an embedder of the operator's own and
/// nothing to find faces with: somebody meant faces to be compared.
pub fn optional(settings: &Settings) -> Result<Result<Examiner, Missing>> {
    match load(settings) {
        Ok(examiner) => Ok(Ok(examiner)),
        Err(error) if settings.face.embedder.is_none() => Ok(Err(error.downcast::<Missing>()?)),
        Err(error) => Err(error),
    }
}

fn load(settings: &Settings) -> Result<Examiner> {
    let folders = folders(settings);
    let known = |model: Model| match read(&folders, model) {
        Ok(Some((_, file))) => Ok(file),
        Ok(None) => {
            let looked: Vec<String> = folders
                .iter()
                .map(|folder| folder.display().to_string())
                .collect();
            let sentence = format!(
                "no {} in {}; run `cargo xtask models` in a checkout, or `bonafide models install \
                 --from FILE`",
                model.file,
                looked.join(" or ")
            );
            Err(Missing(sentence).into())
        }
        Err(path) => Err(anyhow!(
            "{}: the SHA-256 is not that of the known network; remove the file",
            path.display()
        )),
    };
    let detector = Detector::load(&known(YUNET)?)?;
    let embedder = match &settings.face.embedder {
        None => Embedder::load(&known(SFACE)?, Kind::SFace)?,
        Some(own) => {
            let named = || format!("face.embedder: {}", own.path.display());
            let file = files::read_regular(&own.path, MOST).with_context(named)?;
            let digest = sha256(&file);
            if digest != own.sha256 {
                bail!("{}: the SHA-256 is {digest}", named());
            }
            Embedder::load(&file, own.kind).with_context(named)?
        }
    };
    let mut options = Options::default();
    options.thresholds = settings.face.thresholds;
    Ok(Examiner::new(detector, embedder, options))
}

/// Puts the file of a known network into a folder, under its name, in one step.
///
/// # Errors
///
/// Returns an error if the folder cannot be made or the file not be written.
pub fn install(folder: &Path, model: Model, file: &[u8]) -> io::Result<PathBuf> {
    // The data folder may be made here, before the first start.
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let path = folder.join(model.file);
    let partial = folder.join(format!("{}.partial", model.file));
    std::fs::write(&partial, file)?;
    std::fs::rename(&partial, &path)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Layers, Origin};

    fn settings(folder: &Path) -> Settings {
        let mut layers = Layers::default();
        let text = format!("[face]\nmodels = \"{}\"", folder.display());
        layers
            .add_text(&text, Origin::File("test.toml".into()))
            .unwrap();
        Settings::from_layers(&layers).unwrap()
    }

    #[test]
    fn a_file_with_the_name_and_not_the_digest_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings(folder.path());
        let all = |state: fn(&Model) -> Installed| {
            let known = KNOWN.iter().map(|model| (*model, state(model)));
            known.collect::<Vec<_>>()
        };
        assert_eq!(installed(&settings), all(|_| Installed::Missing));
        let said = examiner(&settings).unwrap_err().to_string();
        assert!(said.contains("cargo xtask models"), "{said}");
        let missing = optional(&settings).unwrap().unwrap_err();
        assert_eq!(missing.to_string(), said);
        let path = folder.path().join(YUNET.file);
        std::fs::write(&path, b"something else").unwrap();
        let (_, first) = installed(&settings).swap_remove(0);
        assert_eq!(first, Installed::Wrong(path));
        for refused in [examiner(&settings).map(drop), optional(&settings).map(drop)] {
            let said = refused.unwrap_err().to_string();
            assert!(said.contains("SHA-256"), "{said}");
        }
    }
}
