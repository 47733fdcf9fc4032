//! The protocol's own samples: the requests are taken, and the answers have the same keys in the
//! same order.
//!
//! Five slips are repaired here and nowhere else: both requests lack their last closing brace, the
//! declined sample lacks a comma after `"gender":"M"`, the user agents are broken over two lines,
//! and the e-mail addresses were blotted out.

use serde_json::Value;
use verification::ResponseEvent;
use wire::verify::parse::Invalid;
use wire::verify::render;

use crate::bodies::{accepted, declined, pending, received};
use crate::{json, told};

const REQUEST: &str = r#"{
    "reference"    : "1234567",
    "callback_url" : "http://www.example.com/",
    "email"        : "johndoe@example.com",
    "country"      : "GB",
    "language"     : "EN",
    "redirect_url" : "http://www.example.com",
    "ttl"          : 60,
    "verification_mode" : "any",

    "document" :     {
    }
}"#;

#[test]
fn the_request_is_taken() {
    let request = json(REQUEST).unwrap().request;
    assert_eq!(request.reference.as_str(), "1234567");
    assert_eq!(
        request.callback_url.unwrap().as_str(),
        "http://www.example.com/"
    );
    assert_eq!(request.email.unwrap().as_str(), "johndoe@example.com");
    assert_eq!(request.ttl.minutes(), 60);
    assert!(request.services.document.is_some());
}

#[test]
fn the_invalid_request_is_told_in_the_same_words() {
    let body = r#"{"reference":"17374217","document":{"dob":"13.03.1978"}}"#;
    let invalid: Box<Invalid> = json(body).unwrap_err();
    assert_eq!(
        told(&invalid),
        "document.dob: The dob does not match the format Y-m-d."
    );
    let sample = r#"{"reference":"17374217","event":"request.invalid","error":{"service":"document",
        "key":"dob","message":"The dob does not match the format Y-m-d."},"email":null,"country":null}"#;
    same(&render::invalid(&invalid), sample);
}

#[test]
fn the_unauthorized_request_is_told_in_the_same_words() {
    let sample = r#"{"reference":"","event":"request.unauthorized","error":{"service":"","key":"",
        "message":"Authorization keys are missing/invalid."},"email":null,"country":null}"#;
    same(&render::unauthorized(), sample);
}

#[test]
fn short_events_are_the_same() {
    let url = "https://app.shuftipro.com/process/verification/-------";
    let shown = |verification, event| render::event(&verification, event, Some(url), None);
    let cases = [
        (
            shown(pending(), ResponseEvent::RequestPending),
            r#"{"reference":"17374217","event":"request.pending","error":"",
                "verification_url":"https://app.shuftipro.com/process/verification/-------",
                "email":"johndoe@example.com","country":"GB"}"#,
        ),
        (
            shown(pending(), ResponseEvent::VerificationCancelled),
            r#"{"reference":"17374217","event":"verification.cancelled","error":""}"#,
        ),
        (
            shown(pending(), ResponseEvent::RequestTimeout),
            r#"{"reference":"17374217","event":"request.timeout","error":""}"#,
        ),
        (
            shown(accepted(), ResponseEvent::VerificationStatusChanged),
            r#"{"reference":"17374217","event":"verification.status.changed"}"#,
        ),
        (
            shown(accepted(), ResponseEvent::RequestDeleted),
            r#"{"reference":"17374217","event":"request.deleted"}"#,
        ),
        (
            // The sample's country is UK, which no request can carry.
            shown(received(), ResponseEvent::RequestReceived),
            r#"{"reference":"17374217","event":"request.received","email":"johndoe@example.com",
                "country":"GB"}"#,
        ),
    ];
    for (body, sample) in cases {
        same(&body, sample);
    }
}

#[test]
fn verdicts_have_the_same_keys_in_the_same_order() {
    let cases = [
        (accepted(), ResponseEvent::VerificationAccepted, ACCEPTED),
        (declined(), ResponseEvent::VerificationDeclined, DECLINED),
    ];
    for (verification, event, sample) in cases {
        let body = render::event(&verification, event, None, None);
        let mut ours: Value = serde_json::from_slice(&body).unwrap();
        // What we add to the sample comes after it and is checked in `bodies`.
        let members = ours.as_object_mut().unwrap();
        for added in ["email", "country", "services_declined_codes"] {
            members.shift_remove(added);
        }
        let mut sample: Value = serde_json::from_str(sample).unwrap();
        assert_eq!(keys(&ours), keys(&sample));
        // The sample has an empty text for a gender that could not be compared: ours is null, as
        // everywhere.
        if event == ResponseEvent::VerificationAccepted {
            assert_eq!(
                ours["verification_result"]["document"]["gender"],
                Value::Null
            );
            sample["verification_result"]["document"]["gender"] = Value::Null;
        }
        assert_eq!(ours, sample);
    }
}

/// The same bytes but for the sample's white space.
fn same(body: &[u8], sample: &str) {
    let sample: Value = serde_json::from_str(sample).unwrap();
    let compact = sample.to_string().replace('/', "\\/");
    assert_eq!(std::str::from_utf8(body).unwrap(), compact);
}

/// Every key with the way to it, in order.
fn keys(value: &Value) -> Vec<String> {
    fn walk(at: &str, value: &Value, found: &mut Vec<String>) {
        if let Value::Object(members) = value {
            for (key, value) in members {
                let at = format!("{at}.{key}");
                found.push(at.clone());
                walk(&at, value, found);
            }
        }
    }
    let mut found = Vec::new();
    walk("", value, &mut found);
    found
}

