//! Verifications.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::date;
use testkit::builders::{FRONT, account_id, at, opened_for, reference, request, url};
use uuid::Uuid;
use verification::capture::turns::TurnState;
use verification::capture::{
    Biometrics, Brand, CaptureDocument, CaptureLanguage, CaptureState, CaptureTerms, Channel,
    Confirmed, ConsentRecord, DeviceRecord, DeviceSignal, Envelope, Kind, PhoneState, Screen,
    SendLink, Signal, UserAgentData, Viewport,
};
use verification::decline::DeclineCode;
use verification::journal::Tail;
use verification::names::PersonName;
use verification::origin::{Agent, DeviceKind, Place};
use verification::request::{
    Abandonment, AddressService, AddressType, AgeRange, Asked, BackgroundService, ConsentService,
    ConsentType, CountryCode, DocumentService, DocumentType, Email, EvidenceSlot, FaceService,
    Flags, Gender, Instructions, Language, PhoneService, Request, Services, Side, Ttl,
    VerificationMode,
};
use verification::stage::Stage;
use verification::status::StatusCode;
use verification::verdict::{
    DataValue, Decider, Decision, Outcome, ServiceOutcome, ServiceResult, Verdict,
};
use verification::{Origin, Personal, Service, TransactionId, Verification, VerificationId};

use super::parts::{findings, turn, zones};

const MODES: [VerificationMode; 3] = [
    VerificationMode::Any,
    VerificationMode::ImageOnly,
    VerificationMode::VideoOnly,
];

/// One verification of each stage.
pub(crate) fn verifications() -> Vec<Verification> {
    let stages = [
        Stage::Created,
        Stage::Opened,
        Stage::Capturing,
        Stage::Processing,
        Stage::Received,
        Stage::InReview(Box::new(outcome(0))),
        Stage::Accepted(Box::new(decision(1))),
        Stage::Declined(Box::new(decision(2))),
        Stage::Cancelled,
        Stage::TimedOut,
    ];
    let of = |(number, stage)| verification(number, stage);
    stages.into_iter().enumerate().map(of).collect()
}

/// A verification as it is opened: nothing but what must be there.
pub(crate) fn bare() -> Verification {
    opened_for(1, 99, request(reference(99))).next
}

fn verification(number: usize, stage: Stage) -> Verification {
    let id = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number as u128);
    Verification {
        id: VerificationId::new(id),
        account: account_id(7),
        transaction: TransactionId(Uuid::from_u128(0x4000_8000_0000_0000_0000 + number as u128)),
        request: asked(number),
        origin: origin(number),
        created_at: at(number as i64),
        expires_at: Some(at(3600)),
        completed_at: (number > 5).then(|| at(1800)),
        stage,
        journal: Tail {
            length: 17,
            last: Some("2026-01-01T00:00:07.000123Z".parse().unwrap()),
        },
        announced: number as u32,
        capture: capture(number),
        review: None,
        hold: None,
    }
}

fn asked(number: usize) -> Request {
    let all = Service::ALL.iter();
    let sides = [Side::Proof, Side::AdditionalProof, Side::Barcode];
    let proofs = all.flat_map(|service| sides.map(|side| EvidenceSlot::new(*service, side)));
    Request {
        country: Some(CountryCode::parse("uk").unwrap()),
        language: Some(Language::parse("FR").unwrap()),
        email: Some(Email::parse("jo.specimen@example.org").unwrap()),
        callback_url: Some(url("https://shop.example/told?a=b")),
        status_url: Some(url("https://shop.example/status")),
        redirect_url: Some(url("https://shop.example/back")),
        error_redirect_url: Some(url("https://shop.example/sorry")),
        results_url: Some(url("http://shop.example:8080/results")),
        verification_mode: turn(&MODES, number),
        ttl: Ttl::from_minutes(90).unwrap(),
        abandonment: turn(&[Abandonment::TimesOut, Abandonment::IsProcessed], number),
        flags: Flags {
            manual_review: number == 5,
            allow_retry: true,
            ..Flags::default()
        },
        services: services(number),
        proofs: proofs.collect(),
        capture: Some(terms(number)),
        ..request(reference(number as u128))
    }
}

