//! `bonafide faces`: compares the faces of two pictures.
//!
//! Exit status: 0 if the faces were compared, whatever the outcome, 1 if they could not be
//! compared, 2 if a file is not a picture or the networks are missing.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use bonafide::{files, models, out};
use clap::Args;
use face::{Comparison, Face};
use imaging::{Limits, Picture};
use sandbox::{Decoder, Failure};
use serde_json::{Value, json};

use super::models::Place;
use crate::decoder::decoder;
use crate::face_json;

/// The largest file that is read, in bytes; no accepted picture is larger.
const MOST: u64 = 256 << 20;

/// Flags of `faces`.
#[derive(Debug, Args)]
pub(super) struct Faces {
    /// The first picture, for example the portrait of a document (JPEG, PNG, WebP, HEIC or PDF).
    first: PathBuf,
    /// The second picture, for example a selfie.
    second: PathBuf,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// What came of two pictures.
struct Compared {
    comparison: Comparison,
    faces: [Vec<Face>; 2],
    elapsed_ms: f64,
}

impl Faces {
    pub(super) fn run(self) -> ExitCode {
        match self.compare() {
            Ok(compared) => {
                if self.json {
                    out::line(compared.to_json());
                } else {
                    compared.print([&self.first, &self.second]);
                }
                ExitCode::from(u8::from(compared.comparison.score().is_none()))
            }
            Err(error) if self.json => {
                out::line(json!({ "error": format!("{error:#}") }));
                ExitCode::from(2)
            }
            Err(error) => {
                out::note(format!("bonafide: {error:#}"));
                ExitCode::from(2)
            }
        }
    }

    fn compare(&self) -> Result<Compared> {
        let examiner = models::examiner(&self.place.settings()?)?;
        let pictures = [picture(&self.first)?, picture(&self.second)?];
        // Loading and decoding are not part of the examination.
        let begun = Instant::now();
        let [first, second] = &pictures;
        let faces = [examiner.find(first)?, examiner.find(second)?];
        let comparison = examiner.compare([first, second], [&faces[0], &faces[1]])?;
        Ok(Compared {
            comparison,
            faces,
            elapsed_ms: begun.elapsed().as_secs_f64() * 1e3,
        })
    }
}

/// Decodes a file with its colours, in a process of its own.
fn picture(path: &Path) -> Result<Picture> {
    let named = || path.display().to_string();
    let file = files::read(path, MOST).with_context(named)?;
    match decoder()?.colour(&file, &Limits::default()) {
        Ok(picture) => Ok(picture),
        Err(failure @ Failure::Unavailable(_)) => Err(failure.into()),
        Err(failure) => bail!("{}: {failure}", named()),
    }
}

impl Compared {
    fn to_json(&self) -> Value {
        let faces = self.faces.each_ref();
        json!({
            "outcome": self.comparison.word(),
            "score": self.comparison.score().map(|score| (f64::from(score) * 1e4).round() / 1e4),
            "reason": self.comparison.reason().map(face::Reason::word),
            "faces": faces.map(|faces| faces.iter().map(face_json::face).collect::<Vec<_>>()),
            "elapsed_ms": face_json::tenth(self.elapsed_ms),
        })
    }

    fn print(&self, paths: [&Path; 2]) {
        let score = self
            .comparison
            .score()
            .map_or_else(String::new, |score| format!(", similarity {score:.2}"));
        let reason = match self.comparison {
            Comparison::NotChecked { picture, reason } => {
                let file = paths.get(picture).map(|path| path.display().to_string());
                format!(": {} in {}", words(reason), file.unwrap_or_default())
            }
            Comparison::Compared {
                reason: Some(reason),
                ..
            } => format!(": {}", words(reason)),
            Comparison::Compared { .. } => String::new(),
        };
        let outcome = self.comparison.word().replace('_', " ");
        out::line(format!(
            "{outcome}{score}{reason}  ({:.0} ms)",
            self.elapsed_ms
        ));
        for (path, faces) in paths.into_iter().zip(&self.faces) {
            let eyes: Vec<String> = faces
                .iter()
                .map(|face| format!("{:.0}", face.marks.eyes_px()))
                .collect();
            let eyes = match eyes.as_slice() {
                [] => "no face".to_owned(),
                _ => format!("pixels between the eyes: {}", eyes.join(", ")),
            };
            out::line(format!("  {}: {eyes}", path.display()));
        }
    }
}

/// A reason in words for people.
fn words(reason: face::Reason) -> String {
    reason.word().replace('_', " ")
}
