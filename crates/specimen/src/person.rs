//! People who do not exist: names, dates and addresses invented from a seed.

use crate::jurisdiction::{JURISDICTIONS, Jurisdiction};
use crate::rng::Rng;
use crate::words;
use jiff::ToSpan;
use jiff::civil::Date;

/// An invented person. Names are in their usual spelling; a card prints them in capitals.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Person {
    /// The first given name, such as `María José`.
    pub given: String,
    /// Further given names, in order; often there are none.
    pub middle: Vec<String>,
    /// The family name, such as `O'Connell-Hayes`.
    pub family: String,
    /// A suffix, such as `JR` or `III`.
    pub suffix: Option<String>,
    /// The date of birth, which makes the person an adult on the reference date.
    pub born: Date,
    /// The sex that the card states.
    pub sex: Sex,
    /// The eye colour: three letters of AAMVA D20.
    pub eyes: &'static str,
    /// The hair colour: three letters of AAMVA D20.
    pub hair: &'static str,
    /// The height in centimetres.
    pub height_cm: u16,
    /// The weight in kilograms.
    pub weight_kg: u16,
    /// The address.
    pub address: Address,
}

/// The sex as in element DBC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Sex {
    /// `1` in the barcode, `M` in print.
    Male,
    /// `2` in the barcode, `F` in print.
    Female,
    /// `9` in the barcode, `X` in print.
    Unspecified,
}

/// An invented street in a real city, with a matching postal code.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Address {
    /// House number and street, such as `418 QUAIL RUN LN`.
    pub street: String,
    /// The flat or unit, such as `APT 12`.
    pub unit: Option<String>,
    /// The city, in capitals.
    pub city: String,
    /// The two letters of the state or province.
    pub region: &'static str,
    /// The postal code: `97205`, `972050143` (ZIP+4 without the dash) or `K1P 4C7`.
    pub postal: String,
}

impl Person {
    /// Returns the person of `seed`, who is 18 to 85 years old on the day `on`.
    ///
    /// ```
    /// let on = jiff::civil::date(2026, 6, 1);
    /// assert_eq!(specimen::Person::from_seed(7, on), specimen::Person::from_seed(7, on));
    /// ```
    pub fn from_seed(seed: u64, on: Date) -> Self {
        let mut rng = Rng::new(seed, "person");
        let sex = match rng.below(40) {
            0 => Sex::Unspecified,
            1..=20 => Sex::Female,
            _ => Sex::Male,
        };
        let names = match sex {
            Sex::Female => words::GIVEN_FEMALE,
            Sex::Unspecified if rng.chance(0.5) => words::GIVEN_FEMALE,
            Sex::Male | Sex::Unspecified => words::GIVEN_MALE,
        };
        let given = rng.word(names).to_owned();
        let count = match rng.below(10) {
            0..=3 => 0,
            4..=8 => 1,
            _ => 2,
        };
        let mut middle = Vec::new();
        while middle.len() < count {
            let name = rng.word(names);
            if name != given && !middle.iter().any(|other| other == name) {
                middle.push(name.to_owned());
            }
        }
        let suffix =
            (sex == Sex::Male && rng.chance(0.12)).then(|| rng.word(words::SUFFIX).to_owned());
        let average = if sex == Sex::Female { 164.0 } else { 177.0 };
        let height = average + (rng.unit() + rng.unit() + rng.unit() - 1.5) * 18.0;
        let stoutness = rng.between(20.0, 31.0);
        Self {
            given,
            middle,
            family: rng.word(words::FAMILY).to_owned(),
            suffix,
            born: on.saturating_sub((18 * 365 + 6 + rng.within(0, 67 * 365)).days()),
            sex,
            eyes: rng.word(&["BRO", "BLU", "GRN", "HAZ", "GRY", "BLK", "BRO"]),
            hair: rng.word(&["BRO", "BLK", "BLN", "RED", "GRY", "BRO", "BLK", "WHI"]),
            height_cm: height as u16,
            weight_kg: (stoutness * height * height / 10_000.0) as u16,
            address: Address::from_seed(seed, None),
        }
    }

    /// Returns given and middle names in their usual spelling, separated by blanks.
    pub fn given_names(&self) -> String {
        std::iter::once(&self.given)
            .chain(&self.middle)
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl Address {
    /// Returns the address of `seed`, in the given jurisdiction or in any.
    pub(crate) fn from_seed(seed: u64, within: Option<&'static Jurisdiction>) -> Self {
        let mut rng = Rng::new(seed, "address");
        let thrown = rng.choose(JURISDICTIONS);
        let (region, cities) = within
            .or(thrown)
            .map_or(("", [].as_slice()), |place| (place.code, place.cities));
        let (city, postal) = rng.choose(cities).copied().unwrap_or_default();
        let last = if rng.chance(0.4) { 180 } else { 9899 };
        let street = format!(
            "{} {} {}",
            rng.within(2, last),
            words::plain(rng.word(words::STREET)),
            rng.word(words::STREET_KIND),
        );
        let unit = rng.chance(0.2).then(|| {
            let kind = rng.word(&["APT", "UNIT", "STE"]);
            format!("{kind} {}", rng.within(1, 420))
        });
        let mut postal = postal_code(&mut rng, postal);
        if !postal.contains(' ') && rng.chance(0.5) {
            postal.push_str(&rng.fill("0999", ' '));
        }
        Self {
            street,
            unit,
            city: city.to_owned(),
            region,
            postal,
        }
    }

    /// Returns the postal code as people write it: `97205`, `97205-0143`, `K1P 4C7`.
    pub fn postal_written(&self) -> String {
        match self.postal.split_at_checked(5) {
            Some((zip, more)) if more.len() == 4 => format!("{zip}-{more}"),
            _ => self.postal.clone(),
        }
    }
}

impl Sex {
    /// Returns the letter that the card prints.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Male => "M",
            Self::Female => "F",
            Self::Unspecified => "X",
        }
    }

    /// Returns the digit in element DBC.
    pub(crate) fn digit(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
            Self::Unspecified => "9",
        }
    }
}

/// Completes `9720[1-9]` with a digit of the range, or `K1P 9A9` with a random second half.
fn postal_code(rng: &mut Rng, pattern: &str) -> String {
    if let Some((start, range)) = pattern.split_once('[') {
        let mut ends = range
            .chars()
            .filter_map(|mark| mark.to_digit(10))
            .map(|digit| digit as i32);
        let (low, high) = (ends.next().unwrap_or(0), ends.next().unwrap_or(9));
        return format!("{start}{}", rng.within(low, high));
    }
    match pattern.split_once(' ') {
        Some((start, end)) => format!("{start} {}", rng.fill(end, ' ')),
        None => pattern.to_owned(),
    }
}
