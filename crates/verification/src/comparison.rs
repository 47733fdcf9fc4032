//! Compares document numbers, genders and dates. Names have their own module.
//!
//! Nothing is corrected and nothing missing is guessed: a value that cannot be compared is reported
//! as such.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

/// Whether a claim and a reading agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Agreement {
    Agrees,
    /// They agree only under the fuzzy rule.
    Near,
    Differs,
    /// One side is missing or empty.
    NotComparable,
}

/// Compares document numbers by their letters and digits, in any case: `AB-12 34` is `ab1234`.
/// The fuzzy rule takes the letter O for the digit 0, and nothing else.
pub fn document_number(claim: &str, reading: &str, fuzzy: bool) -> Agreement {
    let (claim, reading) = (characters(claim), characters(reading));
    if claim.is_empty() || reading.is_empty() {
        return Agreement::NotComparable;
    }
    let zeroed = |text: &str| text.replace('O', "0");
    if claim == reading {
        Agreement::Agrees
    } else if fuzzy && zeroed(&claim) == zeroed(&reading) {
        Agreement::Near
    } else {
        Agreement::Differs
    }
}

/// Returns the similarity of two texts from 0 to 100: the share of characters that need no edit,
/// ignoring case, diacritics, punctuation and the order of words. Returns `None` if a side is
/// empty.
pub fn similarity(a: &str, b: &str) -> Option<u8> {
    let (a, b) = (folded_words(a), folded_words(b));
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        words.sort_unstable();
        words.join(" ")
    };
    let as_written = alike(&a.join(" "), &b.join(" "));
    Some(as_written.max(alike(&sorted(&a), &sorted(&b))))
}

/// Only equal texts reach 100.
fn alike(a: &str, b: &str) -> u8 {
    let score = (strsim::normalized_levenshtein(a, b) * 100.0).round() as u8;
    if a == b { 100 } else { score.min(99) }
}

