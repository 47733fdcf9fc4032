//! The scalar fields of a request. Each is parsed once, so every value of its type is valid.

use std::fmt;

use jiff::civil::Date;

use crate::personal::Personal;

/// Why a field could not be parsed. Each protocol turns it into its own words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// The field is required but missing.
    #[error("is required")]
    Required,
    /// The text is shorter than this many characters.
    #[error("must be at least {0} characters")]
    TooShort(usize),
    /// The text is longer than this many characters.
    #[error("may not be greater than {0} characters")]
    TooLong(usize),
    /// The text does not have exactly this many characters.
    #[error("must be {0} characters")]
    WrongLength(usize),
    /// The number is less than this minimum.
    #[error("must be at least {0}")]
    TooSmall(i64),
    /// The number is greater than this maximum.
    #[error("may not be greater than {0}")]
    TooGreat(i64),
    /// The value is not in the list.
    #[error("is invalid")]
    NotInList,
    /// The text is not a date of the form `2024-12-31`.
    #[error("does not match the format Y-m-d")]
    DateFormat,
    /// The date is not before this one.
    #[error("must be a date before {0}")]
    NotBefore(Date),
    /// The text is not an e-mail address.
    #[error("must be a valid email address")]
    Email,
    /// The field does not allow these characters or this form.
    #[error("format is invalid")]
    Format,
    /// The value is not a list.
    #[error("must be an array")]
    NotAnArray,
    /// The value is not a text.
    #[error("must be a string")]
    NotAString,
    /// The value is not a whole number.
    #[error("must be an integer")]
    NotAnInteger,
    /// The value is not a boolean.
    #[error("field must be true or false")]
    NotABoolean,
    /// The value is already in use.
    #[error("has already been taken")]
    Taken,
}

/// Checks the length of a text in characters.
pub fn check_length(text: &str, min: usize, max: usize) -> Result<(), FieldError> {
    let length = text.chars().count();
    if length < min {
        Err(FieldError::TooShort(min))
    } else if length > max {
        Err(FieldError::TooLong(max))
    } else {
        Ok(())
    }
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, |$text:ident| $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Parses the text as it was sent.
            pub fn parse($text: &str) -> Result<Self, FieldError> {
                (|| -> Result<String, FieldError> { $check })().map(Self)
            }

            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = FieldError;
            fn try_from(text: String) -> Result<Self, FieldError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

macro_rules! printable {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.0)
            }
        }
    )*};
}

text_type!(
    /// The business's reference for a verification, unique per account for ever: 6 to 250
    /// characters.
    ///
    /// The published rule says alphanumeric, but real clients use base64url, dots, dashes and
    /// blanks. So every printable ASCII character except quotes, backslash and angle brackets is
    /// accepted. Blanks are only possible inside, because those around a text are trimmed before.
    Reference, |text| {
        check_length(text, 6, 250)?;
        let is_taken = |c: char| c == ' ' || (c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '\'' | '<' | '>'));
        if text.chars().all(is_taken) && text.trim() == text {
            Ok(text.to_owned())
        } else {
            Err(FieldError::Format)
        }
    }
);
text_type!(
    /// The business's own name for a customer, which several verifications may share: 1 to 250
    /// characters of any script.
    CustomerName, |text| {
        check_length(text, 1, 250)?;
        if text.chars().any(char::is_control) {
            Err(FieldError::Format)
        } else {
            Ok(text.to_owned())
        }
    }
);
text_type!(
    /// A country as ISO 3166-1 alpha-2, or `UK` as in the protocol's own sample, kept as it was
    /// sent.
    CountryCode, |text| {
        if text.chars().count() != 2 {
            return Err(FieldError::WrongLength(2));
        }
        if text.eq_ignore_ascii_case("UK") || crate::request::lists::is_country(text) { Ok(text.to_owned()) } else { Err(FieldError::NotInList) }
    }
);
text_type!(
    /// A language of the hosted pages: two letters of the protocol's list, kept in upper case.
    Language, |text| {
        if text.chars().count() != 2 {
            return Err(FieldError::WrongLength(2));
        }
        let upper = text.to_ascii_uppercase();
        if crate::request::lists::is_language(&upper) { Ok(upper) } else { Err(FieldError::NotInList) }
    }
);
printable!(Reference, CountryCode, Language);

impl CountryCode {
    /// Returns the ISO 3166-1 code in upper case, for comparisons: `UK` is `GB`.
    pub fn iso(&self) -> String {
        match self.0.to_ascii_uppercase().as_str() {
            "UK" => "GB".to_owned(),
            code => code.to_owned(),
        }
    }
}

impl Default for Language {
    fn default() -> Self {
        Self("EN".to_owned())
    }
}

text_type!(
    /// An e-mail address of 6 to 128 characters. Only its form is checked, not its existence.
    Email, |text| {
        check_length(text, 6, 128)?;
        let (local, domain) = text.rsplit_once('@').ok_or(FieldError::Email)?;
        let word = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control());
        let dotted = domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty());
        if word(local) && word(domain) && dotted && !domain.contains('@') && !local.contains('@') {
            Ok(text.to_owned())
        } else {
            Err(FieldError::Email)
        }
    }
);

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({} chars)", self.0.chars().count())
    }
}

/// Businesses also use e-mail addresses as names.
impl fmt::Debug for CustomerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CustomerName({} chars)", self.0.chars().count())
    }
}

/// The lifetime of a hosted link in whole minutes, 1 to 525,600 (a year).
///
/// The sources specify no maximum; one client uses six days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Ttl(u32);

impl Ttl {
    /// The default of 60 minutes.
    pub const DEFAULT: Self = Self(60);

