//! Issuer identification numbers, which say who may issue a card, and for which jurisdiction.

use std::fmt;

use serde::{Serialize, Serializer};

/// A six-digit issuer identification number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iin(u32);

impl Iin {
    /// Creates a number, or returns `None` if it has more than six digits.
    ///
    /// ```
    /// use aamva::Iin;
    ///
    /// assert_eq!(Iin::new(636_000).map(Iin::get), Some(636_000));
    /// assert_eq!(Iin::new(1_000_000), None);
    /// ```
    pub const fn new(number: u32) -> Option<Self> {
        if number <= 999_999 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// Returns the number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Returns the issuer with this number, or `None` if it is not in the public list.
    ///
    /// ```
    /// use aamva::Iin;
    ///
    /// let virginia = Iin::new(636_000).and_then(Iin::issuer).unwrap();
    /// assert_eq!(virginia.name, "Virginia");
    /// ```
    pub fn issuer(self) -> Option<&'static Issuer> {
        ISSUERS.iter().find(|issuer| issuer.iin == self)
    }
}

impl fmt::Display for Iin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl fmt::Debug for Iin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Iin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A country whose issuers follow the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Country {
    /// The United States and their territories.
    #[serde(rename = "USA")]
    UnitedStates,
    /// Canada.
    #[serde(rename = "CAN")]
    Canada,
    /// Mexico.
    #[serde(rename = "MEX")]
    Mexico,
}

impl Country {
    /// Returns the three letters of element `DCG`.
    ///
    /// ```
    /// assert_eq!(aamva::Country::Canada.code(), "CAN");
    /// ```
    pub fn code(self) -> &'static str {
        match self {
            Self::UnitedStates => "USA",
            Self::Canada => "CAN",
            Self::Mexico => "MEX",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        match code.to_ascii_uppercase().as_str() {
            "USA" | "US" => Some(Self::UnitedStates),
            "CAN" | "CA" | "CDN" => Some(Self::Canada),
            "MEX" | "MX" => Some(Self::Mexico),
            _ => None,
        }
    }
}

/// An authority that issues cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Issuer {
    /// The issuer's number.
    pub iin: Iin,
    /// The two letters of the jurisdiction as element `DAJ` writes them; `US` for the State
    /// Department, whose holders live anywhere.
    pub jurisdiction: &'static str,
    /// The country.
    pub country: Country,
    /// The name of the jurisdiction in English.
    pub name: &'static str,
}

/// Returns the issuer of a jurisdiction, given its two letters in upper or lower case.
///
/// ```
/// use aamva::iin::of_jurisdiction;
///
/// let virginia = of_jurisdiction("va").unwrap();
/// assert_eq!((virginia.iin.get(), virginia.name), (636_000, "Virginia"));
/// ```
pub fn of_jurisdiction(code: &str) -> Option<&'static Issuer> {
    ISSUERS
        .iter()
        .find(|issuer| issuer.jurisdiction.eq_ignore_ascii_case(code))
}

const fn us(number: u32, jurisdiction: &'static str, name: &'static str) -> Issuer {
    Issuer {
        iin: Iin(number),
        jurisdiction,
        country: Country::UnitedStates,
        name,
    }
}

const fn ca(number: u32, jurisdiction: &'static str, name: &'static str) -> Issuer {
    Issuer {
        iin: Iin(number),
        jurisdiction,
        country: Country::Canada,
        name,
    }
}

const fn mx(number: u32, jurisdiction: &'static str, name: &'static str) -> Issuer {
    Issuer {
        iin: Iin(number),
        jurisdiction,
        country: Country::Mexico,
        name,
    }
}

/// The 72 issuers of the public list, in ascending order of their numbers.
pub const ISSUERS: &[Issuer] = &[
    ca(604426, "PE", "Prince Edward Island"),
    us(604427, "AS", "American Samoa"),
    ca(604428, "QC", "Quebec"),
    ca(604429, "YT", "Yukon"),
    us(604430, "MP", "Northern Mariana Islands"),
    us(604431, "PR", "Puerto Rico"),
    ca(604432, "AB", "Alberta"),
    ca(604433, "NU", "Nunavut"),
    ca(604434, "NT", "Northwest Territories"),
    us(636000, "VA", "Virginia"),
    us(636001, "NY", "New York"),
    us(636002, "MA", "Massachusetts"),
    us(636003, "MD", "Maryland"),
    us(636004, "NC", "North Carolina"),
    us(636005, "SC", "South Carolina"),
    us(636006, "CT", "Connecticut"),
    us(636007, "LA", "Louisiana"),
    us(636008, "MT", "Montana"),
    us(636009, "NM", "New Mexico"),
    us(636010, "FL", "Florida"),
    us(636011, "DE", "Delaware"),
    ca(636012, "ON", "Ontario"),
    ca(636013, "NS", "Nova Scotia"),
    us(636014, "CA", "California"),
    us(636015, "TX", "Texas"),
    ca(636016, "NL", "Newfoundland and Labrador"),
    ca(636017, "NB", "New Brunswick"),
    us(636018, "IA", "Iowa"),
    us(636019, "GU", "Guam"),
    us(636020, "CO", "Colorado"),
    us(636021, "AR", "Arkansas"),
    us(636022, "KS", "Kansas"),
    us(636023, "OH", "Ohio"),
    us(636024, "VT", "Vermont"),
    us(636025, "PA", "Pennsylvania"),
    us(636026, "AZ", "Arizona"),
    us(636027, "US", "United States Department of State"),
    ca(636028, "BC", "British Columbia"),
    us(636029, "OR", "Oregon"),
    us(636030, "MO", "Missouri"),
    us(636031, "WI", "Wisconsin"),
    us(636032, "MI", "Michigan"),
    us(636033, "AL", "Alabama"),
    us(636034, "ND", "North Dakota"),
    us(636035, "IL", "Illinois"),
    us(636036, "NJ", "New Jersey"),
    us(636037, "IN", "Indiana"),
    us(636038, "MN", "Minnesota"),
    us(636039, "NH", "New Hampshire"),
    us(636040, "UT", "Utah"),
    us(636041, "ME", "Maine"),
    us(636042, "SD", "South Dakota"),
    us(636043, "DC", "District of Columbia"),
    ca(636044, "SK", "Saskatchewan"),
    us(636045, "WA", "Washington"),
    us(636046, "KY", "Kentucky"),
    us(636047, "HI", "Hawaii"),
    ca(636048, "MB", "Manitoba"),
    us(636049, "NV", "Nevada"),
    us(636050, "ID", "Idaho"),
    us(636051, "MS", "Mississippi"),
    us(636052, "RI", "Rhode Island"),
    us(636053, "TN", "Tennessee"),
    us(636054, "NE", "Nebraska"),
    us(636055, "GA", "Georgia"),
    mx(636056, "CU", "Coahuila"),
    mx(636057, "HL", "Hidalgo"),
    us(636058, "OK", "Oklahoma"),
    us(636059, "AK", "Alaska"),
    us(636060, "WY", "Wyoming"),
    us(636061, "WV", "West Virginia"),
    us(636062, "VI", "Virgin Islands"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seventy_two_issuers_each_with_its_own_number_and_jurisdiction() {
        assert_eq!(ISSUERS.len(), 72);
        assert!(ISSUERS.windows(2).all(|w| w[0].iin < w[1].iin));
        for issuer in ISSUERS {
            assert_eq!(issuer.iin.issuer(), Some(issuer));
            assert_eq!(of_jurisdiction(issuer.jurisdiction), Some(issuer));
        }
    }
}
