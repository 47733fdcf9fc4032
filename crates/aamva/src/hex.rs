//! Decodes values that are written as the hexadecimal digits of their bytes, such as `4F4E` for
//! `ON`. Some cards of Ontario have addresses like that.
//!
//! A value is decoded only on evidence that a plain value cannot give. A whole address counts as
//! coded if one of its elements is a *witness*: a state of four digits that spells a state, a city
//! that starts with a digit and spells a name, a postal code longer than its field, or a street of
//! sixteen or more digits without blanks that spells one with blanks. The other elements follow the
//! witness, so the street `4142` beside a plain city stays a street. A name is its own witness,
//! since no name contains digits.
//!
//! A coded value that spells nothing is left out, because digits are neither a street nor a name.

use std::collections::BTreeMap;

use super::iin;
use super::postal::Postal;
use super::raw::ElementId;
use super::text::{clean, is_padding};

/// What an element of an address or a name contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Street,
    City,
    State,
    Postal,
    Name,
}

const ELEMENTS: [(&str, Meaning); 20] = [
    ("DAG", Meaning::Street),
    ("DAH", Meaning::Street),
    ("DAL", Meaning::Street),
    ("DAM", Meaning::Street),
    ("DAI", Meaning::City),
    ("DAN", Meaning::City),
    ("DAJ", Meaning::State),
    ("DAO", Meaning::State),
    ("DAK", Meaning::Postal),
    ("DAP", Meaning::Postal),
    ("DAA", Meaning::Name),
    ("DAB", Meaning::Name),
    ("DAC", Meaning::Name),
    ("DAD", Meaning::Name),
    ("DCS", Meaning::Name),
    ("DCT", Meaning::Name),
    ("DCI", Meaning::Name),
    ("DBN", Meaning::Name),
    ("DBG", Meaning::Name),
    ("DBS", Meaning::Name),
];

/// The width of the postal code's field in the standard. A plain code cannot have more digits.
const POSTAL_FIELD: usize = 11;
/// A street has fewer hexadecimal digits than this without a blank.
const MIN_CODED_STREET: usize = 16;
/// A city or a name has fewer hexadecimal digits than this.
const MIN_CODED_NAME: usize = 8;
/// The minimum number of digits of a city, and of a name, that is its own witness.
const MIN_WITNESS_DIGITS: (usize, usize) = (6, 4);

/// Returns what each coded value spells, or `None` for those that spell nothing. Plain values are
/// not in the map.
pub(super) fn coded(values: &BTreeMap<ElementId, &str>) -> BTreeMap<ElementId, Option<String>> {
    let candidates: Vec<(ElementId, Meaning, &str)> = ELEMENTS
        .iter()
        .filter_map(|&(id, meaning)| {
            let id = ElementId::of(id);
            let value = values.get(&id).copied().and_then(clean)?;
            let is_hex = value.len() > 1 && value.bytes().all(|b| b.is_ascii_hexdigit());
            is_hex.then_some((id, meaning, value))
        })
        .collect();
    let is_coded_address = candidates
        .iter()
        .any(|&(_, meaning, value)| meaning != Meaning::Name && meaning.is_witness(value));
    candidates
        .into_iter()
        .filter_map(|(id, meaning, value)| {
            let is_coded = match meaning {
                Meaning::Name => meaning.is_witness(value) || meaning.is_gibberish(value),
                _ => is_coded_address && meaning.may_be_coded(value) || meaning.is_gibberish(value),
            };
            let text = || decoded(value).filter(|text| meaning.fits(text));
            is_coded.then(|| (id, text()))
        })
        .collect()
}

impl Meaning {
    /// Returns true if the hexadecimal digits spell a text, and no plain value of this element
    /// could look like them.
    fn is_witness(self, value: &str) -> bool {
        let Some(text) = decoded(value).filter(|text| self.fits(text)) else {
            return false;
        };
        // The codes of ASCII letters start with a digit, and neither a city nor a name does.
        let begins_with_letter = text.starts_with(|c: char| c.is_ascii_alphabetic());
        match self {
            Self::Street => value.len() >= MIN_CODED_STREET && text.contains(' '),
            Self::City => value.len() >= MIN_WITNESS_DIGITS.0 && begins_with_letter,
            Self::State => true,
            Self::Postal => value.len() > POSTAL_FIELD && has_format(&text),
            Self::Name => value.len() >= MIN_WITNESS_DIGITS.1 && begins_with_letter,
        }
    }

