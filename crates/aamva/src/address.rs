//! The mailing address of the holder, and the separate residence that version 1 cards may have.

use serde::Serialize;

use super::elements::Elements;
use super::iin::Country;
use super::postal::Postal;
use super::text::{clean, debug_presence, is_padding, personal};

/// An address as written, without padding.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Address {
    /// The first street line.
    pub street1: Option<String>,
    /// The second street line.
    pub street2: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The two letters of the state or province, in upper case.
    pub jurisdiction: Option<String>,
    /// The postal code.
    pub postal: Option<Postal>,
    /// The country: the card's own (`DCG`), otherwise its issuer's.
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
debug_presence!(Country);

impl Address {
    /// Reads the mailing address. What a version 1 card leaves empty is taken from the residence.
    pub(super) fn read(from: &Elements<'_>) -> Self {
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

    /// Returns the residence, if a version 1 card has one besides the mailing address.
    pub(super) fn read_residence(from: &Elements<'_>) -> Option<Self> {
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

    /// Returns true if `line` is `CITY, ST  ZIP`, which Wyoming repeats on the second street line.
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

fn country(from: &Elements<'_>) -> Option<Country> {
    from.text("DCG")
        .and_then(Country::from_code)
        .or_else(|| from.issuer().map(|issuer| issuer.country))
}

/// Returns a line without padding and without the comma that Ontario leaves at its end.
fn street(value: &str) -> Option<String> {
    clean(value.trim_matches(|c| is_padding(c) || c == ',')).map(str::to_owned)
}
