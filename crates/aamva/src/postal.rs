//! Postal codes of the United States and Canada, normalised.

use serde::Serialize;

use super::iin::of_jurisdiction;
use super::text::{is_padding, personal};

/// A postal code.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Postal {
    /// `12345`, `12345-6789` or `A1B 2C3`; the raw text if it has none of these forms.
    pub code: String,
    /// As written, without padding.
    pub raw: String,
}

personal!(Postal { code, raw });

impl Postal {
    pub(super) fn read(value: &str) -> Self {
        let raw = value.trim_matches(is_padding).to_owned();
        let code = formed(&raw)
            .or_else(|| formed(behind_state(&raw)?))
            .unwrap_or_else(|| raw.clone());
        Self { code, raw }
    }
}

/// Returns the code in the format of its country.
fn formed(raw: &str) -> Option<String> {
    let plain: String = raw
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    canadian(&plain).or_else(|| zip(raw, &plain))
}

/// Returns what follows the state, because Ontario writes `ON N3R 2B2`.
fn behind_state(raw: &str) -> Option<&str> {
    let (state, code) = raw.split_once(' ')?;
    of_jurisdiction(state).map(|_| code)
}

/// Parses `A1B2C3`, which may be padded with zeros.
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

/// Parses five digits, or nine whose extension is not zero. Blanks inside the number (Hawaii writes
/// `96826     0`) separate an empty extension from its padding.
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
    fn postal_codes_are_normalised() {
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
