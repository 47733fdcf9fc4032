//! The name field: taken apart, told whether it was cut, and written.
//!
//! A zone knows 26 letters. What that does to a name is in ICAO Doc 9303 part 3, clauses 4.6 and 6:
//! letters are transliterated, apostrophes and full stops left out, hyphens and blanks made
//! fillers, and a name that is too long is cut, from its end or word by word, so that some letter
//! of the given names is left.

use serde::Serialize;

use super::format::FILLER;
use super::russian;
use super::transliterate::transliterate;

/// The holder's name as the zone says it.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Names {
    /// The primary identifier, mostly the family name, with blanks between its words.
    pub family: String,
    /// The secondary identifier, mostly the given names; empty if the holder has one name only.
    pub given: String,
    /// The field is full to its last cell: any word may be cut, and words at the end left out.
    pub may_be_cut: bool,
    /// Family and given names in Cyrillic letters, where the zone's table says which they are:
    /// Russia's passport for use within the country. The names above are then what the standard
    /// writes for them, and not what is printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cyrillic: Option<[String; 2]>,
}

/// Names are personal data: what is shown is how long they are.
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
    /// Reads a name field: the primary identifier, two fillers, the secondary one.
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

    /// Reads the name field of Russia's passport for use within the country.
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

    /// Reads the two name fields of the French card, which has its given names apart.
    pub(super) fn read_apart(family: &str, given: &str) -> Self {
        Self {
            family: blanks(family),
            given: blanks(given),
            may_be_cut: is_full(family) || is_full(given),
            cyrillic: None,
        }
    }

    /// The family name with written-out marks taken back: see [`unmarked`].
    pub fn plain_family(&self) -> String {
        unmarked(&self.family)
    }

    /// The given names with written-out marks taken back: see [`unmarked`].
    pub fn plain_given(&self) -> String {
        unmarked(&self.given)
    }
}

/// Only what has cells can be full.
fn is_full(field: &str) -> bool {
    !field.is_empty() && !field.ends_with('<')
}

/// Runs of fillers as one blank.
fn blanks(field: &str) -> String {
    let words: Vec<&str> = field.split('<').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Takes back the `XX` by which some states tell `Ñ` and `Ü` from `N` and `U`: `PENXXA` is `PENA`,
/// `MUXXLLER` `MULLER`. No name has these letters otherwise.
///
/// ```
/// assert_eq!(mrz::unmarked("PENXXA"), "PENA");
/// ```
pub fn unmarked(name: &str) -> String {
    name.replace("NXX", "N").replace("UXX", "U")
}

/// What may have been transliterated: the letters of the zone and what they may stand for.
const MARKED: &[(&str, &[&str])] = &[
    ("NXX", &["Ñ"]),
    ("UXX", &["Ü"]),
    ("AE", &["Ä", "Æ"]),
    ("OE", &["Ö", "Ø", "Œ"]),
    ("UE", &["Ü"]),
    ("AA", &["Å"]),
    ("SS", &["ß"]),
];

/// More than these are no help.
const MOST_SPELLINGS: usize = 16;

/// How a name may be spelt by hand: itself first, then with one or more marks taken back, `MUELLER`
/// as `MÜLLER`. Guesses for people to look at; nothing is compared with them. Sixteen at most.
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
                if found.len() < MOST_SPELLINGS {
                    found.push(known.replace(written, mark));
                }
            }
        }
    }
    found
}

/// Fits names into a field: whole if there is room; else cut at their ends, with at least one
/// letter of the given names left (part 4, clause 4.2.3).
pub(super) fn fit(family: &str, given: &str, room: usize) -> String {
    let (family, given) = (transliterate(family), transliterate(given));
    let short = |text: &str, room: usize| -> String { text.chars().take(room).collect() };
    let mut whole = if given.is_empty() {
        family
    } else {
        let family = short(&family, room.saturating_sub(3));
        format!("{}<<{given}", family.trim_end_matches('<'))
    };
    // A field that was cut ends in a letter, which says so (clause 4.2.3): where it would end in a
    // filler, a name before loses its last letter.
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
    fn what_is_cut_ends_in_a_letter() {
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
    fn names_are_taken_apart() {
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
    fn marks_are_taken_back_as_candidates() {
        assert_eq!(spellings("SMITH"), ["SMITH"]);
        assert_eq!(spellings("MUELLER"), ["MUELLER", "MÜLLER"]);
        assert_eq!(spellings("PENXXA"), ["PENXXA", "PEÑA"]);
        assert!(spellings("JOERGENSEN").contains(&"JØRGENSEN".to_owned()));
        assert!(spellings("WEISS").contains(&"WEIß".to_owned()));
        assert!(spellings("AEOEUEAASSNXXUXX").len() <= MOST_SPELLINGS);
        assert_eq!(unmarked("MUXXLLER PENXXA"), "MULLER PENA");
    }

    #[test]
    fn long_names_are_cut_and_keep_a_given_letter() {
        assert_eq!(fit("Eriksson", "Anna", 16), "ERIKSSON<<ANNA<<");
        assert_eq!(fit("Bennelong", "Dingo", 12), "BENNELONG<<D");
        assert_eq!(fit("Papandropoulous", "Jonathoon", 12), "PAPANDROP<<J");
        assert_eq!(fit("Papandropoulous", "", 12), "PAPANDROPOUL");
    }
}
