//! From a barcode's bytes to the results of the capture protocol.

use std::sync::Arc;

use document::aamva::{Compliance, Eyes, Fields, Hair, Height, Kind, Sex, Weight, encode, iin};
use jiff::civil::date;
use proofing::ports::{Examiner, Picture};
use testkit::builders::{at, reference, request};
use verification::policy;
use verification::request::{EvidenceSlot, MediaType, Side};
use verification::rules::today;
use verification::status::Profile;
use verification::{Service, TransactionId};
use wire::capture::{Encoding, render};
use worker::examiners::Readers;

/// What `/barcode-only` would tell of these bytes.
async fn told(bytes: Vec<u8>) -> serde_json::Value {
    let request = request(reference(1));
    let picture = Picture {
        slot: EvidenceSlot::new(Service::Document, Side::Barcode),
        media: MediaType::Barcode,
        content: Arc::from(bytes),
        decoded: None,
    };
    let now = at(0);
    let examination = Readers::new(1, Arc::new(sandbox::InProcess))
        .examine(&request, vec![picture], now)
        .await
        .unwrap();
    let outcome = policy::judge(&request, &examination, today(now));
    let transaction = TransactionId(uuid::Uuid::nil());
    let message = render::barcode_only(transaction, &outcome, None, today(now), Profile::Table);
    serde_json::from_slice(&message.encode(Encoding::Json)).unwrap()
}

#[tokio::test]
async fn a_barcode_is_told_as_it_was_read() {
    let oregon = iin::of_jurisdiction("OR").unwrap();
    let mut fields = Fields::new(oregon.iin, Kind::DrivingLicence);
    fields.names.family = Some("SPECIMEN".to_owned());
    fields.names.given = Some("JANE".to_owned());
    fields.names.middle = vec!["QUINCY".to_owned(), "MAE".to_owned()];
    fields.dates.birth = Some(date(1990, 2, 28));
    fields.dates.issue = Some(date(2020, 3, 1));
    fields.dates.expiry = Some(date(2028, 2, 28));
    fields.holder.sex = Some(Sex::Female);
    fields.holder.eyes = Some(Eyes::Brown);
    fields.holder.hair = Some(Hair::Black);
    fields.holder.height = Some(Height::from_inches(63));
    fields.holder.weight = Some(Weight::from_pounds(120));
    fields.address.street1 = Some("12 MAIN ST".to_owned());
    fields.address.city = Some("SALEM".to_owned());
    fields.address.jurisdiction = Some("OR".to_owned());
    fields.document.number = Some("1234567".to_owned());
    fields.document.class = Some("C".to_owned());
    fields.document.compliance = Some(Compliance::Full);
    let told = told(encode(&fields, 10)).await;
    let results = &told["private_data"]["results"];
    let expected = [
        ("processResult", "DocumentProcessOK"),
        ("firstName", "JANE"),
        ("middleName", "QUINCY MAE"),
        ("lastName", "SPECIMEN"),
        ("dateOfBirth", "02/28/1990"),
        ("heightFeetInches", "5' 3\""),
        ("heightCentimeters", "160"),
        ("weightPounds", "120"),
        ("eyeColor", "BRO"),
        ("hairColor", "BLK"),
        ("gender", "Female"),
        ("dLIDNumberRaw", "1234567"),
        ("isRealID", "Yes"),
        ("issuingJurisdictionCvt", "Oregon"),
        ("issuingJurisdictionAbbrv", "OR"),
        ("stateIssuerMismatch", "No"),
        ("docCategory", "DL"),
        ("organDonor", ""),
    ];
    for (key, value) in expected {
        assert_eq!(results[key], value, "{key}");
    }
}

#[tokio::test]
async fn bytes_that_are_no_licence_are_unknown() {
    let told = told(b"HELLO".to_vec()).await;
    let results = &told["private_data"]["results"];
    assert_eq!(results["processResult"], "DocumentUnknown");
    assert_eq!(results["firstName"], "");
}
