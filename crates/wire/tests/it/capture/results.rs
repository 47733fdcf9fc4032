//! Results: what was read in the protocol's spelling, and nothing that was not.

use jiff::civil::date;
use serde_json::{Value, json};
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::policy::{CONFIDENCE, MATCHED};
use verification::reading::{Zone, ZoneKind};
use verification::request::{EvidenceSlot, Side};
use verification::stage::Stage;
use verification::status::Profile;
use verification::verdict::{
    DataValue, Decider, Decision, Outcome, ServiceOutcome, ServiceResult, Verdict,
};
use verification::{Personal, Service};
use wire::capture::render::{Asked, Image, barcode_only, get_results};

use super::{NOW, shown, start, transaction, verification};

const BARCODE: &[(&str, &str)] = &[
    ("first_name", "JANE"),
    ("middle_name", "QUINCY MAE"),
    ("last_name", "SPECIMEN"),
    ("name_suffix", "JR"),
    ("street", "12 MAIN ST"),
    ("city", "SALEM"),
    ("state", "OR"),
    ("postal_code", "97301"),
    ("dob", "1990-02-28"),
    ("issue_date", "2020-03-01"),
    ("expiry_date", "2028-02-28"),
    ("height", "160"),
    ("height_inches", "63"),
    ("weight", "54"),
    ("weight_pounds", "120"),
    ("eye_color", "BRO"),
    ("hair_color", "BLK"),
    ("gender", "F"),
    ("document_number", "1234567"),
    ("vehicle_class", "C"),
    ("restrictions", "B"),
    ("organ_donor", "yes"),
    ("real_id", "full"),
    ("document_kind", "driving_licence"),
    ("issuer_identification_number", "636029"),
    ("issuer_state", "OR"),
    ("authority", "Oregon"),
    ("country_code", "USA"),
];

fn zone(kind: ZoneKind, side: Side, fields: &[(&str, &str)]) -> Zone {
    Zone {
        slot: EvidenceSlot::new(Service::Document, side),
        kind,
        fields: fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Personal::new(*value)))
            .collect(),
    }
}

fn outcome(zones: Vec<Zone>, findings: Vec<Finding>) -> Outcome {
    Outcome {
        verdict: Verdict::Accepted,
        services: Vec::new(),
        reason: None,
        codes: Vec::new(),
        findings,
        zones,
    }
}

