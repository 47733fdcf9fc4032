//! Nobody is declined without a reason: whatever was asked and whatever was found.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::names::{NameReading, PersonName};
use verification::policy::judge;
use verification::reading::{
    DocumentReading, Doubt, Examination, Examined, ExaminedPaper, PaperReading, Unread,
};
use verification::request::{
    AddressService, AgeRange, Asked, BackgroundService, ConsentService, CountryCode,
    DocumentService, DocumentType, EvidenceSlot, FaceService, Flags, PhoneService, Services, Side,
};
use verification::verdict::{Decider, Outcome, ServiceResult, Verdict};
use verification::{Personal, Request, Service};

use crate::builders::{TODAY, at, opened, outcome, request};

fn day() -> impl Strategy<Value = Date> {
    (1940_i16..2060, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

fn some<T: std::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::of(of)
}

fn asked<T: std::fmt::Debug + Clone + 'static>(
    claim: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Asked<T>> {
    prop_oneof![
        Just(Asked::No),
        Just(Asked::Read),
        claim.prop_map(Asked::Check)
    ]
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("JOHN".to_owned()),
        Just("DOE".to_owned()),
        "[A-Z]{0,6}"
    ]
}

fn kind() -> impl Strategy<Value = DocumentType> {
    prop::sample::select(DocumentType::ALL.to_vec())
}

fn claimed_name() -> impl Strategy<Value = PersonName> {
    (some(word()), some(word())).prop_map(|(first, last)| PersonName {
        first,
        last,
        ..PersonName::default()
    })
}

fn read_name() -> impl Strategy<Value = NameReading> {
    (some(word()), some(word())).prop_map(|(given, family)| NameReading {
        given,
        family,
        ..NameReading::default()
    })
}

fn number() -> impl Strategy<Value = Personal> {
    "[A-Z0-9]{1,4}".prop_map(Personal::new)
}

fn document() -> BoxedStrategy<DocumentService> {
    let age = (some(1_u16..90), some(1_u16..90)).prop_map(|(min, max)| AgeRange { min, max });
    (
        prop::collection::vec(kind(), 0..3),
        asked(claimed_name()),
        (asked(day()), asked(day()), asked(day()), asked(age)),
        asked(number()),
        any::<(bool, bool, bool)>(),
    )
        .prop_map(
            |(supported_types, name, (dob, issue, expiry, age), number, flags)| DocumentService {
                supported_types,
                name,
                dob,
                age,
                issue_date: issue,
                expiry_date: expiry,
                document_number: number,
                fuzzy_name: flags.0,
                backside_proof_required: flags.1,
                fetch_enhanced_data: flags.2,
                ..DocumentService::default()
            },
        )
        .boxed()
}

fn services() -> BoxedStrategy<Services> {
    let address =
        asked(Just(Personal::new("3339 Maryland Avenue, Largo"))).prop_map(|full| AddressService {
            full_address: full,
            ..AddressService::default()
        });
    let consent = Just(ConsentService {
        supported_types: Vec::new(),
        text: Personal::new("I agree"),
        with_face: false,
        verification_mode: None,
        allow_offline: None,
        allow_online: None,
    });
    (
        (some(document()), some(document())),
        some(address),
        some(Just(FaceService::default())),
        some(consent),
        some(Just(PhoneService::default())),
        some(Just(BackgroundService::default())),
    )
        .prop_map(
            |((document, document_two), address, face, consent, phone, checks)| Services {
                document,
                document_two,
                address,
                face,
                consent,
                phone,
                background_checks: checks,
            },
        )
        .prop_filter("something is asked for", |services| {
            services.asked().next().is_some()
        })
        .boxed()
}

fn reading() -> BoxedStrategy<DocumentReading> {
    (
        (some(kind()), some(read_name()), some(number())),
        (some(day()), some(day()), some(day()), any::<bool>()),
        some(prop_oneof![Just("US".to_owned()), Just("GB".to_owned())]),
        prop::collection::vec(
            prop::sample::select(vec![Doubt::Name, Doubt::Dob, Doubt::DocumentNumber]),
            0..2,
        ),
        some(Just(Side::Proof)),
    )
        .prop_map(
            |((kind, name, number), (dob, issue, expiry, endless), country, doubts, side)| {
                DocumentReading {
                    kind,
                    name,
                    dob,
                    issue_date: issue,
                    expiry_date: expiry,
                    never_expires: endless,
                    document_number: number,
                    country,
                    doubts,
                    from: side.map(|side| EvidenceSlot::new(Service::Document, side)),
                    ..DocumentReading::default()
                }
            },
        )
        .boxed()
}

fn unread() -> impl Strategy<Value = Unread> {
    prop::sample::select(vec![
        Unread::Blurred,
        Unread::NotVisible,
        Unread::CutOff,
        Unread::OtherSideMissing,
        Unread::NothingFound,
        Unread::Unsupported,
    ])
}

fn finding(service: Service) -> BoxedStrategy<Finding> {
    let check = prop::sample::select(vec![
        "barcode.found",
        "barcode.consistency",
        "mrz.digits",
        "printed.name",
        "picture.sharpness",
        "sides.same",
        "sides.portrait",
        "sides",
    ]);
    let code = some(prop::sample::select(vec![
        DeclineCode::PROOF_ALTERED,
        DeclineCode::SAME_SIDE_TWICE,
        DeclineCode::CHECK_DIGIT_WRONG,
    ]));
    let outcome = prop::sample::select(vec![
        FindingOutcome::Passed,
        FindingOutcome::Failed,
        FindingOutcome::NotMade("it was not".to_owned()),
    ]);
    (check, outcome, code)
        .prop_map(move |(check, outcome, code)| Finding {
            code: code.filter(|_| outcome == FindingOutcome::Failed),
            ..Finding::new(service, check, outcome, "")
        })
        .boxed()
}

