//! Who asked, as far as the connection tells: shown as `info` in results, stored with the
//! verification.
//!
//! It is found out once, when the party comes: a later look would ask another database. Nothing
//! here judges anybody by it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::personal::Personal;

/// The party that asked: the business's server off-site, the person's browser on-site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Origin {
    /// The address of the caller or of the person's browser.
    pub ip: Option<Personal>,
    /// Its user agent.
    pub user_agent: Option<Personal>,
    /// What the user agent says, if there is one.
    #[serde(default)]
    pub agent: Option<Agent>,
    /// Where the address is, if a database knows it.
    #[serde(default)]
    pub place: Option<Box<Place>>,
}

/// The kind of device that a user agent names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    /// A computer.
    Desktop,
    /// A telephone.
    Phone,
    /// A tablet.
    Tablet,
    /// A program, a television, a game console, or nothing that is known.
    #[default]
    Other,
}

/// What a user agent says of itself. What it does not say is an empty text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Agent {
    /// The kind of device.
    pub kind: DeviceKind,
    /// The device: `iPhone`, `Macintosh`, `Pixel 9`.
    pub device: String,
    /// The browser or program: `Chrome`, `PostmanRuntime`.
    pub browser: String,
    /// Its version: `140.0.7339.80`.
    pub browser_version: String,
    /// The operating system: `OS X`, `Android`.
    pub platform: String,
    /// Its version with full stops: `10.14.0`.
    pub platform_version: String,
}

/// Where an address is, by a database that the operator supplies. What it does not know is an empty
/// text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Place {
    /// The number of the network (BGP): `9009`.
    pub asn: String,
    /// Whose network it is.
    pub isp: String,
    /// The country in English.
    pub country_name: String,
    /// The country, ISO 3166-1 alpha-2.
    pub country_code: String,
    /// The region in English.
    pub region_name: String,
    /// The region, ISO 3166-2 without the country.
    pub region_code: String,
    /// The city in English.
    pub city: String,
    /// The postal code.
    pub postal_code: String,
    /// The continent in English.
    pub continent_name: String,
    /// The continent: `AF`, `AN`, `AS`, `EU`, `NA`, `OC`, `SA`.
    pub continent_code: String,
    /// Degrees north.
    pub latitude: String,
    /// Degrees east.
    pub longitude: String,
    /// The market area of the United States.
    pub metro_code: String,
    /// The time zone, an IANA name.
    pub timezone: String,
}

/// Where a person is tells much about them: only the country is shown.
impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Place({})", self.country_code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_shows_its_country_only() {
        let place = Place {
            country_code: "DE".to_owned(),
            city: "Frankfurt am Main".to_owned(),
            ..Place::default()
        };
        assert_eq!(format!("{place:?}"), "Place(DE)");
    }
}
