//! Track 1: `%`, state, city, names and address. A `^` ends each field that is shorter than its
//! maximum length.

use super::third::is_postal;
use crate::text::is_padding;

/// The maximum lengths of the fields, in characters (Annex F, track 1).
const CITY: usize = 13;
const NAME: usize = 35;

/// The contents of track 1, without padding.
pub(super) struct First {
    /// The two letters of the state.
    pub(super) state: String,
    pub(super) city: String,
    pub(super) family: String,
    /// First name or all given names, middle names, and suffix.
    pub(super) given: [String; 3],
    pub(super) street1: String,
    pub(super) street2: String,
    /// The postal code, if it follows the city in the address.
    pub(super) postal: Option<String>,
}

impl First {
    /// Reads what precedes track 2. The start sentinel may be missing.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim_matches(is_padding);
        let text = text.strip_prefix('%').unwrap_or(text);
        let text = text.split('?').next().unwrap_or_default();
        let (state, rest) = text.split_at_checked(2)?;
        if !state.bytes().all(|b| b.is_ascii_alphabetic()) || !rest.contains('^') {
            return None;
        }
        let (city, rest) = city(rest);
        let (name, rest) = field(rest, NAME);
        let address = rest.split('^').next().unwrap_or_default();
        let mut names = name.split('$').map(plain);
        let mut next = || names.next().unwrap_or_default();
        let mut first = Self {
            state: state.to_ascii_uppercase(),
            city: plain(city),
            family: next(),
            given: [next(), next(), next()],
            street1: String::new(),
            street2: String::new(),
            postal: None,
        };
        first.address(address);
        Some(first)
    }

    /// Reads the lines of the address, which `$` separates. British Columbia repeats city, province
    /// and postal code on the last line, where the city is complete even if its own field is too
    /// short for it.
    fn address(&mut self, address: &str) {
        let mut streets = Vec::new();
        for line in address.split('$').map(plain).filter(|l| !l.is_empty()) {
            match self.town(&line) {
                Some((city, postal)) => {
                    self.city = city;
                    self.postal = Some(postal).filter(|postal| is_postal(postal));
                }
                None => streets.push(line),
            }
        }
        let mut streets = streets.into_iter();
        self.street1 = streets.next().unwrap_or_default();
        self.street2 = streets.collect::<Vec<_>>().join(" ");
    }

    /// Returns city and postal code of a line that starts with this city and this state.
    fn town(&self, line: &str) -> Option<(String, String)> {
        if self.city.is_empty() || !line.starts_with(&self.city) {
            return None;
        }
        let state = format!(" {}", self.state);
        line.match_indices(&state)
            .map(|(at, _)| line.split_at(at))
            .map(|(city, rest)| (city, rest.get(state.len()..).unwrap_or_default()))
            .find(|(_, rest)| rest.is_empty() || rest.starts_with(' '))
            .map(|(city, rest)| (plain(city), plain(rest)))
    }
}

/// Splits off the city. Some issuers end it with `^` even beyond its maximum length. A `$` before
/// the first `^` means that the names follow without one.
fn city(text: &str) -> (&str, &str) {
    match text.split_once('^') {
        Some((city, rest)) if !city.contains('$') => (city, rest),
        _ => field(text, CITY),
    }
}

/// Splits off a field, which ends at `^` or at its maximum length.
fn field(text: &str, most: usize) -> (&str, &str) {
    let full = text
        .char_indices()
        .nth(most)
        .map_or(text.len(), |(at, _)| at);
    let close = text
        .find('^')
        .filter(|&at| at <= full)
        .map(|at| (text.get(..at), text.get(at + 1..)));
    let (value, rest) = close.unwrap_or((text.get(..full), text.get(full..)));
    (value.unwrap_or_default(), rest.unwrap_or_default())
}

fn plain(value: &str) -> String {
    value.trim_matches(is_padding).to_owned()
}
