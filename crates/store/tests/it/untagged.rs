//! A folder that the version before stored formats wrote: everything in it opens, and what is
//! written from then on has a tag.

#[path = "../../src/codec/v1/samples/mod.rs"]
mod samples;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use proofing::ports::{DeliveryFilter, Found, Store, Vault};
use testkit::builders::{at, verification_id};
use verification::journal::Tail;
use verification::notification::DeliveryState;

use crate::{copy, open};

/// A copy of the folder, with the modes that a checkout does not keep.
fn folder(to: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/v0");
    copy(&from, to);
    fs::set_permissions(to, Permissions::from_mode(0o700)).unwrap();
    for file in ["master.key", "keys.db", "bonafide.db"] {
        fs::set_permissions(to.join(file), Permissions::from_mode(0o600)).unwrap();
    }
}

#[tokio::test]
async fn a_folder_without_tags_opens() {
    let dir = tempfile::tempdir().unwrap();
    folder(dir.path());
    let (store, vault) = open(dir.path(), 21);
    let mut accounts = samples::accounts();
    accounts.sort_by(|one, other| one.name.cmp(&other.name));
    assert_eq!(store.accounts().await.unwrap(), accounts);
    let all = samples::verifications().into_iter();
    for (number, sample) in all.chain([samples::bare()]).enumerate() {
        let id = sample.id;
        let Some(Found::Live(stored)) = store.by_id(id).await.unwrap() else {
            panic!("{id} is not there")
        };
        let journal = Tail {
            length: 2,
            last: Some(at(2)),
        };
        let expected = verification::Verification { journal, ..sample };
        assert_eq!(stored.value, expected);
        let journal = store.journal(id).await.unwrap();
        assert_eq!(journal.len(), 2);
        assert_eq!(journal[0].detail.as_deref(), Some("sms"));
        assert_eq!(journal[1].browser, Some(samples::browser()));
        let evidence = store.evidence(id).await.unwrap();
        assert_eq!(evidence[1..], samples::evidence()[1..2]);
        let picture = vault.get(id, evidence[0].digest).await.unwrap();
        assert_eq!(picture, format!("picture {}", number + 1).into_bytes());
    }
    let gone = store.by_id(verification_id(50)).await.unwrap();
    assert!(matches!(gone, Some(Found::Forgotten(_))), "{gone:?}");
    let all = DeliveryFilter {
        account: None,
        reference: None,
        state: None,
        limit: 1000,
    };
    let deliveries = store.deliveries(all).await.unwrap();
    assert_eq!(deliveries.len(), 11 * 12);
    let ready = deliveries
        .iter()
        .filter(|delivery| delivery.state == DeliveryState::Ready);
    assert!(ready.count() > 0);
    let kept = deliveries.iter().find(|delivery| delivery.attempts == 1);
    let (_, attempts) = store.delivery(kept.unwrap().id).await.unwrap().unwrap();
    assert_eq!(attempts[0].answer.as_deref(), Some("try later"));
    assert_eq!(store.given_up(10).await.unwrap().len(), 1);
    assert_eq!(
        store.lease_jobs(at(100), at(160), 100).await.unwrap().len(),
        54
    );
    assert_eq!(store.examination(verification_id(99)).await.unwrap(), None);
    for kept in samples::examinations() {
        store
            .keep_examination(verification_id(99), kept.clone())
            .await
            .unwrap();
        let read = store.examination(verification_id(99)).await.unwrap();
        assert_eq!(read.map(|read| read.evidence), Some(kept.evidence));
    }
    // What is written from now on has a tag, and so has what is written anew.
    store.save_account(accounts[0].clone()).await.unwrap();
    let settings: String = crate::raw(dir.path(), "bonafide.db")
        .query_row(
            "SELECT settings FROM accounts WHERE name = ?1",
            [&accounts[0].name],
            |row| row.get(0),
        )
        .unwrap();
    assert!(settings.starts_with("1{"), "{settings}");
    assert_eq!(store.accounts().await.unwrap(), accounts);
}

#[tokio::test]
async fn a_value_of_a_later_format_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    folder(dir.path());
    let (store, _vault) = open(dir.path(), 21);
    crate::raw(dir.path(), "bonafide.db")
        .execute("UPDATE accounts SET settings = '2 something'", [])
        .unwrap();
    let refused = store.accounts().await.unwrap_err().to_string();
    assert!(
        refused.starts_with("accounts.settings of row acc_") && refused.ends_with("use that one"),
        "{refused}"
    );
}
