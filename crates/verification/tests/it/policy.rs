//! What the policy makes of readings: verdict, reason, codes and results, as data.

use jiff::civil::date;
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::policy::judge;
use verification::reading::{DocumentReading, Examination, Unread};
use verification::request::{AgeRange, Asked, CountryCode, DocumentType, Gender};
use verification::verdict::{DataValue, FieldResult, Outcome, ServiceResult, Verdict};
use verification::{Request, Service};

use crate::builders::{TODAY, examination, reading, request};

/// What an examiner adds when the barcode hangs together.
fn consistent() -> Finding {
    Finding::passed(
        Service::Document,
        "barcode.consistency",
        "no field contradicts another",
    )
}

fn judged(change: impl Fn(&mut Request, &mut DocumentReading, &mut Vec<Finding>)) -> Outcome {
    let (mut request, mut reading, mut findings) = (request(true), reading(), vec![consistent()]);
    change(&mut request, &mut reading, &mut findings);
    judge(&request, &examination(Ok(reading), findings), TODAY)
}

fn result(outcome: &Outcome, key: &str) -> FieldResult {
    let ServiceResult::Fields(fields) = &outcome.services[0].result else {
        panic!("not fields")
    };
    fields
        .iter()
        .find(|(name, _)| name == key)
        .unwrap_or_else(|| panic!("no {key}"))
        .1
}

