//! Cases about forgetting: what is deleted, what remains, and what is refused afterwards.

use bytes::Bytes;
use proofing::ports::{Change, Found, StoreError};
use verification::notification::{Attempt, AttemptEnd, DeliveryState, NewNotification};

use super::{Subject, assert_refused, lease, live, numbers, open, state};
use crate::builders::{
    account_id, at, attempt, forgetting, notification, notification_id, opened_for, opening_of,
    reference, request, updating, url, verification_id,
};

/// Forgets a verification and returns the tombstone.
async fn forget(subject: &Subject, number: u128, notifications: Vec<NewNotification>) {
    let change = forgetting(live(subject, number).await, at(100));
    subject
        .store
        .apply(Change {
            notifications,
            ..change
        })
        .await
        .unwrap();
}

pub async fn only_a_tombstone_stays(subject: Subject) {
    let read = open(&subject, 1, Vec::new()).await;
    let digest = subject
        .vault
        .put(verification_id(1), Bytes::from_static(b"a picture"))
        .await
        .unwrap();
    let entries = subject.store.journal(verification_id(1)).await.unwrap();
    assert!(entries.iter().any(|entry| entry.detail.is_some()));
    forget(&subject, 1, Vec::new()).await;
    let found = subject.store.by_id(verification_id(1)).await.unwrap();
    let Some(Found::Forgotten(tombstone)) = found else {
        panic!("{found:?} instead of a tombstone")
    };
    assert_eq!(
        (tombstone.id, tombstone.account),
        (read.value.id, read.value.account)
    );
    assert_eq!(
        (tombstone.transaction, &tombstone.reference),
        (read.value.transaction, &reference(1))
    );
    assert_eq!(
        (tombstone.created_at, tombstone.deleted_at),
        (at(0), at(100))
    );
    assert_eq!(
        (tombstone.journal, tombstone.announced),
        (read.value.journal, 3)
    );
    let by_reference = subject
        .store
        .by_reference(account_id(1), &reference(1))
        .await
        .unwrap();
    assert_eq!(by_reference, Some(Found::Forgotten(tombstone)));
    let left = subject.store.journal(verification_id(1)).await.unwrap();
    assert_eq!(left.len(), entries.len());
    for (left, before) in left.iter().zip(&entries) {
        assert_eq!(
            (left.number, left.sequence, left.code),
            (before.number, before.sequence, before.code)
        );
        assert_eq!((&left.detail, &left.browser), (&None, &None));
    }
    assert!(
        subject
            .store
            .evidence(verification_id(1))
            .await
            .unwrap()
            .is_empty()
    );
    assert_refused!(
        subject.vault.get(verification_id(1), digest).await,
        StoreError::Unsealable(_)
    );
    let again = opening_of(opened_for(1, 2, request(reference(1))));
    assert_refused!(subject.store.apply(again).await, StoreError::ReferenceTaken);
}

pub async fn undelivered_bodies_are_forgotten(subject: Subject) {
    let plain = NewNotification {
        is_personal: false,
        ..notification(3, 1, 3)
    };
    let there = NewNotification {
        destination: url("https://two.example"),
        ..notification(4, 1, 1)
    };
    open(
        &subject,
        1,
        vec![
            notification(1, 1, 1),
            notification(2, 1, 2),
            plain.clone(),
            there,
        ],
    )
    .await;
    let last = NewNotification {
        id: notification_id(5),
        number: 4,
        ..plain
    };
    forget(&subject, 1, vec![last]).await;
    for number in [1, 2, 4] {
        let (shown, _) = subject
            .store
            .delivery(notification_id(number))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (shown.state, shown.ended_at),
            (DeliveryState::Forgotten, Some(at(100))),
            "{number}"
        );
        assert!(
            !subject
                .store
                .resend(notification_id(number), at(101))
                .await
                .unwrap()
        );
    }
    for (number, seconds) in [(3, 200), (5, 300)] {
        let leases = lease(&subject, seconds).await;
        assert_eq!(
            numbers(&leases),
            [number],
            "notifications without personal data are still sent, in order"
        );
        subject
            .store
            .finish_delivery(&leases[0], attempt(1, at(200)), AttemptEnd::Delivered)
            .await
            .unwrap();
        let (_, attempts) = subject
            .store
            .delivery(notification_id(number))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            attempts,
            [Attempt {
                answer: None,
                ..attempt(1, at(200))
            }],
            "nothing can seal the answer"
        );
    }
}

