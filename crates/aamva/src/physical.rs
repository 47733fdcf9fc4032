//! The description of the holder: sex, eyes, hair, height, weight, donor and veteran status.

use serde::Serialize;

use super::elements::Elements;
use super::text::{debug_presence, is_padding, personal};

/// The description of the holder.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// Sex (`DBC`).
    pub sex: Option<Sex>,
    /// Eye colour (`DAY`).
    pub eyes: Option<Eyes>,
    /// Hair colour (`DAZ`).
    pub hair: Option<Hair>,
    /// Height (`DAU`, `DAV`).
    pub height: Option<Height>,
    /// Weight (`DAW`, `DAX`).
    pub weight: Option<Weight>,
    /// Weight range 0 to 9 (`DCE`).
    pub weight_range: Option<u8>,
    /// Place of birth (`DCI`).
    pub place_of_birth: Option<String>,
    /// Whether the holder is an organ donor (`DDK`, `DBH`).
    pub organ_donor: Option<bool>,
    /// Whether the holder is a veteran (`DDL`).
    pub veteran: Option<bool>,
}

personal!(Holder {
    sex,
    eyes,
    hair,
    height,
    weight,
    weight_range,
    place_of_birth,
    organ_donor,
    veteran
});
debug_presence!(Sex, Eyes, Hair, u8);

/// The sex as written on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// `1` or `M`.
    Male,
    /// `2` or `F`.
    Female,
    /// `9` or `X`.
    Unspecified,
}

impl Sex {
    pub(super) fn read(value: &str) -> Option<Self> {
        match value.to_ascii_uppercase().as_str() {
            "1" | "M" | "MALE" => Some(Self::Male),
            "2" | "F" | "FEMALE" => Some(Self::Female),
            "9" | "X" | "0" | "U" => Some(Self::Unspecified),
            _ => None,
        }
    }
}

/// Eye colours of the D20 data dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Eyes {
    /// `BLK`
    Black,
    /// `BLU`
    Blue,
    /// `BRO`
    Brown,
    /// `DIC`
    Dichromatic,
    /// `GRY`
    Gray,
    /// `GRN`
    Green,
    /// `HAZ`
    Hazel,
    /// `MAR`
    Maroon,
    /// `PNK`
    Pink,
    /// `UNK`
    Unknown,
}

const EYES: [(Eyes, &str, &[&str]); 10] = [
    (Eyes::Black, "BLK", &["BLACK", "BK", "BLA"]),
    (Eyes::Blue, "BLU", &["BLUE", "BL"]),
    (Eyes::Brown, "BRO", &["BROWN", "BRN", "BR", "BN"]),
    (
        Eyes::Dichromatic,
        "DIC",
        &["DICHROMATIC", "DICHROME", "MULTI"],
    ),
    (Eyes::Gray, "GRY", &["GRAY", "GREY", "GY", "GRA"]),
    (Eyes::Green, "GRN", &["GREEN", "GN", "GR", "GRE"]),
    (Eyes::Hazel, "HAZ", &["HAZEL", "HZ", "HZL"]),
    (Eyes::Maroon, "MAR", &["MAROON"]),
    (Eyes::Pink, "PNK", &["PINK", "PK"]),
    (Eyes::Unknown, "UNK", &["UNKNOWN", "UN", "OTH"]),
];

/// Hair colours of the D20 data dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hair {
    /// `BAL`
    Bald,
    /// `BLK`
    Black,
    /// `BLN`
    Blond,
    /// `BRO`
    Brown,
    /// `GRY`
    Gray,
    /// `RED`
    Red,
    /// `SDY`
    Sandy,
    /// `WHI`
    White,
    /// `UNK`
    Unknown,
}

const HAIR: [(Hair, &str, &[&str]); 9] = [
    (Hair::Bald, "BAL", &["BALD"]),
    (Hair::Black, "BLK", &["BLACK", "BK", "BLA"]),
    (Hair::Blond, "BLN", &["BLOND", "BLONDE", "BLD", "BN"]),
    (Hair::Brown, "BRO", &["BROWN", "BRN", "BR"]),
    (Hair::Gray, "GRY", &["GRAY", "GREY", "GY", "GRA"]),
    (Hair::Red, "RED", &["RD", "AUB", "AUBURN", "RED/AUBURN"]),
    (Hair::Sandy, "SDY", &["SANDY", "SAN"]),
    (Hair::White, "WHI", &["WHITE", "WH"]),
    (Hair::Unknown, "UNK", &["UNKNOWN", "UN", "OTH"]),
];

