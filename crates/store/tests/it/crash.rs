//! Kills a process that stores changes, again and again, and looks at what is left.
//!
//! The process is this test binary, run anew with [`DIR`] set. A kill leaves what the kernel has
//! taken, so this shows that answers come after commits and that nothing is half done; that commits
//! are flushed to the disk is SQLite's `synchronous = FULL`.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use bytes::Bytes;
use proofing::ports::{
    AuditQuery, AuditTrail, Change, DeliveryFilter, EvidenceRef, Found, Store, Vault,
};
use testkit::SeededEntropy;
use testkit::builders::{
    FRONT, at, forgetting, job, notification, opening, updating, verification_id,
};
use verification::AuditId;
use verification::audit::{Actor, AuditAct, AuditContent, AuditEntry};
use verification::request::MediaType;
use verification::status::StatusCode;

const DIR: &str = "BONAFIDE_CRASH_DIR";
const FIRST: &str = "BONAFIDE_CRASH_FIRST";
const KILLS: u64 = 32;
const WRITERS: u128 = 8;

/// What an acknowledgement says of a verification: its version, 0 when it was forgotten.
type Acknowledged = BTreeMap<u128, u64>;

/// Not a test when it is run by itself: the process that is killed.
#[test]
fn child() {
    let (Ok(dir), Ok(first)) = (std::env::var(DIR), std::env::var(FIRST)) else {
        return;
    };
    let first: u128 = first.parse().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    runtime.block_on(async {
        let (store, vault) = crate::open(Path::new(&dir), first as u64);
        let writers = (0..WRITERS).map(|writer| {
            let (store, vault) = (store.clone(), vault.clone());
            tokio::spawn(async move {
                for number in (0..).map(|round| first + round * WRITERS + writer) {
                    live_a_life(&store, &vault, number).await;
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
}

/// Opens a verification, changes it a few times, and forgets every third.
async fn live_a_life(store: &impl Store, vault: &impl Vault, number: u128) {
    let digest = vault
        .put(verification_id(number), content(number))
        .await
        .unwrap();
    let opening = opening(number);
    let evidence = EvidenceRef {
        slot: FRONT,
        media: MediaType::Jpeg,
        size: 100,
        digest,
    };
    let mut change = Change {
        evidence: vec![evidence],
        ..opening
    };
    for version in 1..5 {
        // Every change adds one entry at least, one notification and one job.
        let unique = number * 100 + u128::from(version);
        change.notifications = vec![notification(unique, number, version as u32)];
        change.jobs = vec![job(unique, number)];
        change.audit = vec![looked(unique, number)];
        store.apply(change).await.unwrap();
        acknowledge(number, version);
        let Ok(Some(Found::Live(stored))) = store.by_id(verification_id(number)).await else {
            panic!("verification {number} is not there");
        };
        assert_eq!(stored.version, version);
        if version == 4 && number.is_multiple_of(3) {
            store.apply(forgetting(*stored, at(100))).await.unwrap();
            acknowledge(number, 0);
            return;
        }
        let mut step = stored.value.open_link(at(1)).unwrap();
        step.log(StatusCode::MESSAGE_TYPE, Some("sms".to_owned()), at(1));
        change = updating(version, step);
    }
}

/// The entry of the audit trail that comes with a change.
fn looked(unique: u128, number: u128) -> AuditEntry {
    AuditEntry {
        id: AuditId::new(uuid::Uuid::from_u128(unique)),
        at: at(1),
        by: Actor::Operator,
        act: AuditAct::ViewData,
        account: None,
        verification: Some(verification_id(number)),
        content: AuditContent::because(Some("a call".into())),
    }
}

fn acknowledge(number: u128, version: u64) {
    // One write, so that a kill cannot cut the line.
    let line = format!("ack {number} {version}\n");
    std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
}

fn content(number: u128) -> Bytes {
    number.to_le_bytes().repeat(500).into()
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_and_nothing_is_half_done() {
    let dir = tempfile::tempdir().unwrap();
    let dice = SeededEntropy::new(u64::from(std::process::id()));
    let mut total = 0;
    for kill in 0..KILLS {
        let first = u128::from(kill) * 1_000_000;
        let acknowledged = run_and_kill(dir.path(), first, dice.next() % 100);
        total += acknowledged.len();
        check(dir.path(), first, &acknowledged).await;
    }
    assert!(total > 100, "{total} verifications were acknowledged");
}

/// Runs the child until it has acknowledged this many changes, and kills it.
fn run_and_kill(dir: &Path, first: u128, changes: u64) -> Acknowledged {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--nocapture", "--test-threads=1"])
        .env(DIR, dir)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut acknowledged = Acknowledged::new();
    let mut seen = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let Some(line) = line.find("ack ").and_then(|at| line.get(at + 4..)) else {
            continue;
        };
        let (number, version) = line.split_once(' ').unwrap();
        acknowledged.insert(number.parse().unwrap(), version.parse().unwrap());
        seen += 1;
        // What it has written before it dies is read on until the pipe is empty.
        if seen == changes + 1 {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    acknowledged
}

/// Opens the store again and holds it against what was acknowledged in this round.
async fn check(dir: &Path, first: u128, acknowledged: &Acknowledged) {
    let (store, vault) = crate::open(dir, 7);
    store.check().await.unwrap();
    assert_eq!(store.verify_audit().await.unwrap().broken_at, None);
    let ids: Vec<[u8; 16]> = crate::raw(dir, "bonafide.db")
        .prepare("SELECT id FROM verifications WHERE id >= ?1")
        .unwrap()
        .query_map([first.to_be_bytes()], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut stored = Acknowledged::new();
    for number in ids.into_iter().map(u128::from_be_bytes) {
        stored.insert(number, whole(&store, &vault, number).await);
    }
    for (number, version) in acknowledged {
        let stored = stored.get(number).copied();
        // Later changes may have been committed and not acknowledged. Forgotten is the last of all.
        let kept = stored.is_some_and(|stored| stored == 0 || (*version > 0 && stored >= *version));
        assert!(
            kept,
            "verification {number} was acknowledged at {version} and is {stored:?}"
        );
    }
    let keys: i64 = crate::raw(dir, "keys.db")
        .query_row("SELECT count(*) FROM keys", [], |row| row.get(0))
        .unwrap();
    let living: i64 = crate::raw(dir, "bonafide.db")
        .query_row(
            "SELECT count(*) FROM verifications WHERE sealed IS NOT NULL",
            [],
            |row| row.get(0),
        )
        .unwrap();
    // A picture may have been sealed whose verification did not come to be opened.
    assert!(
        keys >= living,
        "{keys} keys of {living} living verifications"
    );
    let forgotten: i64 = {
        let data = crate::raw(dir, "bonafide.db");
        data.execute("ATTACH ?1 AS k", [dir.join("keys.db").to_str().unwrap()])
            .unwrap();
        let sql = "SELECT count(*) FROM k.keys AS k JOIN verifications AS v ON v.id = k.id WHERE v.sealed IS NULL";
        data.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(forgotten, 0, "keys of forgotten verifications");
}

/// Checks that a verification is stored with everything of its changes. Gives its version.
async fn whole(store: &(impl Store + AuditTrail), vault: &impl Vault, number: u128) -> u64 {
    let id = verification_id(number);
    let journal = store.journal(id).await.unwrap();
    let (version, tail, last) = match store.by_id(id).await.unwrap().unwrap() {
        Found::Live(stored) => {
            let evidence = store.evidence(id).await.unwrap();
            let [evidence] = evidence.as_slice() else {
                panic!("{id} has {evidence:?}")
            };
            let picture = vault.get(id, evidence.digest).await.unwrap();
            assert_eq!(picture, content(number).to_vec());
            (stored.version, stored.value.journal, stored.version)
        }
        Found::Forgotten(tombstone) => (0, tombstone.journal, 4),
    };
    let numbers: Vec<u32> = journal.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, (1..=tail.length).collect::<Vec<_>>(), "{id}");
    assert_eq!(journal.last().map(|entry| entry.sequence), tail.last);
    assert_eq!(
        u64::from(tail.length),
        3 + last - 1,
        "{id}: three entries, one more for each change"
    );
    let filter = DeliveryFilter {
        reference: Some(testkit::builders::reference(number)),
        limit: 10,
        ..DeliveryFilter::default()
    };
    assert_eq!(
        store.deliveries(filter).await.unwrap().len() as u64,
        last,
        "{id}"
    );
    let query = AuditQuery {
        verification: Some(id),
        limit: 10,
        ..AuditQuery::default()
    };
    let trail = store.audited(query).await.unwrap();
    assert_eq!(trail.len() as u64, last, "{id}: an entry for each change");
    assert!(trail.iter().all(|one| one.is_erased == (version == 0)));
    version
}
