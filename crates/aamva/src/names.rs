//! Names in one field or four, in the orders in which issuers write them.

use serde::{Serialize, Serializer};

use super::elements::Elements;
use super::text::{clean, debug_presence, is_padding, personal};

/// The holder's names as written, without padding.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Names {
    /// Family name (`DCS`, `DAB`, or from `DAA`).
    pub family: Option<String>,
    /// First name (`DAC`, or the first of `DCT` or `DAA`).
    pub given: Option<String>,
    /// Middle names in order. A list with commas is split; blanks within a name are kept.
    pub middle: Vec<String>,
    /// Suffix such as `JR` (`DCU`, `DAE`).
    pub suffix: Option<String>,
    /// The whole name as written in `DAA` without commas, if the issuer is not known to write names
    /// in a fixed order. It is then unknown which word is the family name, and `family` is `None`.
    pub full: Option<String>,
    /// Another name by which the holder is known.
    pub alias: Option<Alias>,
    /// Whether names were truncated.
    pub truncation: Truncation,
}

personal!(Names {
    family,
    given,
    middle,
    suffix,
    full,
    alias
});

/// Another name (`DBN`, `DBG`, `DBS`).
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Alias {
    /// Family name.
    pub family: Option<String>,
    /// Given name.
    pub given: Option<String>,
    /// Suffix.
    pub suffix: Option<String>,
}

personal!(Alias {
    family,
    given,
    suffix
});

/// Truncation flags (`DDE`, `DDF`, `DDG`); `None` where the card has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Truncation {
    /// The flag of the family name.
    pub family: Option<Truncated>,
    /// The flag of the first name.
    pub given: Option<Truncated>,
    /// The flag of the middle names.
    pub middle: Option<Truncated>,
}

debug_presence!(Truncation);

/// Whether a name was truncated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truncated {
    /// `T`: truncated.
    Yes,
    /// `N`: not truncated.
    No,
    /// `U`: unknown to the issuer.
    Unknown,
}

impl Truncated {
    pub(super) fn letter(self) -> &'static str {
        match self {
            Self::Yes => "T",
            Self::No => "N",
            Self::Unknown => "U",
        }
    }

    fn read(value: &str) -> Option<Self> {
        match value {
            "T" | "t" => Some(Self::Yes),
            "N" | "n" => Some(Self::No),
            "U" | "u" => Some(Self::Unknown),
            _ => None,
        }
    }
}

impl Serialize for Truncated {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Yes => "truncated",
            Self::No => "whole",
            Self::Unknown => "unknown",
        })
    }
}

impl Names {
    /// Returns the middle names joined by blanks; empty if there are none.
    ///
    /// ```
    /// use aamva::Names;
    ///
    /// let mut names = Names::default();
    /// names.middle = vec!["ANN".to_owned(), "LEE".to_owned()];
    /// assert_eq!(names.middle_joined(), "ANN LEE");
    /// ```
    pub fn middle_joined(&self) -> String {
        self.middle.join(" ")
    }

    pub(super) fn read(from: &Elements<'_>) -> Self {
        let whole = from
            .text("DAA")
            .map(|text| full_name(text, Order::of(from)))
            .unwrap_or_default();
        let given_names = from.text("DCT").map(given_names).unwrap_or_default();
        let one = |id| from.text(id).and_then(name);
        let (family, family_suffix) = split_suffix(one("DCS"));
        let mut given = one("DAC");
        let mut middle = from.text("DAD").map(comma_list).unwrap_or_default();
        if given.is_none() {
            given = given_names.0.or(whole.given);
            if middle.is_empty() {
                middle = given_names.1;
            }
            if middle.is_empty() {
                middle = whole.middle;
            }
        }
        if middle.is_empty()
            && from
                .raw("DAD")
                .is_some_and(|v| v.trim_matches(is_padding).is_empty())
        {
            (given, middle) = initial_after_given(from, given);
        }
        let family = family.or_else(|| one("DAB")).or(whole.family);
        // If the family name has an element of its own, the order is known.
        let full = whole.full.filter(|_| family.is_none());
        Self {
            family,
            given,
            middle,
            full,
            suffix: one("DCU")
                .or_else(|| one("DAE"))
                .or(family_suffix)
                .or(whole.suffix),
            alias: alias(from),
            truncation: Truncation {
                family: from.text("DDE").and_then(Truncated::read),
                given: from.text("DDF").and_then(Truncated::read),
                middle: from.text("DDG").and_then(Truncated::read),
            },
        }
    }
}