    /// Returns true if hexadecimal digits beside a witness may be coded as well. A state of two
    /// letters, such as `DC`, and a postal code in its normal format are plain.
    fn may_be_coded(self, value: &str) -> bool {
        match self {
            Self::State => value.len() == 4,
            Self::Postal => {
                !has_format(value) || decoded(value).is_some_and(|text| self.fits(&text))
            }
            _ => true,
        }
    }

    /// Returns true if this many digits cannot be a plain value of the element, whatever they
    /// spell.
    fn is_gibberish(self, value: &str) -> bool {
        let has_digit = value.bytes().any(|b| b.is_ascii_digit());
        match self {
            Self::Street => value.len() >= MIN_CODED_STREET,
            Self::City | Self::Name => value.len() >= MIN_CODED_NAME && has_digit,
            Self::State => value.len() >= 4,
            Self::Postal => value.len() > POSTAL_FIELD && !has_format(value),
        }
    }

    /// Returns true if a text can be a value of the element.
    fn fits(self, text: &str) -> bool {
        let only = |marks: &str| text.chars().all(|c| c.is_alphabetic() || marks.contains(c));
        match self {
            Self::Street => text
                .chars()
                .all(|c| c.is_alphanumeric() || " .,'#/&-()".contains(c)),
            Self::City | Self::Name => {
                only(" .,'-") && text.chars().filter(|c| c.is_alphabetic()).count() > 1
            }
            Self::State => iin::of_jurisdiction(text).is_some(),
            Self::Postal => {
                text.contains(|c: char| c.is_ascii_digit())
                    && text
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || " -".contains(c))
            }
        }
    }
}

/// Returns true if a text is a ZIP code or a Canadian postal code.
fn has_format(text: &str) -> bool {
    let code = Postal::read(text).code;
    let plain = code.replace(['-', ' '], "");
    let is_zip = plain.bytes().all(|b| b.is_ascii_digit());
    matches!((plain.len(), is_zip), (5 | 9, true) | (6, false))
}