fn examined(service: Service) -> BoxedStrategy<Examined> {
    let read = prop_oneof![3 => reading().prop_map(Ok), 1 => unread().prop_map(Err)];
    (read, prop::collection::vec(finding(service), 0..4))
        .prop_map(move |(reading, findings)| Examined {
            service,
            reading,
            findings,
        })
        .boxed()
}

fn examination() -> BoxedStrategy<Examination> {
    let paper = (
        some(read_name()),
        some(Just(Personal::new("3339 Maryland Avenue, Largo"))),
    )
        .prop_map(|(name, address)| PaperReading {
            name,
            address,
            ..PaperReading::default()
        });
    let readings = prop_oneof![
        prop::collection::vec(paper, 1..3).prop_map(Ok),
        unread().prop_map(Err)
    ];
    let paper = readings.prop_map(|readings| ExaminedPaper {
        readings,
        findings: Vec::new(),
    });
    (
        some(examined(Service::Document)),
        some(examined(Service::DocumentTwo)),
        some(paper),
    )
        .prop_map(|(one, two, paper)| Examination {
            services: one.into_iter().chain(two).collect(),
            paper,
            ..Examination::default()
        })
        .boxed()
}

fn any_request() -> BoxedStrategy<Request> {
    let country = some(Just(CountryCode::parse("GB").unwrap()));
    let proofs = prop::collection::btree_set(
        prop::sample::select(vec![
            EvidenceSlot::new(Service::Document, Side::Proof),
            EvidenceSlot::new(Service::Document, Side::AdditionalProof),
            EvidenceSlot::new(Service::DocumentTwo, Side::Proof),
        ]),
        0..3,
    );
    (services(), any::<(bool, bool)>(), country, proofs)
        .prop_map(
            |(services, (manual_review, strict), country, proofs)| Request {
                services,
                country,
                proofs,
                flags: Flags {
                    manual_review,
                    enhanced_originality_checks: strict,
                    ..Flags::default()
                },
                ..request(true)
            },
        )
        .boxed()
}

/// What every outcome owes to whoever is declined.
fn is_explained(outcome: &Outcome) -> Result<(), TestCaseError> {
    let declined = outcome.verdict == Verdict::Declined;
    prop_assert_eq!(declined, !outcome.codes.is_empty());
    prop_assert_eq!(outcome.reason.as_ref(), outcome.codes.first());
    for code in &outcome.codes {
        prop_assert!(code.definition().is_some(), "{} is not listed", code);
    }
    Ok(())
}

proptest! {
    #[test]
    fn whatever_is_not_accepted_has_a_listed_code(
        request in any_request(),
        examination in examination(),
    ) {
        let outcome = judge(&request, &examination, TODAY);
        is_explained(&outcome)?;
        for service in &outcome.services {
            let shown = match &service.result {
                ServiceResult::Whole(result) => *result == Some(true),
                ServiceResult::Fields(fields) => fields.iter().any(|(_, result)| *result == Some(true)),
            };
            prop_assert!(shown || !service.codes.is_empty(), "{:?}", service.service);
        }
    }

    #[test]
    fn a_reviewer_who_declines_gives_a_listed_code(
        request in any_request(),
        examination in examination(),
    ) {
        let mut request = request;
        request.flags.manual_review = true;
        request.proofs = [EvidenceSlot::new(Service::Document, Side::Proof)].into();
        request.services = Services {
            document: Some(DocumentService::default()),
            ..request.services
        };
        let mut verification = opened(request.clone()).next;
        verification.stage = verification::stage::Stage::Received;
        let outcome = judge(&request, &examination, TODAY);
        let in_review = verification.decide(outcome, at(1)).unwrap().next;
        let declined = in_review.review(&Verdict::Declined.into(), "ann", false, at(2)).unwrap().next;
        let decision = declined.stage.decision().unwrap();
        prop_assert_eq!(&decision.by, &Decider::Reviewer("ann".to_owned()));
        is_explained(&decision.outcome)?;
        prop_assert!(!decision.outcome.codes.contains(&DeclineCode::CHECK_NOT_MADE));
    }
}

/// Whoever makes an outcome without a reason: the aggregate gives one.
#[test]
fn no_decision_is_made_without_a_reason() {
    let verification = opened(request(true)).next;
    let decided = verification
        .decide(outcome(Verdict::Declined), at(1))
        .unwrap()
        .next;
    let decision = decided.stage.decision().unwrap();
    assert_eq!(decision.outcome.reason, Some(DeclineCode::CHECK_NOT_MADE));
    assert_eq!(decision.outcome.codes, [DeclineCode::CHECK_NOT_MADE]);
}

#[test]
fn what_nobody_examined_declines_because_the_check_was_not_made() {
    for asked in [
        Services {
            face: Some(FaceService::default()),
            ..Services::default()
        },
        Services {
            phone: Some(PhoneService::default()),
            ..Services::default()
        },
        Services {
            background_checks: Some(BackgroundService::default()),
            ..Services::default()
        },
        Services {
            address: Some(AddressService::default()),
            ..Services::default()
        },
    ] {
        let request = Request {
            services: asked,
            ..request(true)
        };
        let outcome = judge(&request, &Examination::default(), TODAY);
        assert_eq!(outcome.verdict, Verdict::Declined);
        assert_eq!(outcome.codes, [DeclineCode::CHECK_NOT_MADE]);
        assert_eq!(outcome.services[0].codes, [DeclineCode::CHECK_NOT_MADE]);
    }
}
