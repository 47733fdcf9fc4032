//! Bodies of events that are sent: the verifications behind them, and snapshots.

use jiff::Timestamp;
use verification::decline::DeclineCode;
use verification::origin::{Agent, DeviceKind, Place};
use verification::request::{EvidenceSlot, Side};
use verification::stage::Stage;
use verification::verdict::{
    DataValue, Decider, Decision, FieldResult, Outcome, ServiceOutcome, ServiceResult, Verdict,
};
use verification::{
    AccountId, NewIds, Origin, Personal, ResponseEvent, Service, TransactionId, Verification,
    VerificationId,
};
use wire::verify::parse::parse;
use wire::verify::render::{self, ProofLinks};

use crate::TODAY;

const USER_AGENT: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_0) AppleWebKit/537.36 \
                          (KHTML, like Gecko) Chrome/75.0.3770.100 Safari/537.36";

/// On-site, the link not yet opened.
pub(crate) fn pending() -> Verification {
    opened(r#"{"reference":"17374217","email":"johndoe@example.com","country":"GB","document":{}}"#)
}

/// Off-site, being examined.
pub(crate) fn received() -> Verification {
    opened(
        r#"{"reference":"17374217","email":"johndoe@example.com","country":"GB","show_results":"0",
            "document":{"proof":"/9j/4AAQSkZJRg=="}}"#,
    )
}

fn opened(body: &str) -> Verification {
    let ids = NewIds {
        id: VerificationId::new(uuid::Uuid::from_u128(1)),
        transaction: TransactionId(uuid::Uuid::from_u128(2)),
    };
    let request = parse(body.as_bytes(), None, TODAY).unwrap().request;
    let origin = Origin {
        ip: Some(Personal::new("212.103.50.243")),
        user_agent: Some(Personal::new(USER_AGENT)),
        agent: Some(agent()),
        place: Some(Box::new(place())),
    };
    let account = AccountId::new(uuid::Uuid::from_u128(3));
    Verification::open(ids, account, request, origin, Timestamp::UNIX_EPOCH).next
}

/// As the sample tells them; it names no browser.
fn agent() -> Agent {
    Agent {
        kind: DeviceKind::Desktop,
        device: "Macintosh".to_owned(),
        platform: "OS X".to_owned(),
        platform_version: "10.14.0".to_owned(),
        ..Agent::default()
    }
}

fn place() -> Place {
    let text = str::to_owned;
    Place {
        asn: text("9009"),
        isp: text("M247 Ltd"),
        country_name: text("Germany"),
        country_code: text("DE"),
        region_name: text("Hesse"),
        region_code: text("HE"),
        city: text("Frankfurt am Main"),
        postal_code: text("60326"),
        continent_name: text("Europe"),
        continent_code: text("EU"),
        latitude: text("50.1049"),
        longitude: text("8.6295"),
        metro_code: String::new(),
        timezone: text("Europe/Berlin"),
    }
}

fn decided(mut verification: Verification, outcome: Outcome) -> Verification {
    let decision = Box::new(Decision {
        verdict: outcome.verdict,
        by: Decider::Automatic,
        at: Timestamp::UNIX_EPOCH,
        version: 1,
        outcome,
    });
    verification.stage = match decision.verdict {
        Verdict::Accepted => Stage::Accepted(decision),
        Verdict::Declined => Stage::Declined(decision),
    };
    verification
}

/// The accepted sample of the protocol.
pub(crate) fn accepted() -> Verification {
    let holds = Some(true);
    let document = [
        ("name", holds),
        ("dob", holds),
        ("expiry_date", holds),
        ("issue_date", holds),
        ("document_number", holds),
        ("document", holds),
        ("gender", None),
    ];
    let data = vec![
        ("name", name()),
        ("dob", text("1978-03-13")),
        ("issue_date", text("2015-10-10")),
        ("expiry_date", text("2025-12-31")),
        ("document_number", text("1456-0989-5567-0909")),
        ("selected_type", words(&["id_card"])),
        (
            "supported_types",
            words(&["id_card", "driving_license", "passport"]),
        ),
        ("gender", text("M")),
    ];
    let outcome = Outcome {
        verdict: Verdict::Accepted,
        services: vec![
            service(Service::Document, &document, data, Some(""), &[]),
            service(
                Service::Address,
                &[("name", holds), ("full_address", holds)],
                address(),
                None,
                &[],
            ),
        ],
        reason: None,
        codes: Vec::new(),
        findings: Vec::new(),
        zones: Vec::new(),
    };
    decided(pending(), outcome)
}

