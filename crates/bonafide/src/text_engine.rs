//! The operator's text engine, as it is configured.

use ocr::{Engine, Unavailable};

use crate::config::{Settings, TextEngine};

/// Each thread of the engine uses up to 250 MB once it has read.
const MOST_THREADS: usize = 4;

/// Opens the text engine as configured, or returns `Ok(None)` if it is switched off.
pub fn engine(settings: &Settings) -> Result<Option<Engine>, Unavailable> {
    if settings.text == TextEngine::Off {
        return Ok(None);
    }
    let settings = ocr::Settings {
        languages: settings.text_languages.clone(),
        threads: settings.parallel_examinations.clamp(1, MOST_THREADS),
        ..ocr::Settings::default()
    };
    Engine::open(&settings).map(Some)
}
