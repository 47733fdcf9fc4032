//! Nothing about the person is readable on the disk before a forgetting, and nothing is left after.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bytes::Bytes;
use proofing::ports::{Change, DeliveryQuery, EvidenceRef, Found, Next, Store, Stored, Vault};
use testkit::builders::{
    FRONT, account, at, attempt, change, forgetting, notification, opening, opening_of, request,
    verification_id,
};
use verification::journal::Browser;
use verification::notification::{Attempt, AttemptEnd};
use verification::request::{Email, MediaType, Reference};
use verification::status::StatusCode;
use verification::{Origin, Personal, Verification};

/// Texts that must never be found. Each is long enough not to come about by chance.
const CANARIES: [&str; 9] = [
    "CANARY-NUMBER-5540182",
    "canary-mail@example.com",
    "Canary/1.0 (user agent)",
    "canary-detail-of-an-entry",
    "https://example.com/canary-location",
    "canary body of a callback",
    "canary answer of a receiver",
    "canary bytes of a picture",
    "canary-secret-key-of-an-account-0",
];

/// No file.
pub(crate) const NOWHERE: [PathBuf; 0] = [];

/// All files of the store that hold the bytes.
pub(crate) fn holding(dir: &Path, bytes: &[u8]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, bytes));
        } else if fs::read(&path)
            .unwrap()
            .windows(bytes.len())
            .any(|window| window == bytes)
        {
            found.push(path);
        }
    }
    found
}

/// How many sealed pictures there are.
fn pictures(dir: &Path) -> usize {
    // Everything sealed begins with its format.
    holding(&dir.join("vault"), &[1]).len()
}

fn assert_no_canary(dir: &Path, when: &str) {
    for canary in CANARIES {
        assert_eq!(holding(dir, canary.as_bytes()), NOWHERE, "{canary} {when}");
    }
}

/// The bytes of a sealed cell.
fn sealed(dir: &Path, file: &str, sql: &str) -> Vec<u8> {
    crate::raw(dir, file)
        .query_row(sql, [], |row| row.get(0))
        .unwrap()
}

fn person() -> Verification {
    let [number, mail, agent, ..] = CANARIES;
    let mut request = request(Reference::parse("reference-1").unwrap());
    request.email = Some(Email::parse(mail).unwrap());
    if let Some(document) = &mut request.services.document {
        document.document_number = verification::request::Asked::Check(Personal::new(number));
    }
    let origin = Origin {
        ip: None,
        user_agent: Some(Personal::new(agent)),
        ..Origin::default()
    };
    let mut step = testkit::builders::opened_for(1, 1, request);
    step.next.origin = origin;
    step.next
}

