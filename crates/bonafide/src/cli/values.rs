//! Parsers for values on the command line, which say how to write a value that is wrong.

use std::net::SocketAddr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use url::Host;
use verification::Service;
use verification::capture::Kind;
use verification::request::{CountryCode, DocumentType, Email, HttpUrl};
use verification::search::{SearchField, SearchWord};
use verification::stage::StageName;

/// Parses an account name: 1–100 printable characters, without blanks at either end.
pub(super) fn account_name(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("a name needs at least one visible character".to_owned());
    }
    if text.chars().count() > 100 {
        return Err("a name may have at most 100 characters".to_owned());
    }
    let shows = |c: char| c == ' ' || !(c.is_control() || c.is_whitespace());
    if text.trim() != text || !text.chars().all(shows) {
        return Err(
            "a name is one line of printable characters without blanks around it".to_owned(),
        );
    }
    Ok(text.to_owned())
}

/// Returns a parser of whole numbers from `least` to `most`.
pub(super) fn number<T>(
    least: u32,
    most: u32,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static
where
    T: TryFrom<u32>,
{
    move |text| {
        let number = text.parse().ok();
        let number = number.filter(|number| (least..=most).contains(number));
        number
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| format!("must be a whole number from {least} to {most}"))
    }
}

/// Parses a line of text that people read: 1–250 printable characters, not only blanks.
pub(super) fn line(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("must not be empty".to_owned());
    }
    if text.chars().count() > 250 {
        return Err("may have at most 250 characters".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Err("must be one line of printable characters".to_owned());
    }
    Ok(text.to_owned())
}

/// Parses the text of a message, which may have several lines.
pub(super) fn message(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("must not be empty; leave the option out for the usual text".to_owned());
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err("must consist of printable characters and line breaks".to_owned());
    }
    Ok(text.to_owned())
}

/// A point in time as it is typed: a moment, or a whole day in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// A moment.
    At(Timestamp),
    /// A day.
    Day(Date),
}

impl When {
    /// Returns the moment, or the beginning of the day.
    pub(super) fn begins(self) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(at),
            Self::Day(day) => Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp()),
        }
    }

    /// Returns the moment, or the end of the day.
    pub(super) fn ends(self) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(at),
            Self::Day(day) => Self::Day(day.tomorrow().ok()?).begins(),
        }
    }
}

/// A day as it is written.
const DAY: &str = "2026-11-30";

/// Parses a day such as 2026-11-30 or a time such as 2026-11-30T08:00:00Z.
pub(super) fn when(text: &str) -> Result<When, String> {
    if let Ok(at) = text.parse() {
        return Ok(When::At(at));
    }
    // A time without a zone would be taken for a day.
    let day = (text.len() == DAY.len())
        .then(|| text.parse().ok())
        .flatten();
    day.map(When::Day)
        .ok_or_else(|| format!("write a day as {DAY}, or a time with its zone as {DAY}T08:00:00Z"))
}

/// Parses a stage, by the name that lists show.
pub(super) fn stages() -> impl TypedValueParser<Value = StageName> {
    PossibleValuesParser::new(StageName::ALL.iter().map(|stage| stage.as_str()))
        .try_map(|name| StageName::from_name(&name).ok_or("not a stage"))
}

/// Words that are looked for.
#[derive(Debug, Clone)]
pub(super) struct Sought(pub(super) Vec<SearchWord>);

/// Returns a parser of what is looked for in a field.
pub(super) fn sought(
    field: SearchField,
) -> impl Fn(&str) -> Result<Sought, String> + Clone + Send + Sync + 'static {
    move |text| {
        let words = field.seek(text);
        words.map(Sought).map_err(|nothing| nothing.to_string())
    }
}

/// Parses a country, by its two letters.
pub(super) fn country(text: &str) -> Result<CountryCode, String> {
    CountryCode::parse(text)
        .map_err(|_| "not a country; write its two letters, such as DE".to_owned())
}

/// Parses a type of document, by its name in the protocol.
pub(super) fn document_types() -> impl TypedValueParser<Value = DocumentType> {
    PossibleValuesParser::new(DocumentType::ALL.iter().map(|one| one.word()))
        .try_map(|word| DocumentType::from_word(&word).ok_or("not a type of document"))
}

/// Parses a kind of request, by its name.
pub(super) fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.word()))
        .try_map(|word| Kind::from_word(&word).ok_or("not a kind of request"))
}

/// Parses a service that can be requested, by its name in the protocol.
pub(super) fn services() -> impl TypedValueParser<Value = Service> {
    let all = Service::ALL.iter().filter(|one| !one.is_catalogue_only());
    PossibleValuesParser::new(all.map(|service| service.as_str()))
        .try_map(|word| word.parse::<Service>())
}