/// The results of a transaction with these signals.
fn results(signals: &str, submitted: &[Side], outcome: Outcome) -> Value {
    let start = start(&format!(r#""signals":[{signals}]"#)).unwrap();
    let decision = Decision {
        verdict: Verdict::Accepted,
        outcome,
        by: Decider::Automatic,
        at: NOW,
        version: 1,
    };
    let mut decided = verification(start, Stage::Accepted(Box::new(decision)));
    decided.completed_at = Some(NOW);
    decided.capture.submitted = submitted
        .iter()
        .map(|side| EvidenceSlot::new(Service::Document, *side))
        .collect();
    shown(&get_results(&Asked::of(&decided, NOW), &[], Profile::Table))["private_data"]["result"]
        .take()
}

/// The block of the barcode above.
const IDCHECK: &str = r#"{
        "idcheck": {
            "success": true,
            "result": true,
            "message": "",
            "data": {
                "processResult": "DocumentProcessOK",
                "extendedResultCode": "Y",
                "firstName": "JANE",
                "middleName": "QUINCY MAE",
                "lastName": "SPECIMEN JR",
                "address1": "12 MAIN ST",
                "address2": "",
                "city": "SALEM",
                "state": "OR",
                "postalCode": "97301",
                "dateOfBirth": "02/28/1990",
                "age": 34,
                "heightCentimeters": "160",
                "heightFeetInches": "5' 3\"",
                "weightKilograms": "54",
                "weightPounds": "120",
                "eyeColor": "BRO",
                "hairColor": "BLK",
                "gender": "Female",
                "socialSecurity": "",
                "mediaType": "2D",
                "uniqueID": null,
                "testCard": false,
                "dLIDNumberRaw": "1234567",
                "dLIDNumberFormatted": "1234567",
                "restrictions": "B",
                "endorsements": "",
                "driverClass": "C",
                "organDonor": "Yes",
                "expirationDate": "02/28/2028",
                "expired": "No",
                "issueDate": "03/01/2020",
                "issuingJurisdictionCvt": "Oregon",
                "issuingJurisdictionAbbrv": "OR",
                "isDuplicate": "",
                "duplicateDate": "",
                "docType": "Operator License",
                "docCategory": "DL",
                "isRealID": "Yes",
                "stateIssuerMismatch": "No",
                "transactionIdentifier": "a6e7c62a-0af0-4a03-9662-131557613d87"
            },
            "imageQualityFindings": []
        }
    }"#;

#[test]
fn a_barcode_is_told_field_by_field() {
    let read = outcome(
        vec![zone(ZoneKind::Barcode, Side::Barcode, BARCODE)],
        Vec::new(),
    );
    let told = results(r#""idcheck""#, &[Side::Barcode], read);
    let expected: Value = serde_json::from_str(IDCHECK).unwrap();
    // The order of the keys is told as well.
    assert_eq!(told.to_string(), expected.to_string());
}

/// `processResult` and `extendedResultCode` of a transaction.
#[track_caller]
fn process(submitted: &[Side], outcome: Outcome, expected: (&str, &str)) -> Value {
    let told = results(r#""idcheck""#, submitted, outcome);
    let data = &told["idcheck"]["data"];
    assert_eq!(
        (&data["processResult"], &data["extendedResultCode"]),
        (&json!(expected.0), &json!(expected.1))
    );
    told["idcheck"].clone()
}

#[test]
fn nothing_is_told_of_what_was_not_read() {
    let none = || outcome(Vec::new(), Vec::new());
    let told = process(&[], none(), ("", ""));
    assert_eq!(
        (&told["result"], &told["message"]),
        (&json!(false), &json!("No barcode was submitted."))
    );
    let told = process(&[Side::AdditionalProof], none(), ("DocumentBadDevice", "B"));
    assert_eq!(told["message"], "No barcode of a licence could be read.");
    for (key, value) in told["data"].as_object().unwrap() {
        let is_known = [
            "processResult",
            "extendedResultCode",
            "transactionIdentifier",
        ]
        .contains(&key.as_str())
            || (["expired", "stateIssuerMismatch"].contains(&key.as_str()) && value == "Unknown");
        let says_nothing = [json!(""), json!(-1), json!(null), json!(false)].contains(value);
        assert!(is_known || says_nothing, "{key}: {value}");
    }
}

#[test]
fn doubtful_barcodes_are_unknown() {
    let read = |findings| {
        outcome(
            vec![zone(ZoneKind::Barcode, Side::Barcode, BARCODE)],
            findings,
        )
    };
    let service = Service::Document;
    let strange = Finding::not_made(service, "barcode.content", "no licence");
    process(
        &[Side::Barcode],
        outcome(Vec::new(), vec![strange]),
        ("DocumentUnknown", "U"),
    );
    let altered = Finding::failed(
        service,
        "barcode.issuer_and_state",
        DeclineCode::PROOF_ALTERED,
        "",
    );
    process(
        &[Side::Barcode],
        read(vec![altered]),
        ("DocumentUnknown", "U"),
    );
    let odd = Finding::new(service, "barcode.discriminator", FindingOutcome::Failed, "");
    process(
        &[Side::Barcode],
        read(vec![odd]),
        ("DocumentProcessOK", "Y"),
    );
    let of_nobody = zone(
        ZoneKind::Barcode,
        Side::Barcode,
        &[("issuer_identification_number", "000000")],
    );
    let told = process(
        &[Side::Barcode],
        outcome(vec![of_nobody], Vec::new()),
        ("DocumentUnknown", "U"),
    );
    assert_eq!(told["data"]["testCard"], true);
    assert_eq!(told["data"]["stateIssuerMismatch"], "Unknown");
}

#[test]
fn a_blurred_back_is_an_image_quality_finding() {
    let back = EvidenceSlot::new(Service::Document, Side::AdditionalProof);
    let blurred = Finding::new(
        Service::Document,
        "picture.sharpness",
        FindingOutcome::Failed,
        "",
    )
    .resting_on([back]);
    let told = process(
        &[Side::AdditionalProof],
        outcome(Vec::new(), vec![blurred]),
        ("DocumentBadDevice", "B"),
    );
    assert_eq!(told["imageQualityFindings"][0]["code"], 401);
}

#[test]
fn what_is_written_is_compared_with_what_is_printed() {
    let printed = [
        ("full_name", "Specimen, Jane Quincy Mae Jr"),
        ("dob", "1990-02-23"),
        ("document_number", "9876000"),
        ("authority", "Oregom"),
        ("country_code", "USA"),
    ];
    let zones = vec![
        zone(ZoneKind::Barcode, Side::Barcode, BARCODE),
        zone(ZoneKind::Printed, Side::Proof, &printed),
    ];
    let told = results(
        r#""ocr_match""#,
        &[Side::Proof, Side::Barcode],
        outcome(zones, Vec::new()),
    );
    let data = &told["ocr_match"]["data"];
    let cases = [
        (
            "isNameMatch",
            "nameMatchDetails",
            json!(true),
            json!(100),
            "Exact match between barcode and front data",
        ),
        (
            "isDobMatch",
            "dobMatchDetails",
            json!(true),
            json!(90),
            "Considered match with slight discrepancy in either barcode and/or front data",
        ),
        (
            "isDocumentNumberMatch",
            "documentNumberMatchDetails",
            json!(false),
            json!(0),
            "Mismatch, similarity score is lower than similarity threshold",
        ),
        (
            "isIssuerNameMatch",
            "issuerNameMatchDetails",
            json!(false),
            json!(83),
            "Mismatch, similarity score is lower than similarity threshold",
        ),
        (
            "isSexMatch",
            "sexMatchDetails",
            json!(null),
            json!(null),
            "Missing value for comparison",
        ),
    ];
    for (is, details, matches, score, said) in cases {
        assert_eq!(data[is], matches, "{is}");
        assert_eq!(data[details]["similarityScore"], score, "{details}");
        assert_eq!(data[details]["details"], said);
    }
    assert_eq!(data["isCountryCodeMatch"], true);
    assert_eq!(data["isNationalityMatch"], Value::Null);
    assert_eq!(data["countryCodeMatchDetails"], Value::Null);
    assert_eq!(
        data["dlRestrictionsMatchDetails"]["similarityThreshold"],
        70
    );
    assert_eq!(
        told["OCR"]["data"]["fullName"],
        "Specimen, Jane Quincy Mae Jr"
    );
    assert_eq!(told["OCR"]["data"]["dateOfBirthFormatted"], "02/23/1990");
    assert_eq!(told["OCR"]["data"]["documentRecognized"], 1);
}

#[test]
fn faces_and_devices_are_null_where_nobody_looks() {
    let signals = r#""selfie","document_liveness_idrnd","device_validation""#;
    let told = results(signals, &[Side::Proof], outcome(Vec::new(), Vec::new()));
    assert_eq!(told["facial"]["data"]["matched"], Value::Null);
    assert_eq!(told["facial"]["message"], "No selfie was submitted.");
    assert_eq!(
        told["documentLivenessIdRnD"]["data"]["front"]["live"],
        Value::Null
    );
    assert_eq!(
        told["documentLivenessIdRnD"]["data"]["front"]["screenReplay"]["threshold"],
        0.5
    );
    assert_eq!(told["ipqs"]["phoneDetails"]["result"], false);
    let keys: Vec<&String> = told.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["idcheck", "facial", "documentLivenessIdRnD", "ipqs"]);
}

#[test]
fn a_portrait_that_was_compared_is_told_in_points() {
    let seen = |matched: Option<bool>, points: DataValue| {
        let document = ServiceOutcome {
            service: Service::Document,
            result: ServiceResult::Fields(vec![(MATCHED.to_owned(), matched)]),
            data: vec![(CONFIDENCE.to_owned(), points)],
            additional: None,
            codes: Vec::new(),
        };
        let face = ServiceOutcome {
            service: Service::Face,
            result: ServiceResult::Whole(matched),
            data: Vec::new(),
            codes: vec![DeclineCode::FACE_UNCERTAIN],
            ..document.clone()
        };
        let outcome = Outcome {
            services: vec![document, face],
            ..outcome(Vec::new(), Vec::new())
        };
        results(r#""selfie""#, &[Side::Proof], outcome)["facial"].take()
    };
    let same = seen(Some(true), DataValue::Number(86));
    assert_eq!(
        same,
        json!({
            "success": true,
            "result": true,
            "message": "",
            "data": {
                "matched": true,
                "matchProbability": 0.86,
                "matchScore": 86,
                "isLive": null,
                "livenessProbability": null,
                "livenessScore": null,
                "errorMessage": "",
                "photoFace": null,
            },
        })
    );
    let different = seen(Some(false), DataValue::Number(7));
    assert_eq!(different["data"]["matched"], false);
    assert_eq!(different["data"]["matchProbability"], 0.07);
    let unsure = seen(None, DataValue::Number(60));
    assert_eq!(unsure["result"], false);
    assert_eq!(unsure["data"]["matched"], Value::Null);
    assert_eq!(unsure["data"]["matchScore"], 60);
    let none = seen(None, DataValue::Null);
    assert_eq!(none["data"]["matchScore"], Value::Null);
}

#[test]
fn results_come_when_they_are_there() {
    let start = || start(r#""user_defined":{"application":7},"signals":["idcheck"]"#).unwrap();
    let cases = [
        (
            Stage::Created,
            "The transaction is not finished: there are no results yet.",
        ),
        (
            Stage::Processing,
            "The transaction is being processed: there are no results yet.",
        ),
        (
            Stage::Cancelled,
            "The transaction was cancelled: there are no results.",
        ),
        (
            Stage::TimedOut,
            "The transaction's time ran out: there are no results.",
        ),
    ];
    let image = Image {
        slot: EvidenceSlot::new(Service::Document, Side::Proof),
        content: b"\xFF\xD8\xFF".to_vec(),
    };
    let images = std::slice::from_ref(&image);
    for (stage, said) in cases {
        let open = verification(start(), stage);
        let told = shown(&get_results(&Asked::of(&open, NOW), images, Profile::Table));
        let expected = json!({
            "transaction_id": transaction().to_string(),
            "result": {},
            "message": said,
            "user_defined": {"application": 7},
        });
        assert_eq!(told["private_data"], expected);
    }
    let outcome = Box::new(outcome(Vec::new(), Vec::new()));
    let reviewed = verification(start(), Stage::InReview(outcome));
    let told = shown(&get_results(
        &Asked::of(&reviewed, NOW),
        images,
        Profile::Table,
    ));
    assert!(told["private_data"]["result"]["idcheck"].is_object());
    assert_eq!(told["private_data"]["images"], json!({"front": "/9j/"}));
}

#[test]
fn a_barcode_alone_is_flat() {
    let read = outcome(
        vec![zone(ZoneKind::Barcode, Side::Barcode, BARCODE)],
        Vec::new(),
    );
    let own = Personal::new(r#"{"a":1}"#);
    let told = shown(&barcode_only(
        transaction(),
        &read,
        Some(&own),
        date(2026, 1, 1),
        Profile::V3_5_8,
    ));
    assert_eq!(
        told["public_data"],
        json!({"version": "3.5.8", "endpoint": "barcode-only"})
    );
    assert_eq!(told["private_data"]["results"]["age"], 35);
    assert_eq!(told["private_data"]["user_defined"], json!({"a": 1}));
}
