//! People who do not exist: names, dates and addresses invented from a seed.

use crate::dice::Dice;
use crate::jurisdiction::{JURISDICTIONS, Jurisdiction};
use crate::words;
use jiff::ToSpan;
use jiff::civil::Date;

/// An invented person. Names are in their own spelling; a card prints them in capitals.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Person {
    /// First given name, e.g. `María José`.
    pub given: String,
    /// Further given names, in order; often none.
    pub middle: Vec<String>,
    /// Family name, e.g. `O'Connell-Hayes`.
    pub family: String,
    /// `JR`, `III`…
    pub suffix: Option<String>,
    /// Date of birth; always a grown-up on the reference date.
    pub born: Date,
    /// As the card says it.
    pub sex: Sex,
    /// AAMVA D20 eye colour, three letters.
    pub eyes: &'static str,
    /// AAMVA D20 hair colour, three letters.
    pub hair: &'static str,
    /// Height in centimetres.
    pub height_cm: u16,
    /// Weight in kilograms.
    pub weight_kg: u16,
    /// Where the person is said to live.
    pub address: Address,
}

/// Sex as element DBC tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Sex {
    /// `1` in the barcode, `M` in print.
    Male,
    /// `2` in the barcode, `F` in print.
    Female,
    /// `9` in the barcode, `X` in print.
    Unspecified,
}

/// An invented street in a real city, with a postal code that fits.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Address {
    /// House number and street, e.g. `418 QUAIL RUN LN`.
    pub street: String,
    /// Flat or unit, e.g. `APT 12`.
    pub unit: Option<String>,
    /// City in capitals.
    pub city: String,
    /// Two letters.
    pub region: &'static str,
    /// `97205`, `972050143` (ZIP+4 without the dash) or `K1P 4C7`.
    pub postal: String,
}

impl Person {
    /// The person of `seed`, 18 to 85 years old on the day `on`.
    ///
    /// ```
    /// let on = jiff::civil::date(2026, 6, 1);
    /// assert_eq!(specimen::Person::from_seed(7, on), specimen::Person::from_seed(7, on));
    /// ```
    pub fn from_seed(seed: u64, on: Date) -> Self {
        let mut dice = Dice::new(seed, "person");
        let sex = match dice.below(40) {
            0 => Sex::Unspecified,
            1..=20 => Sex::Female,
            _ => Sex::Male,
        };
        let names = match sex {
            Sex::Female => words::GIVEN_FEMALE,
            Sex::Unspecified if dice.chance(0.5) => words::GIVEN_FEMALE,
            Sex::Male | Sex::Unspecified => words::GIVEN_MALE,
        };
        let given = dice.word(names).to_owned();
        let count = match dice.below(10) {
            0..=3 => 0,
            4..=8 => 1,
            _ => 2,
        };
        let mut middle = Vec::new();
        while middle.len() < count {
            let name = dice.word(names);
            if name != given && !middle.iter().any(|other| other == name) {
                middle.push(name.to_owned());
            }
        }
        let suffix =
            (sex == Sex::Male && dice.chance(0.12)).then(|| dice.word(words::SUFFIX).to_owned());
        let average = if sex == Sex::Female { 164.0 } else { 177.0 };
        let height = average + (dice.unit() + dice.unit() + dice.unit() - 1.5) * 18.0;
        let stoutness = dice.between(20.0, 31.0);
        Self {
            given,
            middle,
            family: dice.word(words::FAMILY).to_owned(),
            suffix,
            born: on.saturating_sub((18 * 365 + 6 + dice.within(0, 67 * 365)).days()),
            sex,
            eyes: dice.word(&["BRO", "BLU", "GRN", "HAZ", "GRY", "BLK", "BRO"]),
            hair: dice.word(&["BRO", "BLK", "BLN", "RED", "GRY", "BRO", "BLK", "WHI"]),
            height_cm: height as u16,
            weight_kg: (stoutness * height * height / 10_000.0) as u16,
            address: Address::from_seed(seed, None),
        }
    }

    /// Given and middle names with blanks between, in their own spelling.
    pub fn given_names(&self) -> String {
        std::iter::once(&self.given)
            .chain(&self.middle)
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl Address {
    /// The address of `seed`, in the given jurisdiction or in any.
    pub(crate) fn from_seed(seed: u64, within: Option<&'static Jurisdiction>) -> Self {
        let mut dice = Dice::new(seed, "address");
        let thrown = dice.choose(JURISDICTIONS);
        let (region, cities) = within
            .or(thrown)
            .map_or(("", [].as_slice()), |place| (place.code, place.cities));
        let (city, postal) = dice.choose(cities).copied().unwrap_or_default();
        let last = if dice.chance(0.4) { 180 } else { 9899 };
        let street = format!(
            "{} {} {}",
            dice.within(2, last),
            words::plain(dice.word(words::STREET)),
            dice.word(words::STREET_KIND),
        );
        let unit = dice.chance(0.2).then(|| {
            let kind = dice.word(&["APT", "UNIT", "STE"]);
            format!("{kind} {}", dice.within(1, 420))
        });
        let mut postal = postal_code(&mut dice, postal);
        if !postal.contains(' ') && dice.chance(0.5) {
            postal.push_str(&dice.fill("0999", ' '));
        }
        Self {
            street,
            unit,
            city: city.to_owned(),
            region,
            postal,
        }
    }

    /// The postal code as people write it: `97205`, `97205-0143`, `K1P 4C7`.
    pub fn postal_written(&self) -> String {
        match self.postal.split_at_checked(5) {
            Some((zip, more)) if more.len() == 4 => format!("{zip}-{more}"),
            _ => self.postal.clone(),
        }
    }
}

impl Sex {
    /// The letter printed on the card.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Male => "M",
            Self::Female => "F",
            Self::Unspecified => "X",
        }
    }

    /// The digit in element DBC.
    pub(crate) fn digit(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
            Self::Unspecified => "9",
        }
    }
}

/// Completes `9720[1-9]` by a digit of the range, `K1P 9A9` by throwing its second half.
fn postal_code(dice: &mut Dice, pattern: &str) -> String {
    if let Some((start, range)) = pattern.split_once('[') {
        let mut ends = range
            .chars()
            .filter_map(|mark| mark.to_digit(10))
            .map(|digit| digit as i32);
        let (low, high) = (ends.next().unwrap_or(0), ends.next().unwrap_or(9));
        return format!("{start}{}", dice.within(low, high));
    }
    match pattern.split_once(' ') {
        Some((start, end)) => format!("{start} {}", dice.fill(end, ' ')),
        None => pattern.to_owned(),
    }
}
