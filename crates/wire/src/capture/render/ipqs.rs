//! `ipqs`: what the browser and its connection reveal, and what an outside service said if one is
//! asked. There are no scores of our own, and unknown values are absent.

use serde_json::{Map, Value, json};
use verification::{Personal, Verification};

use crate::capture::device::members;

/// Renders the block in three parts, each with its own flags.
pub(super) fn block(verification: &Verification) -> Map<String, Value> {
    let mut block = Map::new();
    for (key, data) in [
        ("addressDetails", address(verification)),
        ("fraudDetails", device(verification)),
        ("phoneDetails", Map::new()),
    ] {
        let is_there = !data.is_empty();
        let part = json!({
            "success": true,
            "result": is_there,
            "message": if is_there { "" } else { "Nothing is known." },
            "data": data,
        });
        block.insert(key.to_owned(), part);
    }
    block
}

/// Renders the address and its location.
fn address(verification: &Verification) -> Map<String, Value> {
    let origin = &verification.origin;
    let mut data = Map::new();
    set(
        &mut data,
        "host",
        origin.ip.as_ref().map_or("", Personal::reveal),
    );
    if let Some(place) = &origin.place {
        let texts = [
            ("ISP", &place.isp),
            ("city", &place.city),
            ("region", &place.region_name),
            ("country_code", &place.country_code),
            ("timezone", &place.timezone),
            ("zip_code", &place.postal_code),
        ];
        for (key, text) in texts {
            set(&mut data, key, text);
        }
        let numbers = [
            ("ASN", &place.asn),
            ("latitude", &place.latitude),
            ("longitude", &place.longitude),
        ];
        for (key, text) in numbers {
            if let Ok(number) = serde_json::from_str::<serde_json::Number>(text) {
                data.insert(key.to_owned(), number.into());
            }
        }
    }
    data
}

/// Renders what the browser revealed about its device, what its user agent says, and the whole
/// answer of an outside service in `service`.
fn device(verification: &Verification) -> Map<String, Value> {
    let origin = &verification.origin;
    let told = verification.capture.device.as_ref();
    let mut data = told.map_or_else(Map::new, |told| members(&told.signal));
    set(
        &mut data,
        "user_agent",
        origin.user_agent.as_ref().map_or("", Personal::reveal),
    );
    if let Some(agent) = &origin.agent {
        let texts = [
            ("browser", &agent.browser),
            ("operating_system", &agent.platform),
            ("model", &agent.device),
        ];
        for (key, text) in texts {
            set(&mut data, key, text);
        }
    }
    let outside = told.and_then(|told| told.outside.as_ref());
    if let Some(answer) = outside.and_then(|text| serde_json::from_str(text.reveal()).ok()) {
        data.insert("service".to_owned(), answer);
    }
    data
}

fn set(data: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        data.insert(key.to_owned(), text.into());
    }
}

#[cfg(test)]
mod tests {
    use verification::capture::{DeviceRecord, DeviceSignal};
    use verification::origin::{Agent, DeviceKind, Place};
    use verification::request::HttpUrl;
    use verification::{AccountId, NewIds, Origin, TransactionId, VerificationId};

    use super::*;

    /// A verification about which nothing is known.
    fn unknown() -> Verification {
        let ids = NewIds {
            id: VerificationId::new(uuid::Uuid::from_u128(1)),
            transaction: TransactionId(uuid::Uuid::from_u128(2)),
        };
        let body = br#"{"reference":"reference-1","document":{}}"#;
        let today = jiff::civil::date(2026, 11, 22);
        let mut request = crate::verify::parse::parse(body, None, today)
            .unwrap()
            .request;
        request.results_url = HttpUrl::parse("https://acme.example/results").ok();
        let account = AccountId::new(uuid::Uuid::from_u128(3));
        let now = jiff::Timestamp::UNIX_EPOCH;
        Verification::open(ids, account, request, Origin::default(), now).next
    }

    #[test]
    fn what_is_not_known_is_absent() {
        for (_, part) in block(&unknown()) {
            assert_eq!(
                part,
                json!({"success": true, "result": false, "message": "Nothing is known.", "data": {}})
            );
        }
    }

    #[test]
    fn what_is_known_is_told() {
        let mut verification = unknown();
        verification.origin = Origin {
            ip: Some("198.51.100.1".into()),
            user_agent: Some("Mozilla/5.0".into()),
            agent: Some(Agent {
                kind: DeviceKind::Phone,
                device: "Pixel 9".to_owned(),
                browser: "Chrome".to_owned(),
                platform: "Android".to_owned(),
                ..Agent::default()
            }),
            place: Some(Box::new(Place {
                asn: "9009".to_owned(),
                city: "Frankfurt am Main".to_owned(),
                latitude: "50.1049".to_owned(),
                longitude: "not a number".to_owned(),
                ..Place::default()
            })),
        };
        verification.capture.device = Some(DeviceRecord {
            signal: DeviceSignal {
                timezone: Some("Europe/Berlin".to_owned()),
                ..DeviceSignal::default()
            },
            outside: Some(Personal::new(r#"{"fraud_chance": 3}"#)),
        });
        let block = block(&verification);
        assert_eq!(
            block["addressDetails"]["data"],
            json!({"host": "198.51.100.1", "city": "Frankfurt am Main", "ASN": 9009, "latitude": 50.1049})
        );
        assert_eq!(
            block["fraudDetails"]["data"],
            json!({
                "timezone": "Europe/Berlin",
                "user_agent": "Mozilla/5.0",
                "browser": "Chrome",
                "operating_system": "Android",
                "model": "Pixel 9",
                "service": {"fraud_chance": 3},
            })
        );
        assert_eq!(block["phoneDetails"]["result"], false);
    }
}
