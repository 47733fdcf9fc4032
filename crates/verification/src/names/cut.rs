//! How a document cuts a name that is too long for it.

/// Whether a document may have truncated a name at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Cut {
    /// The document says that the name is complete (`N`), or has enough room.
    #[default]
    Whole,
    /// The document says that the name is truncated (`T`).
    Cut,
    /// The document does not say (`U`). The name counts as truncated if it fills its field of this
    /// many characters.
    AtLength(usize),
    /// The names fill their field in a machine readable zone. Any word may be truncated to its
    /// first letter, and words at the end may be omitted (ICAO Doc 9303 part 4, clause 4.2.3).
    ByWord,
}

/// What of a name may be missing.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trim {
    /// Nothing.
    #[default]
    None,
    /// Its end.
    End,
    /// The end of every word, and words at the end.
    Words,
}

impl Cut {
    /// Parses the truncation flag of a licence: `T`, `N` or `U`; `field` is the length of the field
    /// in characters.
    pub fn from_flag(flag: char, field: usize) -> Self {
        match flag.to_ascii_uppercase() {
            'T' => Self::Cut,
            'N' => Self::Whole,
            _ => Self::AtLength(field),
        }
    }

    pub(super) fn cuts(self, name: &str) -> Trim {
        match self {
            Self::Cut => Trim::End,
            Self::AtLength(field) if field > 0 && name.chars().count() >= field => Trim::End,
            Self::Whole | Self::AtLength(_) => Trim::None,
            Self::ByWord => Trim::Words,
        }
    }
}
