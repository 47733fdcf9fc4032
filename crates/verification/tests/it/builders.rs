//! Requests and readings for the tests.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;
use verification::finding::Finding;
use verification::names::{NameReading, PersonName};
use verification::reading::{DocumentReading, Examination, Examined, Unread};
use verification::request::{
    Asked, DocumentService, DocumentType, EvidenceSlot, Reference, Services, Side,
};
use verification::verdict::{Outcome, Verdict};
use verification::{
    AccountId, NewIds, Origin, Personal, Request, Service, Step, TransactionId, Verification,
    VerificationId,
};

/// The day of every test.
pub(crate) const TODAY: Date = date(2026, 6, 15);

pub(crate) fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + minute * 60).unwrap()
}

/// A request for a licence: off-site with both sides, or on-site with none.
pub(crate) fn request(off_site: bool) -> Request {
    let sides: &[Side] = if off_site {
        &[Side::Proof, Side::AdditionalProof]
    } else {
        &[]
    };
    Request {
        services: Services {
            document: Some(DocumentService {
                supported_types: vec![DocumentType::DrivingLicense],
                name: Asked::Check(PersonName {
                    first: Some("John".to_owned()),
                    last: Some("Doe".to_owned()),
                    ..PersonName::default()
                }),
                dob: Asked::Check(date(1978, 3, 13)),
                expiry_date: Asked::Read,
                document_number: Asked::Check(Personal::new("D123-4567")),
                ..DocumentService::default()
            }),
            ..Services::default()
        },
        proofs: sides
            .iter()
            .map(|side| EvidenceSlot::new(Service::Document, *side))
            .collect(),
        ..Request::new(Reference::parse("17374217").unwrap())
    }
}

/// What a good examiner reads of the licence that [`request`] claims.
pub(crate) fn reading() -> DocumentReading {
    DocumentReading {
        kind: Some(DocumentType::DrivingLicense),
        name: Some(NameReading {
            given: Some("JOHN".to_owned()),
            family: Some("DOE".to_owned()),
            ..NameReading::default()
        }),
        dob: Some(date(1978, 3, 13)),
        issue_date: Some(date(2020, 1, 1)),
        expiry_date: Some(date(2028, 1, 1)),
        document_number: Some(Personal::new("D1234567")),
        country: Some("US".to_owned()),
        ..DocumentReading::default()
    }
}

pub(crate) fn examination(
    reading: Result<DocumentReading, Unread>,
    findings: Vec<Finding>,
) -> Examination {
    Examination {
        services: vec![Examined {
            service: Service::Document,
            reading,
            findings,
        }],
        ..Examination::default()
    }
}

pub(crate) fn outcome(verdict: Verdict) -> Outcome {
    Outcome {
        verdict,
        services: Vec::new(),
        reason: None,
        codes: Vec::new(),
        findings: Vec::new(),
        zones: Vec::new(),
    }
}

pub(crate) fn opened(request: Request) -> Step<Verification> {
    let ids = NewIds {
        id: VerificationId::new(Uuid::from_u128(1)),
        transaction: TransactionId(Uuid::from_u128(2)),
    };
    Verification::open(
        ids,
        AccountId::new(Uuid::from_u128(3)),
        request,
        Origin::default(),
        at(0),
    )
}