fn services(number: usize) -> Services {
    let name = PersonName {
        first: Some("Jo".to_owned()),
        middle: Some("Ann \"Zoë\"".to_owned()),
        last: Some("Specimen".to_owned()),
        full: None,
    };
    let instructions = Instructions {
        allowed: BTreeSet::from(["photocopy".to_owned(), "screenshot".to_owned()]),
    };
    let document = DocumentService {
        supported_types: DocumentType::ALL.to_vec(),
        name: Asked::Check(name.clone()),
        fuzzy_name: true,
        dob: Asked::Check(date(1990, 2, 28)),
        age: Asked::Check(AgeRange {
            min: Some(18),
            max: None,
        }),
        gender: Asked::Check(turn(
            &[
                Gender::Male,
                Gender::Female,
                Gender::Other,
                Gender::Unspecified,
            ],
            number,
        )),
        document_number: Asked::Check(Personal::new("S1234567")),
        issue_date: Asked::Read,
        expiry_date: Asked::Check(date(2031, 12, 31)),
        place_of_issue: Asked::No,
        backside_proof_required: true,
        fetch_enhanced_data: true,
        show_ocr_form: true,
        verification_mode: Some(VerificationMode::ImageOnly),
        allow_offline: Some(false),
        allow_online: None,
        instructions: instructions.clone(),
    };
    let address = AddressService {
        supported_types: AddressType::ALL.to_vec(),
        name: Asked::Check(PersonName {
            full: Some("Jo Specimen".to_owned()),
            ..PersonName::default()
        }),
        fuzzy_name: false,
        full_address: Asked::Check(Personal::new("1 Example Street, Springfield")),
        address_fuzzy_match: true,
        issue_date: Asked::Read,
        backside_proof_required: false,
        show_ocr_form: true,
        verification_mode: None,
        allow_offline: None,
        allow_online: Some(true),
        instructions,
    };
    Services {
        document: Some(document.clone()),
        document_two: Some(DocumentService {
            name: Asked::Read,
            age: Asked::No,
            ..document
        }),
        address: Some(address),
        face: Some(FaceService {
            check_duplicate_request: true,
            ..FaceService::default()
        }),
        consent: Some(ConsentService {
            supported_types: ConsentType::ALL.to_vec(),
            text: Personal::new("I am Jo"),
            with_face: true,
            verification_mode: None,
            allow_offline: None,
            allow_online: None,
        }),
        phone: Some(PhoneService {
            phone_number: Some(Personal::new("+15550100")),
            random_code: Some(Personal::new("1234")),
            text: Some(Personal::new("Your code is 1234")),
            // Not stored while it is empty.
            channels: Vec::new(),
        }),
        background_checks: Some(BackgroundService {
            name: Asked::Check(name),
            dob: Asked::Read,
            filters: vec!["sanction".to_owned()],
        }),
    }
}

fn terms(number: usize) -> CaptureTerms {
    CaptureTerms {
        kind: turn(Kind::ALL, number),
        document_type: turn(CaptureDocument::ALL, number),
        signals: Signal::ALL.iter().copied().collect(),
        send_link: Some(SendLink {
            channel: turn(Channel::ALL, number),
            to: Personal::new("+15550101"),
            body: Some(Personal::new("Please open")),
        }),
        return_link: true,
        return_images: true,
        qr_breakpoint_px: Some(800),
        language: Some(turn(CaptureLanguage::ALL, number)),
        location: Some(Personal::new("Counter 3")),
        purpose: Some(Personal::new("Opening an account")),
        user_defined: Some(Personal::new("{\"k\":[1,2]}")),
        envelope: turn(Envelope::ALL, number),
    }
}

fn origin(number: usize) -> Origin {
    let kinds = [
        DeviceKind::Desktop,
        DeviceKind::Phone,
        DeviceKind::Tablet,
        DeviceKind::Other,
    ];
    Origin {
        ip: Some(Personal::new("192.0.2.7")),
        user_agent: Some(Personal::new("Mozilla/5.0 (specimen)")),
        agent: Some(Agent {
            kind: turn(&kinds, number),
            device: "Pixel 9".to_owned(),
            browser: "Chrome".to_owned(),
            browser_version: "140.0".to_owned(),
            platform: "Android".to_owned(),
            platform_version: "16".to_owned(),
        }),
        place: Some(Box::new(Place {
            asn: "64496".to_owned(),
            isp: "Example".to_owned(),
            country_code: "DE".to_owned(),
            city: "Musterstadt".to_owned(),
            latitude: "50.1".to_owned(),
            ..Place::default()
        })),
    }
}

fn consent() -> ConsentRecord {
    ConsentRecord {
        text: "I agree.".to_owned(),
        sha256: "ab".repeat(32),
        version: "2026-01".to_owned(),
        language: "en-US".to_owned(),
        at: at(5),
    }
}