fn codes(outcome: &Outcome) -> Vec<String> {
    outcome.codes.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn check_declined(outcome: &Outcome, expected: &[&str], zeros: &[&str]) {
    assert_eq!(outcome.verdict, Verdict::Declined);
    assert_eq!(codes(outcome), expected);
    assert_eq!(
        outcome.reason.as_ref().map(ToString::to_string).as_deref(),
        expected.first().copied()
    );
    for key in zeros {
        assert_eq!(result(outcome, key), Some(false), "{key}");
    }
}

#[test]
fn a_good_licence_is_accepted() {
    let outcome = judged(|_, _, _| {});
    assert_eq!(outcome.verdict, Verdict::Accepted);
    assert_eq!(codes(&outcome), [""; 0]);
    for key in [
        "name",
        "dob",
        "expiry_date",
        "document_number",
        "document",
        "document_must_not_be_expired",
        "selected_type",
    ] {
        assert_eq!(result(&outcome, key), Some(true), "{key}");
    }
    let ServiceResult::Fields(fields) = &outcome.services[0].result else {
        panic!("not fields")
    };
    assert!(
        !fields.iter().any(|(key, _)| key == "issue_date"),
        "not asked for, not reported"
    );
}

#[test]
fn each_claim_that_differs_declines_with_its_code() {
    check_declined(
        &judged(|_, read, _| read.name.as_mut().unwrap().family = Some("ROE".to_owned())),
        &["SPDR07"],
        &["name"],
    );
    check_declined(
        &judged(|_, read, _| read.dob = Some(date(1978, 3, 14))),
        &["SPDR08"],
        &["dob"],
    );
    check_declined(
        &judged(|_, read, _| read.document_number = Some("X9".into())),
        &["SPDR11"],
        &["document_number"],
    );
    check_declined(
        &judged(|asked, _, _| {
            asked.services.document.as_mut().unwrap().issue_date = Asked::Check(date(2020, 1, 2))
        }),
        &["SPDR10"],
        &["issue_date"],
    );
    check_declined(
        &judged(|asked, _, _| {
            asked.services.document.as_mut().unwrap().expiry_date = Asked::Check(date(2028, 1, 2))
        }),
        &["SPDR16"],
        &["expiry_date"],
    );
    check_declined(
        &judged(|asked, read, _| {
            asked.services.document.as_mut().unwrap().gender = Asked::Check(Gender::Female);
            read.gender = Some(Gender::Male);
        }),
        &["SPDR44"],
        &["gender"],
    );
    check_declined(
        &judged(|asked, read, _| {
            let range = AgeRange {
                min: Some(18),
                max: None,
            };
            asked.services.document.as_mut().unwrap().age = Asked::Check(range);
            asked.services.document.as_mut().unwrap().dob = Asked::Read;
            read.dob = Some(date(2009, 1, 1));
        }),
        &["SPDR14"],
        &["age"],
    );
}

#[test]
fn the_document_itself_declines() {
    check_declined(
        &judged(|_, read, _| read.expiry_date = Some(date(2026, 6, 14))),
        &["SPDR17"],
        &["document_must_not_be_expired"],
    );
    check_declined(
        &judged(|asked, _, _| {
            asked.services.document.as_mut().unwrap().supported_types = vec![DocumentType::Passport]
        }),
        &["SPDR13"],
        &["selected_type"],
    );
    check_declined(
        &judged(|asked, _, _| asked.country = Some(CountryCode::parse("gb").unwrap())),
        &["SPDR67"],
        &["document_country"],
    );
    let altered = Finding::failed(
        Service::Document,
        "barcode.consistency",
        DeclineCode::PROOF_ALTERED,
        "DDJ against DBB",
    );
    check_declined(
        &judged(|_, _, found| *found = vec![altered.clone()]),
        &["SPDR48"],
        &["document"],
    );
}

#[test]
fn a_licence_is_good_on_the_day_it_expires() {
    let outcome = judged(|_, read, _| read.expiry_date = Some(TODAY));
    assert_eq!(outcome.verdict, Verdict::Accepted);
}

#[test]
fn every_reason_is_told_and_the_weightiest_is_the_reason() {
    let altered = Finding::failed(
        Service::Document,
        "barcode.consistency",
        DeclineCode::PROOF_ALTERED,
        "",
    );
    let outcome = judged(|_, read, found| {
        read.expiry_date = Some(date(2020, 1, 1));
        read.dob = Some(date(1990, 1, 1));
        read.name.as_mut().unwrap().given = Some("JANE".to_owned());
        found.push(altered.clone());
    });
    check_declined(
        &outcome,
        &["SPDR48", "SPDR07", "SPDR08", "SPDR17"],
        &["name", "dob", "document"],
    );
}

#[test]
fn what_is_not_on_the_document_is_null_and_does_not_decline() {
    let outcome = judged(|asked, read, _| {
        asked.services.document.as_mut().unwrap().gender = Asked::Check(Gender::Female);
        asked.services.document.as_mut().unwrap().place_of_issue =
            Asked::Check("Springfield".into());
        read.gender = None;
    });
    assert_eq!(outcome.verdict, Verdict::Accepted);
    assert_eq!(result(&outcome, "gender"), None);
    assert_eq!(result(&outcome, "place_of_issue"), None);
    let gender = outcome.services[0]
        .data
        .iter()
        .find(|(key, _)| key == "gender")
        .unwrap();
    assert_eq!(gender.1, DataValue::Null);
}

#[test]
fn nothing_read_is_null_throughout_and_says_why() {
    let cases = [
        (Unread::Blurred, "SPDR18"),
        (Unread::NotVisible, "SPDR55"),
        (Unread::CutOff, "SPDR53"),
        (Unread::OtherSideMissing, "SPDR249"),
        (Unread::NothingFound, "SPDR55"),
        (Unread::Unsupported, "SPDR205"),
    ];
    for (unread, code) in cases {
        let outcome = judge(&request(true), &examination(Err(unread), Vec::new()), TODAY);
        check_declined(&outcome, &[code], &["document_visibility"]);
        for key in ["name", "dob", "expiry_date", "document_number", "document"] {
            assert_eq!(result(&outcome, key), None, "{unread:?} {key}");
        }
    }
}

#[test]
fn a_service_that_nobody_examined_is_never_a_pass() {
    let outcome = judge(&request(true), &Examination::default(), TODAY);
    check_declined(&outcome, &["BNFD03"], &[]);
    assert_eq!(result(&outcome, "name"), None);
}

#[test]
fn suspicious_signs_decline_only_where_stricter_checks_were_asked_for() {
    let sign = || {
        Finding::new(
            Service::Document,
            "barcode.number_format",
            FindingOutcome::Failed,
            "unusual",
        )
    };
    let signs = |stricter: bool| {
        judged(move |asked, _, found| {
            asked.flags.enhanced_originality_checks = stricter;
            found.extend([sign(), sign()]);
        })
    };
    assert_eq!(signs(false).verdict, Verdict::Accepted);
    check_declined(&signs(true), &["SPDR06"], &["document"]);
}
