//! What is taken besides the letter of the documents, because real clients send it.

use verification::Request;
use verification::request::{AgeRange, Asked, Gender, VerificationMode};

use crate::{json, request, service};

/// The request is taken, and this is what became of it.
fn check(body: &str, of: impl Fn(&Request) -> String, expected: &str) {
    match json(body) {
        Ok(parsed) => assert_eq!(of(&parsed.request), expected, "{body}"),
        Err(invalid) => panic!("{invalid:?}: {body}"),
    }
}

#[test]
fn scalars() {
    let ttl = |request: &Request| request.ttl.minutes().to_string();
    for (value, expected) in [
        ("60", "60"),
        (r#""60""#, "60"),
        ("10.0", "10"),
        (r#"" 8640 ""#, "8640"),
        (r#""""#, "60"),
        ("null", "60"),
        ("[]", "60"),
    ] {
        check(&request(&format!(r#""ttl":{value}"#)), ttl, expected);
    }
    let flag = |request: &Request| request.flags.show_consent.to_string();
    for (value, expected) in [
        (r#""1""#, "true"),
        ("1", "true"),
        ("1.0", "true"),
        ("true", "true"),
        (r#""true""#, "true"),
        (r#""TRUE""#, "true"),
        (r#""0""#, "false"),
        ("0", "false"),
        ("false", "false"),
        (r#""False""#, "false"),
        (r#""""#, "true"),
        ("null", "true"),
        ("[]", "true"),
    ] {
        check(
            &request(&format!(r#""show_consent":{value}"#)),
            flag,
            expected,
        );
    }
    let reference = |request: &Request| request.reference.to_string();
    for (value, expected) in [
        ("17374217", "17374217"),
        ("18446744073709551615", "18446744073709551615"),
        (r#""SP_REQUEST_0.123""#, "SP_REQUEST_0.123"),
        (r#"" padded ""#, "padded"),
        (r#""esc\/aped""#, "esc/aped"),
    ] {
        check(
            &format!(r#"{{"reference":{value},"face":""}}"#),
            reference,
            expected,
        );
    }
}

#[test]
fn flags_have_their_defaults() {
    let flags = json(&request("")).unwrap().request.flags;
    assert_eq!(flags, verification::request::Flags::default());
    let all = [
        "allow_offline",
        "allow_online",
        "show_consent",
        "show_privacy_policy",
        "show_results",
        "show_feedback_form",
        "manual_review",
        "decline_on_single_step",
        "allow_retry",
        "allow_na_ocr_inputs",
        "allow_warnings",
        "enhanced_originality_checks",
    ];
    for value in ["0", "1"] {
        let members: Vec<String> = all
            .iter()
            .map(|key| format!(r#""{key}":"{value}""#))
            .collect();
        let flags = json(&request(&members.join(","))).unwrap().request.flags;
        let shown = format!("{flags:?}");
        assert_eq!(
            shown
                .matches(if value == "1" { "true" } else { "false" })
                .count(),
            all.len()
        );
    }
}

#[test]
fn empty_is_absent_at_the_top() {
    for empty in [r#""""#, "null", r#"" ""#, "[]"] {
        let members: Vec<String> = [
            "country",
            "language",
            "email",
            "callback_url",
            "status_url",
            "redirect_url",
            "verification_mode",
        ]
        .iter()
        .map(|key| format!(r#""{key}":{empty}"#))
        .collect();
        let parsed = json(&request(&members.join(","))).unwrap();
        assert_eq!(parsed, json(&request("")).unwrap());
    }
}

#[test]
fn letters_of_either_case() {
    let body = request(r#""language":"de","country":"gb","verification_mode":"IMAGE_ONLY""#);
    let read = json(&body).unwrap().request;
    assert_eq!(read.language.unwrap().as_str(), "DE");
    assert_eq!(read.country.unwrap().as_str(), "gb");
    assert_eq!(read.verification_mode, VerificationMode::ImageOnly);
    let body = service("document", r#""gender":"f","supported_types":["Passport"]"#);
    let document = json(&body).unwrap().request.services.document.unwrap();
    assert_eq!(document.gender, Asked::Check(Gender::Female));
    assert_eq!(document.supported_types.len(), 1);
}

#[test]
fn services_without_anything() {
    for empty in [
        r#""""#,
        "[]",
        "{}",
        r#"" ""#,
        r#"{"proof":""}"#,
        r#"{"proof":null}"#,
        r#"{"proof":[]}"#,
        r#"{"verification_mode":[],"allow_offline":[]}"#,
    ] {
        for name in [
            "document",
            "document_two",
            "address",
            "face",
            "phone",
            "background_checks",
        ] {
            let parsed = json(&format!(r#"{{"reference":"17374217","{name}":{empty}}}"#)).unwrap();
            let asked: Vec<&str> = parsed
                .request
                .asked()
                .map(verification::Service::as_str)
                .collect();
            assert_eq!(asked, [name], "{empty}");
            assert!(parsed.proofs.is_empty());
        }
    }
}

#[test]
fn unknown_keys_are_ignored() {
    let plain = json(&service("document", "")).unwrap();
    let body = r#"{"reference":"17374217","initiated_source":"wp","initiated_source_version":"1.1.6",
        "fetch_enhanced_data":"1","get_images":1,"allowed_countries":["GB"],"metadata":{"a":[{}]},
        "document":{"full_address":"","date_of_birth":"","nfc_required":"1","allow_ekyc":0}}"#;
    assert_eq!(json(body).unwrap(), plain);
}

#[test]
fn of_two_keys_the_last_counts() {
    let ttl = |request: &Request| request.ttl.minutes().to_string();
    check(&request(r#""ttl":10,"ttl":20"#), ttl, "20");
    check(&request(r#""ttl":"no","ttl":20"#), ttl, "20");
    check(&request(r#""ttl":10,"ttl":null"#), ttl, "60");
    let body = r#"{"reference":"17374217","document":{"dob":"x"},"document":{"dob":""}}"#;
    assert_eq!(
        json(body).unwrap().request.services.document.unwrap().dob,
        Asked::Read
    );
}

/// What was asked, with the claim, which its `Debug` does not show.
fn asked<T: ToString>(asked: &Asked<T>) -> String {
    match asked {
        Asked::No => "No".to_owned(),
        Asked::Read => "Read".to_owned(),
        Asked::Check(claim) => format!("Check({})", claim.to_string()),
    }
}

#[test]
fn a_field_is_absent_to_be_read_or_to_be_checked() {
    let dob = |request: &Request| asked(&request.services.document.as_ref().unwrap().dob);
    for (members, expected) in [
        ("", "No"),
        (r#""dob":null"#, "No"),
        (r#""dob":"""#, "Read"),
        (r#""dob":" ""#, "Read"),
        (r#""dob":[]"#, "Read"),
        (r#""dob":"1978-03-13""#, "Check(1978-03-13)"),
        (r#""dob":" 1978-03-13 ""#, "Check(1978-03-13)"),
    ] {
        check(&service("document", members), dob, expected);
    }
    let expiry =
        |request: &Request| asked(&request.services.document.as_ref().unwrap().expiry_date);
    check(
        &service("document", r#""expiry_date":"2001-01-01""#),
        expiry,
        "Check(2001-01-01)",
    );
}

#[test]
fn names() {
    let name = |request: &Request| {
        let document = request.services.document.as_ref().unwrap();
        let fuzzy = if document.fuzzy_name { " fuzzy" } else { "" };
        match &document.name {
            Asked::No => format!("no{fuzzy}"),
            Asked::Read => format!("read{fuzzy}"),
            Asked::Check(name) => {
                let part = |part: &Option<String>| part.clone().unwrap_or_default();
                format!(
                    "{}|{}|{}|{}{fuzzy}",
                    part(&name.first),
                    part(&name.middle),
                    part(&name.last),
                    part(&name.full)
                )
            }
        }
    };
    for (value, expected) in [
        ("null", "no"),
        (r#""""#, "read"),
        ("[]", "read"),
        ("{}", "read"),
        (r#"{"first_name":"","last_name":""}"#, "read"),
        (r#"{"first_name":null}"#, "read"),
        (r#"{"fuzzy_match":"1"}"#, "read fuzzy"),
        (r#"{"first_name":"John","last_name":"Doe"}"#, "John||Doe|"),
        (
            r#"{"first_name":" John ","middle_name":"Carter","last_name":"Doe","fuzzy_match":1}"#,
            "John|Carter|Doe| fuzzy",
        ),
        (r#"{"full_name":"John Carter Doe"}"#, "|||John Carter Doe"),
        (
            r#"{"first_name":"Nguyễn","last_name":"O\u2019Neil"}"#,
            "Nguyễn||O’Neil|",
        ),
    ] {
        check(
            &service("document", &format!(r#""name":{value}"#)),
            name,
            expected,
        );
    }
}

#[test]
fn ages() {
    let range = |min, max| Asked::Check(AgeRange { min, max });
    for (value, expected) in [
        ("null", Asked::No),
        (r#""""#, Asked::Read),
        ("{}", Asked::Read),
        (r#"{"min":"","max":""}"#, Asked::Read),
        ("18", range(Some(18), Some(18))),
        (r#""18""#, range(Some(18), Some(18))),
        (r#"{"min":18}"#, range(Some(18), None)),
        (r#"{"min":"18","max":"65"}"#, range(Some(18), Some(65))),
        (r#"{"max":65}"#, range(None, Some(65))),
    ] {
        let body = service("document", &format!(r#""age":{value}"#));
        assert_eq!(
            json(&body).unwrap().request.services.document.unwrap().age,
            expected,
            "{value}"
        );
    }
}

#[test]
fn types_and_instructions() {
    let types = |request: &Request| {
        format!(
            "{:?}",
            request.services.document.as_ref().unwrap().supported_types
        )
    };
    for (value, expected) in [
        ("[]", "[]"),
        (r#""""#, "[]"),
        (r#"["any"]"#, "[]"),
        (r#"["passport","any"]"#, "[]"),
        (r#"["id_card","passport","id_card"]"#, "[IdCard, Passport]"),
        (r#"{"0":"id_card","1":"passport"}"#, "[IdCard, Passport]"),
    ] {
        check(
            &service("document", &format!(r#""supported_types":{value}"#)),
            types,
            expected,
        );
    }
    let body = r#""verification_instructions":{"allow_photocopy":"1","allow_scanned":1,"allow_cropped":"0","allow_else":"x"}"#;
    let allowed = |request: &Request| {
        format!(
            "{:?}",
            request
                .services
                .document
                .as_ref()
                .unwrap()
                .instructions
                .allowed
        )
    };
    check(
        &service("document", body),
        allowed,
        r#"{"photocopy", "scanned"}"#,
    );
}

#[test]
fn the_other_services() {
    let number = |request: &Request| {
        request
            .services
            .phone
            .as_ref()
            .unwrap()
            .phone_number
            .as_ref()
            .unwrap()
            .reveal()
            .to_owned()
    };
    check(
        &service("phone", r#""phone_number":"+44 (7700) 900-123""#),
        number,
        "+447700900123",
    );
    check(
        &service("phone", r#""phone_number":447700900123"#),
        number,
        "447700900123",
    );
    let body = service("phone", r#""random_code":4711,"text":"Your code is 4711""#);
    assert!(json(&body).is_ok());
    let body = service(
        "address",
        r#""full_address":"Невский проспект 1\nСанкт-Петербург","supported_types":["any"]"#,
    );
    assert!(
        json(&body)
            .unwrap()
            .request
            .services
            .address
            .unwrap()
            .full_address
            .claim()
            .is_some()
    );
    let body = service(
        "consent",
        r#""text":"I agree","supported_types":["printed"]"#,
    );
    assert!(
        json(&body)
            .unwrap()
            .request
            .services
            .consent
            .unwrap()
            .with_face
    );
    let body = service(
        "background_checks",
        r#""name":{"first_name":"John"},"filters":["sanction","pep-class-1"]"#,
    );
    assert_eq!(
        json(&body)
            .unwrap()
            .request
            .services
            .background_checks
            .unwrap()
            .filters
            .len(),
        2
    );
}
