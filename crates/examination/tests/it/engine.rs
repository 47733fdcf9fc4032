//! The text engine of the machine that tests.

use ocr::{Engine, Settings, Unavailable};

/// The engine, or none and a word of it where none is installed.
pub(crate) fn engine() -> Option<Engine> {
    match Engine::open(&Settings::default()) {
        Ok(engine) => Some(engine),
        Err(why @ (Unavailable::NoLibrary { .. } | Unavailable::NoLanguages)) => {
            println!("skipped: {why}");
            None
        }
        Err(error) => panic!("{error}"),
    }
}
