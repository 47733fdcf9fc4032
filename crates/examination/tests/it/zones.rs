//! From a barcode's bytes to the results of the capture protocol.

use std::sync::Arc;

use aamva::{Compliance, Eyes, Fields, Hair, Height, Kind, Sex, Weight, encode, iin};
use examination::Readers;
use jiff::civil::date;
use proofing::ports::{Examiner, Picture};
use testkit::builders::{at, reference, request};
use verification::policy;
use verification::request::{EvidenceSlot, MediaType, Side};
use verification::rules::today;
use verification::status::Profile;
use verification::{Service, TransactionId};
use wire::capture::{Encoding, render};

/// What `/barcode-only` would tell of these bytes.
async fn told(bytes: Vec<u8>) -> serde_json::Value {
    let request = request(reference(1));
    let picture = Picture {
        slot: EvidenceSlot::new(Service::Document, Side::Barcode),
        media: MediaType::Barcode,
        content: bytes.into(),
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
        ("eyeColor", "Brown"),
        ("hairColor", "Black"),
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

/// A licence of Ohio with these elements in place of its own.
fn ohio(head: &str, changed: &[(&str, &str)]) -> Vec<u8> {
    let own = [
        ("DAQ", "F34936070"),
        ("DCS", "DAVIS"),
        ("DAC", "EMMA"),
        ("DAD", "MASON"),
        ("DBD", "01212021"),
        ("DBB", "07152005"),
        ("DBA", "10072028"),
        ("DBC", "2"),
        ("DAU", "073 in"),
        ("DAY", "BRO"),
        ("DAZ", "BLN"),
        ("DAG", "7863 W BROAD ST"),
        ("DAI", "COLUMBUS"),
        ("DAJ", "OH"),
        ("DAK", "430850000  "),
        ("DCF", "1"),
        ("DCG", "USA"),
    ];
    let elements = own.map(|(id, value)| {
        let other = changed.iter().find(|(at, _)| *at == id);
        format!("{id}{}", other.map_or(value, |(_, other)| *other))
    });
    let subfile = format!("DL{}\r", elements.join("\n"));
    format!("@\n\u{1e}\r{head}090001DL0031{:04}{subfile}", subfile.len()).into_bytes()
}

#[tokio::test]
async fn what_a_barcode_leaves_open_is_told_as_open() {
    type Pairs = &'static [(&'static str, &'static str)];
    let cases: &[(Pairs, Pairs)] = &[
        (
            &[],
            &[
                ("eyeColor", "Brown"),
                ("hairColor", "Blonde"),
                ("expired", "No"),
            ],
        ),
        (
            &[("DAY", "GRN"), ("DAZ", "SDY")],
            &[("eyeColor", "Green"), ("hairColor", "Sandy")],
        ),
        (&[("DAY", "XQZ")], &[("eyeColor", "XQZ")]),
        (&[("DBB", "00002005")], &[("dateOfBirth", "??/??/2005")]),
        (&[("DBB", "07002005")], &[("dateOfBirth", "07/??/2005")]),
        (
            &[("DBA", "00002031")],
            &[("expirationDate", "??/??/2031"), ("expired", "Unknown")],
        ),
        (
            &[("DBA", "GARBAGE1")],
            &[("expirationDate", ""), ("expired", "Unknown")],
        ),
    ];
    for (changed, expected) in cases {
        let told = told(ohio("ANSI 636023", changed)).await;
        let results = &told["private_data"]["results"];
        for (key, value) in *expected {
            assert_eq!(results[key], *value, "{key} of {changed:?}");
        }
        assert_eq!(results["testCard"], false);
    }
    let none = told(b"HELLO".to_vec()).await;
    assert_eq!(none["private_data"]["results"]["expired"], "Unknown");
}

/// The vendor's card for trying readers is known by its head, and is never a licence.
#[tokio::test]
async fn a_card_for_trying_readers_is_known() {
    let told = told(ohio("IDCHK989895", &[])).await;
    let results = &told["private_data"]["results"];
    assert_eq!(results["testCard"], true);
    assert_eq!(results["firstName"], "EMMA");
    assert_ne!(results["processResult"], "DocumentProcessOK");
}

#[tokio::test]
async fn bytes_that_are_no_licence_are_unknown() {
    let told = told(b"HELLO".to_vec()).await;
    let results = &told["private_data"]["results"];
    assert_eq!(results["processResult"], "DocumentUnknown");
    assert_eq!(results["firstName"], "");
}
