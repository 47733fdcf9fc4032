//! Comparing a claimed name with one that was read, as people and documents write names.
//!
//! A document prints capitals without marks, cuts what is too long, leaves out second names and
//! puts the family first; a form is filled in by hand. This module says whether two ways of writing
//! can be one name, and by what concession. It knows no nicknames, translates no scripts and never
//! guesses: a claim in one script and a reading in another are [`NameMatch::NotComparable`].
//!
//! | concession | strict | fuzzy |
//! |---|---|---|
//! | case, marks, apostrophes, dots; `ä` as `a` or `ae`, `ø` as `o` or `oe`, `å` as `a` or `aa`, `ß` as `ss`, `æ œ þ ð đ ł ı` | yes | yes |
//! | `Muller` for `Mueller`, where neither carries the mark | no | by the edit rule |
//! | words written apart, together or with a hyphen: `De La Cruz`, `DELACRUZ`, `Mc Donald`, `Jean Pierre` | yes | yes |
//! | particles behind: `Berg, van der` | yes | yes |
//! | particles left out: `Berg` for `van der Berg` | no | yes |
//! | family name first, or the two parts exchanged, when nothing else differs | yes | yes |
//! | middle names missing on either side, or there as initials | yes | yes |
//! | on one line, given names first: words between the first and the last as middle names | yes | yes |
//! | half of a hyphenated given name: `Jean` for `Jean-Pierre` | no | no |
//! | the first given name as an initial: `J` for `John` | no | yes |
//! | a later given name alone: `Maria` for `Anna Maria` | no | no |
//! | one of two family names: `García` for `García López` | no | no |
//! | `JR`, `SR`, `III` on one side only; `2nd` for `II` | yes | yes |
//! | two different suffixes: they tell father and son apart | no | no |
//! | cut at the end, at least 3 letters left, where [`Cut`] says that the document cuts | yes | yes |
//! | cut word by word, one letter left of each, where a machine readable zone is full to its last cell | yes | yes |
//! | slips: per name, folded, same first letter, by the shorter one: 1 edit from 5 letters, 2 from 9 | no | yes |
//!
//! An edit is a letter inserted, left out or replaced, or two neighbours exchanged. Fuzzy therefore
//! takes `Maria` for `Marie`: that is its price, and why it is asked for per claim.

pub(crate) mod folding;
mod matching;
mod parts;
mod sides;

use std::fmt;

use serde::{Deserialize, Serialize};

use parts::{line_in_parts, lines_match, parts_in_line, parts_match};
use sides::{Side, Trim};

/// A name as claimed, in the parts in which it was given. `full` counts only when there is no other
/// part.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PersonName {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full: Option<String>,
}

/// A name as read from a document.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NameReading {
    /// All given names, or the first of them.
    pub given: Option<String>,
    /// Further given names, where the document has a field for them.
    pub middle: Option<String>,
    pub family: Option<String>,
    pub suffix: Option<String>,
    /// One line whose order is not known, for papers without fields. Counts only when there is no
    /// other part. `FAMILY, GIVEN` is understood by its comma.
    pub full: Option<String>,
    pub given_cut: Cut,
    pub family_cut: Cut,
}

/// Whether a document may have cut a name at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// The document says that the name is whole (`N`), or has room enough.
    #[default]
    Whole,
    /// The document says that the name is cut (`T`).
    Cut,
    /// The document does not say (`U`): cut if the name fills its field of so many characters.
    AtLength(usize),
    /// A machine readable zone whose names fill their field: any word may be cut to its first
    /// letter, and words at the end left out (ICAO Doc 9303 part 4, clause 4.2.3).
    ByWord,
}

/// The outcome of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameMatch {
    /// Both can be one name, by this concession at most.
    Match {
        how: How,
    },
    Differs {
        which: Part,
    },
    /// A part is missing or too long, or the scripts differ: nothing is known.
    NotComparable,
}

/// The greatest concession that a match needed, ascending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The same letters in the same case; punctuation does not count.
    Exact,
    /// Case, marks or hyphens.
    Folded,
    /// Words apart or together.
    Joined,
    /// A suffix on one side only.
    Suffix,
    /// A middle name as an initial.
    Initial,
    /// The reading lacks middle names of the claim.
    MiddleOmitted,
    /// The reading has middle names beyond the claim.
    MiddleExtra,
    /// A particle in another place.
    Particle,
    /// Family name and given names in another order.
    Order,
    /// The document cut the name.
    Truncated,
    /// Only by the fuzzy rule.
    Fuzzy,
}