    /// Creates a lifetime of this many minutes.
    pub fn from_minutes(minutes: i64) -> Result<Self, FieldError> {
        match u32::try_from(minutes) {
            Ok(0) | Err(_) if minutes < 1 => Err(FieldError::TooSmall(1)),
            Ok(minutes) if minutes <= 525_600 => Ok(Self(minutes)),
            _ => Err(FieldError::TooGreat(525_600)),
        }
    }

    /// Returns the lifetime in minutes.
    pub const fn minutes(self) -> u32 {
        self.0
    }
}

/// Parses a date as the verification protocol writes it, `Y-m-d`, for example `2024-12-31`.
pub fn parse_date(text: &str) -> Result<Date, FieldError> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return Err(FieldError::DateFormat);
    }
    text.parse().map_err(|_| FieldError::DateFormat)
}

/// Parses a date that must be before `today`.
pub fn parse_past_date(text: &str, today: Date) -> Result<Date, FieldError> {
    let date = parse_date(text)?;
    if date < today {
        Ok(date)
    } else {
        Err(FieldError::NotBefore(today))
    }
}

/// Parses a claimed document number: 2 to 100 letters, digits, dots, dashes, blanks, underscores
/// and commas, and slashes, because some issuers print them.
pub fn parse_document_number(text: &str) -> Result<Personal, FieldError> {
    check_length(text, 2, 100)?;
    if text
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ' ' | '_' | ',' | '/'))
    {
        Ok(Personal::new(text))
    } else {
        Err(FieldError::Format)
    }
}

/// Parses a part of a name: 1 to 32 characters (a full name: 1 to 100), which are letters, `- , .
/// '` and blanks.
///
/// Letters of every script are accepted; digits and other signs are refused.
pub fn parse_name_part(text: &str, max: usize) -> Result<String, FieldError> {
    check_length(text, 1, max)?;
    let allowed = |c: char| {
        c.is_alphabetic()
            || is_mark(c)
            || matches!(c, '-' | ',' | ' ' | '.' | '\'' | '’' | '`' | 'ʻ' | '·')
    };
    if text.chars().all(allowed) {
        Ok(text.trim().to_owned())
    } else {
        Err(FieldError::Format)
    }
}

/// Returns true for combining marks, which occur in decomposed names.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_what_clients_send() {
        for good in [
            "17374217",
            "SP_REQUEST_0.123",
            "ref-12-34",
            "wp_x:1/2",
            "abc==",
        ] {
            let padded = format!("{good}______");
            assert!(Reference::parse(&padded).is_ok(), "{good}");
        }
        assert_eq!(Reference::parse("12345"), Err(FieldError::TooShort(6)));
        assert_eq!(
            Reference::parse(&"x".repeat(251)),
            Err(FieldError::TooLong(250))
        );
        assert!(Reference::parse("Order 17 of today").is_ok());
        for bad in [
            " leading",
            "trailing ",
            "with\ttab",
            "with\nline",
            "with\u{a0}blank",
            "     6",
        ] {
            assert_eq!(Reference::parse(bad), Err(FieldError::Format), "{bad:?}");
        }
        assert_eq!(Reference::parse("quo\"ted"), Err(FieldError::Format));
    }

    #[test]
    fn countries_are_iso_in_either_case() {
        assert_eq!(
            CountryCode::parse("gb").map(|c| c.iso()),
            Ok("GB".to_owned())
        );
        let sample = CountryCode::parse("uk").unwrap();
        assert_eq!((sample.as_str(), sample.iso().as_str()), ("uk", "GB"));
        assert_eq!(CountryCode::parse("GBR"), Err(FieldError::WrongLength(2)));
        assert_eq!(CountryCode::parse("ZZ"), Err(FieldError::NotInList));
    }

    #[test]
    fn e_mail_addresses_have_a_form() {
        for good in ["a@b.co", "first.last+tag@example.org", "zoë@exämple.de"] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "nobody.example",
            "a@b@c.de",
            "a b@c.de",
            "a@bcdef",
            "abcde@",
        ] {
            assert_eq!(Email::parse(bad), Err(FieldError::Email), "{bad}");
        }
        assert_eq!(Email::parse("a@b.c"), Err(FieldError::TooShort(6)));
    }

    #[test]
    fn dates_have_exactly_one_form() {
        assert!(parse_date("1978-03-13").is_ok());
        for bad in [
            "1978-3-13",
            "13-03-1978",
            "1978/03/13",
            "1978-02-30",
            "1978-03-13T00:00",
            "",
            "-978-03-13",
        ] {
            assert_eq!(parse_date(bad), Err(FieldError::DateFormat), "{bad}");
        }
    }

    #[test]
    fn ttl_has_bounds() {
        assert_eq!(Ttl::from_minutes(0), Err(FieldError::TooSmall(1)));
        assert_eq!(Ttl::from_minutes(-5), Err(FieldError::TooSmall(1)));
        assert_eq!(Ttl::from_minutes(8640).map(Ttl::minutes), Ok(8640));
        assert_eq!(
            Ttl::from_minutes(525_601),
            Err(FieldError::TooGreat(525_600))
        );
        assert_eq!(
            Ttl::from_minutes(i64::MAX),
            Err(FieldError::TooGreat(525_600))
        );
    }

    #[test]
    fn names_take_every_script_and_no_digits() {
        for good in [
            "John",
            "O'Neil",
            "Zoë",
            "Nguyễn",
            "李",
            "Jean-Luc",
            "de la Cruz",
            "محمد",
        ] {
            assert!(parse_name_part(good, 32).is_ok(), "{good}");
        }
        assert_eq!(parse_name_part("R2D2", 32), Err(FieldError::Format));
        assert_eq!(
            parse_name_part(&"a".repeat(33), 32),
            Err(FieldError::TooLong(32))
        );
    }
}
