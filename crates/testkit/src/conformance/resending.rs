//! Cases about disabled destinations and sending again.

use verification::notification::{Attempt, AttemptEnd, DeliveryState, NewNotification};

use super::{Subject, lease, numbers, open, state, tell};
use crate::builders::{account_id, at, attempt, notification, notification_id, url};

pub async fn gone_destinations_are_disabled(subject: Subject) {
    open(
        &subject,
        1,
        vec![notification(1, 1, 1), notification(2, 1, 2)],
    )
    .await;
    open(&subject, 2, vec![notification(3, 2, 1)]).await;
    let there = NewNotification {
        destination: url("https://one.example/other"),
        ..notification(4, 2, 2)
    };
    let others = NewNotification {
        account: account_id(2),
        ..notification(5, 2, 3)
    };
    tell(&subject, 2, vec![there, others]).await;
    let leases = lease(&subject, 0).await;
    assert_eq!(leases.len(), 4);
    let gone = Attempt {
        status: Some(410),
        ..attempt(1, at(1))
    };
    let first = leases
        .iter()
        .find(|lease| lease.delivery.id == notification_id(1))
        .unwrap();
    subject
        .store
        .finish_delivery(first, gone, AttemptEnd::DisableDestination)
        .await
        .unwrap();
    for (number, expected) in [
        (1, DeliveryState::Failed),
        (2, DeliveryState::Failed),
        (3, DeliveryState::Failed),
        (4, DeliveryState::Ready),
        (5, DeliveryState::Ready),
    ] {
        assert_eq!(state(&subject, number).await, expected, "{number}");
    }
    let (shown, attempts) = subject
        .store
        .delivery(notification_id(2))
        .await
        .unwrap()
        .unwrap();
    assert!(
        attempts.is_empty() && shown.ended_at.is_some(),
        "it ended without an attempt"
    );
    // The third was being sent.
    let arrived = leases
        .iter()
        .find(|lease| lease.delivery.id == notification_id(3))
        .unwrap();
    for (end, expected) in [
        (AttemptEnd::Retry(at(2)), DeliveryState::Failed),
        (AttemptEnd::Delivered, DeliveryState::Delivered),
    ] {
        subject
            .store
            .finish_delivery(arrived, attempt(2, at(2)), end)
            .await
            .unwrap();
        assert_eq!(state(&subject, 3).await, expected, "its own answer counts");
    }
    tell(&subject, 1, vec![notification(6, 1, 3)]).await;
    assert_eq!(
        state(&subject, 6).await,
        DeliveryState::Failed,
        "and so do later ones"
    );
    assert!(
        subject
            .store
            .resend(notification_id(2), at(10))
            .await
            .unwrap()
    );
    tell(&subject, 1, vec![notification(7, 1, 4)]).await;
    assert_eq!(
        state(&subject, 7).await,
        DeliveryState::Waiting,
        "a resend enables the destination"
    );
    assert_eq!(numbers(&lease(&subject, 10).await), [2]);
}

pub async fn resending_keeps_order(subject: Subject) {
    open(
        &subject,
        1,
        (1..=4)
            .map(|number| notification(number.into(), 1, number))
            .collect(),
    )
    .await;
    assert!(
        !subject
            .store
            .resend(notification_id(1), at(0))
            .await
            .unwrap(),
        "not finished"
    );
    assert!(
        !subject
            .store
            .resend(notification_id(9), at(0))
            .await
            .unwrap(),
        "does not exist"
    );
    for seconds in 0..2 {
        let first = lease(&subject, seconds).await.remove(0);
        assert_eq!(first.tries, 0);
        subject
            .store
            .finish_delivery(
                &first,
                attempt(3, at(seconds)),
                AttemptEnd::Retry(at(seconds)),
            )
            .await
            .unwrap();
        let first = lease(&subject, seconds).await.remove(0);
        assert_eq!((first.tries, first.delivery.attempts), (1, 1));
        subject
            .store
            .finish_delivery(&first, attempt(1, at(seconds)), AttemptEnd::GiveUp)
            .await
            .unwrap();
    }
    // The third is ready but not being sent, so the second precedes it again.
    assert!(
        subject
            .store
            .resend(notification_id(2), at(10))
            .await
            .unwrap()
    );
    let second = lease(&subject, 10).await.remove(0);
    assert_eq!(
        (second.delivery.id, second.first_due_at),
        (notification_id(2), at(10))
    );
    assert_eq!(second.delivery.attempts, 2, "its attempts are kept");
    assert_eq!(second.tries, 0, "its schedule starts again");
    // The second is being sent, so the first waits for it.
    assert!(
        subject
            .store
            .resend(notification_id(1), at(11))
            .await
            .unwrap()
    );
    assert!(lease(&subject, 11).await.is_empty());
    subject
        .store
        .finish_delivery(&second, attempt(2, at(12)), AttemptEnd::Delivered)
        .await
        .unwrap();
    let mut rest = Vec::new();
    for seconds in 13..16 {
        let next = lease(&subject, seconds).await.remove(0);
        subject
            .store
            .finish_delivery(&next, attempt(3, at(seconds)), AttemptEnd::Delivered)
            .await
            .unwrap();
        rest.extend(numbers(&[next]));
    }
    assert_eq!(rest, [1, 3, 4]);
    assert!(
        subject
            .store
            .resend(notification_id(4), at(20))
            .await
            .unwrap(),
        "delivered ones too"
    );
    assert_eq!(
        lease(&subject, 20).await.remove(0).body,
        notification(4, 1, 4).body
    );
}
