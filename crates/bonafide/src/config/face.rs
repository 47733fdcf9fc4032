//! The networks that find and compare faces: where they are, and an embedder of the operator's own.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use face::{Kind, Thresholds};
use serde::Deserialize;

use super::layers::Layers;

/// The section, as it was written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFace {
    models: PathBuf,
    embedder: RawEmbedder,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEmbedder {
    #[serde(default)]
    path: PathBuf,
    #[serde(default)]
    sha256: String,
    kind: Option<String>,
    thresholds: Option<RawThresholds>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawThresholds {
    same: f32,
    different: f32,
}

/// The networks that find and compare faces.
#[derive(Debug, Clone)]
pub struct FaceSettings {
    /// The folder with the networks; `None` to look in the usual places.
    pub models: Option<PathBuf>,
    /// An embedder of the operator's own; `None` for the known one.
    pub embedder: Option<OwnEmbedder>,
    /// What a similarity means.
    pub thresholds: Thresholds,
}

/// An embedder of the operator's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnEmbedder {
    /// Its file.
    pub path: PathBuf,
    /// The SHA-256 of the file in lower-case hexadecimal digits.
    pub sha256: String,
    /// What numbers it takes.
    pub kind: Kind,
}

impl FaceSettings {
    pub(super) fn new(layers: &Layers, raw: RawFace) -> Result<Self> {
        const KEY: &str = "face.embedder";
        let located = || format!("{KEY} ({})", layers.origin(KEY));
        let RawEmbedder {
            path,
            sha256,
            kind,
            thresholds,
        } = raw.embedder;
        let is_own = !path.as_os_str().is_empty();
        let embedder = if is_own {
            let kind = kind.as_deref().unwrap_or("sface");
            let words = Kind::ALL.map(|(word, _)| format!("\"{word}\"")).join(", ");
            let kind = Kind::parse(kind)
                .with_context(|| format!("{}: kind must be one of {words}", located()))?;
            let sha256 = sha256.to_ascii_lowercase();
            let is_digest = sha256.len() == 64 && sha256.bytes().all(|c| c.is_ascii_hexdigit());
            ensure!(
                is_digest,
                "{}: sha256 must be the 64 hexadecimal digits that `sha256sum` prints",
                located()
            );
            // The thresholds of one network mean nothing for another.
            ensure!(
                thresholds.is_some(),
                "{}: an embedder of your own needs thresholds of its own",
                located()
            );
            Some(OwnEmbedder { path, sha256, kind })
        } else {
            ensure!(
                sha256.is_empty() && kind.is_none(),
                "{}: path is missing",
                located()
            );
            None
        };
        let thresholds = match thresholds {
            Some(RawThresholds { same, different }) => {
                Thresholds::new(same, different).with_context(located)?
            }
            None => Thresholds::default(),
        };
        Ok(Self {
            models: Some(raw.models).filter(|folder| !folder.as_os_str().is_empty()),
            embedder,
            thresholds,
        })
    }
}
