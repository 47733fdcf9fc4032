//! Telephone numbers to which a message can be sent.
//!
//! A number is accepted if it is written in E.164 and its prefix is not one that charges whoever
//! calls it or writes to it. No register of numbers is asked, so an accepted number need not exist.

use std::fmt;

use crate::personal::Personal;

/// A telephone number in E.164: a plus sign and 8 to 15 digits, the first of which is not 0.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(Personal);

/// Why a text is not a number to which a message can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadNumber {
    /// It is not written in E.164.
    #[error("not a telephone number with its country code, such as +12125550100")]
    Format,
    /// Its prefix belongs to numbers that charge their caller, or that belong to no telephone.
    #[error("messages are not sent to numbers of this kind")]
    Premium,
}

/// The digits that follow the plus sign of numbers to which no message is sent. They are the
/// international services of ITU-T E.164 that charge their caller or belong to no person, and the
/// national ranges for premium services of the countries in which these are best known.
const REFUSED: &[&str] = &[
    // International: freephone, shared cost, satellites and networks without a country, personal
    // numbers, premium rate.
    "800", "808", "870", "878", "881", "882", "883", "888", "979",
    // North America, Russia, Egypt, South Africa.
    "1900", "1976", "7803", "7809", "20900", "2786",
    // The Netherlands, Belgium, France, Spain, Hungary, Italy, Romania.
    "31900", "31906", "31909", "3270", "3290", "3289", "33892", "33897", "33898", "33899", "34803",
    "34806", "34807", "34905", "34907", "3690", "39892", "39894", "39895", "39899", "40900",
    "40906",
    // Switzerland, Austria, the United Kingdom, Denmark, Sweden, Norway, Poland, Germany.
    "41900", "41901", "41906", "43900", "43901", "43930", "43931", "4470", "4487", "449", "4590",
    "46900", "46939", "46944", "47820", "47829", "48700", "48701", "48703", "48704", "49137",
    "49900",
    // Mexico, Brazil, Australia, New Zealand, Japan, Portugal, Ireland, Finland, Czechia.
    "52900", "55900", "6119", "64900", "81990", "35176", "353151", "353152", "353153", "358600",
    "358700", "420900", "420906", "420909",
];

impl PhoneNumber {
    /// Parses a number. Blanks, dots, dashes and brackets between the digits are dropped; a leading
    /// `00` stands for the plus sign.
    ///
    /// # Errors
    /// Returns why no message can be sent to it.
    pub fn parse(text: &str) -> Result<Self, BadNumber> {
        let text = text.trim();
        let rest = text.strip_prefix('+').or_else(|| text.strip_prefix("00"));
        Self::of_digits(rest.ok_or(BadNumber::Format)?)
    }

    /// Parses a number that a business gave, who may leave out the plus sign.
    ///
    /// # Errors
    /// Returns why no message can be sent to it.
    pub fn of_business(text: &str) -> Result<Self, BadNumber> {
        Self::of_digits(text.strip_prefix('+').unwrap_or(text))
    }

    fn of_digits(text: &str) -> Result<Self, BadNumber> {
        let mut digits = String::new();
        for letter in text.chars() {
            match letter {
                '0'..='9' => digits.push(letter),
                ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/' => {}
                _ => return Err(BadNumber::Format),
            }
        }
        if !(8..=15).contains(&digits.len()) || digits.starts_with('0') {
            return Err(BadNumber::Format);
        }
        if REFUSED.iter().any(|prefix| digits.starts_with(prefix)) {
            return Err(BadNumber::Premium);
        }
        Ok(Self(Personal::new(format!("+{digits}"))))
    }

    /// Returns the number as it is written to, with its plus sign.
    pub const fn personal(&self) -> &Personal {
        &self.0
    }

    /// Returns the last two digits, by which its owner recognises the number.
    pub fn ending(&self) -> &str {
        let number = self.0.reveal();
        number
            .get(number.len().saturating_sub(2)..)
            .unwrap_or_default()
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, BadNumber>) {
        let parsed = PhoneNumber::parse(text);
        let parsed = parsed.as_ref().map(|number| number.personal().reveal());
        assert_eq!(parsed.map_err(|why| *why), expected, "{text}");
    }

    #[test]
    fn numbers_are_written_in_many_ways() {
        check("+12125550100", Ok("+12125550100"));
        check(" +1 (212) 555-0100 ", Ok("+12125550100"));
        check("0044 7700 900123", Ok("+447700900123"));
        check("+33\u{a0}6.12.34.56.78", Ok("+33612345678"));
        for bad in [
            "",
            "+",
            "2125550100",
            "+02125550100",
            "+1234567",
            "+1234567890123456",
            "+1212call",
            "++12125550100",
            "+1 212 555 0100 ext 7",
        ] {
            check(bad, Err(BadNumber::Format));
        }
        let given = PhoneNumber::of_business("447700900123").unwrap();
        assert_eq!(given.personal().reveal(), "+447700900123");
        assert_eq!(given.ending(), "23");
        assert_eq!(format!("{given:?}"), "PhoneNumber(…)");
    }

    #[test]
    fn numbers_that_charge_are_refused() {
        for premium in [
            "+19005550100",
            "+449098790123",
            "+44870123456",
            "+979123456789",
            "+88213212345",
            "+33899123456",
            "+61191234567",
            "+80012345678",
        ] {
            check(premium, Err(BadNumber::Premium));
        }
        // These are like them, and telephones of people.
        for common in [
            "+19015550100",
            "+447900123456",
            "+4915112345678",
            "+33612345678",
        ] {
            assert!(PhoneNumber::parse(common).is_ok(), "{common}");
        }
    }

    proptest! {
        #[test]
        fn what_is_parsed_is_parsed_again_as_the_same(text in "\\PC*|\\+[0-9 .()-]{8,20}") {
            if let Ok(number) = PhoneNumber::parse(&text) {
                let again = PhoneNumber::parse(number.personal().reveal());
                prop_assert_eq!(again, Ok(number.clone()));
                prop_assert_eq!(number.ending().len(), 2);
            }
        }
    }
}