/// Reads the alias. It exists from version 2 on; before that, its IDs had other meanings.
fn alias(from: &Elements<'_>) -> Option<Alias> {
    if from.version().is_some_and(|v| v < 2) {
        return None;
    }
    let one = |id| from.text(id).and_then(name);
    let alias = Alias {
        family: one("DBN"),
        given: one("DBG"),
        suffix: one("DBS"),
    };
    (alias != Alias::default()).then_some(alias)
}

/// Reads the initial that Wyoming writes after the first name, leaving `DAD` blank.
fn initial_after_given(
    from: &Elements<'_>,
    given: Option<String>,
) -> (Option<String>, Vec<String>) {
    let wyoming = match from.issuer() {
        Some(issuer) => issuer.jurisdiction == "WY",
        None => from.text("DAJ") == Some("WY"),
    };
    if let Some((first, initial)) = given
        .as_deref()
        .and_then(|g| g.rsplit_once(' '))
        .filter(|_| wyoming)
        && initial.len() == 1
    {
        return (name(first), vec![initial.to_owned()]);
    }
    (given, Vec::new())
}

/// Returns a name without padding and trailing commas (Ontario writes `NAME,`).
fn name(value: &str) -> Option<String> {
    clean(value.trim_matches(|c| is_padding(c) || c == ',')).map(str::to_owned)
}

fn comma_list(value: &str) -> Vec<String> {
    value.split(',').filter_map(name).collect()
}

fn words(value: &str) -> Vec<String> {
    value.split_whitespace().filter_map(name).collect()
}

/// Splits `DCT` of versions 2 and 3, which contains all given names, separated by commas or blanks.
fn given_names(value: &str) -> (Option<String>, Vec<String>) {
    let mut parts = comma_list(value);
    if parts.len() < 2 {
        parts = words(value.trim_matches(|c| is_padding(c) || c == ','));
    }
    let mut parts = parts.into_iter();
    (parts.next(), parts.collect())
}

fn is_suffix(word: &str) -> bool {
    const SUFFIXES: [&str; 22] = [
        "JR", "SR", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "1ST", "2ND", "3RD",
        "4TH", "5TH", "6TH", "7TH", "8TH", "9TH", "ESQ", "PHD",
    ];
    let plain = word.trim_end_matches('.');
    SUFFIXES
        .iter()
        .any(|suffix| plain.eq_ignore_ascii_case(suffix))
}

/// Splits `SMITH, JR` in the family name field of cards that have no suffix field.
fn split_suffix(family: Option<String>) -> (Option<String>, Option<String>) {
    if let Some((before, after)) = family.as_deref().and_then(|f| f.rsplit_once(','))
        && is_suffix(after.trim())
    {
        return (name(before), name(after));
    }
    (family, None)
}

/// The order in which an issuer writes a whole name without commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// `FIRST MIDDLE FAMILY`.
    GivenFirst,
    /// The order is not publicly known.
    Unknown,
}

impl Order {
    /// Returns the order of the issuer, or of the state of the address if there is no header. Only
    /// Pennsylvania's cards of version 1 are known to omit the commas that the standard (AAMVA
    /// DL/ID 2000) asks for.
    fn of(from: &Elements<'_>) -> Self {
        let jurisdiction = match from.issuer() {
            Some(issuer) => Some(issuer.jurisdiction),
            None => from.text("DAJ"),
        };
        if jurisdiction == Some("PA") {
            Self::GivenFirst
        } else {
            Self::Unknown
        }
    }
}

