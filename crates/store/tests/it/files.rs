//! Files: who may read them, who else may use them, and what is refused.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use bytes::Bytes;
use proofing::ports::{Change, Store, StoreError, Vault};
use store::{DatabaseError, OpenError};
use testkit::builders::{
    account, at, attempt, notification, notification_id, opening, verification_id,
};
use verification::VerificationId;
use verification::notification::AttemptEnd;

fn modes(dir: &Path) -> Vec<(String, u32)> {
    let mut modes = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        modes.push((path.display().to_string(), mode));
        if path.is_dir() {
            modes.extend(self::modes(&path));
        }
    }
    modes
}

#[tokio::test]
async fn only_the_owner_reads_anything() {
    let dir = tempfile::tempdir().unwrap();
    let (store, vault) = crate::open(dir.path(), 1);
    store.apply(opening(1)).await.unwrap();
    vault
        .put(verification_id(1), Bytes::from_static(b"picture"))
        .await
        .unwrap();
    let modes = modes(dir.path());
    assert!(modes.len() > 8, "{modes:?}");
    for (path, mode) in modes {
        assert_eq!(mode & 0o077, 0, "{path} has mode {mode:o}");
    }
}

#[tokio::test]
async fn wrong_keys_and_newer_files_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, vault) = crate::open(dir, 1);
    store.apply(opening(1)).await.unwrap();
    drop((store, vault));
    fs::rename(dir.join("master.key"), dir.join("old.key")).unwrap();
    fs::write(dir.join("master.key"), [9; 32]).unwrap();
    fs::set_permissions(dir.join("master.key"), Permissions::from_mode(0o600)).unwrap();
    let refused = crate::try_open(dir, 2).unwrap_err();
    assert!(matches!(refused, OpenError::WrongMasterKey), "{refused}");
    fs::rename(dir.join("old.key"), dir.join("master.key")).unwrap();
    fs::rename(dir.join("keys.db"), dir.join("old.db")).unwrap();
    let refused = crate::try_open(dir, 2).unwrap_err();
    assert!(matches!(refused, OpenError::Lacking(_)), "{refused}");
    fs::rename(dir.join("old.db"), dir.join("keys.db")).unwrap();
    for (file, newest) in [("keys.db", 3), ("bonafide.db", 10)] {
        let version =
            |version: i64| crate::raw(dir, file).pragma_update(None, "user_version", version);
        version(99).unwrap();
        let refused = crate::try_open(dir, 2).unwrap_err();
        let OpenError::Database(DatabaseError::Newer {
            found: 99, known, ..
        }) = refused
        else {
            panic!("{refused}")
        };
        assert_eq!(known, newest, "{file}");
        assert!(refused.to_string().contains("newer version"), "{refused}");
        version(newest as i64).unwrap();
    }
    let (store, _vault) = crate::open(dir, 2);
    assert!(store.by_id(verification_id(1)).await.unwrap().is_some());
}

#[tokio::test]
async fn a_second_process_is_seen_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let (server, _vault) = crate::open(dir.path(), 1);
    let (cli, _other_vault) = crate::open(dir.path(), 2);
    assert_eq!(server.account_by_client("client-1").await.unwrap(), None);
    cli.create_account(account(1)).await.unwrap();
    assert_eq!(
        server
            .account_by_client("client-1")
            .await
            .unwrap()
            .as_deref(),
        Some(&account(1))
    );
    let mut changed = account(1);
    changed.settings.own_status_codes = true;
    cli.save_account(changed.clone()).await.unwrap();
    assert_eq!(
        server.account(account(1).id).await.unwrap().as_deref(),
        Some(&changed)
    );

    let notifications = vec![notification(1, 1, 1)];
    server
        .apply(Change {
            notifications,
            ..opening(1)
        })
        .await
        .unwrap();
    let query = |now| proofing::ports::DeliveryQuery {
        now: at(now),
        lease_until: at(now + 60),
        limit: 5,
        per_lane: 5,
        per_account: 5,
        in_flight: Vec::new(),
    };
    let lease = server.lease_deliveries(query(0)).await.unwrap().remove(0);
    server
        .finish_delivery(&lease, attempt(1, at(1)), AttemptEnd::GiveUp)
        .await
        .unwrap();
    assert!(cli.resend(notification_id(1), at(2)).await.unwrap());
    assert_eq!(server.lease_deliveries(query(2)).await.unwrap().len(), 1);
    // Both write at once: they take turns, and neither is refused.
    let (one, other) = tokio::join!(
        async {
            for number in 10..40 {
                server.apply(opening(number)).await.unwrap();
            }
        },
        async {
            for number in 40..70 {
                cli.apply(opening(number)).await.unwrap();
            }
        }
    );
    assert_eq!((one, other), ((), ()));
    for number in 10..70 {
        assert!(
            server
                .by_id(verification_id(number))
                .await
                .unwrap()
                .is_some()
        );
    }
}

