//! What the policy makes of address papers, as data.

use jiff::civil::date;
use verification::names::{NameReading, PersonName};
use verification::policy::judge;
use verification::reading::{Examination, ExaminedPaper, PaperReading, Unread};
use verification::request::{AddressService, AddressType, Asked, CountryCode, Side};
use verification::verdict::{DataValue, Outcome, ServiceResult, Verdict};
use verification::{Personal, Request, Service};

use crate::builders::{TODAY, examination, reading, request};

const ADDRESS: &str = "1610 Elm Avenue, Austin TX 78701";

fn line(name: &str) -> NameReading {
    NameReading {
        full: Some(name.to_owned()),
        ..NameReading::default()
    }
}

fn bill() -> PaperReading {
    PaperReading {
        kind: Some(AddressType::UtilityBill),
        name: Some(line("John Doe")),
        address: Some(Personal::new(ADDRESS)),
        issue_date: Some(date(2026, 5, 20)),
        country: Some("US".to_owned()),
        ..PaperReading::default()
    }
}

/// Only `address` is asked for, unless the change asks for more.
fn judged(change: impl Fn(&mut Request, &mut Vec<PaperReading>)) -> Outcome {
    let mut asked = request(false);
    asked.services.document = None;
    asked.services.address = Some(AddressService {
        supported_types: vec![AddressType::UtilityBill, AddressType::BankStatement],
        name: Asked::Check(PersonName::of("John", "Doe")),
        full_address: Asked::Check(Personal::new("1610 elm ave, Austin, Texas")),
        issue_date: Asked::Read,
        address_fuzzy_match: true,
        ..AddressService::default()
    });
    let mut papers = vec![bill()];
    change(&mut asked, &mut papers);
    let paper = ExaminedPaper {
        readings: Ok(papers),
        findings: Vec::new(),
    };
    let examined = Examination {
        paper: Some(paper),
        ..if asked.services.document.is_some() {
            examination(Ok(reading()), Vec::new())
        } else {
            Examination::default()
        }
    };
    judge(&asked, &examined, TODAY)
}

fn strict(asked: &mut Request, claim: &str) {
    let address = asked.services.address.as_mut().unwrap();
    address.full_address = Asked::Check(Personal::new(claim));
    address.address_fuzzy_match = false;
}

fn results(outcome: &Outcome) -> Vec<(String, Option<bool>)> {
    let address = outcome
        .services
        .iter()
        .find(|service| service.service == Service::Address)
        .unwrap();
    match &address.result {
        ServiceResult::Fields(fields) => fields.clone(),
        ServiceResult::Whole(_) => panic!("not fields"),
    }
}

#[track_caller]
fn check(expected: &[&str], change: impl Fn(&mut Request, &mut Vec<PaperReading>)) -> Outcome {
    let outcome = judged(change);
    let codes: Vec<String> = outcome.codes.iter().map(ToString::to_string).collect();
    assert_eq!(codes, expected, "{:?}", outcome.findings);
    let verdict = if expected.is_empty() {
        Verdict::Accepted
    } else {
        Verdict::Declined
    };
    assert_eq!(outcome.verdict, verdict);
    outcome
}

#[test]
fn a_good_bill_is_accepted_and_told() {
    let outcome = check(&[], |asked, _| {
        strict(asked, "1610 ELM AVE\nAustin, Texas 78701");
    });
    let fields = results(&outcome);
    let of = |key: &str| {
        fields
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, result)| *result)
    };
    assert_eq!(of("name"), Some(Some(true)));
    assert_eq!(of("full_address"), Some(Some(true)));
    assert_eq!(
        of("address_document"),
        Some(None),
        "no paper is shown to be genuine"
    );
    assert_eq!(of("address_document_must_not_be_expired"), Some(Some(true)));
    assert_eq!(of("selected_type"), Some(Some(true)));
    let data = &outcome.services[0].data;
    assert!(data.contains(&(
        "selected_type".to_owned(),
        DataValue::Words(vec!["utility_bill".to_owned()])
    )));
    assert!(data.contains(&(
        "full_address".to_owned(),
        DataValue::Text(Personal::new(ADDRESS))
    )));
}

#[test]
fn what_differs_declines() {
    check(&["SPDR22"], |_, papers| {
        papers[0].name = Some(line("Jane Roe"));
    });
    check(&["SPDR23"], |asked, _| {
        strict(asked, "1611 Elm Avenue, Austin TX 78701");
    });
    check(&["SPDR24"], |_, papers| {
        papers[0].kind = Some(AddressType::SalarySlip);
    });
    check(&["SPDR30"], |asked, _| {
        asked.services.address.as_mut().unwrap().issue_date = Asked::Check(date(2026, 5, 21));
    });
    check(&["SPDR25"], |asked, papers| {
        asked.country = Some(CountryCode::parse("DE").unwrap());
        papers[0].country = Some("US".to_owned());
    });
}

