//! The name field: parses it, reports whether it was truncated, and writes it.
//!
//! A zone has 26 letters. ICAO Doc 9303 part 3, clauses 4.6 and 6, defines what that means for
//! names: letters are transliterated, apostrophes and full stops are omitted, and hyphens and
//! blanks become fillers. A name that is too long is truncated at its end or word by word, so that
//! at least one letter of the given names remains.

use serde::Serialize;

use super::format::FILLER;
use super::russian;
use super::transliterate::transliterate;

/// The holder's name as the zone contains it.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Names {
    /// The primary identifier, usually the family name, with blanks between its words.
    pub family: String,
    /// The secondary identifier, usually the given names. Empty if the holder has only one name.
    pub given: String,
    /// Whether the field is filled to its last cell, so that any word may be truncated and words at
    /// the end may be missing.
    pub may_be_cut: bool,
    /// Family and given names in Cyrillic letters, if the zone encodes them exactly, as that of
    /// Russia's internal passport does. The names above are then the standard's transliteration of
    /// them, and differ from what is printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cyrillic: Option<[String; 2]>,
}

/// Names are personal data, so only their lengths are printed.
impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (family, given) = (self.family.len(), self.given.len());
        write!(
            f,
            "Names({family} and {given} characters, may be cut: {})",
            self.may_be_cut
        )
    }
}

impl Names {
    /// Parses a name field: the primary identifier, two fillers, the secondary one.
    pub(super) fn read(field: &str) -> Self {
        let trimmed = field.trim_start_matches('<');
        let (family, given) = trimmed.split_once("<<").unwrap_or((trimmed, ""));
        Self {
            family: blanks(family),
            given: blanks(given),
            may_be_cut: is_full(field),
            cyrillic: None,
        }
    }

    /// Parses the name field of Russia's internal passport.
    pub(super) fn read_russian(field: &str) -> Self {
        let printed = Self::read(field);
        Self {
            family: russian::latin(&printed.family),
            given: russian::latin(&printed.given),
            cyrillic: Some([
                russian::cyrillic(&printed.family),
                russian::cyrillic(&printed.given),
            ]),
            ..printed
        }
    }

    /// Parses the two name fields of the French card, which has separate fields for its given
    /// names.
    pub(super) fn read_apart(family: &str, given: &str) -> Self {
        Self {
            family: blanks(family),
            given: blanks(given),
            may_be_cut: is_full(family) || is_full(given),
            cyrillic: None,
        }
    }

    /// Returns the family name with spelled-out marks removed: see [`unmarked`].
    ///
    /// ```
    /// let zone = mrz::parse(&[
    ///     "P<ESPPENXXA<<ANA<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
    ///     "X1234567<7ESP8501011F3001019<<<<<<<<<<<<<<04",
    /// ])?;
    /// assert_eq!(zone.names.family, "PENXXA");
    /// assert_eq!(zone.names.plain_family(), "PENA");
    /// # Ok::<(), mrz::ParseError>(())
    /// ```
    pub fn plain_family(&self) -> String {
        unmarked(&self.family)
    }

    /// Returns the given names with spelled-out marks removed: see [`unmarked`].
    ///
    /// ```
    /// let zone = mrz::parse(&[
    ///     "P<ESPPEREZ<<INXXIGO<<<<<<<<<<<<<<<<<<<<<<<<<",
    ///     "X1234567<7ESP8501011M3001019<<<<<<<<<<<<<<04",
    /// ])?;
    /// assert_eq!(zone.names.plain_given(), "INIGO");
    /// # Ok::<(), mrz::ParseError>(())
    /// ```
    pub fn plain_given(&self) -> String {
        unmarked(&self.given)
    }
}

/// Returns true if the field has cells and the last one is in use.
fn is_full(field: &str) -> bool {
    !field.is_empty() && !field.ends_with('<')
}