/// The declined sample of the protocol.
pub(crate) fn declined() -> Verification {
    let (holds, differs) = (Some(true), Some(false));
    let document = [
        ("name", differs),
        ("dob", holds),
        ("expiry_date", holds),
        ("issue_date", holds),
        ("document_number", holds),
        ("document", None),
    ];
    let data = vec![
        ("name", name()),
        ("dob", text("1978-03-13")),
        ("issue_date", text("2015-10-10")),
        ("expiry_date", text("2025-12-31")),
        ("gender", text("M")),
        ("document_number", text("1456-0989-5567-0909")),
        ("selected_type", words(&["id_card"])),
        (
            "supported_types",
            words(&["id_card", "driving_license", "passport"]),
        ),
    ];
    let outcome = Outcome {
        verdict: Verdict::Declined,
        services: vec![
            service(
                Service::Document,
                &document,
                data,
                Some("M"),
                &["SPDR07", "SPDR06"],
            ),
            service(
                Service::Address,
                &[("name", None), ("full_address", None)],
                address(),
                None,
                &["SPDR23"],
            ),
        ],
        reason: Some(code("SPDR07")),
        codes: ["SPDR07", "SPDR06", "SPDR23"].map(code).to_vec(),
        findings: Vec::new(),
        zones: Vec::new(),
    };
    let mut verification = decided(pending(), outcome);
    verification.request.reference = "95156124".to_owned().try_into().unwrap();
    verification
}

fn code(text: &str) -> DeclineCode {
    text.parse().unwrap()
}

fn service(
    service: Service,
    results: &[(&str, FieldResult)],
    data: Vec<(&str, DataValue)>,
    gender: Option<&str>,
    codes: &[&str],
) -> ServiceOutcome {
    let owned = |(key, value): &(&str, FieldResult)| ((*key).to_owned(), *value);
    ServiceOutcome {
        service,
        result: ServiceResult::Fields(results.iter().map(owned).collect()),
        data: data
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
        additional: gender.map(additional),
        codes: codes.iter().copied().map(code).collect(),
    }
}

fn additional(gender: &str) -> Vec<(String, Personal)> {
    [
        ("height", "183"),
        ("country", "United Kingdom"),
        ("authority", "HMPO"),
        ("last_name", "Doe"),
        ("first_name", "John"),
        ("issue_date", "2018-01-31"),
        ("expiry_date", "2028-01-30"),
        ("nationality", "BRITISH CITIZEN"),
        ("country_code", "GBR"),
        ("document_type", "P"),
        ("place_of_birth", "BRISTOL"),
        ("document_number", "GB1234567"),
        ("personal_number", "12345678910"),
        ("dob", "1978-03-13"),
        ("gender", gender),
    ]
    .map(|(key, value)| (key.to_owned(), Personal::new(value)))
    .to_vec()
}

fn address() -> Vec<(&'static str, DataValue)> {
    vec![
        ("name", name()),
        ("full_address", text("3339 Maryland Avenue, Largo, Florida")),
        ("selected_type", words(&["id_card"])),
        ("supported_types", words(&["id_card", "bank_statement"])),
    ]
}

fn name() -> DataValue {
    let [first, middle, last] = ["John", "Carter", "Doe"].map(|part| Some(Personal::new(part)));
    DataValue::Name {
        first,
        middle,
        last,
    }
}

fn text(text: &str) -> DataValue {
    DataValue::Text(Personal::new(text))
}

fn words(words: &[&str]) -> DataValue {
    DataValue::Words(words.iter().map(|word| (*word).to_owned()).collect())
}

fn links() -> ProofLinks {
    let base = "https://id.example.com/proofs";
    ProofLinks {
        links: [
            (Service::Document, Side::Proof, "1"),
            (Service::Face, Side::Proof, "2"),
            (Service::Document, Side::AdditionalProof, "3"),
        ]
        .map(|(service, side, name)| (EvidenceSlot::new(service, side), format!("{base}/{name}")))
        .to_vec(),
        access_token: "0123456789abcdef".to_owned(),
    }
}

fn shown(body: &[u8]) -> String {
    let value: serde_json::Value = serde_json::from_slice(body).unwrap();
    serde_json::to_string_pretty(&value).unwrap()
}

