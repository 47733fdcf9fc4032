//! Domain values for tests, short to write: what does not matter has a value already.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use proofing::ports::{Change, Job, NewJob, Next, Stored};
use uuid::Uuid;
use verification::account::{Account, AccountSettings, Environment, SecretKey};
use verification::notification::{Attempt, NewNotification, NotificationKind};
use verification::request::{
    Asked, DocumentService, EvidenceSlot, HttpUrl, Reference, Services, Side,
};
use verification::{
    AccountId, AttemptId, Effect, JobId, NewIds, NotificationId, Origin, Personal, Request,
    ResponseEvent, Service, Step, TransactionId, Verification, VerificationId,
};

/// This many seconds after the beginning of 2026.
pub fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    start
        .checked_add(SignedDuration::from_secs(seconds))
        .unwrap()
}

/// The account of a number.
pub fn account_id(number: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(number))
}

/// The verification of a number.
pub fn verification_id(number: u128) -> VerificationId {
    VerificationId::new(Uuid::from_u128(number))
}

/// The notification of a number.
pub fn notification_id(number: u128) -> NotificationId {
    NotificationId::new(Uuid::from_u128(number))
}

/// The job of a number.
pub fn job_id(number: u128) -> JobId {
    JobId::new(Uuid::from_u128(number))
}

/// The reference `reference-7` of a number.
pub fn reference(number: u128) -> Reference {
    Reference::parse(&format!("reference-{number}")).unwrap()
}

/// An address.
pub fn url(text: &str) -> HttpUrl {
    HttpUrl::parse(text).unwrap()
}

/// The account of a number: named `account-7`, its client id `client-7`.
pub fn account(number: u128) -> Account {
    Account {
        id: account_id(number),
        name: format!("account-{number}"),
        client_id: format!("client-{number}"),
        secret: SecretKey::new(format!("secret-{number}-").repeat(8)).unwrap(),
        retiring: None,
        capture_key: None,
        environment: Environment::Production,
        created_at: at(0),
        settings: AccountSettings::default(),
    }
}

/// An on-site request for a document with a claimed number, told to `https://one.example/events`.
pub fn request(reference: Reference) -> Request {
    Request {
        callback_url: Some(url("https://one.example/events")),
        services: Services {
            document: Some(DocumentService {
                document_number: Asked::Check(Personal::new("X1234567")),
                ..DocumentService::default()
            }),
            ..Services::default()
        },
        ..Request::new(reference)
    }
}

/// The same request with its picture, so off-site.
pub fn off_site(request: Request) -> Request {
    Request {
        proofs: BTreeSet::from([FRONT]),
        ..request
    }
}

/// The front of the document.
pub const FRONT: EvidenceSlot = EvidenceSlot::new(Service::Document, Side::Proof);

/// The back of the document.
pub const BACK: EvidenceSlot = EvidenceSlot::new(Service::Document, Side::AdditionalProof);

/// Opens the verification of a number for account 1.
pub fn opened(number: u128) -> Step<Verification> {
    opened_for(1, number, request(reference(number)))
}

/// Opens a verification.
pub fn opened_for(account: u128, number: u128, request: Request) -> Step<Verification> {
    let ids = NewIds {
        id: verification_id(number),
        transaction: TransactionId(Uuid::from_u128(number << 64)),
    };
    Verification::open(ids, account_id(account), request, Origin::default(), at(0))
}

/// A change with this next state and the journal entries among the effects, and nothing else.
pub fn change(next: Next, effects: Vec<Effect>) -> Change {
    let entries = effects.into_iter().filter_map(|effect| match effect {
        Effect::Log(entry) => Some(entry),
        _ => None,
    });
    Change {
        next,
        evidence: Vec::new(),
        entries: entries.collect(),
        notifications: Vec::new(),
        jobs: Vec::new(),
        finishes: None,
    }
}

/// The change that opens the verification of a number for account 1.
pub fn opening(number: u128) -> Change {
    opening_of(opened(number))
}

/// The change that opens a verification.
pub fn opening_of(step: Step<Verification>) -> Change {
    change(Next::Open(Box::new(step.next)), step.effects)
}

/// The change that stores what an act made of a verification of this version.
pub fn updating(version: u64, step: Step<Verification>) -> Change {
    change(
        Next::Update(Box::new(Stored {
            value: step.next,
            version,
        })),
        step.effects,
    )
}

/// The change that cancels a verification, if need be, and forgets it.
pub fn forgetting(stored: Stored<Verification>, now: Timestamp) -> Change {
    let mut value = stored.value;
    if !value.stage.name().is_completed() {
        value = value.cancel(now).unwrap().next;
    }
    let step = value.delete(now).unwrap();
    change(
        Next::Forget(Box::new(Stored {
            value: step.next,
            version: stored.version,
        })),
        step.effects,
    )
}

/// The personal notification of a number: it tells of verification `about`, as the `order`th.
pub fn notification(number: u128, about: u128, order: u32) -> NewNotification {
    NewNotification {
        id: notification_id(number),
        verification: verification_id(about),
        account: account_id(1),
        number: order,
        told: NotificationKind::Event(ResponseEvent::VerificationAccepted),
        destination: url("https://one.example/events"),
        body: Some(format!("{{\"notification\":{number}}}").into_bytes()),
        is_personal: true,
        created_at: at(0),
    }
}

/// The job of a number that examines a verification, due at once.
pub fn job(number: u128, about: u128) -> NewJob {
    NewJob {
        id: job_id(number),
        job: Job::Examine(verification_id(about)),
        due_at: at(0),
        leased_until: None,
    }
}

/// An attempt that began then and took 100 ms.
pub fn attempt(number: u128, began: Timestamp) -> Attempt {
    Attempt {
        id: AttemptId::new(Uuid::from_u128(number)),
        at: began,
        took: Duration::from_millis(100),
        status: Some(503),
        error: Some("status: the receiver answered 503".to_owned()),
        answer: Some("try later".to_owned()),
    }
}
