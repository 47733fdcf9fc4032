//! Domain values for tests, with defaults for everything that does not matter.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use proofing::ports::{Change, Job, NewJob, Next, Stored};
use uuid::Uuid;
use verification::account::{Account, AccountSettings, Environment, SecretKey};
use verification::notification::{Attempt, NewNotification, NotificationKind};
use verification::request::{
    Asked, DocumentService, Email, EvidenceSlot, HttpUrl, Reference, Services, Side,
};
use verification::staff::{Appointment, Member, Role};
use verification::stage::StageName;
use verification::{
    AccountId, AttemptId, Effect, JobId, NewIds, NotificationId, Origin, Personal, Request,
    ResponseEvent, Service, StaffId, Step, TransactionId, Verification, VerificationId,
};

/// Returns the time this many seconds after the start of 2026.
pub fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    start
        .checked_add(SignedDuration::from_secs(seconds))
        .unwrap()
}

/// Returns the ID of an account by number.
pub fn account_id(number: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(number))
}

/// Returns the ID of a verification by number.
pub fn verification_id(number: u128) -> VerificationId {
    VerificationId::new(Uuid::from_u128(number))
}

/// Returns the ID of a notification by number.
pub fn notification_id(number: u128) -> NotificationId {
    NotificationId::new(Uuid::from_u128(number))
}

/// Returns the ID of a job by number.
pub fn job_id(number: u128) -> JobId {
    JobId::new(Uuid::from_u128(number))
}

/// Returns the reference for a number, such as `reference-7`.
pub fn reference(number: u128) -> Reference {
    Reference::parse(&format!("reference-{number}")).unwrap()
}

/// Parses an address.
pub fn url(text: &str) -> HttpUrl {
    HttpUrl::parse(text).unwrap()
}

/// Returns the account with a number, which has names such as `account-7` and client IDs such as
/// `client-7`.
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

/// Returns the ID of a member of staff by number.
pub fn staff_id(number: u128) -> StaffId {
    StaffId::new(Uuid::from_u128(number))
}

/// Returns the member of staff with a number: an administrator who was invited, with an address
/// such as `member-7@example.com`.
pub fn member(number: u128) -> Member {
    Member {
        id: staff_id(number),
        name: Personal::new(format!("Member {number}")),
        email: Email::parse(&format!("member-{number}@example.com")).unwrap(),
        appointment: Appointment {
            role: Role::Administrator,
            account: None,
        },
        is_enabled: true,
        epoch: 0,
        credentials: None,
        created_at: at(0),
    }
}

/// Returns an on-site request for a document with a claimed number, with notifications to
/// `https://one.example/events`.
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

/// Adds a picture to the request, which makes it off-site.
pub fn off_site(request: Request) -> Request {
    Request {
        proofs: BTreeSet::from([FRONT]),
        ..request
    }
}

/// The slot for the front of the document.
pub const FRONT: EvidenceSlot = EvidenceSlot::new(Service::Document, Side::Proof);

/// The slot for the back of the document.
pub const BACK: EvidenceSlot = EvidenceSlot::new(Service::Document, Side::AdditionalProof);

/// Opens the verification with a number for account 1.
pub fn opened(number: u128) -> Step<Verification> {
    opened_for(1, number, request(reference(number)))
}

/// Opens the verification with a number for an account.
pub fn opened_for(account: u128, number: u128, request: Request) -> Step<Verification> {
    let ids = NewIds {
        id: verification_id(number),
        transaction: TransactionId(Uuid::from_u128(number << 64)),
    };
    Verification::open(ids, account_id(account), request, Origin::default(), at(0))
}

/// Returns a change with this next state and the journal entries among the effects, and nothing
/// else.
pub fn change(next: Next, effects: Vec<Effect>) -> Change {
    let entries = effects.into_iter().filter_map(|effect| match effect {
        Effect::Log(entry) => Some(entry),
        _ => None,
    });
    Change {
        next,
        evidence: Vec::new(),
        fingerprint: None,
        entries: entries.collect(),
        notifications: Vec::new(),
        jobs: Vec::new(),
        finishes: None,
        audit: Vec::new(),
        member: None,
    }
}

/// Returns the change that opens the verification with a number for account 1.
pub fn opening(number: u128) -> Change {
    opening_of(opened(number))
}

/// Returns the change that opens a verification.
pub fn opening_of(step: Step<Verification>) -> Change {
    change(Next::Open(Box::new(step.next)), step.effects)
}

/// Returns the change that stores the result of an act on a verification of this version.
pub fn updating(version: u64, step: Step<Verification>) -> Change {
    change(
        Next::Update(Box::new(Stored {
            value: step.next,
            version,
        })),
        step.effects,
    )
}

/// Returns the change that cancels a verification, if necessary, and forgets it.
pub fn forgetting(stored: Stored<Verification>, now: Timestamp) -> Change {
    let mut value = stored.value;
    let stage = value.stage.name();
    if !stage.is_completed() && stage != StageName::InReview {
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

/// Returns the personal notification with a number, about verification `about` and at position
/// `order`.
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

/// Returns the job with a number, which examines a verification and is due at once.
pub fn job(number: u128, about: u128) -> NewJob {
    NewJob {
        id: job_id(number),
        job: Job::Examine(verification_id(about)),
        due_at: at(0),
        leased_until: None,
    }
}

/// Returns an attempt that started at this time and took 100 ms.
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