/// A part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Given,
    Middle,
    Family,
    Suffix,
    /// One or both sides have no parts.
    Full,
}

/// Longer parts, in bytes, are not compared, nor names of more than 16 words: no document prints
/// them, and the work stays bounded.
pub const MAX_LEN: usize = 256;

/// Compares a claim with a reading, by the table of this module.
pub fn compare(claim: &PersonName, reading: &NameReading, fuzzy: bool) -> NameMatch {
    let parts = [
        &claim.first,
        &claim.middle,
        &claim.last,
        &claim.full,
        &reading.given,
        &reading.middle,
        &reading.family,
        &reading.suffix,
        &reading.full,
    ];
    if parts.into_iter().flatten().any(|part| part.len() > MAX_LEN) {
        return NameMatch::NotComparable;
    }
    let (claim, reading) = (Side::claimed(claim), Side::read(reading));
    if !claim.is_comparable() || !reading.is_comparable() || claim.is_latin() != reading.is_latin()
    {
        return NameMatch::NotComparable;
    }
    let by_names = match (claim.line_only(), reading.line_only()) {
        (false, false) => parts_match(&claim, &reading, fuzzy),
        (false, true) => parts_in_line(&claim, &reading, fuzzy),
        (true, false) => line_in_parts(&claim, &reading, fuzzy),
        (true, true) => lines_match(&claim, &reading, fuzzy),
    };
    match (by_names, claim.suffix, reading.suffix) {
        (NameMatch::Match { .. }, Some(a), Some(b)) if a != b => NameMatch::Differs {
            which: Part::Suffix,
        },
        (NameMatch::Match { how }, a, b) if a != b => NameMatch::Match {
            how: how.max(How::Suffix),
        },
        (other, _, _) => other,
    }
}

impl Cut {
    /// Reads the flag of a licence: `T`, `N` or `U`; `field` is the room it has, in characters.
    pub fn from_flag(flag: char, field: usize) -> Self {
        match flag.to_ascii_uppercase() {
            'T' => Self::Cut,
            'N' => Self::Whole,
            _ => Self::AtLength(field),
        }
    }

    fn cuts(self, name: &str) -> Trim {
        match self {
            Self::Cut => Trim::End,
            Self::AtLength(field) if field > 0 && name.chars().count() >= field => Trim::End,
            Self::Whole | Self::AtLength(_) => Trim::None,
            Self::ByWord => Trim::Words,
        }
    }
}

impl PersonName {
    /// A name in the two parts that most people have.
    pub fn of(first: &str, last: &str) -> Self {
        Self {
            first: Some(first.to_owned()),
            last: Some(last.to_owned()),
            ..Self::default()
        }
    }

    /// A name on one line.
    pub fn full(full: &str) -> Self {
        Self {
            full: Some(full.to_owned()),
            ..Self::default()
        }
    }

    /// Whether no part says anything: such a claim asks for the name to be read.
    pub fn is_empty(&self) -> bool {
        [&self.first, &self.middle, &self.last, &self.full]
            .into_iter()
            .flatten()
            .all(|part| part.trim().is_empty())
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("PersonName");
        let parts = [
            ("first", &self.first),
            ("middle", &self.middle),
            ("last", &self.last),
            ("full", &self.full),
        ];
        lengths(&mut shown, &parts)
    }
}

impl fmt::Debug for NameReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("NameReading");
        shown
            .field("given_cut", &self.given_cut)
            .field("family_cut", &self.family_cut);
        let parts = [
            ("given", &self.given),
            ("middle", &self.middle),
            ("family", &self.family),
            ("suffix", &self.suffix),
            ("full", &self.full),
        ];
        lengths(&mut shown, &parts)
    }
}

/// Names are personal data: what is shown is how many characters each part has.
fn lengths(shown: &mut fmt::DebugStruct<'_, '_>, parts: &[(&str, &Option<String>)]) -> fmt::Result {
    for (name, part) in parts {
        if let Some(part) = part {
            shown.field(name, &format_args!("{} characters", part.chars().count()));
        }
    }
    shown.finish()
}

#[cfg(test)]
mod tests;