/// Returns the words of a text in upper case, without marks and punctuation.
pub(crate) fn folded_words(text: &str) -> Vec<String> {
    let folded: String = text
        .nfkd()
        .filter(|ch| !unicode_normalization::char::is_combining_mark(*ch))
        .flat_map(char::to_uppercase)
        .collect();
    folded
        .split(|ch: char| !ch.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn characters(text: &str) -> String {
    text.nfkc()
        .filter(|ch| ch.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// Compares dates. There is no fuzzy rule for them.
pub fn date(claim: Option<Date>, reading: Option<Date>) -> Agreement {
    match (claim, reading) {
        (Some(claim), Some(reading)) if claim == reading => Agreement::Agrees,
        (Some(_), Some(_)) => Agreement::Differs,
        _ => Agreement::NotComparable,
    }
}

/// Compares genders. A document with X does not state the gender, so it confirms `O` and `X` and
/// says nothing about `M` and `F`.
pub fn gender(claim: Option<Gender>, reading: Option<Gender>) -> Agreement {
    use Gender::{Female, Male, Other, Unspecified};
    match (claim, reading) {
        (Some(Other | Unspecified), Some(Other | Unspecified)) => Agreement::Agrees,
        (None, _) | (_, None) | (Some(Male | Female), Some(Unspecified)) => {
            Agreement::NotComparable
        }
        (Some(claim), Some(reading)) if claim == reading => Agreement::Agrees,
        _ => Agreement::Differs,
    }
}

/// A gender as written in claims and documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    Male,
    Female,
    /// `O`, in claims.
    Other,
    /// `X`, on documents; `<` in a machine readable zone.
    Unspecified,
}

impl Gender {
    /// Returns the gender for a letter in a claim: `M`, `F` or `O`.
    pub fn from_word(word: &str) -> Option<Self> {
        word.parse()
            .ok()
            .filter(|gender| *gender != Self::Unspecified)
    }

    /// Returns the letter on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "M",
            Self::Female => "F",
            Self::Other => "O",
            Self::Unspecified => "X",
        }
    }
}

impl fmt::Display for Gender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The text is none of M, F, O and X.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a gender: expected M, F, O or X")]
pub struct NotAGender;

impl FromStr for Gender {
    type Err = NotAGender;

    /// Parses one letter in upper or lower case.
    fn from_str(text: &str) -> Result<Self, NotAGender> {
        match text {
            "M" | "m" => Ok(Self::Male),
            "F" | "f" => Ok(Self::Female),
            "O" | "o" => Ok(Self::Other),
            "X" | "x" | "<" => Ok(Self::Unspecified),
            _ => Err(NotAGender),
        }
    }
}

impl TryFrom<String> for Gender {
    type Error = NotAGender;

    fn try_from(text: String) -> Result<Self, NotAGender> {
        text.parse()
    }
}

impl From<Gender> for &'static str {
    fn from(gender: Gender) -> Self {
        gender.as_str()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Agreement::{Agrees, Differs, Near, NotComparable};
    use super::*;

    #[track_caller]
    fn number(claim: &str, reading: &str, strict: Agreement, fuzzy: Agreement) {
        assert_eq!(
            document_number(claim, reading, false),
            strict,
            "{claim} {reading}"
        );
        assert_eq!(
            document_number(claim, reading, true),
            fuzzy,
            "{claim} {reading}"
        );
    }

    #[test]
    fn numbers_agree_on_letters_and_digits() {
        number("AB123456", "AB123456", Agrees, Agrees);
        number("ab 12-34.56", "AB123456", Agrees, Agrees);
        number("AB123456<<<", "ab_123456", Agrees, Agrees);
        number("ＡＢ１２", "AB12", Agrees, Agrees);
        number("AB12345O", "AB123450", Differs, Near);
        number("O0O0", "0O0O", Differs, Near);
        number("AB123451", "AB12345I", Differs, Differs);
        number("AB123456", "AB123465", Differs, Differs);
        number("123456", "0123456", Differs, Differs);
        number("123456", "12345", Differs, Differs);
        number("", "AB123456", NotComparable, NotComparable);
        number("AB123456", " - ", NotComparable, NotComparable);
    }

    #[test]
    fn similarity_is_the_share_that_needs_no_edit() {
        let check = |a: &str, b: &str, expected| assert_eq!(similarity(a, b), expected, "{a} {b}");
        check("1990-02-28", "1990-02-28", Some(100));
        check("1990-02-28", "1990-02-23", Some(90));
        check("José Núñez", "JOSE NUNEZ", Some(100));
        check("DOE, JOHN", "John Doe", Some(100));
        check("AB123456", "ZX987610", Some(0));
        check("John", "", None);
        check("John", " - ", None);
        let (long, slip) = ("a".repeat(300), format!("{}b", "a".repeat(299)));
        check(&long, &slip, Some(99));
    }

    #[test]
    fn dates_agree_or_do_not() {
        let day: Date = "1990-02-28".parse().unwrap();
        assert_eq!(date(Some(day), Some(day)), Agrees);
        assert_eq!(date(Some(day), day.tomorrow().ok()), Differs);
        assert_eq!(date(Some(day), None), NotComparable);
        assert_eq!(date(None, Some(day)), NotComparable);
    }

    #[test]
    fn genders() {
        let check = |claim: &str, reading: &str, expected| {
            assert_eq!(
                gender(claim.parse().ok(), reading.parse().ok()),
                expected,
                "{claim} {reading}"
            );
        };
        check("M", "m", Agrees);
        check("f", "F", Agrees);
        check("M", "F", Differs);
        check("O", "X", Agrees);
        check("O", "<", Agrees);
        check("X", "X", Agrees);
        check("M", "X", NotComparable);
        check("F", "<", NotComparable);
        check("X", "M", Differs);
        check("O", "F", Differs);
        check("M", "", NotComparable);
        check("male", "M", NotComparable);
    }

    #[test]
    fn genders_read_back() {
        for gender in [
            Gender::Male,
            Gender::Female,
            Gender::Other,
            Gender::Unspecified,
        ] {
            assert_eq!(gender.to_string().parse(), Ok(gender));
            assert_eq!(gender.as_str().parse(), Ok(gender));
        }
        assert_eq!("MF".parse::<Gender>(), Err(NotAGender));
    }

    proptest! {
        #[test]
        fn similarity_is_symmetric_and_whole_only_for_the_same(a in any::<String>(), b in any::<String>()) {
            prop_assert_eq!(similarity(&a, &b), similarity(&b, &a));
            prop_assert!(matches!(similarity(&a, &a), None | Some(100)));
        }

        #[test]
        fn a_number_agrees_with_itself_in_any_dress(number in "[A-Za-z0-9]{1,20}") {
            prop_assert_eq!(document_number(&number, &number.to_lowercase(), false), Agrees);
            let spaced: String = number.chars().flat_map(|ch| [ch, ' ']).collect();
            prop_assert_eq!(document_number(&number, &spaced, false), Agrees);
        }

        #[test]
        fn comparing_numbers_is_symmetric(a in any::<String>(), b in any::<String>(), fuzzy in any::<bool>()) {
            prop_assert_eq!(document_number(&a, &b, fuzzy), document_number(&b, &a, fuzzy));
        }
    }
}