fn capture(number: usize) -> CaptureState {
    let biometrics = [
        Biometrics::Open,
        Biometrics::Refused,
        Biometrics::Accepted(consent()),
    ];
    CaptureState {
        skips_landing: true,
        own_codes: true,
        id_opens_link: true,
        requirements_told: true,
        chosen: BTreeMap::from([
            (Service::Document, DocumentType::Passport),
            (Service::DocumentTwo, DocumentType::IdCard),
        ]),
        submitted: BTreeSet::from([FRONT]),
        terms: Some(consent()),
        biometrics: turn(&biometrics, number),
        device: Some(device()),
        confirmed: Some(vec![
            Confirmed {
                service: Service::Document,
                field: "first_name".to_owned(),
                value: Some(Personal::new("Jo")),
                is_corrected: true,
            },
            Confirmed {
                service: Service::Address,
                field: "full_address".to_owned(),
                value: None,
                is_corrected: false,
            },
        ]),
        retries: 1,
        last_try: (number == 2).then(|| Box::new(outcome(3))),
        is_retrying: true,
        is_late: true,
        language: Some("fr-CA".to_owned()),
        // Not stored while they are 0 or untouched, so that the fixtures are what earlier versions
        // wrote.
        links_sent: 0,
        turns: TurnState::default(),
        selfie_retakes: 0,
        phone: PhoneState::default(),
        asked_again: Vec::new(),
        told: VecDeque::from([(StatusCode(1140), at(3)), (StatusCode(65_000), at(4))]),
    }
}

fn device() -> DeviceRecord {
    DeviceRecord {
        signal: DeviceSignal {
            device_id: Some("abcdefghijklmnop".to_owned()),
            screen: Some(Screen {
                width: 412,
                height: 915,
                pixel_ratio: Some(2.625),
                color_depth: Some(24),
            }),
            viewport: Some(Viewport {
                width: 412,
                height: 785,
            }),
            languages: vec!["fr-CA".to_owned(), "en".to_owned()],
            timezone: Some("America/Toronto".to_owned()),
            utc_offset_minutes: Some(-300),
            touch_points: Some(5),
            hardware_concurrency: Some(8),
            device_memory_gib: Some(0.5),
            platform: Some("Linux armv81".to_owned()),
            webdriver: Some(false),
            cookies: Some(true),
            user_agent_data: Some(UserAgentData {
                mobile: true,
                platform: "Android".to_owned(),
                platform_version: "16.0.0".to_owned(),
                model: "Pixel 9".to_owned(),
                brands: vec![Brand {
                    brand: "Chromium".to_owned(),
                    version: "140".to_owned(),
                }],
            }),
        },
        outside: Some(Personal::new("{\"score\":3}")),
    }
}

fn decision(number: usize) -> Decision {
    Decision {
        verdict: turn(&[Verdict::Declined, Verdict::Accepted], number),
        outcome: outcome(number),
        by: turn(
            &[
                Decider::Automatic,
                Decider::Reviewer("staff@shop.example".to_owned()),
            ],
            number,
        ),
        at: at(1800),
        version: 2,
    }
}

fn outcome(number: usize) -> Outcome {
    let data = [
        ("dob", DataValue::Null),
        (
            "document_number",
            DataValue::Text(Personal::new("S1234567")),
        ),
        ("age", DataValue::Number(35)),
        (
            "supported_types",
            DataValue::Words(vec!["passport".to_owned()]),
        ),
        (
            "name",
            DataValue::Name {
                first: Some(Personal::new("Jo")),
                middle: None,
                last: Some(Personal::new("Specimen")),
            },
        ),
    ];
    let codes = vec![DeclineCode::CHECK_NOT_MADE, "X-9_later".parse().unwrap()];
    let fields = [("name", Some(true)), ("dob", Some(false)), ("age", None)];
    let fields = fields.map(|(field, result)| (field.to_owned(), result));
    Outcome {
        verdict: turn(&[Verdict::Accepted, Verdict::Declined], number),
        services: vec![
            ServiceOutcome {
                service: Service::Document,
                result: ServiceResult::Fields(fields.to_vec()),
                data: data.map(|(key, value)| (key.to_owned(), value)).to_vec(),
                additional: Some(vec![("height".to_owned(), Personal::new("180 cm"))]),
                codes: codes.clone(),
            },
            ServiceOutcome {
                service: Service::Face,
                result: ServiceResult::Whole(None),
                data: Vec::new(),
                additional: None,
                codes: Vec::new(),
            },
        ],
        reason: codes.first().cloned(),
        codes,
        findings: findings(),
        zones: zones(),
    }
}
