//! How much of a store there is in a data folder.

use std::path::Path;

/// The files that make a store, the databases first.
const STORE: [&str; 3] = ["bonafide.db", "keys.db", "master.key"];

/// How much of a store is in a data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// All of it.
    Whole,
    /// No database; a key that somebody put there for the first start may be.
    Nothing,
    /// Some of it; these files are lacking.
    Part(Vec<&'static str>),
}

impl Presence {
    /// Looks, and changes nothing.
    pub fn of(data: &Path) -> Self {
        let lacking: Vec<_> = STORE
            .into_iter()
            // What cannot be looked at is not lacking: opening it says what is wrong.
            .filter(|file| matches!(data.join(file).try_exists(), Ok(false)))
            .collect();
        match lacking.as_slice() {
            [] => Self::Whole,
            ["bonafide.db", "keys.db", ..] => Self::Nothing,
            _ => Self::Part(lacking),
        }
    }
}