#[test]
fn every_event_says_its_name_and_reference() {
    for event in ResponseEvent::ALL {
        let body = render::event(&accepted(), *event, None, None);
        let start = format!(r#"{{"reference":"17374217","event":"{event}""#);
        assert!(
            String::from_utf8(body).unwrap().starts_with(&start),
            "{event}"
        );
    }
}

#[test]
fn an_accepted_verification() {
    let body = render::event(&accepted(), ResponseEvent::VerificationAccepted, None, None);
    insta::assert_snapshot!(shown(&body));
}

#[test]
fn a_declined_verification_with_proofs() {
    let body = render::status(&declined(), None, Some(&links()));
    insta::assert_snapshot!(shown(&body));
}

#[test]
fn what_could_not_be_read_is_null() {
    let mut verification = accepted();
    verification.origin = Origin::default();
    verification.request.email = None;
    verification.request.country = None;
    let Stage::Accepted(decision) = &mut verification.stage else {
        panic!("not accepted")
    };
    decision.outcome.services = vec![
        ServiceOutcome {
            service: Service::Document,
            result: ServiceResult::Fields(vec![
                ("name".to_owned(), None),
                ("age".to_owned(), Some(true)),
            ]),
            data: vec![
                (
                    "name".to_owned(),
                    DataValue::Name {
                        first: Some("Zoë".into()),
                        middle: None,
                        last: None,
                    },
                ),
                ("dob".to_owned(), DataValue::Null),
                ("age".to_owned(), DataValue::Number(47)),
            ],
            additional: None,
            codes: Vec::new(),
        },
        ServiceOutcome {
            service: Service::Face,
            result: ServiceResult::Whole(None),
            data: Vec::new(),
            additional: None,
            codes: Vec::new(),
        },
    ];
    let body = render::event(
        &verification,
        ResponseEvent::VerificationAccepted,
        None,
        None,
    );
    insta::assert_snapshot!(String::from_utf8(body).unwrap(), @r#"{"reference":"17374217","event":"verification.accepted","error":"","verification_result":{"document":{"name":null,"age":1},"face":null},"verification_data":{"document":{"name":{"first_name":"Zo\u00eb","middle_name":null,"last_name":null},"dob":null,"age":47}},"info":{"agent":{"is_desktop":false,"is_phone":false,"useragent":"","device_name":"","browser_name":"","platform_name":""},"geolocation":{"host":"","ip":"","rdns":"","asn":"","isp":"","country_name":"","country_code":"","region_name":"","region_code":"","city":"","postal_code":"","continent_name":"","continent_code":"","latitude":"","longitude":"","metro_code":"","timezone":""}},"email":null,"country":null}"#);
}

#[test]
fn a_verdict_that_a_reviewer_turned_has_no_reasons() {
    let mut verification = accepted();
    let Stage::Accepted(decision) = verification.stage else {
        panic!("not accepted")
    };
    verification.stage = Stage::Declined(decision);
    let body = render::status(&verification, None, None);
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["event"], "verification.declined");
    assert_eq!(body["declined_reason"], serde_json::Value::Null);
    assert_eq!(body["declined_codes"], serde_json::json!([]));
    assert_eq!(body["services_declined_codes"], serde_json::json!({}));
}

#[test]
fn a_code_that_nobody_knows_is_its_own_description() {
    let mut verification = declined();
    let Stage::Declined(decision) = &mut verification.stage else {
        panic!("not declined")
    };
    decision.outcome.reason = Some(code("SPDR9999"));
    let body = render::status(&verification, None, None);
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["declined_reason"], "SPDR9999");
}

#[test]
fn the_status_of_what_is_not_finished() {
    let text = |body| String::from_utf8(body).unwrap();
    let body = text(render::status(
        &pending(),
        Some("https://id.example.com/v/x"),
        Some(&links()),
    ));
    insta::assert_snapshot!(body, @r#"{"reference":"17374217","event":"request.pending","error":"","verification_url":"https:\/\/id.example.com\/v\/x","email":"johndoe@example.com","country":"GB","proofs":{"document":{"proof":"https:\/\/id.example.com\/proofs\/1","additional_proof":"https:\/\/id.example.com\/proofs\/3"},"face":{"proof":"https:\/\/id.example.com\/proofs\/2"},"access_token":"0123456789abcdef"}}"#);
    insta::assert_snapshot!(text(render::status(&received(), None, None)), @r#"{"reference":"17374217","event":"request.received","email":"johndoe@example.com","country":"GB"}"#);
    let mut verification = pending();
    verification.stage = Stage::TimedOut;
    insta::assert_snapshot!(text(render::status(&verification, None, None)), @r#"{"reference":"17374217","event":"request.timeout","error":""}"#);
    let Stage::Accepted(decision) = accepted().stage else {
        panic!("not accepted")
    };
    verification.stage = Stage::InReview(Box::new(decision.outcome));
    insta::assert_snapshot!(text(render::status(&verification, None, None)), @r#"{"reference":"17374217","event":"review.pending","error":"","email":"johndoe@example.com","country":"GB"}"#);
}

#[test]
fn links_do_not_print() {
    assert_eq!(format!("{:?}", links()), "ProofLinks(3 links)");
}