const ACCEPTED: &str = r#"{
  "reference": "17374217",
  "event": "verification.accepted",
  "error": "",
  "verification_result": {
    "document": {
      "name": 1,
      "dob": 1,
      "expiry_date": 1,
      "issue_date": 1,
      "document_number": 1,
      "document": 1,
      "gender": ""
    },
    "address": {"name": 1, "full_address": 1}
  },
  "verification_data": {
    "document": {
      "name": {"first_name": "John", "middle_name": "Carter", "last_name": "Doe"},
      "dob": "1978-03-13",
      "issue_date": "2015-10-10",
      "expiry_date": "2025-12-31",
      "document_number": "1456-0989-5567-0909",
      "selected_type": ["id_card"],
      "supported_types": ["id_card", "driving_license", "passport"],
      "gender": "M"
    },
    "address": {
      "name": {"first_name": "John", "middle_name": "Carter", "last_name": "Doe"},
      "full_address": "3339 Maryland Avenue, Largo, Florida",
      "selected_type": ["id_card"],
      "supported_types": ["id_card", "bank_statement"]
    }
  },
  "info": {
    "agent": {
      "is_desktop": true,
      "is_phone": false,
      "useragent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/75.0.3770.100 Safari/537.36",
      "device_name": "Macintosh",
      "browser_name": "",
      "platform_name": "OS X - 10_14_0"
    },
    "geolocation": {
      "host": "212.103.50.243",
      "ip": "212.103.50.243",
      "rdns": "212.103.50.243",
      "asn": "9009",
      "isp": "M247 Ltd",
      "country_name": "Germany",
      "country_code": "DE",
      "region_name": "Hesse",
      "region_code": "HE",
      "city": "Frankfurt am Main",
      "postal_code": "60326",
      "continent_name": "Europe",
      "continent_code": "EU",
      "latitude": "50.1049",
      "longitude": "8.6295",
      "metro_code": "",
      "timezone": "Europe/Berlin"
    }
  },
  "additional_data": {
    "document": {
      "proof": {
        "height": "183",
        "country": "United Kingdom",
        "authority": "HMPO",
        "last_name": "Doe",
        "first_name": "John",
        "issue_date": "2018-01-31",
        "expiry_date": "2028-01-30",
        "nationality": "BRITISH CITIZEN",
        "country_code": "GBR",
        "document_type": "P",
        "place_of_birth": "BRISTOL",
        "document_number": "GB1234567",
        "personal_number": "12345678910",
        "dob": "1978-03-13",
        "gender": ""
      }
    }
  }
}"#;

const DECLINED: &str = r#"{
  "reference": "95156124",
  "event": "verification.declined",
  "error": "",
  "verification_result": {
    "document": {
      "name": 0,
      "dob": 1,
      "expiry_date": 1,
      "issue_date": 1,
      "document_number": 1,
      "document": null
    },
    "address": {"name": null, "full_address": null}
  },
  "verification_data": {
    "document": {
      "name": {"first_name": "John", "middle_name": "Carter", "last_name": "Doe"},
      "dob": "1978-03-13",
      "issue_date": "2015-10-10",
      "expiry_date": "2025-12-31",
      "gender": "M",
      "document_number": "1456-0989-5567-0909",
      "selected_type": ["id_card"],
      "supported_types": ["id_card", "driving_license", "passport"]
    },
    "address": {
      "name": {"first_name": "John", "middle_name": "Carter", "last_name": "Doe"},
      "full_address": "3339 Maryland Avenue, Largo, Florida",
      "selected_type": ["id_card"],
      "supported_types": ["id_card", "bank_statement"]
    }
  },
  "info": {
    "agent": {
      "is_desktop": true,
      "is_phone": false,
      "useragent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/75.0.3770.100 Safari/537.36",
      "device_name": "Macintosh",
      "browser_name": "",
      "platform_name": "OS X - 10_14_0"
    },
    "geolocation": {
      "host": "212.103.50.243",
      "ip": "212.103.50.243",
      "rdns": "212.103.50.243",
      "asn": "9009",
      "isp": "M247 Ltd",
      "country_name": "Germany",
      "country_code": "DE",
      "region_name": "Hesse",
      "region_code": "HE",
      "city": "Frankfurt am Main",
      "postal_code": "60326",
      "continent_name": "Europe",
      "continent_code": "EU",
      "latitude": "50.1049",
      "longitude": "8.6295",
      "metro_code": "",
      "timezone": "Europe/Berlin"
    }
  },
  "declined_reason": "Name on the document doesn't match",
  "declined_codes": ["SPDR07", "SPDR06", "SPDR23"],
  "additional_data": {
    "document": {
      "proof": {
        "height": "183",
        "country": "United Kingdom",
        "authority": "HMPO",
        "last_name": "Doe",
        "first_name": "John",
        "issue_date": "2018-01-31",
        "expiry_date": "2028-01-30",
        "nationality": "BRITISH CITIZEN",
        "country_code": "GBR",
        "document_type": "P",
        "place_of_birth": "BRISTOL",
        "document_number": "GB1234567",
        "personal_number": "12345678910",
        "dob": "1978-03-13",
        "gender": "M"
      }
    }
  }
}"#;
