//! Locations of addresses, from databases in MaxMind's format that the operator supplies.
//!
//! A database is read completely when the server starts; to update it, replace the file and
//! restart. Several are asked in turn, so that one of cities and one of networks (which MaxMind
//! sells separately) complete each other. Nothing is downloaded, and no name server is asked.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;
use maxminddb::Reader;
use proofing::visitors::Places;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use verification::origin::Place;

/// The file is not a database of this format.
#[derive(Debug, thiserror::Error)]
#[error("is no database in MaxMind's format: {0}")]
pub struct BadDatabase(String);

/// The databases, in the order in which they are asked.
#[derive(Default)]
pub struct GeoFiles(Vec<Reader<Vec<u8>>>);

impl fmt::Debug for GeoFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.about()).finish()
    }
}

impl GeoFiles {
    /// Adds a database, which is asked for what the previous ones do not know.
    pub fn with(mut self, content: Vec<u8>) -> Result<Self, BadDatabase> {
        let reader = Reader::from_source(content).map_err(|it| BadDatabase(it.to_string()))?;
        self.0.push(reader);
        Ok(self)
    }

    /// Returns what each database says about itself: its type and its date.
    pub fn about(&self) -> Vec<String> {
        let about = |reader: &Reader<Vec<u8>>| {
            let metadata = reader.metadata();
            let made = i64::try_from(metadata.build_epoch).ok();
            let made = made.and_then(|second| Timestamp::from_second(second).ok());
            let day = made.map_or("an unknown day".to_owned(), |made| {
                made.strftime("%F").to_string()
            });
            format!("{} of {day}", metadata.database_type)
        };
        self.0.iter().map(about).collect()
    }
}

impl Places for GeoFiles {
    fn locate(&self, ip: IpAddr) -> Option<Place> {
        let mut place = Place::default();
        for reader in &self.0 {
            match reader.lookup(ip).and_then(|found| found.decode::<Record>()) {
                Ok(Some(record)) => record.fill(&mut place),
                Ok(None) => {}
                // The address is neither in the error nor in the log.
                Err(_) => tracing::debug!("a record of a place cannot be read"),
            }
        }
        (place != Place::default()).then_some(place)
    }
}

/// The fields of a record that are read, in the form of MaxMind's databases of cities, countries,
/// networks and providers. Missing fields are empty.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Record {
    city: Named,
    continent: Named,
    country: Named,
    registered_country: Named,
    location: Location,
    postal: Postal,
    subdivisions: Vec<Named>,
    autonomous_system_number: Whole,
    autonomous_system_organization: Option<String>,
    isp: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Named {
    code: Option<String>,
    iso_code: Option<String>,
    names: BTreeMap<String, String>,
}

impl Named {
    fn english(&self) -> Option<String> {
        self.names.get("en").cloned()
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Location {
    latitude: Option<f64>,
    longitude: Option<f64>,
    metro_code: Whole,
    time_zone: Option<String>,
}

/// Reads a whole number of any width: the reader is strict about widths, but makers of databases
/// are not.
#[derive(Default)]
struct Whole(Option<u64>);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Whole;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number")
            }

            fn visit_u64<E>(self, number: u64) -> Result<Whole, E> {
                Ok(Whole(Some(number)))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Postal {
    code: Option<String>,
}

impl Record {
    fn fill(self, place: &mut Place) {
        // The registered country is that of the network's owner, which is better than none.
        let country = if self.country.iso_code.is_some() {
            self.country
        } else {
            self.registered_country
        };
        let region = self.subdivisions.into_iter().next().unwrap_or_default();
        let number = |number: Option<f64>| number.map(|number| number.to_string());
        for (to, from) in [
            (
                &mut place.asn,
                self.autonomous_system_number
                    .0
                    .map(|number| number.to_string()),
            ),
            (
                &mut place.isp,
                self.isp.or(self.autonomous_system_organization),
            ),
            (&mut place.country_name, country.english()),
            (&mut place.country_code, country.iso_code),
            (&mut place.region_name, region.english()),
            (&mut place.region_code, region.iso_code),
            (&mut place.city, self.city.english()),
            (&mut place.postal_code, self.postal.code),
            (&mut place.continent_name, self.continent.english()),
            (&mut place.continent_code, self.continent.code),
            (&mut place.latitude, number(self.location.latitude)),
            (&mut place.longitude, number(self.location.longitude)),
            (
                &mut place.metro_code,
                self.location.metro_code.0.map(|code| code.to_string()),
            ),
            (&mut place.timezone, self.location.time_zone),
        ] {
            if to.is_empty() {
                *to = from.unwrap_or_default();
            }
        }
    }
}