#[tokio::test]
async fn impossible_rows_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _vault) = crate::open(dir.path(), 1);
    store.create_account(account(1)).await.unwrap();
    let notifications = vec![notification(1, 1, 1)];
    store
        .apply(Change {
            notifications,
            ..opening(1)
        })
        .await
        .unwrap();
    let id = verification_id(1);
    let cases = [
        (
            "verifications",
            "stage",
            "UPDATE verifications SET stage = 'floating'",
        ),
        (
            "verifications",
            "stage",
            "UPDATE verifications SET stage = 'accepted'",
        ),
        ("journal", "code", "UPDATE journal SET code = 70000"),
        ("journal", "number", "UPDATE journal SET number = -number"),
        (
            "deliveries",
            "told",
            "UPDATE deliveries SET told = 'something'",
        ),
        (
            "deliveries",
            "state",
            "UPDATE deliveries SET state = 'lost', free_at = NULL, ended_at = 1",
        ),
        (
            "deliveries",
            "url",
            "UPDATE destinations SET url = 'nowhere'",
        ),
        (
            "accounts",
            "environment",
            "UPDATE accounts SET environment = 'moon'",
        ),
        ("accounts", "id", "UPDATE accounts SET id = x'00'"),
    ];
    for (table, column, damage) in cases {
        let raw = crate::raw(dir.path(), "bonafide.db");
        raw.execute_batch("SAVEPOINT damage").unwrap();
        raw.execute(damage, []).unwrap();
        raw.execute_batch("RELEASE damage").unwrap();
        let error = match table {
            "verifications" => store.by_id(id).await.err(),
            "journal" => store.journal(id).await.err(),
            "deliveries" => store.delivery(notification_id(1)).await.err(),
            _ => store.accounts().await.err(),
        };
        let Some(StoreError::Inconsistent {
            table: t,
            column: c,
            row,
        }) = error
        else {
            panic!("{damage}: {error:?}")
        };
        assert_eq!((t, c), (table, column), "{damage}");
        assert_ne!(row, "?", "{damage}");
        let repair = "UPDATE verifications SET stage = 'created'; UPDATE deliveries SET told = 'journal'; \
             UPDATE deliveries SET state = 'delivered', free_at = NULL, ended_at = 1; \
             UPDATE journal SET code = 1; UPDATE journal SET number = abs(number); \
             UPDATE accounts SET environment = 'production'";
        raw.execute_batch(repair).unwrap();
    }
}

#[tokio::test]
async fn sealed_cells_open_only_where_they_belong() {
    let dir = tempfile::tempdir().unwrap();
    let (store, vault) = crate::open(dir.path(), 1);
    for number in [1, 2] {
        store.apply(opening(number)).await.unwrap();
    }
    let digest = vault
        .put(verification_id(1), Bytes::from_static(b"one"))
        .await
        .unwrap();
    let other = vault
        .put(verification_id(1), Bytes::from_static(b"two"))
        .await
        .unwrap();
    let raw = crate::raw(dir.path(), "bonafide.db");
    let unsealable = |error: Option<StoreError>| {
        assert!(
            matches!(error, Some(StoreError::Unsealable(_))),
            "{error:?}"
        );
    };
    // The sealed value of another verification, and one of another version.
    raw.execute_batch("UPDATE verifications SET sealed = (SELECT sealed FROM verifications WHERE key = 2) WHERE key = 1")
        .unwrap();
    unsealable(store.by_id(verification_id(1)).await.err());
    raw.execute_batch("UPDATE verifications SET version = 2 WHERE key = 2")
        .unwrap();
    unsealable(store.by_id(verification_id(2)).await.err());
    // The file of another picture, half a file, a changed byte.
    let file = |digest| folder(dir.path(), verification_id(1)).join(format!("{digest}"));
    fs::copy(file(other), file(digest)).unwrap();
    unsealable(vault.get(verification_id(1), digest).await.err());
    let mut bytes = fs::read(file(other)).unwrap();
    fs::write(file(other), &bytes[..bytes.len() / 2]).unwrap();
    unsealable(vault.get(verification_id(1), other).await.err());
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(file(other), &bytes).unwrap();
    unsealable(vault.get(verification_id(1), other).await.err());
    assert_eq!(
        vault
            .put(verification_id(1), Bytes::from_static(b"two"))
            .await
            .unwrap(),
        other
    );
    assert_eq!(
        vault.get(verification_id(1), other).await.unwrap(),
        b"two",
        "put again, it is whole"
    );
    let large = vec![0; 20 * 1024 * 1024 + 1];
    unsealable(vault.put(verification_id(1), large.into()).await.err());
}

fn folder(dir: &Path, id: VerificationId) -> std::path::PathBuf {
    let digits = id.uuid().simple().to_string();
    dir.join("vault").join(&digits[30..]).join(id.to_string())
}
