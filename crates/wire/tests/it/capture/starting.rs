//! `/start`: what may be said, and what is made of it.

use std::collections::BTreeSet;

use verification::Service;
use verification::capture::{CaptureDocument, CaptureLanguage, Channel, Envelope, Kind, Signal};
use verification::request::{Abandonment, Reference};
use verification::stage::Stage;
use verification::status::Profile;
use wire::capture::parse::{Call, Start};
use wire::capture::{Encoding, render};

use super::{TRANSACTION, shown, start, start_with, verification};

#[test]
fn an_empty_call_starts_a_direct_transaction_about_a_licence() {
    let start = start("").unwrap();
    assert_eq!(start.terms.kind, Kind::Direct);
    assert_eq!(start.terms.document_type, CaptureDocument::NaDl);
    assert_eq!(
        start.terms.signals,
        BTreeSet::from([Signal::Idcheck, Signal::OcrScan, Signal::OcrMatch])
    );
    assert_eq!(start.ttl.minutes(), 10);
    let request = start.into_request(Reference::parse(TRANSACTION).unwrap());
    assert_eq!(request.abandonment, Abandonment::IsProcessed);
    assert_eq!(request.asked().collect::<Vec<_>>(), [Service::Document]);
}

#[test]
fn pages_are_made_for_whoever_mentions_them() {
    let cases = [
        (
            "",
            r#""send_link":{"to":"+1 (212) 555-0100"}"#,
            Kind::Capture,
        ),
        ("", r#""return_capture_url":true"#, Kind::Capture),
        ("", r#""return_capture_url":"1""#, Kind::Capture),
        ("", r#""return_capture_url":false"#, Kind::Direct),
        (r#""redirect_url":"https://a.example/""#, "", Kind::Capture),
        (
            r#""error_redirect_url":"https://a.example/""#,
            "",
            Kind::Capture,
        ),
        (r#""qr_breakpoint_px":"700""#, "", Kind::Capture),
        (r#""results_url":"https://a.example/""#, "", Kind::Direct),
        // Status events are told of hosted pages only.
        (r#""status_url":"https://a.example/""#, "", Kind::Capture),
        (
            r#""status_url":"https://a.example/","results_url":"https://a.example/""#,
            r#""return_capture_url":false"#,
            Kind::Capture,
        ),
        (r#""status_url":"  ""#, "", Kind::Direct),
    ];
    for (public, private, kind) in cases {
        assert_eq!(
            start_with(public, private).unwrap().terms.kind,
            kind,
            "{public} {private}"
        );
    }
}

/// Postbacks follow it.
#[test]
fn how_a_call_is_written_is_kept() {
    for (encoding, envelope) in [
        (Encoding::Base64, Envelope::Base64),
        (Encoding::Json, Envelope::Json),
    ] {
        let start = Start::read(&Call::read(b"{}").unwrap(), None, encoding).unwrap();
        assert_eq!(start.terms.envelope, envelope);
    }
}

#[test]
fn what_php_makes_of_an_empty_object_is_one() {
    let empty = br#"{"public_data":[],"private_data":{"user_defined":[],"send_link":[]}}"#;
    let start = Start::read(&Call::read(empty).unwrap(), None, Encoding::Json).unwrap();
    assert_eq!(
        (start.terms.user_defined, start.terms.send_link),
        (None, None)
    );
    for list in [r#"{"private_data":[{}]}"#, r#"{"public_data":["a"]}"#] {
        assert!(Call::read(list.as_bytes()).is_err(), "{list}");
    }
    assert!(super::start(r#""send_link":[{"to":"+12125550100"}]"#).is_err());
    assert!(super::start(r#""location":{}"#).is_err());
}

#[test]
fn every_field_has_its_place() {
    let start = start_with(
        r#""capture_language":"FR-CA","redirect_url":"https://a.example/done","error_redirect_url":"https://a.example/no",
           "results_url":"https://a.example/results","status_url":"https://a.example/status","qr_breakpoint_px":700,"unknown":[1]"#,
        r#""document_type":"passport","signals":["ocr_scan","Selfie",""],"ttl":"30","deviceValidation":true,
           "send_link":{"type":"whatsapp","to":"+12125550100","body":"Hello"},"return_images":1,
           "location":"Branch 7","purpose":"loan","user_defined":{"b":1,"a":[true,null,1.5]},"more":{}"#,
    )
    .unwrap();
    let terms = &start.terms;
    assert_eq!(terms.document_type, CaptureDocument::Passport);
    assert_eq!(
        terms.signals,
        BTreeSet::from([Signal::OcrScan, Signal::Selfie, Signal::DeviceValidation])
    );
    assert_eq!(terms.language, Some(CaptureLanguage::FrCa));
    assert_eq!(terms.qr_breakpoint_px, Some(700));
    let link = terms.send_link.as_ref().unwrap();
    assert_eq!(
        (link.channel, link.to.reveal()),
        (Channel::Whatsapp, "+12125550100")
    );
    assert_eq!(link.body.as_ref().unwrap().reveal(), "Hello");
    assert!(terms.return_images && !terms.return_link);
    assert_eq!(
        terms.user_defined.as_ref().unwrap().reveal(),
        r#"{"b":1,"a":[true,null,1.5]}"#
    );
    assert_eq!(terms.location.as_ref().unwrap().reveal(), "Branch 7");
    assert_eq!(start.ttl.minutes(), 30);
    let request = start.into_request(Reference::parse(TRANSACTION).unwrap());
    assert_eq!(
        request.asked().collect::<Vec<_>>(),
        [Service::Document, Service::Face]
    );
    assert_eq!(request.language.unwrap().as_str(), "FR");
    assert_eq!(
        request.results_url.unwrap().as_str(),
        "https://a.example/results"
    );
    assert_eq!(
        request.error_redirect_url.unwrap().as_str(),
        "https://a.example/no"
    );
}

#[test]
fn signals_are_confirmed() {
    let cases = [
        ("na_dl", r#"["ocr_scan"]"#, "idcheck ocr_scan"),
        ("na_dl", r#"["ocr_match"]"#, "idcheck ocr_scan ocr_match"),
        ("na_dl", r#""idcheck""#, "idcheck"),
        ("na_dl", "[]", "idcheck ocr_scan ocr_match"),
        (
            "na_dl",
            r#"["selfie","document_liveness_idrnd"]"#,
            "idcheck selfie document_liveness_idrnd",
        ),
        ("passport", "[]", "ocr_scan ocr_match"),
        ("other", "null", "ocr_scan ocr_match"),
        ("other", r#"["selfie"]"#, "ocr_scan selfie"),
        // What the document cannot have is left out, and told so by the list.
        ("passport", r#"["idcheck"]"#, "ocr_scan"),
        ("other", r#""idcheck""#, "ocr_scan"),
        (
            "passport",
            r#"["idcheck","ocr_match","selfie","document_liveness_idrnd","ocr_scan"]"#,
            "ocr_scan ocr_match selfie document_liveness_idrnd",
        ),
        (
            "NA_DL",
            r#"["email_validation"]"#,
            "idcheck email_validation",
        ),
    ];
    for (document, signals, expected) in cases {
        let body = format!(r#""document_type":"{document}","signals":{signals}"#);
        let start = start(&body).unwrap();
        let words: Vec<&str> = start
            .terms
            .signals
            .iter()
            .map(|signal| signal.word())
            .collect();
        assert_eq!(words.join(" "), expected, "{document} {signals}");
    }
}

#[test]
fn an_account_gets_what_it_subscribes_to() {
    let subscribed = BTreeSet::from([Signal::Idcheck, Signal::OcrScan, Signal::Selfie]);
    let cases = [
        ("", "idcheck ocr_scan selfie"),
        (r#""document_type":"other""#, "ocr_scan selfie"),
        (r#""signals":["idcheck","ocr_match"]"#, "idcheck"),
        (
            r#""signals":["idcheck"],"device_validation":true"#,
            "idcheck",
        ),
    ];
    for (private, expected) in cases {
        let body = format!(r#"{{"private_data":{{{private}}}}}"#);
        let start = Start::read(
            &Call::read(body.as_bytes()).unwrap(),
            Some(&subscribed),
            Encoding::Json,
        )
        .unwrap();
        let words: Vec<&str> = start
            .terms
            .signals
            .iter()
            .map(|signal| signal.word())
            .collect();
        assert_eq!(words.join(" "), expected, "{private}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let cases = [
        (
            "",
            r#""document_type":"visa""#,
            "document_type must be one of na_dl, passport, other.",
        ),
        (
            "",
            r#""document_type":7"#,
            "document_type must be one of na_dl, passport, other.",
        ),
        (
            "",
            r#""signals":["face"]"#,
            "signals may only have idcheck, ocr_scan, ocr_match, selfie, document_liveness_idrnd, device_validation, email_validation.",
        ),
        (
            "",
            r#""signals":{"0":"idcheck"}"#,
            "signals must be an array of strings.",
        ),
        ("", r#""ttl":0"#, "ttl must be a whole number from 1 to 30."),
        (
            "",
            r#""ttl":"31""#,
            "ttl must be a whole number from 1 to 30.",
        ),
        ("", r#""ttl":"soon""#, "ttl must be an integer."),
        ("", r#""ttl":1.5"#, "ttl must be an integer."),
        (
            "",
            r#""send_link":"+12125550100""#,
            "send_link must be an object.",
        ),
        ("", r#""send_link":{}"#, "send_link.to is required."),
        (
            "",
            r#""send_link":{"to":"2125550100"}"#,
            "send_link.to format is invalid.",
        ),
        (
            "",
            r#""send_link":{"type":"email","to":"+12125550100"}"#,
            "send_link.to format is invalid.",
        ),
        (
            "",
            r#""send_link":{"type":"pigeon","to":"+12125550100"}"#,
            "type must be one of sms, email, whatsapp.",
        ),
        (
            "",
            r#""return_images":"maybe""#,
            "return_images field must be true or false.",
        ),
        (
            "",
            r#""user_defined":"x""#,
            "user_defined must be an object.",
        ),
        (
            r#""redirect_url":"a.example""#,
            "",
            "redirect_url format is invalid.",
        ),
        (
            r#""status_url":"ftp://a.example/""#,
            "",
            "status_url format is invalid.",
        ),
        (
            r#""capture_language":"de-de""#,
            "",
            "capture_language must be one of en-us, fr-ca, es-mx.",
        ),
        (
            r#""qr_breakpoint_px":-1"#,
            "",
            "qr_breakpoint_px must be a whole number from 0 to 100000.",
        ),
    ];
    for (public, private, expected) in cases {
        let fault = start_with(public, private).unwrap_err();
        assert_eq!(fault.message, expected, "{public} {private}");
        assert_eq!(fault.kind.status(), 422);
    }
}

#[test]
fn the_answer_echoes_what_was_confirmed() {
    let start = start_with(
        r#""status_url":"https://a.example/status""#,
        r#""ttl":"15","signals":["selfie"],"send_link":{"to":"+12125550100"}"#,
    );
    let opened = verification(start.unwrap(), Stage::Created);
    let url = "https://id.example.com/?token=t&version=default&language=en-us";
    let told = shown(&render::started(&opened, Some(url), Profile::Table));
    insta::assert_snapshot!(serde_json::to_string_pretty(&told).unwrap(), @r#"
    {
      "public_data": {
        "version": "3.9.2",
        "endpoint": "start",
        "capture_url": "https://id.example.com/?token=t&version=default&language=en-us",
        "capture_language": "en-us",
        "status_url": "https://a.example/status"
      },
      "private_data": {
        "transaction_id": "a6e7c62a-0af0-4a03-9662-131557613d87",
        "ttl": 15,
        "send_link": {
          "type": "sms",
          "to": "+12125550100"
        },
        "capture_expiration_utc": "06-21-2024 17:07:12",
        "signals": [
          "idcheck",
          "selfie"
        ],
        "document_type": "na_dl"
      }
    }
    "#);
}
