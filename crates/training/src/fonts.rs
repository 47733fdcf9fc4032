//! The typefaces of the strips, opened where Debian installs them. None is kept here.

use std::path::Path;

use ab_glyph::FontVec;
use anyhow::{Context, Result, bail};

use crate::rng::Rng;

/// Package, file, and relative frequency.
const FACES: &[(&str, &str, f32)] = &[
    (
        "fonts-ocr-b",
        "/usr/share/fonts/opentype/ocr-b/OCRB.otf",
        45.0,
    ),
    (
        "fonts-ocr-b",
        "/usr/share/fonts/opentype/ocr-b/OCRBS.otf",
        38.0,
    ),
    (
        "fonts-dejavu-core",
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
        4.0,
    ),
    (
        "fonts-noto-mono",
        "/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf",
        4.0,
    ),
    (
        "fonts-noto-mono",
        "/usr/share/fonts/truetype/noto/NotoMono-Regular.ttf",
        2.0,
    ),
    (
        "fonts-urw-base35",
        "/usr/share/fonts/opentype/urw-base35/NimbusMonoPS-Bold.otf",
        3.0,
    ),
    (
        "fonts-urw-base35",
        "/usr/share/fonts/opentype/urw-base35/NimbusMonoPS-Regular.otf",
        1.0,
    ),
];

/// The packages to install if the first file is missing.
pub(crate) const PACKAGES: &[&str] = &[
    "fonts-ocr-b",
    "fonts-dejavu-core",
    "fonts-noto-mono",
    "fonts-urw-base35",
];

/// The installed typefaces.
pub(crate) struct Fonts {
    faces: Vec<(FontVec, f32)>,
}

impl Fonts {
    /// Opens the typefaces. OCR-B must be installed; others may be missing.
    pub(crate) fn open() -> Result<Self> {
        let mut faces = Vec::new();
        for (package, path, share) in FACES {
            if !Path::new(path).exists() {
                if *package == "fonts-ocr-b" {
                    bail!(
                        "{path} is missing: run with --install-fonts, or `apt-get install {}`",
                        PACKAGES.join(" ")
                    );
                }
                continue;
            }
            let bytes = std::fs::read(path).with_context(|| format!("reading {path}"))?;
            let face = FontVec::try_from_vec(bytes).with_context(|| format!("opening {path}"))?;
            faces.push((face, *share));
        }
        Ok(Self { faces })
    }

    /// Returns one of them at random, according to its frequency.
    pub(crate) fn pick(&self, rng: &mut Rng) -> &FontVec {
        let mut at = rng.unit() * self.faces.iter().map(|(_, share)| share).sum::<f32>();
        for (face, share) in &self.faces {
            at -= share;
            if at < 0.0 {
                return face;
            }
        }
        &self.faces[0].0
    }
}
