//! `bonafide proofs`: saves the pictures of a verification. Works while the server runs.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use bonafide::wiring::LocalApp;
use bonafide::{files, out};
use clap::{Subcommand, ValueHint};
use proofing::ports::{EvidenceRef, Found};
use proofing::{Principal, Subject};
use verification::Service;
use verification::request::Side;

use super::common::{Common, find};
use crate::runtime::block_on;

/// Subcommands of `proofs`.
#[derive(Debug, Subcommand)]
pub(super) enum Proofs {
    /// Save the pictures of a verification to a folder, readable only by you, and print their
    /// names. Nothing is overwritten.
    #[command(after_help = "\
Examples:
  bonafide proofs save order-4711 --to pictures
  bonafide proofs save order-4711 --account acme --to /tmp/case-17 --data /srv/id

Deleting the verification later does not reach these copies: remove them yourself. The journal of
the verification first records status event 3930, if its account wants this server's own status
events.")]
    Save {
        /// Reference of the verification, or its ID such as ver_0190….
        reference: String,
        /// Folder to save to; it is created if it does not exist.
        #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        to: PathBuf,
        /// Name of the account, if more than one has this reference.
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
        #[command(flatten)]
        common: Common,
    },
}

impl Proofs {
    pub(super) fn run(self) -> Result<()> {
        let Self::Save {
            reference,
            to,
            account,
            common,
        } = self;
        let by = Principal::Operator;
        let saved = block_on(async {
            let app = LocalApp::open_existing(&common.settings()?)?.app;
            let (_, found) = find(&app, account.as_deref(), &reference).await?;
            let id = match &found {
                Found::Live(stored) => stored.value.id,
                Found::Forgotten(_) => bail!("{reference} was deleted, and its pictures with it"),
            };
            let named = app.evidence(by, Subject::from(&found)).await?;
            if named.is_empty() {
                bail!("{reference} has no pictures");
            }
            prepare(&to, &named)?;
            save(&to, &app.view_pictures(by, id).await?)
        })?;
        for file in saved {
            out::line(file.display());
        }
        Ok(())
    }
}

/// Creates the folder, and refuses names that are taken before anything is opened.
fn prepare(folder: &Path, pictures: &[EvidenceRef]) -> Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| anyhow!(files::not_created(folder, &error)))?;
    let taken: Vec<String> = pictures
        .iter()
        .map(|picture| folder.join(name(picture)))
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| path.display().to_string())
        .collect();
    if !taken.is_empty() {
        bail!(
            "already there, and nothing is overwritten: {}; name another folder with --to",
            taken.join(", ")
        );
    }
    Ok(())
}

/// Writes all pictures, or none.
fn save(folder: &Path, pictures: &[(EvidenceRef, Vec<u8>)]) -> Result<Vec<PathBuf>> {
    let mut saved = Vec::new();
    for (picture, content) in pictures {
        let path = folder.join(name(picture));
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path);
        let written = file.and_then(|mut file| {
            saved.push(path.clone());
            file.write_all(content)
        });
        if let Err(error) = written {
            for path in &saved {
                // One without the others would mislead, and the first error is the one to report.
                let _ = fs::remove_file(path);
            }
            let why = match error.kind() {
                ErrorKind::PermissionDenied => "permission denied".to_owned(),
                _ => files::why(&error),
            };
            bail!("cannot write {}: {why}", path.display());
        }
    }
    Ok(saved)
}

/// Returns the name of a picture's file, such as `document-front.jpg`.
fn name(picture: &EvidenceRef) -> String {
    let service = picture.slot.service;
    let has_sides = !matches!(service, Service::Face | Service::Consent);
    let side = match picture.slot.side {
        Side::Proof if has_sides => "-front",
        Side::Proof => "",
        Side::AdditionalProof => "-back",
        Side::Barcode => "-barcode",
    };
    let extension = picture.media.extension();
    format!("{}{side}.{extension}", service.as_str())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use proofing::ports::Digest;
    use verification::request::EvidenceSlot;

    use verification::request::MediaType;

    use super::*;

    fn picture(service: Service, side: Side, media: MediaType) -> EvidenceRef {
        EvidenceRef {
            slot: EvidenceSlot::new(service, side),
            media,
            size: 1,
            digest: Digest([0; 32]),
        }
    }

    #[test]
    fn files_have_names_that_say_what_they_are() {
        let (front, back, code) = (Side::Proof, Side::AdditionalProof, Side::Barcode);
        for (service, side, media, expected) in [
            (
                Service::Document,
                front,
                MediaType::Jpeg,
                "document-front.jpg",
            ),
            (
                Service::DocumentTwo,
                back,
                MediaType::Heic,
                "document_two-back.heic",
            ),
            (
                Service::Document,
                code,
                MediaType::Barcode,
                "document-barcode.bin",
            ),
            (Service::Face, front, MediaType::Png, "face.png"),
        ] {
            assert_eq!(name(&picture(service, side, media)), expected);
        }
    }

    #[test]
    fn all_are_written_or_none_and_nothing_is_overwritten() {
        let around = tempfile::tempdir().unwrap();
        let folder = around.path().join("new/folder");
        let front = picture(Service::Document, Side::Proof, MediaType::Jpeg);
        let back = picture(Service::Document, Side::AdditionalProof, MediaType::Jpeg);
        let both = [(front.clone(), vec![1]), (back.clone(), vec![2])];
        let named = [front, back];
        prepare(&folder, &named).unwrap();
        // Something appears between the look and the writing.
        fs::write(folder.join("document-back.jpg"), "mine").unwrap();
        let said = save(&folder, &both).unwrap_err().to_string();
        assert!(said.contains("cannot write"), "{said}");
        assert!(!folder.join("document-front.jpg").exists(), "none is left");
        let said = prepare(&folder, &named).unwrap_err().to_string();
        assert!(said.contains("document-back.jpg; name another"), "{said}");
        fs::remove_file(folder.join("document-back.jpg")).unwrap();
        let saved = save(&folder, &both).unwrap();
        assert_eq!(saved.len(), 2);
        for file in saved {
            let mode = file.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