/// Splits `DAA` of version 1. With commas it is `FAMILY,FIRST,MIDDLE,SUFFIX`, where some issuers
/// put first and middle names between the same two commas. Without commas the issuer determines the
/// order.
fn full_name(value: &str, order: Order) -> Names {
    let parts: Vec<&str> = value.split(',').collect();
    match parts.as_slice() {
        [] => Names::default(),
        [only] if order == Order::Unknown => Names {
            full: name(only),
            ..Names::default()
        },
        [only] => {
            let mut words = words(only);
            let suffix = if words.len() > 2 {
                words.pop_if(|last| is_suffix(last))
            } else {
                None
            };
            let family = words.pop();
            let mut rest = words.into_iter();
            Names {
                family,
                given: rest.next(),
                middle: rest.collect(),
                suffix,
                ..Names::default()
            }
        }
        [family, given] => {
            let mut words = words(given);
            let suffix = if words.len() > 1 {
                words.pop_if(|last| is_suffix(last))
            } else {
                None
            };
            let mut rest = words.into_iter();
            Names {
                family: name(family),
                given: rest.next(),
                middle: rest.collect(),
                suffix,
                ..Names::default()
            }
        }
        [family, given, middle, rest @ ..] => {
            let mut middle: Vec<String> = name(middle).into_iter().collect();
            let mut suffix = rest.iter().rev().find_map(|part| name(part));
            // Some issuers omit an empty middle name, so that the suffix comes third.
            if suffix.is_none() && rest.is_empty() {
                suffix = middle.pop_if(|m| m.len() > 1 && is_suffix(m));
            }
            Names {
                family: name(family),
                given: name(given),
                middle,
                suffix,
                ..Names::default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_are_split() {
        let check = |text: &str, family: &str, given: &str, middle: &str, suffix: &str| {
            let names = full_name(text, Order::GivenFirst);
            assert_eq!(names.full, None, "{text}");
            let names = [
                names.family.clone().unwrap_or_default(),
                names.given.clone().unwrap_or_default(),
                names.middle_joined(),
                names.suffix.unwrap_or_default(),
            ];
            assert_eq!(names, [family, given, middle, suffix], "{text}");
        };
        check("CTLIC,ADULT,A", "CTLIC", "ADULT", "A", "");
        check(
            "CORTEZ,PABLO,LUIS RODRIGUEZ,JR",
            "CORTEZ",
            "PABLO",
            "LUIS RODRIGUEZ",
            "JR",
        );
        check("CORTEZ,PABLO,,JR", "CORTEZ", "PABLO", "", "JR");
        check("CORTEZ,PABLO,JR", "CORTEZ", "PABLO", "", "JR");
        check("WANG,CHUNG", "WANG", "CHUNG", "", "");
        check("SMITH, MARY JONES", "SMITH", "MARY", "JONES", "");
        check("SMITH,MARY,ROBINS,", "SMITH", "MARY", "ROBINS", "");
        check("Last,First, ,", "Last", "First", "", "");
        check("JOHN P SMITH", "SMITH", "JOHN", "P", "");
        check("JOHN P SMITH JR", "SMITH", "JOHN", "P", "JR");
        check("AL-MAAR,DIANA,ROBIN", "AL-MAAR", "DIANA", "ROBIN", "");
        check("SMITH,JOHN,V", "SMITH", "JOHN", "V", "");
        check("", "", "", "", "");
    }

    #[test]
    fn without_commas_the_family_name_is_unknown() {
        for text in ["JOHN P SMITH", "SMITH JOHN PAUL JR", "SMITH"] {
            let names = full_name(text, Order::Unknown);
            assert_eq!(names.full.as_deref(), Some(text));
            let parts = (names.family, names.given, names.middle, names.suffix);
            assert_eq!(parts, (None, None, Vec::new(), None), "{text}");
        }
        let with_commas = full_name("SMITH,JOHN", Order::Unknown);
        assert_eq!(with_commas.family.as_deref(), Some("SMITH"));
        assert_eq!(with_commas.full, None);
    }
}
