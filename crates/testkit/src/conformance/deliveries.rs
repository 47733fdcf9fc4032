//! Cases about deliveries: bodies, order and ends.

use proofing::ports::DeliveryFilter;
use verification::notification::{
    Attempt, AttemptEnd, DeliveryState, NewNotification, NotificationKind,
};

use super::{Subject, lease, numbers, open, query, state, tell};
use crate::builders::{
    account_id, at, attempt, notification, notification_id, reference, url, verification_id,
};

pub async fn bodies_come_back_as_they_were(subject: Subject) {
    let elsewhere = |number, path: &str| NewNotification {
        destination: url(&format!("https://one.example/{path}")),
        ..notification(number, 1, 1)
    };
    let bodies = vec![
        notification(1, 1, 1),
        NewNotification {
            is_personal: false,
            ..elsewhere(2, "plain")
        },
        NewNotification {
            body: None,
            told: NotificationKind::Journal,
            ..elsewhere(3, "journal")
        },
        NewNotification {
            body: Some(Vec::new()),
            told: NotificationKind::Results,
            ..elsewhere(4, "empty")
        },
        NewNotification {
            body: Some((0..=255).collect()),
            ..elsewhere(5, "binary")
        },
    ];
    open(&subject, 1, bodies.clone()).await;
    let mut leases = lease(&subject, 5).await;
    leases.sort_by_key(|lease| lease.delivery.id);
    assert_eq!(leases.len(), bodies.len());
    for (new, lease) in bodies.iter().zip(&leases) {
        assert_eq!(lease.body, new.body, "{}", new.id);
        let shown = &lease.delivery;
        assert_eq!(
            (shown.id, shown.verification, shown.account),
            (new.id, new.verification, new.account)
        );
        assert_eq!(
            (shown.number, shown.told, &shown.destination),
            (new.number, new.told, &new.destination)
        );
        assert_eq!(
            (shown.state, shown.attempts, shown.ended_at),
            (DeliveryState::Ready, 0, None)
        );
        assert_eq!(
            (shown.created_at, lease.first_due_at),
            (new.created_at, new.created_at)
        );
    }
}

pub async fn they_go_in_order(subject: Subject) {
    open(
        &subject,
        1,
        vec![notification(2, 1, 2), notification(1, 1, 1)],
    )
    .await;
    tell(&subject, 1, vec![notification(3, 1, 3)]).await;
    open(&subject, 2, vec![notification(4, 2, 1)]).await;
    let there = NewNotification {
        destination: url("https://two.example/"),
        ..notification(5, 1, 9)
    };
    tell(&subject, 1, vec![there]).await;
    let mut told = Vec::new();
    for round in 0..3 {
        let mut leases = lease(&subject, round).await;
        leases.sort_by_key(|lease| lease.delivery.id);
        told.push(numbers(&leases));
        assert!(lease(&subject, round).await.is_empty(), "later ones wait");
        for lease in leases {
            let end = if round == 1 {
                AttemptEnd::GiveUp
            } else {
                AttemptEnd::Delivered
            };
            subject
                .store
                .finish_delivery(&lease, attempt(1, at(round)), end)
                .await
                .unwrap();
        }
    }
    assert_eq!(
        told,
        [vec![1, 4, 5], vec![2], vec![3]],
        "in the order of their numbers, not of the change"
    );
    assert_eq!(
        state(&subject, 2).await,
        DeliveryState::Failed,
        "a failed delivery does not block the rest"
    );
    assert_eq!(state(&subject, 3).await, DeliveryState::Delivered);
    assert_eq!(subject.store.backlog().await.unwrap().deliveries, 0);
}

pub async fn a_journal_that_waits_is_told_once(subject: Subject) {
    let journal = |number, order| NewNotification {
        body: None,
        told: NotificationKind::Journal,
        is_personal: false,
        ..notification(number, 1, order)
    };
    open(&subject, 1, vec![journal(1, 3)]).await;
    tell(&subject, 1, vec![journal(2, 4)]).await;
    let first = lease(&subject, 5).await;
    assert_eq!(
        first.len(),
        1,
        "the waiting delivery covers the later entry too"
    );
    assert_eq!(first[0].delivery.id, notification_id(1));
    for number in [3, 4] {
        tell(&subject, 1, vec![journal(number, number as u32 + 2)]).await;
    }
    assert!(lease(&subject, 5).await.is_empty(), "one at a time");
    subject
        .store
        .finish_delivery(&first[0], attempt(1, at(0)), AttemptEnd::Delivered)
        .await
        .unwrap();
    let second = lease(&subject, 5).await;
    assert_eq!(
        second
            .iter()
            .map(|lease| lease.delivery.id)
            .collect::<Vec<_>>(),
        [notification_id(3)],
        "an entry added during sending gets another delivery"
    );
}

