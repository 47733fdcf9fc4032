//! The audit trail only grows, and whatever is done to it behind its back is found.

use std::path::Path;

use proofing::ports::{AuditQuery, AuditTrail, Change, Found, Store};
use store::SealedStore;
use testkit::builders::{account_id, at, forgetting, opening, verification_id};
use uuid::Uuid;
use verification::AuditId;
use verification::audit::{Actor, AuditAct, AuditContent, AuditEntry};

use crate::{open, raw};

const CANARY: &str = "canary-reason-of-a-view";

fn viewed(number: u128, act: AuditAct, reason: &str) -> AuditEntry {
    AuditEntry {
        id: AuditId::new(Uuid::from_u128(number)),
        at: at(number as i64),
        by: Actor::Operator,
        act,
        account: Some(account_id(1)),
        verification: Some(verification_id(1)),
        content: AuditContent::because(Some(reason.into())),
    }
}

/// A store with a verification that was looked at three times.
async fn looked_at(dir: &Path) -> SealedStore {
    let (store, _vault) = open(dir, 1);
    store.apply(opening(1)).await.unwrap();
    for number in 1..4 {
        let entry = viewed(number, AuditAct::ViewData, CANARY);
        store.append(entry).await.unwrap();
    }
    store
}

#[tokio::test]
async fn nothing_is_changed_or_removed_by_sql() {
    let dir = tempfile::tempdir().unwrap();
    let _store = looked_at(dir.path()).await;
    let data = raw(dir.path(), "bonafide.db");
    for sql in [
        "DELETE FROM audit",
        "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET act = 'decide' WHERE number = 1",
        "UPDATE audit SET at = at + 1",
        "UPDATE audit SET sealed = zeroblob(64)",
        "UPDATE audit SET sealed = NULL, link = zeroblob(32)",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = 2",
        "INSERT INTO audit (number, id, at, actor, act, link) VALUES (9, x'00', 0, 'server', 'hold', x'00')",
    ] {
        let refused = data.execute(sql, []).unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{sql}: {refused}");
    }
}

#[tokio::test]
async fn whoever_gets_around_that_breaks_the_chain() {
    for (damage, broken_at) in [
        ("UPDATE audit SET act = 'decide' WHERE number = 2", 2),
        ("UPDATE audit SET act = 'nothing' WHERE number = 3", 3),
        ("UPDATE audit SET actor = 'server' WHERE number = 1", 1),
        ("UPDATE audit SET at = at + 1 WHERE number = 2", 2),
        ("UPDATE audit SET account = NULL WHERE number = 2", 2),
        ("UPDATE audit SET sealed = zeroblob(64) WHERE number = 2", 2),
        // The verification was not deleted, so this is no lawful erasure.
        ("UPDATE audit SET sealed = NULL WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 1", 1),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let store = looked_at(dir.path()).await;
        assert_eq!(store.verify_audit().await.unwrap().broken_at, None);
        let data = raw(dir.path(), "bonafide.db");
        data.execute_batch("DROP TRIGGER audit_stays; DROP TRIGGER audit_is_kept")
            .unwrap();
        data.execute(damage, []).unwrap();
        let chain = store.verify_audit().await.unwrap();
        assert_eq!(chain.broken_at, Some(broken_at), "{damage}");
    }
}

#[tokio::test]
async fn a_trail_that_was_cut_is_whole_but_has_another_head() {
    let dir = tempfile::tempdir().unwrap();
    let store = looked_at(dir.path()).await;
    let before = store.verify_audit().await.unwrap();
    let data = raw(dir.path(), "bonafide.db");
    data.execute_batch("DROP TRIGGER audit_is_kept; DELETE FROM audit WHERE number = 3")
        .unwrap();
    let after = store.verify_audit().await.unwrap();
    assert_eq!((after.entries, after.broken_at), (2, None));
    assert_ne!(after.head, before.head);
}

#[tokio::test]
async fn words_go_with_the_verification_and_the_chain_holds() {
    let dir = tempfile::tempdir().unwrap();
    let store = looked_at(dir.path()).await;
    let Some(Found::Live(stored)) = store.by_id(verification_id(1)).await.unwrap() else {
        panic!("it was just opened")
    };
    let data = raw(dir.path(), "bonafide.db");
    let sealed = |sql: &str| data.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let cells = "SELECT count(*) FROM audit WHERE sealed IS NOT NULL";
    assert_eq!(sealed(cells), 3);
    let change = Change {
        audit: vec![viewed(4, AuditAct::Delete, "by letter")],
        ..forgetting(*stored, at(9))
    };
    store.apply(change).await.unwrap();
    assert_eq!(sealed(cells), 1, "the comment on the deletion stays");
    let chain = store.verify_audit().await.unwrap();
    assert_eq!((chain.entries, chain.broken_at), (4, None));
    let query = AuditQuery {
        limit: 10,
        ..AuditQuery::default()
    };
    let trail = store.audited(query).await.unwrap();
    let erased: Vec<bool> = trail.iter().map(|one| one.is_erased).collect();
    assert_eq!(erased, [false, true, true, true], "newest first");
    let reason = trail[0].entry.content.reason.as_ref().unwrap();
    assert_eq!(reason.reveal(), "by letter");
    for file in ["bonafide.db", "bonafide.db-wal"] {
        let bytes = std::fs::read(dir.path().join(file)).unwrap_or_default();
        let found = bytes
            .windows(CANARY.len())
            .any(|window| window == CANARY.as_bytes());
        assert!(!found, "{file}");
    }
}