/// Parses `yes` or `no`.
pub(super) fn yes_or_no() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["yes", "no"]).map(|word| word == "yes")
}

/// Parses a host name or an IPv4 address and returns it as it appears in URLs: lower case, in
/// ASCII.
pub(super) fn host_name(text: &str) -> Result<String, String> {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    match Host::parse(text.strip_suffix('.').unwrap_or(text)) {
        Ok(Host::Ipv4(address)) => Ok(address.to_string()),
        Ok(Host::Domain(name)) if name.len() <= 253 && name.split('.').all(label) => Ok(name),
        _ => Err(
            "not a host name; write it like hooks.example.com, without scheme, port or path"
                .to_owned(),
        ),
    }
}

/// Parses a customer ID, which travels in a header.
pub(super) fn customer_id(text: &str) -> Result<String, String> {
    let is_one =
        (1..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_one {
        Ok(text.to_owned())
    } else {
        Err("a customer ID has 1 to 100 printable ASCII characters and no blanks".to_owned())
    }
}

/// Parses an absolute `http` or `https` URL.
pub(super) fn url(text: &str) -> Result<HttpUrl, String> {
    HttpUrl::parse(text)
        .map_err(|_| "not a full URL such as https://shop.example/events".to_owned())
}

/// Parses an address and port to listen on.
pub(crate) fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "not an address and port; for example 127.0.0.1:8080".to_owned())
}

/// Parses a telephone number and returns it as it was typed.
pub(super) fn telephone(text: &str) -> Result<String, String> {
    match wire::capture::parse::telephone(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("write the number as +12125550100".to_owned()),
    }
}

/// Parses an e-mail address.
pub(super) fn email(text: &str) -> Result<String, String> {
    match Email::parse(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("not an e-mail address".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_line_that_shows() {
        let long = "ä".repeat(100);
        for good in ["acme", "Acme Inc. – Zürich", long.as_str()] {
            assert_eq!(account_name(good).as_deref(), Ok(good));
        }
        let longer = "a".repeat(101);
        for bad in [
            "",
            " ",
            "\t",
            " acme",
            "a\nb",
            "a\u{7}b",
            "a\u{2028}b",
            longer.as_str(),
        ] {
            assert!(account_name(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn days_are_whole_and_times_have_a_zone() {
        let day = when("2026-11-30").unwrap();
        let at = |when: Option<Timestamp>| when.unwrap().to_string();
        assert_eq!(at(day.begins()), "2026-11-30T00:00:00Z");
        assert_eq!(at(day.ends()), "2026-12-01T00:00:00Z");
        let time = when("2026-11-30T08:00:00+01:00").unwrap();
        assert_eq!(at(time.begins()), "2026-11-30T07:00:00Z");
        assert_eq!(time.begins(), time.ends());
        for bad in [
            "",
            "today",
            "2026-13-01",
            "2026-11-30T08:00:00",
            "30.11.2026",
        ] {
            assert!(when(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn numbers_have_their_range() {
        let minutes = number::<u8>(1, 30);
        assert_eq!((minutes("1"), minutes("30")), (Ok(1), Ok(30)));
        for bad in ["", "0", "31", "-1", "1.5", "99999999999", "ten"] {
            let said = minutes(bad).unwrap_err();
            assert_eq!(said, "must be a whole number from 1 to 30", "{bad}");
        }
    }

    #[test]
    fn texts_are_lines_that_show() {
        for good in ["Till 3", "Zoë’s desk"] {
            assert_eq!(line(good).as_deref(), Ok(good));
        }
        let long = "x".repeat(251);
        for bad in ["", " ", "a\nb", "a\u{1b}[31mb", long.as_str()] {
            assert!(line(bad).is_err(), "{bad:?}");
        }
        assert!(message("two\nlines").is_ok());
        for bad in ["", "\n", "a\u{7}b"] {
            assert!(message(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn host_names_are_taken_as_addresses_have_them() {
        let good = [
            ("example.com", "example.com"),
            ("Hooks.Example.com.", "hooks.example.com"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("receiver", "receiver"),
            ("10.1.2.3", "10.1.2.3"),
        ];
        for (typed, expected) in good {
            assert_eq!(host_name(typed).as_deref(), Ok(expected));
        }
        let bad = [
            "",
            ".",
            "https://example.com",
            "example.com/hooks",
            "example.com:8443",
            "me@example.com",
            "*.example.com",
            ".example.com",
            "a..b",
            "-a.example",
            "two words",
            "[::1]",
        ];
        for typed in bad {
            assert!(host_name(typed).is_err(), "{typed:?}");
        }
    }
}