pub async fn what_was_told_is_not_told_again(subject: Subject) {
    open(&subject, 1, vec![notification(1, 1, 1)]).await;
    let first = lease(&subject, 0).await.remove(0);
    subject
        .store
        .finish_delivery(&first, attempt(1, at(1)), AttemptEnd::Delivered)
        .await
        .unwrap();
    forget(&subject, 1, Vec::new()).await;
    let (shown, attempts) = subject
        .store
        .delivery(notification_id(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(shown.state, DeliveryState::Delivered, "it was delivered");
    assert_eq!(
        attempts,
        [Attempt {
            answer: None,
            ..attempt(1, at(1))
        }]
    );
    assert!(
        !subject
            .store
            .resend(notification_id(1), at(101))
            .await
            .unwrap(),
        "but its body is gone"
    );
    assert!(lease(&subject, 200).await.is_empty());
}

pub async fn being_sent_while_forgotten(subject: Subject) {
    open(&subject, 1, vec![notification(1, 1, 1)]).await;
    let sending = lease(&subject, 0).await.remove(0);
    forget(&subject, 1, Vec::new()).await;
    subject
        .store
        .finish_delivery(&sending, attempt(1, at(101)), AttemptEnd::Retry(at(102)))
        .await
        .unwrap();
    assert_eq!(state(&subject, 1).await, DeliveryState::Forgotten);
    assert!(lease(&subject, 200).await.is_empty());
    assert_eq!(subject.store.backlog().await.unwrap().deliveries, 0);
}

pub async fn what_is_being_sent_is_not_overtaken(subject: Subject) {
    let endings = [
        (Some(AttemptEnd::Delivered), DeliveryState::Delivered),
        (Some(AttemptEnd::GiveUp), DeliveryState::Failed),
        (Some(AttemptEnd::Retry(at(102))), DeliveryState::Forgotten),
        (None, DeliveryState::Forgotten),
    ];
    for (verification, (end, expected)) in (1..).zip(endings) {
        let (verdict, deleted) = (verification * 10, verification * 10 + 1);
        open(
            &subject,
            verification,
            vec![notification(verdict, verification, 1)],
        )
        .await;
        // The lease lasts until 110, and the verification is forgotten at 100.
        let sending = lease(&subject, 50).await.remove(0);
        let last = NewNotification {
            is_personal: false,
            ..notification(deleted, verification, 2)
        };
        forget(&subject, verification, vec![last]).await;
        assert_eq!(state(&subject, verdict).await, DeliveryState::Ready);
        assert!(
            lease(&subject, 101).await.is_empty(),
            "the deletion waits: {end:?}"
        );
        let next = if let Some(end) = end {
            subject
                .store
                .finish_delivery(&sending, attempt(1, at(101)), end)
                .await
                .unwrap();
            lease(&subject, 105).await
        } else {
            lease(&subject, 110).await
        };
        assert_eq!(numbers(&next), [deleted]);
        assert_eq!(state(&subject, verdict).await, expected);
        subject
            .store
            .finish_delivery(&next[0], attempt(2, at(111)), AttemptEnd::Delivered)
            .await
            .unwrap();
        assert!(
            !subject
                .store
                .resend(notification_id(verdict), at(112))
                .await
                .unwrap(),
            "its body is gone"
        );
    }
}

pub async fn late_changes_are_conflicts(subject: Subject) {
    let read = open(&subject, 1, Vec::new()).await;
    let stale = forgetting(read.clone(), at(100));
    let step = read.value.open_link(at(1)).unwrap();
    subject
        .store
        .apply(updating(1, step.clone()))
        .await
        .unwrap();
    assert_refused!(subject.store.apply(stale).await, StoreError::Conflict);
    let again = forgetting(live(&subject, 1).await, at(100));
    subject.store.apply(again.clone()).await.unwrap();
    assert_refused!(subject.store.apply(again).await, StoreError::Conflict);
    for version in [2, 3] {
        assert_refused!(
            subject.store.apply(updating(version, step.clone())).await,
            StoreError::Conflict
        );
    }
    let picture = subject
        .vault
        .put(verification_id(1), Bytes::from_static(b"late"))
        .await;
    assert_refused!(picture, StoreError::Unsealable(_));
}
