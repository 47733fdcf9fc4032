//! Compares a claimed name with one that was read, the way people and documents write names.
//!
//! Documents print capitals without diacritics, cut long names, omit second names and put the
//! family name first; forms are filled in by hand. This module decides whether two spellings can be
//! one name, and which concession that needs. It knows no nicknames, transliterates no scripts and
//! never guesses: a claim in one script and a reading in another are [`NameMatch::NotComparable`].
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
//! An edit is a letter inserted, omitted or replaced, or two neighbours swapped. The fuzzy rule
//! therefore accepts `Maria` for `Marie`, which is why it has to be requested for each claim.

mod cut;
pub(crate) mod folding;
mod matching;
mod outcome;
mod parts;
mod person;
mod sides;

pub use cut::Cut;
pub use outcome::{How, NameMatch, Part};
pub use person::{NameReading, PersonName};

use parts::{line_in_parts, lines_match, parts_in_line, parts_match};
use sides::Side;

/// The maximum length of a part in bytes. Longer parts, and names of more than 16 words, are not
/// compared: no document prints them, and the work stays bounded.
pub const MAX_LEN: usize = 256;

/// Compares a claim with a reading, by the table in this module.
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

#[cfg(test)]
mod tests;
