//! What the policy makes of readings: verdict, reason, codes and results, as data.

use jiff::civil::{Date, date};
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::names::{Cut, NameReading, PersonName};
use verification::policy::judge;
use verification::reading::{DocumentReading, Doubt, Examination, Examined, Unread};
use verification::request::{AgeRange, Asked, CountryCode, DocumentType, Gender, Side};
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
            asked.services.document.as_mut().unwrap().issue_date = Asked::Check(date(2020, 1, 2));
        }),
        &["SPDR10"],
        &["issue_date"],
    );
    check_declined(
        &judged(|asked, _, _| {
            asked.services.document.as_mut().unwrap().expiry_date = Asked::Check(date(2028, 1, 2));
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
            asked.services.document.as_mut().unwrap().supported_types =
                vec![DocumentType::Passport];
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

#[test]
fn a_claim_that_cannot_be_compared_is_null_and_declines() {
    let name = |first: &str, last: &str| PersonName {
        first: Some(first.to_owned()),
        last: Some(last.to_owned()),
        ..PersonName::default()
    };
    for claim in [name("李", "王"), name("Иван", "Петров"), name("...", "...")] {
        let outcome = judged(|asked, _, _| {
            asked.services.document.as_mut().unwrap().name = Asked::Check(claim.clone());
        });
        assert_eq!(outcome.verdict, Verdict::Declined, "{claim:?}");
        assert_eq!(codes(&outcome), ["SPDR07"], "{claim:?}");
    }
    for (key, outcome) in [
        ("dob", judged(|_, read, _| read.dob = None)),
        (
            "document_number",
            judged(|_, read, _| read.document_number = None),
        ),
    ] {
        check_declined(&outcome, &["SPDR55"], &[]);
        assert_eq!(result(&outcome, key), None, "{key}");
    }
}

#[test]
fn a_document_without_an_expiry_date_must_say_that_it_has_none() {
    let without = |never: bool| {
        judged(move |asked, read, _| {
            asked.services.document.as_mut().unwrap().expiry_date = Asked::No;
            read.expiry_date = None;
            read.never_expires = never;
        })
    };
    check_declined(&without(false), &["SPDR55"], &[]);
    assert_eq!(without(true).verdict, Verdict::Accepted);
}

#[test]
fn notes_and_dim_pictures_are_no_signs_of_forgery() {
    let outcome = judged(|asked, _, found| {
        asked.flags.enhanced_originality_checks = true;
        for check in [
            "note.layout",
            "note.expiry_on_birthday",
            "picture.brightness",
        ] {
            found.push(Finding::new(
                Service::Document,
                check,
                FindingOutcome::Failed,
                "",
            ));
        }
    });
    assert_eq!(outcome.verdict, Verdict::Accepted);
}

#[test]
fn a_back_that_must_be_there_must_be_there() {
    let outcome = judged(|asked, _, _| {
        asked
            .services
            .document
            .as_mut()
            .unwrap()
            .backside_proof_required = true;
        asked.proofs.retain(|slot| slot.side == Side::Proof);
    });
    check_declined(&outcome, &["SPDR249"], &[]);
}

#[test]
fn dates_of_the_future_are_forged() {
    check_declined(
        &judged(|_, read, _| read.issue_date = Some(date(2026, 6, 17))),
        &["SPDR48"],
        &["document"],
    );
    let tomorrow = judged(|_, read, _| read.issue_date = Some(date(2026, 6, 16)));
    assert_eq!(tomorrow.verdict, Verdict::Accepted);
}

#[test]
fn two_documents_must_speak_of_one_person() {
    let judged = |change: fn(&mut DocumentReading)| {
        let mut asked = request(true);
        asked.services.document_two = asked.services.document.clone();
        let mut second = reading();
        change(&mut second);
        let examined = |service, reading| Examined {
            service,
            reading: Ok(reading),
            findings: vec![consistent()],
        };
        let services = vec![
            examined(Service::Document, reading()),
            examined(Service::DocumentTwo, second),
        ];
        judge(
            &asked,
            &Examination {
                services,
                ..Examination::default()
            },
            TODAY,
        )
    };
    assert_eq!(judged(|_| {}).verdict, Verdict::Accepted);
    let names = judged(|read| read.name.as_mut().unwrap().family = Some("ROE".to_owned()));
    assert!(codes(&names).contains(&"SPDR05".to_owned()));
    let births = judged(|read| read.dob = Some(date(1980, 1, 1)));
    assert!(codes(&births).contains(&"SPDR36".to_owned()));
}

/// Either of two documents may have cut the name: a full zone before a whole licence is one
/// person's.
#[test]
fn two_documents_of_which_one_cut_the_name() {
    let mut asked = request(true);
    let document = asked.services.document.as_mut().unwrap();
    document.name = Asked::Read;
    asked.services.document_two = asked.services.document.clone();
    let named = |given: &str, family: &str, cut: Cut| {
        let mut read = reading();
        read.name = Some(NameReading {
            given: Some(given.to_owned()),
            family: Some(family.to_owned()),
            given_cut: cut,
            family_cut: cut,
            ..NameReading::default()
        });
        read
    };
    let zone = named("MAX", "PAPANDROPOULOU CONSTANT", Cut::ByWord);
    let licence = named("MAXIMILIANE", "PAPANDROPOULOU CONSTANTINIDES", Cut::Whole);
    for (first, second) in [(zone.clone(), licence.clone()), (licence, zone)] {
        let examined = |service, reading| Examined {
            service,
            reading: Ok(reading),
            findings: vec![consistent()],
        };
        let services = vec![
            examined(Service::Document, first),
            examined(Service::DocumentTwo, second),
        ];
        let examination = Examination {
            services,
            ..Examination::default()
        };
        let outcome = judge(&asked, &examination, TODAY);
        assert_eq!(outcome.verdict, Verdict::Accepted, "{:?}", codes(&outcome));
    }
}

#[test]
fn a_zone_that_contradicts_itself_is_forged() {
    let digit = Finding::failed(
        Service::Document,
        "mrz.birth_digit",
        DeclineCode::EDITED_MRZ,
        "the check digit does not hold",
    );
    check_declined(
        &judged(|_, _, found| *found = vec![digit.clone()]),
        &["SPDR239"],
        &["document"],
    );
}

/// A doubtful field bears a true claim out; it contradicts nobody, and it is not told where nothing
/// was claimed.
#[test]
fn what_is_not_sure_can_only_agree() {
    let doubts = vec![Doubt::Name, Doubt::Dob, Doubt::DocumentNumber];
    let agreeing = judged(|_, read, _| read.doubts.clone_from(&doubts));
    assert_eq!(
        agreeing.verdict,
        Verdict::Accepted,
        "{:?}",
        codes(&agreeing)
    );
    for key in ["name", "dob", "document_number"] {
        assert_eq!(result(&agreeing, key), Some(true), "{key}");
    }
    let differing = judged(|_, read, _| {
        read.doubts.clone_from(&doubts);
        read.name.as_mut().unwrap().family = Some("D0E".to_owned());
        read.dob = Some(date(1978, 8, 13));
        read.document_number = Some("X9".into());
    });
    check_declined(&differing, &["SPDR55"], &[]);
    for key in ["name", "dob", "document_number"] {
        assert_eq!(result(&differing, key), None, "{key}");
    }
    let told = judged(|asked, read, _| {
        read.doubts = vec![Doubt::Dob];
        asked.services.document.as_mut().unwrap().dob = Asked::Read;
    });
    assert_eq!(result(&told, "dob"), None);
    let of_dob = |(key, _): &&(String, DataValue)| key == "dob";
    let dob = told.services[0].data.iter().find(of_dob).unwrap();
    assert_eq!(dob.1, DataValue::Null);
}

/// A date of issue that was read in print and not a second time is worth as much.
#[test]
fn a_printed_date_of_issue_that_is_not_sure_can_only_agree() {
    let asked_for = |claim: Date, printed: Date| {
        judged(move |asked, read, _| {
            asked.services.document.as_mut().unwrap().issue_date = Asked::Check(claim);
            read.issue_date = Some(printed);
            read.doubts = vec![Doubt::IssueDate];
        })
    };
    let (day, other) = (date(2021, 5, 6), date(2021, 5, 8));
    let agreeing = asked_for(day, day);
    assert_eq!(result(&agreeing, "issue_date"), Some(true));
    assert_eq!(
        agreeing.verdict,
        Verdict::Accepted,
        "{:?}",
        codes(&agreeing)
    );
    let differing = asked_for(day, other);
    check_declined(&differing, &["SPDR55"], &[]);
    assert_eq!(result(&differing, "issue_date"), None);
}

/// A document that says one thing to people and another to machines is not what it pretends to be.
#[test]
fn a_print_that_contradicts_the_code_declines() {
    let code = DeclineCode::SIDES_DIFFER;
    let found = Finding::failed(Service::Document, "printed.dob", code, "the print differs");
    check_declined(
        &judged(|_, _, all| *all = vec![found.clone()]),
        &["SPDR42"],
        &["document"],
    );
    let why = "this server has no text engine";
    let not_made = Finding::not_made(Service::Document, "printed.read", why);
    let outcome = judged(|_, _, all| all.push(not_made.clone()));
    assert_eq!(outcome.verdict, Verdict::Accepted, "{:?}", codes(&outcome));
}
