//! Places of addresses, from databases that are made here.

use std::net::IpAddr;

use egress::visitors::GeoFiles;
use maxminddb_writer::Database;
use maxminddb_writer::metadata::IpVersion;
use maxminddb_writer::paths::IpAddrWithMask;
use proofing::visitors::Places;
use proptest::prelude::*;
use serde_json::{Value, json};
use verification::origin::Place;

fn database(kind: &str, networks: &[(&str, Value)]) -> Vec<u8> {
    let mut database = Database::default();
    database.metadata.ip_version = IpVersion::V4;
    database.metadata.binary_format_major_version = 2;
    kind.clone_into(&mut database.metadata.database_type);
    database.metadata.build_epoch = 1_792_000_000;
    for (network, record) in networks {
        let record = database.insert_value(record).unwrap();
        database.insert_node(network.parse::<IpAddrWithMask>().unwrap(), record);
    }
    database.write_to(Vec::new()).unwrap()
}

fn cities() -> Vec<u8> {
    database(
        "Test-City",
        &[
            (
                "203.0.113.0/24",
                json!({
                    "city": {"geoname_id": 1, "names": {"de": "Frankfurt", "en": "Frankfurt am Main"}},
                    "continent": {"code": "EU", "names": {"en": "Europe"}},
                    "country": {"iso_code": "DE", "names": {"en": "Germany"}},
                    "location": {"latitude": 50.1049, "longitude": 8.6295, "time_zone": "Europe/Berlin", "accuracy_radius": 5},
                    "postal": {"code": "60326"},
                    "subdivisions": [{"iso_code": "HE", "names": {"en": "Hesse"}}, {"iso_code": "X"}],
                }),
            ),
            (
                "198.51.100.0/24",
                json!({"registered_country": {"iso_code": "US", "names": {"en": "United States"}}}),
            ),
            ("192.0.2.0/24", json!({"city": "of another shape"})),
        ],
    )
}

fn networks() -> Vec<u8> {
    let record =
        json!({"autonomous_system_number": 9009, "autonomous_system_organization": "M247 Ltd"});
    database("Test-ASN", &[("203.0.113.0/24", record)])
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn databases_fill_each_other_up() {
    let files = GeoFiles::default().with(cities()).unwrap();
    let files = files.with(networks()).unwrap();
    let expected = Place {
        asn: "9009".to_owned(),
        isp: "M247 Ltd".to_owned(),
        country_name: "Germany".to_owned(),
        country_code: "DE".to_owned(),
        region_name: "Hesse".to_owned(),
        region_code: "HE".to_owned(),
        city: "Frankfurt am Main".to_owned(),
        postal_code: "60326".to_owned(),
        continent_name: "Europe".to_owned(),
        continent_code: "EU".to_owned(),
        latitude: "50.1049".to_owned(),
        longitude: "8.6295".to_owned(),
        metro_code: String::new(),
        timezone: "Europe/Berlin".to_owned(),
    };
    assert!(files.locate(ip("203.0.113.9")) == Some(expected));
    assert_eq!(
        files.about(),
        ["Test-City of 2026-10-14", "Test-ASN of 2026-10-14"]
    );
    let abroad = files.locate(ip("198.51.100.1")).unwrap();
    assert_eq!(
        (abroad.country_code.as_str(), abroad.city.as_str()),
        ("US", "")
    );
}

#[test]
fn what_is_not_known_is_nowhere() {
    let files = GeoFiles::default().with(cities()).unwrap();
    for address in ["192.0.2.1", "10.0.0.1", "127.0.0.1", "2001:db8::1", "::1"] {
        assert!(files.locate(ip(address)).is_none(), "{address}");
    }
    assert!(GeoFiles::default().locate(ip("203.0.113.9")).is_none());
}

#[test]
fn what_is_no_database_is_told() {
    let whole = cities();
    for content in [
        Vec::new(),
        b"{}".to_vec(),
        whole[..whole.len() / 2].to_vec(),
    ] {
        let error = GeoFiles::default().with(content).unwrap_err().to_string();
        assert!(
            error.starts_with("is no database in MaxMind's format: "),
            "{error}"
        );
    }
}

proptest! {
    #[test]
    fn a_damaged_database_harms_nobody(at in 0_usize..4096, byte in any::<u8>(), address in any::<u32>()) {
        let mut content = cities();
        let at = at % content.len();
        content[at] = byte;
        if let Ok(files) = GeoFiles::default().with(content) {
            let _ = files.locate(IpAddr::V4(address.into()));
            let _ = files.locate(ip("203.0.113.9"));
        }
    }
}