#[test]
fn old_papers_and_papers_of_tomorrow() {
    check(&["SPDR27"], |_, papers| {
        papers[0].issue_date = Some(date(2025, 6, 14));
    });
    check(&[], |_, papers| {
        papers[0].issue_date = Some(date(2025, 6, 15));
    });
    check(&["SPDR48"], |_, papers| {
        papers[0].issue_date = Some(date(2026, 6, 17));
    });
    check(&[], |_, papers| {
        papers[0].issue_date = Some(date(2026, 6, 16));
    });
    // A contract holds longer than a bill.
    check(&[], |asked, papers| {
        asked
            .services
            .address
            .as_mut()
            .unwrap()
            .supported_types
            .clear();
        papers[0].kind = Some(AddressType::LeaseAgreement);
        papers[0].issue_date = Some(date(2022, 1, 1));
    });
    check(&["SPDR27"], |asked, papers| {
        asked
            .services
            .address
            .as_mut()
            .unwrap()
            .supported_types
            .clear();
        papers[0].kind = Some(AddressType::DrivingLicense);
        papers[0].expiry_date = Some(date(2026, 6, 14));
    });
}

#[test]
fn what_a_paper_does_not_show_is_null_and_declines_a_claim() {
    let outcome = check(&["SPDR55"], |_, papers| papers[0].address = None);
    assert!(results(&outcome).contains(&("full_address".to_owned(), None)));
    let outcome = check(&[], |_, papers| papers[0].kind = None);
    assert!(results(&outcome).contains(&("selected_type".to_owned(), None)));
    let outcome = check(&[], |_, papers| papers[0].issue_date = None);
    assert!(results(&outcome).contains(&("issue_date".to_owned(), None)));
    // A claim in another script cannot be compared.
    check(&["SPDR23"], |asked, _| {
        strict(asked, "ул. Ленина 5, Москва");
    });
}

#[test]
fn the_paper_is_held_against_the_document() {
    let with_document =
        |asked: &mut Request| asked.services.document = request(true).services.document;
    let outcome = judged(|asked, _| with_document(asked));
    assert!(results(&outcome).contains(&(
        "match_address_proofs_with_document_proofs".to_owned(),
        Some(true)
    )));
    let outcome = judged(|asked, papers| {
        with_document(asked);
        asked.services.address.as_mut().unwrap().name = Asked::Read;
        papers[0].name = Some(line("Jane Roe"));
    });
    let codes: Vec<&str> = outcome
        .codes
        .iter()
        .map(verification::decline::DeclineCode::as_str)
        .collect();
    assert!(codes.contains(&"SPDR31"), "{codes:?}");
    let outcome = judged(|asked, papers| {
        with_document(asked);
        papers[0].document_number = Some(Personal::new("D1234567"));
    });
    let codes: Vec<&str> = outcome
        .codes
        .iter()
        .map(verification::decline::DeclineCode::as_str)
        .collect();
    assert!(codes.contains(&"SPDR46"), "{codes:?}");
}

#[test]
fn two_papers_are_held_against_each_other() {
    check(&[], |_, papers| papers.push(bill()));
    check(&[], |_, papers| papers.push(PaperReading::default()));
    check(&["SPDR66"], |_, papers| {
        papers.push(PaperReading {
            name: Some(line("Jane Roe")),
            ..bill()
        });
    });
    check(&["SPDR23"], |_, papers| {
        let elsewhere = Some(Personal::new("9 Oak Road, Leeds LS1 4AP"));
        papers.push(PaperReading {
            address: elsewhere,
            ..bill()
        });
    });
}

#[test]
fn an_unread_paper_says_why() {
    for (unread, code) in [
        (Unread::Blurred, "SPDR28"),
        (Unread::NotVisible, "SPDR55"),
        (Unread::CutOff, "SPDR53"),
        (Unread::NothingFound, "SPDR55"),
        (Unread::Unsupported, "BNFD03"),
    ] {
        let mut asked = request(false);
        asked.services.document = None;
        asked.services.address = Some(AddressService {
            name: Asked::Check(PersonName::of("John", "Doe")),
            ..AddressService::default()
        });
        asked
            .proofs
            .insert(verification::request::EvidenceSlot::new(
                Service::Address,
                Side::Proof,
            ));
        let paper = ExaminedPaper {
            readings: Err(unread),
            findings: Vec::new(),
        };
        let examined = Examination {
            paper: Some(paper),
            ..Examination::default()
        };
        let outcome = judge(&asked, &examined, TODAY);
        let codes: Vec<&str> = outcome
            .codes
            .iter()
            .map(verification::decline::DeclineCode::as_str)
            .collect();
        assert_eq!(codes, [code]);
        assert!(results(&outcome).contains(&("name".to_owned(), None)));
    }
}