async fn live(store: &impl Store) -> Stored<Verification> {
    match store.by_id(verification_id(1)).await.unwrap() {
        Some(Found::Live(stored)) => *stored,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_was_sealed_is_gone_with_its_key() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, vault) = crate::open(dir, 1);
    let [.., detail, location, body, answer, picture, secret] = CANARIES;
    let mut business = account(1);
    business.secret = verification::account::SecretKey::new(secret).unwrap();
    store.create_account(business).await.unwrap();
    let content = Bytes::from(picture.repeat(1000));
    let digest = vault
        .put(verification_id(1), content.clone())
        .await
        .unwrap();
    let mut next = person();
    next.journal = verification::journal::Tail::default();
    let browser = Browser {
        url: location.to_owned(),
        user_agent: CANARIES[2].to_owned(),
    };
    let entry = next
        .journal
        .append(
            at(0),
            at(0),
            StatusCode::MESSAGE_TYPE,
            Some(detail.to_owned()),
            Some(browser),
        )
        .unwrap();
    let tell = |number| verification::notification::NewNotification {
        body: Some(body.repeat(50).into_bytes()),
        ..notification(number, 1, number as u32)
    };
    let opening = Change {
        entries: vec![entry],
        evidence: vec![EvidenceRef {
            slot: FRONT,
            media: MediaType::Jpeg,
            size: 25_000,
            digest,
        }],
        notifications: vec![tell(1), tell(2)],
        ..change(Next::Open(Box::new(next)), Vec::new())
    };
    store.apply(opening).await.unwrap();
    let query = DeliveryQuery {
        now: at(0),
        lease_until: at(60),
        limit: 1,
        per_lane: 1,
        per_account: 1,
        in_flight: Vec::new(),
    };
    let lease = store.lease_deliveries(query).await.unwrap().remove(0);
    let told = Attempt {
        answer: Some(answer.to_owned()),
        ..attempt(1, at(0))
    };
    store
        .finish_delivery(&lease, told, AttemptEnd::Delivered)
        .await
        .unwrap();

    assert_no_canary(dir, "before it was forgotten");
    let wrapped = sealed(dir, "keys.db", "SELECT wrapped FROM keys");
    let cells = [
        "SELECT sealed FROM verifications",
        "SELECT sealed FROM journal WHERE sealed IS NOT NULL",
        "SELECT sealed FROM evidence",
        "SELECT body FROM deliveries WHERE body IS NOT NULL",
        "SELECT answer FROM attempts",
    ]
    .map(|sql| sealed(dir, "bonafide.db", sql));
    assert!(
        !holding(dir, &wrapped).is_empty(),
        "the test looks in the right place"
    );
    let terms = sealed(dir, "bonafide.db", "SELECT terms FROM search_terms_of");
    assert_eq!(terms.len(), 2 * 8, "a number and an address");
    for term in terms.chunks(8) {
        assert!(!holding(dir, term).is_empty(), "a hash to search for");
    }

    store
        .apply(forgetting(live(&store).await, at(100)))
        .await
        .unwrap();
    assert_no_canary(dir, "after it was forgotten");
    assert_eq!(holding(dir, &wrapped), NOWHERE, "the wrapped key");
    for term in terms.chunks(8) {
        assert_eq!(holding(dir, term), NOWHERE, "a hash to search for");
    }
    for cell in cells {
        // The first bytes of a long cell are on another page than its rest.
        for part in cell.chunks(64).filter(|part| part.len() == 64) {
            assert_eq!(holding(dir, part), NOWHERE, "what was sealed");
        }
    }
    assert_eq!(pictures(dir), 1, "the sealed picture is left for the job");
    vault.erase(verification_id(1)).await.unwrap();
    assert_eq!(pictures(dir), 0);
}

#[tokio::test]
async fn a_reader_in_the_way_only_puts_it_off() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, _vault) = crate::open(dir, 1);
    store.apply(opening(1)).await.unwrap();
    let wrapped = sealed(dir, "keys.db", "SELECT wrapped FROM keys");
    let reader = crate::raw(dir, "keys.db");
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM keys")
        .unwrap();
    store
        .apply(forgetting(live(&store).await, at(100)))
        .await
        .unwrap();
    assert!(
        !holding(dir, &wrapped).is_empty(),
        "the reader still needs it"
    );
    drop(reader);
    // The writer tries again by itself, four times a second.
    let since = Instant::now();
    while !holding(dir, &wrapped).is_empty() {
        assert!(
            since.elapsed() < Duration::from_secs(20),
            "it is still there"
        );
        std::thread::yield_now();
    }
}

#[tokio::test]
async fn a_crash_in_between_is_made_up_for() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, vault) = crate::open(dir, 1);
    store.apply(opening(1)).await.unwrap();
    store
        .apply(opening_of(testkit::builders::opened(2)))
        .await
        .unwrap();
    let wrapped = sealed(dir, "keys.db", "SELECT wrapped FROM keys ORDER BY id");
    store
        .apply(forgetting(live(&store).await, at(100)))
        .await
        .unwrap();
    drop((store, vault));
    // As if the process had died after the change was committed and before the key was destroyed.
    let id = verification_id(1).uuid().into_bytes();
    crate::raw(dir, "keys.db")
        .execute("INSERT INTO keys VALUES (?1, 1, ?2)", (id, &wrapped))
        .unwrap();
    crate::raw(dir, "bonafide.db")
        .execute("INSERT INTO forgetting VALUES (?1)", [id])
        .unwrap();
    assert!(!holding(dir, &wrapped).is_empty());
    let (store, _vault) = crate::open(dir, 2);
    store.check().await.unwrap();
    assert_eq!(holding(dir, &wrapped), NOWHERE);
    assert!(matches!(
        store.by_id(verification_id(2)).await.unwrap(),
        Some(Found::Live(_))
    ));
}