fn colour<T: Copy>(table: &[(T, &str, &[&str])], value: &str) -> Option<T> {
    let value = value.to_ascii_uppercase();
    table
        .iter()
        .find(|row| row.1 == value || row.2.contains(&value.as_str()))
        .map(|row| row.0)
}

/// Returns true if a value is a colour of eyes or hair in any of the spellings that issuers use.
pub(super) fn is_colour(value: &str) -> bool {
    colour(&EYES, value).is_some() || colour(&HAIR, value).is_some()
}

impl Eyes {
    pub(super) fn code(self) -> &'static str {
        EYES.iter()
            .find(|row| row.0 == self)
            .map_or("UNK", |row| row.1)
    }

    pub(super) fn is_standard(code: &str) -> bool {
        EYES.iter().any(|row| row.1 == code)
    }
}

impl Hair {
    pub(super) fn code(self) -> &'static str {
        HAIR.iter()
            .find(|row| row.0 == self)
            .map_or("UNK", |row| row.1)
    }

    pub(super) fn is_standard(code: &str) -> bool {
        HAIR.iter().any(|row| row.1 == code)
    }
}

/// A height.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Height {
    /// The height in centimetres, rounded if the card uses inches.
    pub cm: u16,
    /// The height in inches, if the card uses inches.
    pub inches: Option<u16>,
    /// The value as written, without padding.
    pub original: String,
}

personal!(Height { original });

impl Height {
    /// Creates a height in inches.
    ///
    /// ```
    /// assert_eq!(aamva::Height::from_inches(72).cm, 183);
    /// ```
    pub fn from_inches(inches: u16) -> Self {
        Self {
            cm: in_cm(inches),
            inches: Some(inches),
            original: format!("{inches:03} IN"),
        }
    }

    /// Creates a height in centimetres.
    ///
    /// ```
    /// assert_eq!(aamva::Height::from_cm(181).cm, 181);
    /// ```
    pub fn from_cm(cm: u16) -> Self {
        Self {
            cm,
            inches: None,
            original: format!("{cm:03} CM"),
        }
    }

    /// Parses `073 in`, `181 cm`, `506` (5 ft 6), `5-06`, `5'06"`, `72`, `170`. Without a unit, the
    /// size of the number decides: up to 96 are inches, 97 to 272 centimetres, and above that feet
    /// with two digits of inches.
    pub(super) fn read(value: &str) -> Option<Self> {
        let original = value.trim_matches(is_padding).to_owned();
        let mut numbers = original
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty() && part.len() <= 3)
            .map_while(|part| part.parse::<u16>().ok());
        let first = numbers.next()?;
        let unit: String = original
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let feet = |feet: u16, inches: u16| {
            ((2..=8).contains(&feet) && inches < 12).then_some(feet * 12 + inches)
        };
        let inches = match (unit.as_str(), numbers.next()) {
            ("CM", _) => None,
            (_, Some(second)) => Some(feet(first, second)?),
            _ if first >= 201 && feet(first / 100, first % 100).is_some() && first > 272 => {
                feet(first / 100, first % 100)
            }
            // Version 1 and New York's newest cards write feet and inches together, with or without
            // `IN`.
            ("IN" | "", None) if first <= 96 => Some(first),
            ("", None) if (97..=272).contains(&first) => None,
            ("IN", None) if first <= 107 => Some(first),
            _ => return None,
        };
        let cm = inches.map_or(first, in_cm);
        (cm > 0 && cm <= 300).then_some(Self {
            cm,
            inches,
            original,
        })
    }
}

fn in_cm(inches: u16) -> u16 {
    ((u32::from(inches) * 254 + 50) / 100)
        .try_into()
        .unwrap_or(u16::MAX)
}

