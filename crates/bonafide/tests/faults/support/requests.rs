//! Requests about people who do not exist.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use specimen::{Difficulty, Scene, Specimen, photograph};

/// A drawn licence and what it says.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    pub(crate) specimen: Specimen,
    /// Photographs in base64: of the back and, where asked for, of the front.
    pub(crate) back: String,
    pub(crate) front: Option<String>,
}

/// The day for which licences are drawn: far enough from their ends on either side.
fn day() -> jiff::civil::Date {
    jiff::civil::date(2026, 6, 1)
}

impl Drawn {
    /// A small and clean picture of the back, quick to examine.
    pub(crate) fn small(seed: u64) -> Self {
        let specimen = Specimen::from_seed(seed, day());
        let back = specimen.back().unwrap();
        let scan = Scene {
            width: 900,
            height: 600,
            fill: 0.99,
            roll: 0.0,
            tilt: 0.0,
            pan: 0.0,
            offset: [0.0, 0.0],
            noise: 0.0,
            ..Scene::from_seed(seed, Difficulty::Good)
        };
        let whole = photograph(&back, &scan).unwrap();
        // Only the strip with the barcode is kept in the frame.
        let corners = whole.truth.code.unwrap();
        let (top, bottom) = (corners[0][1], corners[2][1]);
        let height = bottom - top + 60.0;
        let strip = Scene {
            height: height as u32,
            fill: scan.fill * 600.0 / height,
            offset: [0.0, (300.0 - f32::midpoint(top, bottom)) / height],
            ..scan
        };
        let photo = photograph(&back, &strip).unwrap();
        Self {
            specimen,
            back: STANDARD.encode(photo.jpeg),
            front: None,
        }
    }

    /// Front and back as a careful person photographs them: 1600 × 1200, quality 85.
    pub(crate) fn photographed(seed: u64) -> Self {
        let specimen = Specimen::from_seed(seed, day());
        let take = |card, seed| {
            let scene = Scene {
                quality: 85,
                ..Scene::from_seed(seed, Difficulty::Good)
            };
            STANDARD.encode(photograph(&card, &scene).unwrap().jpeg)
        };
        Self {
            back: take(specimen.back().unwrap(), seed),
            front: Some(take(specimen.front().unwrap(), seed + 1000)),
            specimen,
        }
    }

    /// An off-site request about it; with a wrong number it will be declined.
    pub(crate) fn request(
        &self,
        reference: &str,
        callback: &str,
        waits: bool,
        holds: bool,
    ) -> String {
        let licence = self.specimen.licence();
        let number = if holds {
            licence.number.as_str()
        } else {
            "WRONG-0000"
        };
        let mut document = json!({
            "supported_types": ["driving_license"],
            "document_number": number,
            "dob": licence.person.born.to_string(),
        });
        match &self.front {
            Some(front) => {
                document["proof"] = Value::from(front.as_str());
                document["additional_proof"] = Value::from(self.back.as_str());
            }
            None => document["proof"] = Value::from(self.back.as_str()),
        }
        let request = json!({
            "reference": reference,
            "callback_url": callback,
            "show_results": if waits { "1" } else { "0" },
            "document": document,
        });
        request.to_string()
    }
}

/// An on-site request: a link, and nothing to examine yet.
pub(crate) fn on_site(reference: &str, callback: &str) -> String {
    let request = json!({
        "reference": reference,
        "callback_url": callback,
        "document": { "supported_types": ["driving_license"], "document_number": "", "dob": "" },
    });
    request.to_string()
}