/// Decodes hexadecimal digits into text without padding. Returns `None` for an odd number of
/// digits, for control characters and for an empty text.
fn decoded(value: &str) -> Option<String> {
    if !value.len().is_multiple_of(2) {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let bytes: Vec<u8> = value
        .as_bytes()
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
            _ => None,
        })
        .collect::<Option<_>>()?;
    // The standard prescribes ISO 8859-1, but some issuers write UTF-8.
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|not_utf8| not_utf8.into_bytes().into_iter().map(char::from).collect());
    let text = text.trim_matches(|c| is_padding(c) || c == ',');
    (!text.is_empty() && !text.contains(char::is_control)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Checks what the elements are decoded to, as `id=value`, where `-` stands for a value that is
    /// left out. Elements that are not mentioned must stay as they are.
    #[track_caller]
    fn check(written: &[&str], expected: &[&str]) {
        let values: BTreeMap<ElementId, &str> = written
            .iter()
            .filter_map(|line| line.split_once('='))
            .map(|(id, value)| (ElementId::of(id), value))
            .collect();
        let decoded_values: Vec<String> = coded(&values)
            .into_iter()
            .map(|(id, text)| format!("{id}={}", text.as_deref().unwrap_or("-")))
            .collect();
        assert_eq!(decoded_values, expected, "{written:?}");
    }

    #[test]
    fn coded_addresses_are_decoded() {
        check(
            &["DAG=3132204F414B205354", "DAI=4755454C5048", "DAJ=4F4E"],
            &["DAG=12 OAK ST", "DAI=GUELPH", "DAJ=ON"],
        );
        // These have small digits, padding inside and outside, and a letter of ISO 8859-1.
        check(
            &[
                "DAI=4d6f6e7472e9616c2020  ",
                "DAJ=5143",
                "DAK=48325820315933",
            ],
            &["DAI=Montr\u{e9}al", "DAJ=QC", "DAK=H2X 1Y3"],
        );
        // One witness suffices for the short values: `35` is apartment 5, `3132333435` is a ZIP
        // code.
        check(
            &["DAG=35", "DAJ=4341", "DAK=3132333435"],
            &["DAG=5", "DAJ=CA", "DAK=12345"],
        );
        check(
            &["DAG=3131303020442053542045415354"],
            &["DAG=1100 D ST EAST"],
        );
        // Ontario writes the province before the postal code.
        check(&["DAK=4F4E204E335220324232"], &["DAK=ON N3R 2B2"]);
        check(
            &["DCS=444F45", "DCT=4A414E452C414E4E"],
            &["DCS=DOE", "DCT=JANE,ANN"],
        );
    }

    #[test]
    fn coded_values_that_spell_nothing_are_left_out() {
        check(
            &["DAG=8F3A00C19B7E4D02A511", "DAI=00FF12ab34"],
            &["DAG=-", "DAI=-"],
        );
        check(
            &["DAG=01", "DAH=123", "DAJ=4F4E"],
            &["DAG=-", "DAH=-", "DAJ=ON"],
        );
        check(&["DAJ=FFFF", "DAK=A1B2C3D4E5F6A1B2"], &["DAJ=-", "DAK=-"]);
        check(&["DCS=12345678AB"], &["DCS=-"]);
    }

    #[test]
    fn plain_values_are_kept() {
        // These streets and house numbers consist of hexadecimal digits beside plain elements.
        check(&["DAG=4142", "DAI=BRANTFORD", "DAJ=ON", "DAK=N3R2B2"], &[]);
        check(
            &["DAG=2020 ACE RD", "DAI=DADE", "DAJ=DC", "DAK=200010000"],
            &[],
        );
        check(
            &["DAG=52545220E5254", "DAI=BEDE", "DAJ=DE", "DAK=197521234"],
            &[],
        );
        check(&["DAI=FACADE", "DAJ=AB", "DAK=0210800000"], &[]);
        check(&["DAI=ACCEDE", "DAJ=CA", "DAK=4142434445"], &[]);
        // These names consist of the letters A to F.
        check(&["DCS=ABEDE", "DAC=DEDE", "DAD=ADA", "DBN=DECAFF"], &[]);
        check(&["DCS=BEAD", "DCT=ADE", "DAA=FADE"], &[]);
        // A ZIP code may be followed by more zeros than its field has room for.
        check(&["DAK=1000100000000"], &[]);
        check(&["DAK=100010000000", "DAJ=NY"], &[]);
        // A plain unit and a plain postal code stay as they are beside a coded state.
        check(&["DAH=UNIT 5", "DAJ=4E59", "DAK=123450000"], &["DAJ=NY"]);
    }

    fn hex(text: &str) -> String {
        text.chars()
            .flat_map(|c| format!("{:02X}", c as u32).into_bytes())
            .map(char::from)
            .collect()
    }

    proptest! {
        /// A plain value is never decoded, however many of its characters are digits or the letters
        /// A to F. This holds for streets, cities of letters, states, postal codes and names.
        #[test]
        fn plain_cards_are_never_decoded(
            streets in prop::array::uniform2("([0-9A-F]{1,15}|[0-9]{1,5} [A-F0-9]{1,9}( [A-F]{2,9}){0,2})"),
            city in "[A-F]{2,20}", state in "(DC|DE|AB|BC|CA|ON|NY)",
            postal in "([A-F][0-9][A-F] ?[0-9][A-F][0-9]|[0-9]{5}|[0-9]{9}|[0-9]{5}0{4,5})",
            names in prop::array::uniform3("[A-F]{1,40}"),
        ) {
            let [family, given, middle] = &names;
            let values = [
                ("DAG", &streets[0]), ("DAH", &streets[1]), ("DAI", &city), ("DAJ", &state), ("DAK", &postal),
                ("DCS", family), ("DAC", given), ("DAD", middle),
            ];
            let values = values.into_iter().map(|(id, value)| (ElementId::of(id), value.as_str())).collect();
            prop_assert_eq!(coded(&values), BTreeMap::new());
        }

        /// An address that is coded together with its state is decoded, from upper and lower case
        /// digits.
        #[test]
        fn coded_cards_are_decoded(
            street in "[0-9]{1,4} [A-Z\u{e9}]{2,12} (ST|RD)", city in "[A-Z][a-z\u{e8}]{2,12}",
            state in "(DC|ON|QC|NY)", postal in "([0-9]{5}|K[0-9]A [0-9]B[0-9])", is_small in any::<bool>(),
        ) {
            let plain = [("DAG", street), ("DAI", city), ("DAJ", state), ("DAK", postal)];
            let written: Vec<(&str, String)> = plain.iter().map(|(id, text)| {
                let digits = hex(text);
                (*id, if is_small { digits.to_lowercase() } else { digits })
            }).collect();
            let values = written.iter().map(|(id, value)| (ElementId::of(id), value.as_str())).collect();
            let expected = plain.into_iter().map(|(id, text)| (ElementId::of(id), Some(text))).collect();
            prop_assert_eq!(coded(&values), expected);
        }
    }
}