/// A weight.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// The weight in kilograms, rounded if the card uses pounds.
    pub kg: u16,
    /// The weight in pounds, if the card uses pounds.
    pub pounds: Option<u16>,
    /// The value as written, without padding.
    pub original: String,
}

personal!(Weight { original });

impl Weight {
    /// Creates a weight in pounds.
    ///
    /// ```
    /// assert_eq!(aamva::Weight::from_pounds(150).kg, 68);
    /// ```
    pub fn from_pounds(pounds: u16) -> Self {
        Self {
            kg: in_kg(pounds),
            pounds: Some(pounds),
            original: format!("{pounds:03}"),
        }
    }

    /// Parses `DAW` (pounds) or `DAX` (kilograms). If a unit is written it counts, because Alberta
    /// writes kilograms in `DAW`.
    fn read(value: &str, pounds: bool) -> Option<Self> {
        let original = value.trim_matches(is_padding).to_owned();
        let digits: String = original.chars().take_while(char::is_ascii_digit).collect();
        let number: u16 = digits.parse().ok().filter(|n| (1..=999).contains(n))?;
        let unit = original.to_ascii_uppercase();
        let pounds = if unit.contains("KG") {
            false
        } else {
            pounds || unit.contains("LB")
        };
        let kg = if pounds { in_kg(number) } else { number };
        Some(Self {
            kg,
            pounds: pounds.then_some(number),
            original,
        })
    }
}

fn in_kg(pounds: u16) -> u16 {
    ((u32::from(pounds) * 45359 + 50_000) / 100_000)
        .try_into()
        .unwrap_or(u16::MAX)
}

impl Holder {
    pub(super) fn read(from: &Elements<'_>) -> Self {
        let height = |id| from.text(id).and_then(Height::read);
        Self {
            sex: from.text("DBC").and_then(Sex::read),
            eyes: from.text("DAY").and_then(|v| colour(&EYES, v)),
            hair: from.text("DAZ").and_then(|v| colour(&HAIR, v)),
            height: height("DAU").or_else(|| height("DAV")),
            weight: from
                .text("DAW")
                .and_then(|v| Weight::read(v, true))
                .or_else(|| from.text("DAX").and_then(|v| Weight::read(v, false))),
            weight_range: from
                .text("DCE")
                .and_then(|v| v.parse().ok())
                .filter(|r| *r <= 9),
            place_of_birth: from.text("DCI").map(str::to_owned),
            organ_donor: from.text("DDK").or_else(|| from.text("DBH")).and_then(flag),
            veteran: from.text("DDL").and_then(flag),
        }
    }
}

/// Parses yes or no in the spellings that issuers use.
pub(super) fn flag(value: &str) -> Option<bool> {
    match value.to_ascii_uppercase().as_str() {
        "1" | "Y" | "YES" | "DONOR" | "TRUE" => Some(true),
        "0" | "N" | "NO" | "FALSE" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_are_parsed_in_every_notation() {
        let check = |text: &str, cm: Option<u16>, inches: Option<u16>| {
            let height = Height::read(text);
            assert_eq!(height.as_ref().map(|h| h.cm), cm, "{text}");
            assert_eq!(height.and_then(|h| h.inches), inches, "{text}");
        };
        check("073 in", Some(185), Some(73));
        check(" 65 IN", Some(165), Some(65));
        check("72 IN ", Some(183), Some(72));
        check("181 cm", Some(181), None);
        check("155 CM", Some(155), None);
        check("506", Some(168), Some(66));
        check("601", Some(185), Some(73));
        check("603", Some(191), Some(75));
        check("5-01", Some(155), Some(61));
        check("5'10\"", Some(178), Some(70));
        check("72", Some(183), Some(72));
        check("170", Some(170), None);
        check("515", None, None);
        check("", None, None);
        check("ABC", None, None);
    }

    #[test]
    fn weights_follow_their_unit() {
        let check = |text: &str, pounds: bool, kg: Option<u16>| {
            assert_eq!(Weight::read(text, pounds).map(|w| w.kg), kg, "{text}");
        };
        check("160", true, Some(73));
        check("50 KG", true, Some(50));
        check("070", false, Some(70));
        check("", true, None);
    }
}
