//! The address and its postal code.

use serde::Serialize;

use super::iin::{Country, of_jurisdiction};
use super::read::Lookup;
use super::text::{clean, is_padding, personal, personal_code};

/// An address as written, without padding.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Address {
    /// First street line.
    pub street1: Option<String>,
    /// Second street line.
    pub street2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Two letters of the state or province, upper case.
    pub jurisdiction: Option<String>,
    /// Postal code.
    pub postal: Option<Postal>,
    /// Country: as the card says (`DCG`), else that of the issuer.
    pub country: Option<Country>,
}

personal!(Address {
    street1,
    street2,
    city,
    jurisdiction,
    postal,
    country
});
personal_code!(Country);

/// A postal code.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Postal {
    /// `12345`, `12345-6789` or `A1B 2C3`; the raw text when it has none of these forms.
    pub code: String,
    /// As written, without padding.
    pub raw: String,
}

personal!(Postal { code, raw });

impl Address {
    /// The mailing address, completed by the residence where version 1 cards leave it empty.
    pub(super) fn read(from: &Lookup<'_>) -> Self {
        let line = |ids: [&str; 2]| ids.iter().find_map(|id| from.text(id)).and_then(street);
        let mut address = Self {
            street1: line(["DAG", "DAL"]),
            street2: if from.text("DAG").is_some() {
                line(["DAH", "DAH"])
            } else {
                line(["DAM", "DAH"])
            },
            city: line(["DAI", "DAN"]),
            jurisdiction: line(["DAJ", "DAO"]).map(|code| code.to_ascii_uppercase()),
            postal: from
                .text("DAK")
                .or_else(|| from.text("DAP"))
                .map(Postal::read),
            country: country(from),
        };
        if address
            .street2
            .as_deref()
            .is_some_and(|line| address.repeats_city(line))
        {
            address.street2 = None;
        }
        address
    }

    /// The residence of version 1, when the card has one besides the mailing address.
    pub(super) fn read_residence(from: &Lookup<'_>) -> Option<Self> {
        if from.version().is_some_and(|v| v > 1) {
            return None;
        }
        let line = |id| from.text(id).and_then(street);
        let residence = Self {
            street1: line("DAL"),
            street2: line("DAM"),
            city: line("DAN"),
            jurisdiction: line("DAO").map(|code| code.to_ascii_uppercase()),
            postal: from.text("DAP").map(Postal::read),
            country: country(from),
        };
        (residence.street1.is_some() || residence.city.is_some()).then_some(residence)
    }

    /// Wyoming repeats `CITY, ST  ZIP` on the second street line.
    fn repeats_city(&self, line: &str) -> bool {
        let (Some(city), Some(state)) = (&self.city, &self.jurisdiction) else {
            return false;
        };
        line.strip_prefix(city.as_str())
            .map(|rest| rest.trim_start_matches([',', ' ']))
            .and_then(|rest| rest.strip_prefix(state.as_str()))
            .is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit() || c == '-'))
    }
}

fn country(from: &Lookup<'_>) -> Option<Country> {
    from.text("DCG")
        .and_then(Country::from_code)
        .or_else(|| from.issuer().map(|issuer| issuer.country))
}

/// A line without padding and without the comma that Ontario leaves at its end.
fn street(value: &str) -> Option<String> {
    clean(value.trim_matches(|c| is_padding(c) || c == ',')).map(str::to_owned)
}

impl Postal {
    pub(super) fn read(value: &str) -> Self {
        let raw = value.trim_matches(is_padding).to_owned();
        let code = formed(&raw)
            .or_else(|| formed(behind_state(&raw)?))
            .unwrap_or_else(|| raw.clone());
        Self { code, raw }
    }
}

/// The code in the form of its country.
fn formed(raw: &str) -> Option<String> {
    let plain: String = raw
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    canadian(&plain).or_else(|| zip(raw, &plain))
}

/// What stands behind the state: Ontario writes `ON N3R 2B2`.
fn behind_state(raw: &str) -> Option<&str> {
    let (state, code) = raw.split_once(' ')?;
    of_jurisdiction(state).map(|_| code)
}

/// `A1B2C3`, perhaps filled up with zeros.
fn canadian(plain: &str) -> Option<String> {
    let (code, fill) = plain.split_at_checked(6)?;
    let alternates = code.bytes().enumerate().all(|(i, b)| {
        if i % 2 == 0 {
            b.is_ascii_alphabetic()
        } else {
            b.is_ascii_digit()
        }
    });
    let (area, unit) = code.split_at_checked(3)?;
    (alternates && fill.bytes().all(|b| b == b'0')).then(|| format!("{area} {unit}"))
}

/// Five digits, or nine with an extension that is not zero. Blanks inside the number (Hawaii writes
/// `96826     0`) separate an empty extension from its fill.
fn zip(raw: &str, plain: &str) -> Option<String> {
    if !plain.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (five, extension) = plain.split_at_checked(5)?;
    let whole = extension.len() == 4 && extension != "0000";
    if whole {
        return Some(format!("{five}-{extension}"));
    }
    let filled = extension.bytes().all(|b| b == b'0');
    let apart = raw
        .split([' ', '-'])
        .next()
        .is_some_and(|first| first.len() == 5);
    (filled || apart).then(|| five.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Postal;

    #[test]
    fn postal_codes_are_brought_to_one_form() {
        let check = |text: &str, code: &str| assert_eq!(Postal::read(text).code, code, "{text}");
        check("061091896  ", "06109-1896");
        check("85641-4321", "85641-4321");
        check("71901 4455 ", "71901-4455");
        check("303340000  ", "30334");
        check("96826     0", "96826");
        check("79936      ", "79936");
        check("ON N3R 2B2", "N3R 2B2");
        check("NY 100010000", "10001");
        check("ON N3R 2B", "ON N3R 2B");
        check("0210800000  ", "02108");
        check("00783", "00783");
        check("L7N 1B9", "L7N 1B9");
        check("t4g7a7", "T4G 7A7");
        check("N1M 3J6    ", "N1M 3J6");
        check("1234", "1234");
        check("SW1A 1AA", "SW1A 1AA");
    }
}
