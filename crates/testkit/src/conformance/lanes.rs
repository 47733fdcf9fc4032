//! Cases about lanes: an account's destinations on one origin share slots, and lanes take turns.

use proofing::ports::{Backlog, DeliveryQuery, Lane};
use verification::notification::NewNotification;

use super::{Subject, numbers, open, query};
use crate::builders::{account_id, at, job, notification, opening, url};

/// Stores deliveries to an origin, each for a verification of its own, numbered from `first`.
async fn fill(subject: &Subject, origin: &str, first: u128, count: u128) {
    for number in first..first + count {
        let destination = url(&format!("{origin}/{}", number % 2));
        open(
            subject,
            number,
            vec![NewNotification {
                destination,
                ..notification(number, number, 1)
            }],
        )
        .await;
    }
}

async fn lease(subject: &Subject, query: DeliveryQuery) -> Vec<u128> {
    numbers(&subject.store.lease_deliveries(query).await.unwrap())
}

pub async fn they_take_turns(subject: Subject) {
    fill(&subject, "https://one.example", 1, 5).await;
    fill(&subject, "https://two.example", 11, 1).await;
    fill(&subject, "https://three.example:8443", 21, 3).await;
    // One of each lane comes first, then the rest of them in turn.
    assert_eq!(
        lease(&subject, query(0)).await,
        [1, 11, 21, 2, 22, 3, 23, 4, 5]
    );
}

pub async fn full_ones_are_passed_over(subject: Subject) {
    fill(&subject, "https://one.example", 1, 5).await;
    fill(&subject, "http://one.example", 11, 3).await;
    let lane = |path: &str| Lane::of(account_id(1), &url(path));
    let in_flight = vec![
        (lane("https://one.example/x"), 2),
        (lane("http://one.example/y"), 1),
        (lane("https://unknown.example"), 7),
    ];
    let busy = DeliveryQuery {
        per_lane: 2,
        per_account: 20,
        in_flight,
        ..query(0)
    };
    assert_eq!(
        lease(&subject, busy.clone()).await,
        [11],
        "one slot is left, on the second lane"
    );
    let free = DeliveryQuery {
        in_flight: Vec::new(),
        ..busy
    };
    let mut leased = lease(&subject, free.clone()).await;
    leased.sort_unstable();
    assert_eq!(leased, [1, 2, 12, 13]);
    assert!(
        lease(
            &subject,
            DeliveryQuery {
                per_lane: 0,
                ..free.clone()
            }
        )
        .await
        .is_empty()
    );
    assert!(
        lease(&subject, DeliveryQuery { limit: 0, ..free })
            .await
            .is_empty()
    );
}

pub async fn one_account_leaves_slots_to_others(subject: Subject) {
    for (first, origin) in [
        (1, "https://one.example"),
        (11, "https://two.example"),
        (21, "https://three.example"),
    ] {
        fill(&subject, origin, first, 3).await;
    }
    let other = NewNotification {
        account: account_id(2),
        ..notification(31, 31, 1)
    };
    open(&subject, 31, vec![other]).await;
    let mine = Lane::of(account_id(1), &url("https://one.example"));
    let busy = DeliveryQuery {
        per_account: 3,
        in_flight: vec![(mine, 1)],
        ..query(0)
    };
    assert_eq!(
        lease(&subject, busy.clone()).await,
        [1, 11, 31],
        "two slots are left of the one account, and all of the other"
    );
    let full = DeliveryQuery {
        per_account: 1,
        ..busy.clone()
    };
    assert!(lease(&subject, full).await.is_empty());
    let free = DeliveryQuery {
        in_flight: Vec::new(),
        per_account: 4,
        ..busy
    };
    let leased = lease(&subject, free).await;
    assert_eq!(leased.len(), 4, "several lanes take turns: {leased:?}");
}

pub async fn turns_go_on_where_they_ended(subject: Subject) {
    fill(&subject, "https://one.example", 1, 3).await;
    fill(&subject, "https://two.example", 11, 3).await;
    fill(&subject, "https://three.example", 21, 3).await;
    let mut leased = Vec::new();
    for _ in 0..5 {
        leased.push(
            lease(
                &subject,
                DeliveryQuery {
                    limit: 2,
                    ..query(0)
                },
            )
            .await,
        );
    }
    assert_eq!(
        leased,
        [
            vec![1, 11],
            vec![21, 2],
            vec![12, 22],
            vec![3, 13],
            vec![23]
        ]
    );
}

pub async fn the_backlog_is_counted(subject: Subject) {
    assert_eq!(subject.store.backlog().await.unwrap(), Backlog::default());
    let mut change = opening(1);
    change.jobs.push(job(1, 1));
    for (number, seconds) in [(1, 40), (2, 20), (3, 30)] {
        // The clock was set back between them.
        let created_at = at(seconds);
        change.notifications.push(NewNotification {
            created_at,
            ..notification(number, 1, 1)
        });
    }
    subject.store.apply(change).await.unwrap();
    let expected = Backlog {
        next_due_at: Some(at(0)),
        deliveries: 3,
        oldest_delivery_at: Some(at(20)),
        jobs: 1,
        given_up: 0,
    };
    assert_eq!(subject.store.backlog().await.unwrap(), expected);
    subject.store.lease_jobs(at(0), at(500), 1).await.unwrap();
    // The first one is at the head, and due when it was stored.
    assert_eq!(subject.store.next_due().await.unwrap(), Some(at(40)));
    subject.store.lease_deliveries(query(40)).await.unwrap();
    assert_eq!(
        subject.store.next_due().await.unwrap(),
        Some(at(100)),
        "then the lease ends"
    );
}