/// Replaces runs of fillers by one blank.
fn blanks(field: &str) -> String {
    let words: Vec<&str> = field.split('<').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Removes the `XX` by which some states distinguish `Ñ` and `Ü` from `N` and `U`: `PENXXA` becomes
/// `PENA`, and `MUXXLLER` becomes `MULLER`. No name contains these letters otherwise.
///
/// ```
/// assert_eq!(mrz::unmarked("PENXXA"), "PENA");
/// ```
pub fn unmarked(name: &str) -> String {
    name.replace("NXX", "N").replace("UXX", "U")
}

/// Letters of the zone, each with the letters that it may have been transliterated from.
const MARKED: &[(&str, &[&str])] = &[
    ("NXX", &["Ñ"]),
    ("UXX", &["Ü"]),
    ("AE", &["Ä", "Æ"]),
    ("OE", &["Ö", "Ø", "Œ"]),
    ("UE", &["Ü"]),
    ("AA", &["Å"]),
    ("SS", &["ß"]),
];

/// The maximum number of spellings; more of them would not help anybody.
const MAX_SPELLINGS: usize = 16;

/// Returns the possible original spellings of a name: first the name itself, then variants with one
/// or more marks restored, such as `MÜLLER` for `MUELLER`. They are guesses for people to look at,
/// at most sixteen, and are not used in any comparison.
///
/// ```
/// assert_eq!(mrz::spellings("MUELLER"), ["MUELLER", "MÜLLER"]);
/// ```
pub fn spellings(name: &str) -> Vec<String> {
    let mut found = vec![name.to_owned()];
    for (written, marks) in MARKED {
        for known in found.clone() {
            if !known.contains(written) {
                continue;
            }
            for mark in *marks {
                if found.len() < MAX_SPELLINGS {
                    found.push(known.replace(written, mark));
                }
            }
        }
    }
    found
}

/// Fits names into a field, truncating them at their ends if necessary, with at least one letter of
/// the given names remaining (part 4, clause 4.2.3).
pub(super) fn fit(family: &str, given: &str, room: usize) -> String {
    let (family, given) = (transliterate(family), transliterate(given));
    let short = |text: &str, room: usize| -> String { text.chars().take(room).collect() };
    let mut whole = if given.is_empty() {
        family
    } else {
        let family = short(&family, room.saturating_sub(3));
        format!("{}<<{given}", family.trim_end_matches('<'))
    };
    // The last cell of a truncated field must be a letter, to show the truncation (clause 4.2.3).
    // If it would be a filler, an earlier name loses its last letter.
    let cells = whole.as_bytes();
    let ends_in_filler = |at: usize| cells.get(at) == Some(&FILLER);
    if whole.len() > room && room.checked_sub(1).is_some_and(ends_in_filler) {
        let is_last = |&at: &usize| {
            let letters = cells.get(at - 1..=at).unwrap_or_default();
            !letters.contains(&FILLER) && ends_in_filler(at + 1)
        };
        if let Some(last) = (1..room).rev().find(is_last) {
            whole.remove(last);
        }
    }
    let field = short(&whole, room);
    format!("{field:<<room$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncated_fields_end_in_a_letter() {
        let check = |family: &str, given: &str, told: &str| {
            assert_eq!(fit(family, given, 12), told, "{family}, {given}");
        };
        check("ERIKSSON", "ANNA", "ERIKSSON<<AN");
        check("ERIKSSON", "A MARIA", "ERIKSSO<<A<M");
        check("BERG", "ANNA MARIA", "BERG<<ANNA<M");
        check("BERG", "EMILY ROSE", "BERG<<EMIL<R");
        check("BERG", "EMILY", "BERG<<EMILY<");
        check("VAN DER BERG JANSEN", "", "VAN<DER<BERG");
        check("VAN DER BERGE X", "", "VAN<DER<BERG");
        check("VAN DEN BER X", "", "VAN<DEN<BE<X");
    }

    #[test]
    fn name_fields_are_parsed() {
        let check = |field: &str, family: &str, given: &str, cut: bool| {
            let names = Names::read(field);
            assert_eq!(
                (
                    names.family.as_str(),
                    names.given.as_str(),
                    names.may_be_cut
                ),
                (family, given, cut),
                "{field}"
            );
        };
        check("ERIKSSON<<ANNA<MARIA<<<<", "ERIKSSON", "ANNA MARIA", false);
        check("VAN<DER<BERG<<JAN<<<", "VAN DER BERG", "JAN", false);
        check("ARKFREITH<<<<<", "ARKFREITH", "", false);
        check(
            "BENNELONG<WARRANDYTE<W<<DI",
            "BENNELONG WARRANDYTE W",
            "DI",
            true,
        );
        check("CHONG<<KA<<KEONG<<", "CHONG", "KA KEONG", false);
        check("<<JULIA<<", "JULIA", "", false);
        check("<<<<<", "", "", false);
        check("", "", "", false);
    }

    #[test]
    fn spellings_restore_marks() {
        assert_eq!(spellings("SMITH"), ["SMITH"]);
        assert_eq!(spellings("MUELLER"), ["MUELLER", "MÜLLER"]);
        assert_eq!(spellings("PENXXA"), ["PENXXA", "PEÑA"]);
        assert!(spellings("JOERGENSEN").contains(&"JØRGENSEN".to_owned()));
        assert!(spellings("WEISS").contains(&"WEIß".to_owned()));
        assert!(spellings("AEOEUEAASSNXXUXX").len() <= MAX_SPELLINGS);
        assert_eq!(unmarked("MUXXLLER PENXXA"), "MULLER PENA");
    }

    #[test]
    fn long_names_are_truncated_but_keep_a_given_letter() {
        assert_eq!(fit("Eriksson", "Anna", 16), "ERIKSSON<<ANNA<<");
        assert_eq!(fit("Bennelong", "Dingo", 12), "BENNELONG<<D");
        assert_eq!(fit("Papandropoulous", "Jonathoon", 12), "PAPANDROP<<J");
        assert_eq!(fit("Papandropoulous", "", 12), "PAPANDROPOUL");
    }
}
