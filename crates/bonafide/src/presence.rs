//! Which parts of a store exist in a data folder.

use std::path::Path;

/// The files that make a store, with the databases first.
const STORE: [&str; 3] = ["bonafide.db", "keys.db", "master.key"];

/// Which parts of a store are in a data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// All parts exist.
    Whole,
    /// There is no database. A key may exist, which somebody put there for the first start.
    Nothing,
    /// Some parts exist; these files are missing.
    Part(Vec<&'static str>),
}

impl Presence {
    /// Checks the folder without changing anything.
    pub fn of(data: &Path) -> Self {
        let lacking: Vec<_> = STORE
            .into_iter()
            // A file that cannot be examined is not missing: opening it says what is wrong.
            .filter(|file| matches!(data.join(file).try_exists(), Ok(false)))
            .collect();
        match lacking.as_slice() {
            [] => Self::Whole,
            ["bonafide.db", "keys.db", ..] => Self::Nothing,
            _ => Self::Part(lacking),
        }
    }
}