pub async fn a_retry_waits_for_its_time(subject: Subject) {
    open(
        &subject,
        1,
        vec![notification(1, 1, 1), notification(2, 1, 2)],
    )
    .await;
    let first = lease(&subject, 0).await.remove(0);
    subject
        .store
        .finish_delivery(&first, attempt(1, at(1)), AttemptEnd::Retry(at(30)))
        .await
        .unwrap();
    assert!(
        lease(&subject, 29).await.is_empty(),
        "neither it nor the one after it is leased"
    );
    let (shown, attempts) = subject
        .store
        .delivery(notification_id(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((shown.attempts, shown.next_attempt_at), (1, Some(at(30))));
    assert_eq!(attempts, [attempt(1, at(1))]);
    assert_eq!(
        subject.store.backlog().await.unwrap().next_due_at,
        Some(at(30))
    );
    let second = lease(&subject, 30).await.remove(0);
    assert_eq!((second.delivery.attempts, second.first_due_at), (1, at(0)));
    assert_ne!(first.token, second.token);
    let silent = Attempt {
        status: Some(200),
        error: None,
        answer: None,
        ..attempt(2, at(31))
    };
    subject
        .store
        .finish_delivery(&second, silent.clone(), AttemptEnd::Delivered)
        .await
        .unwrap();
    let (shown, attempts) = subject
        .store
        .delivery(notification_id(1))
        .await
        .unwrap()
        .unwrap();
    let ended = silent
        .at
        .checked_add(jiff::SignedDuration::from_millis(100))
        .unwrap();
    assert_eq!(
        (shown.state, shown.next_attempt_at, shown.ended_at),
        (DeliveryState::Delivered, None, Some(ended))
    );
    assert_eq!(attempts, [attempt(1, at(1)), silent]);
    let next = lease(&subject, 32).await.remove(0);
    assert_eq!(
        (numbers(std::slice::from_ref(&next)), next.first_due_at),
        (vec![2], ended)
    );
    assert_eq!(
        subject.store.delivery(notification_id(9)).await.unwrap(),
        None
    );
}

pub async fn a_lost_lease_keeps_the_attempt_only(subject: Subject) {
    open(
        &subject,
        1,
        vec![notification(1, 1, 1), notification(2, 1, 2)],
    )
    .await;
    let lost = lease(&subject, 0).await.remove(0);
    let held = lease(&subject, 60).await.remove(0);
    assert_eq!(
        lost.delivery.id, held.delivery.id,
        "an expired lease is given to another"
    );
    subject
        .store
        .finish_delivery(&lost, attempt(1, at(61)), AttemptEnd::Delivered)
        .await
        .unwrap();
    let (shown, attempts) = subject
        .store
        .delivery(notification_id(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (shown.state, shown.attempts, attempts.len()),
        (DeliveryState::Ready, 1, 1)
    );
    assert!(
        lease(&subject, 61).await.is_empty(),
        "the other worker still holds it"
    );
    subject
        .store
        .finish_delivery(&held, attempt(2, at(62)), AttemptEnd::Delivered)
        .await
        .unwrap();
    let (shown, attempts) = subject
        .store
        .delivery(notification_id(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((shown.state, shown.attempts), (DeliveryState::Delivered, 2));
    assert_eq!(attempts, [attempt(1, at(61)), attempt(2, at(62))]);
}

pub async fn filters_and_order_of_the_list(subject: Subject) {
    open(
        &subject,
        1,
        vec![notification(1, 1, 1), notification(2, 1, 2)],
    )
    .await;
    let others = NewNotification {
        account: account_id(2),
        ..notification(3, 2, 1)
    };
    open(&subject, 2, vec![others]).await;
    let first = subject.store.lease_deliveries(query(0)).await.unwrap();
    let first = first
        .iter()
        .find(|lease| lease.delivery.id == notification_id(1))
        .unwrap();
    subject
        .store
        .finish_delivery(first, attempt(1, at(0)), AttemptEnd::GiveUp)
        .await
        .unwrap();
    let all = DeliveryFilter {
        limit: 10,
        ..DeliveryFilter::default()
    };
    let cases = [
        (all.clone(), vec![3, 2, 1]),
        (
            DeliveryFilter {
                limit: 2,
                ..all.clone()
            },
            vec![3, 2],
        ),
        (
            DeliveryFilter {
                limit: 0,
                ..all.clone()
            },
            vec![],
        ),
        (
            DeliveryFilter {
                account: Some(account_id(1)),
                ..all.clone()
            },
            vec![2, 1],
        ),
        (
            DeliveryFilter {
                account: Some(account_id(9)),
                ..all.clone()
            },
            vec![],
        ),
        (
            DeliveryFilter {
                reference: Some(reference(2)),
                ..all.clone()
            },
            vec![3],
        ),
        (
            DeliveryFilter {
                state: Some(DeliveryState::Ready),
                ..all.clone()
            },
            vec![3, 2],
        ),
        (
            DeliveryFilter {
                state: Some(DeliveryState::Failed),
                ..all.clone()
            },
            vec![1],
        ),
        (
            DeliveryFilter {
                account: Some(account_id(1)),
                reference: Some(reference(1)),
                state: Some(DeliveryState::Failed),
                limit: 1,
            },
            vec![1],
        ),
    ];
    for (filter, expected) in cases {
        let found = subject.store.deliveries(filter.clone()).await.unwrap();
        let found: Vec<u128> = found
            .iter()
            .map(|delivery| delivery.id.uuid().as_u128())
            .collect();
        assert_eq!(found, expected, "{filter:?}");
    }
    let shown = subject.store.deliveries(all).await.unwrap().remove(0);
    assert_eq!(
        (shown.verification, shown.account),
        (verification_id(2), account_id(2))
    );
}
