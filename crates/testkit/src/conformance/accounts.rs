//! Cases about accounts and tokens.

use proofing::ports::StoreError;
use verification::account::{CaptureKey, SecretKey};

use super::{Subject, assert_refused};
use crate::builders::{account, account_id, at};

pub async fn names_are_unique(subject: Subject) {
    subject.store.create_account(account(1)).await.unwrap();
    let mut namesake = account(2);
    namesake.name = account(1).name;
    assert_refused!(
        subject.store.create_account(namesake.clone()).await,
        StoreError::AccountExists
    );
    assert_refused!(
        subject.store.create_account(account(1)).await,
        StoreError::AccountExists
    );
    subject.store.create_account(account(2)).await.unwrap();
    assert_refused!(
        subject.store.save_account(namesake).await,
        StoreError::AccountExists
    );
    assert_eq!(
        subject.store.accounts().await.unwrap(),
        [account(1), account(2)]
    );
}

pub async fn they_are_found_and_replaced(subject: Subject) {
    for number in [2, 1] {
        subject.store.create_account(account(number)).await.unwrap();
    }
    assert_eq!(
        subject.store.accounts().await.unwrap(),
        [account(1), account(2)],
        "by name"
    );
    assert_eq!(subject.store.account(account_id(3)).await.unwrap(), None);
    assert_eq!(
        subject.store.account_by_client("client-3").await.unwrap(),
        None
    );
    let key = SecretKey::new("another secret key of 32 characters").unwrap();
    let mut changed = account(1).rotate(key, Some(at(3600)));
    changed.settings.own_status_codes = true;
    changed
        .settings
        .callback_domains
        .insert("example.com".to_owned());
    subject.store.save_account(changed.clone()).await.unwrap();
    assert_eq!(
        subject
            .store
            .account(account_id(1))
            .await
            .unwrap()
            .as_deref(),
        Some(&changed)
    );
    assert_eq!(
        subject
            .store
            .account_by_client("client-1")
            .await
            .unwrap()
            .as_deref(),
        Some(&changed)
    );
    assert_refused!(
        subject.store.save_account(account(3)).await,
        StoreError::Conflict
    );
}

pub async fn customers_may_be_set_apart(subject: Subject) {
    let mut apart = account(1);
    apart.capture_key = Some(CaptureKey {
        customer_id: "4711".to_owned(),
        api_key: SecretKey::new("an api key of its own, 32 characters").unwrap(),
    });
    subject.store.create_account(apart.clone()).await.unwrap();
    subject.store.create_account(account(2)).await.unwrap();
    for (customer, expected) in [
        ("4711", Some(&apart)),
        ("client-1", None),
        ("client-2", Some(&account(2))),
        ("client-3", None),
    ] {
        let found = subject.store.account_by_customer(customer).await.unwrap();
        assert_eq!(found.as_deref(), expected, "{customer}");
    }
    let mut clash = account(2);
    clash.capture_key.clone_from(&apart.capture_key);
    assert_refused!(
        subject.store.save_account(clash).await,
        StoreError::AccountExists
    );
    apart.capture_key = None;
    subject.store.save_account(apart.clone()).await.unwrap();
    let found = subject.store.account_by_customer("client-1").await.unwrap();
    assert_eq!(found.as_deref(), Some(&apart));
}

pub async fn tokens_are_taken_once(subject: Subject) {
    subject.store.create_account(account(1)).await.unwrap();
    for (name, until) in [(1, 10), (2, 10), (3, 20)] {
        subject
            .store
            .save_token([name; 32], account_id(1), at(until))
            .await
            .unwrap();
    }
    let (one, other) = tokio::join!(
        subject.store.take_token([1; 32], at(9)),
        subject.store.take_token([1; 32], at(9))
    );
    let taken: Vec<_> = [one.unwrap(), other.unwrap()]
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(taken, [account_id(1)], "only one of them gets it");
    assert_eq!(
        subject.store.take_token([1; 32], at(9)).await.unwrap(),
        None,
        "taken"
    );
    assert_eq!(
        subject.store.take_token([2; 32], at(10)).await.unwrap(),
        None,
        "the token expires at that instant"
    );
    assert_eq!(
        subject.store.take_token([2; 32], at(9)).await.unwrap(),
        None,
        "expired tokens are removed"
    );
    assert_eq!(
        subject.store.take_token([4; 32], at(9)).await.unwrap(),
        None,
        "unknown"
    );
    assert_eq!(
        subject.store.take_token([3; 32], at(19)).await.unwrap(),
        Some(account_id(1))
    );
}
