//! Cases about changes: they are applied completely or not at all, and only to the version that was
//! read.

use proofing::ports::{Change, Digest, EvidenceRef, Found, MemberChange, Next, StoreError, Stored};
use verification::journal::Browser;
use verification::request::MediaType;
use verification::stage::StageName;
use verification::status::StatusCode;

use super::{Subject, assert_refused, live, open};
use crate::builders::{
    BACK, FRONT, account_id, at, job, member, notification, off_site, opened, opened_for, opening,
    opening_of, reference, request, staff_id, updating, verification_id,
};

pub async fn what_is_opened_is_found(subject: Subject) {
    let step = opened_for(1, 1, off_site(request(reference(1))));
    subject.store.apply(opening_of(step.clone())).await.unwrap();
    let expected = Some(Found::Live(Box::new(Stored {
        value: step.next,
        version: 1,
    })));
    assert_eq!(
        subject.store.by_id(verification_id(1)).await.unwrap(),
        expected
    );
    assert_eq!(
        subject
            .store
            .by_reference(account_id(1), &reference(1))
            .await
            .unwrap(),
        expected
    );
    assert_eq!(
        subject
            .store
            .by_reference(account_id(2), &reference(1))
            .await
            .unwrap(),
        None,
        "another's"
    );
    assert_eq!(subject.store.by_id(verification_id(2)).await.unwrap(), None);
    assert!(
        subject
            .store
            .journal(verification_id(2))
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        subject
            .store
            .evidence(verification_id(2))
            .await
            .unwrap()
            .is_empty()
    );
}

pub async fn references_stay_taken(subject: Subject) {
    open(&subject, 1, Vec::new()).await;
    let again = opening_of(opened_for(1, 2, request(reference(1))));
    assert_refused!(subject.store.apply(again).await, StoreError::ReferenceTaken);
    let others = opening_of(opened_for(2, 3, request(reference(1))));
    subject.store.apply(others).await.unwrap();
    let same_id = opening_of(opened_for(1, 1, request(reference(4))));
    assert_refused!(subject.store.apply(same_id).await, StoreError::Conflict);
}

pub async fn stale_versions_are_conflicts(subject: Subject) {
    let read = open(&subject, 1, Vec::new()).await;
    let step = read.value.clone().open_link(at(1)).unwrap();
    subject
        .store
        .apply(updating(1, step.clone()))
        .await
        .unwrap();
    let now = live(&subject, 1).await;
    assert_eq!((now.version, now.value), (2, step.next.clone()));
    for version in [0, 1, 3] {
        assert_refused!(
            subject.store.apply(updating(version, step.clone())).await,
            StoreError::Conflict
        );
    }
    assert_refused!(
        subject.store.apply(updating(1, opened(2))).await,
        StoreError::Conflict
    );
}

pub async fn of_two_at_once_one_wins(subject: Subject) {
    let read = open(&subject, 1, Vec::new()).await;
    let change = updating(1, read.value.open_link(at(1)).unwrap());
    let (one, other) = tokio::join!(
        subject.store.apply(change.clone()),
        subject.store.apply(change)
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_refused!(one.and(other), StoreError::Conflict);
    assert_eq!(live(&subject, 1).await.version, 2);
}

pub async fn a_refused_change_leaves_nothing(subject: Subject) {
    let read = open(&subject, 1, Vec::new()).await;
    let journal = subject.store.journal(verification_id(1)).await.unwrap();
    let mut step = read.value.open_link(at(1)).unwrap();
    step.log(StatusCode::ENDED, None, at(1));
    // The ID of the job is used twice, so that the change fails at its very end.
    let change = Change {
        evidence: vec![picture(FRONT, 1)],
        notifications: vec![notification(1, 1, 1)],
        jobs: vec![job(1, 1), job(1, 1)],
        ..updating(1, step.clone())
    };
    let refused = subject.store.apply(change.clone()).await;
    assert!(refused.is_err(), "{refused:?}");
    // A change that is refused at its start and a valid one are committed together.
    let stale = Change {
        next: Next::Update(Box::new(Stored {
            value: step.next.clone(),
            version: 9,
        })),
        ..change
    };
    let (refused, opened) =
        tokio::join!(subject.store.apply(stale), subject.store.apply(opening(2)));
    assert_refused!(refused, StoreError::Conflict);
    opened.unwrap();
    assert_eq!(live(&subject, 1).await.version, 1);
    assert_eq!(
        subject.store.journal(verification_id(1)).await.unwrap(),
        journal
    );
    assert!(
        subject
            .store
            .evidence(verification_id(1))
            .await
            .unwrap()
            .is_empty()
    );
    let backlog = subject.store.backlog().await.unwrap();
    assert_eq!((backlog.deliveries, backlog.jobs), (0, 0));
}

pub async fn journals_grow_without_gaps(subject: Subject) {
    let mut expected = opening(1).entries;
    let read = open(&subject, 1, Vec::new()).await;
    let mut step = read.value.open_link(at(1)).unwrap();
    step.log(StatusCode::MESSAGE_TYPE, Some("sms".to_owned()), at(1));
    step.log(StatusCode::from(64_999), None, at(0));
    let mut change = updating(1, step);
    let browser = Browser {
        url: "{\"href\":\"…\"}".to_owned(),
        user_agent: "Agent/1.0".to_owned(),
    };
    change.entries.last_mut().unwrap().browser = Some(browser);
    expected.extend(change.entries.clone());
    // Each of these violates the sequence of numbers in a different way.
    let mut first_missing = change.clone();
    first_missing.entries.remove(0);
    let mut last_missing = change.clone();
    last_missing.entries.pop();
    let mut twice = change.clone();
    twice.entries.push(expected.last().unwrap().clone());
    for broken in [first_missing, last_missing, twice] {
        let refused = subject.store.apply(broken).await;
        assert_refused!(
            refused,
            StoreError::Inconsistent {
                table: "journal",
                column: "number",
                ..
            }
        );
    }
    subject.store.apply(change).await.unwrap();
    assert_eq!(
        subject.store.journal(verification_id(1)).await.unwrap(),
        expected
    );
}

pub async fn pictures_replace_those_of_their_slot(subject: Subject) {
    open(&subject, 1, Vec::new()).await;
    let rounds = [
        (
            vec![picture(BACK, 1), picture(FRONT, 2)],
            vec![picture(BACK, 1), picture(FRONT, 2)],
        ),
        (
            vec![picture(BACK, 3)],
            vec![picture(BACK, 3), picture(FRONT, 2)],
        ),
        (Vec::new(), vec![picture(BACK, 3), picture(FRONT, 2)]),
    ];
    for (evidence, expected) in rounds {
        let read = live(&subject, 1).await;
        let step = read.value.open_link(at(1)).unwrap();
        subject
            .store
            .apply(Change {
                evidence,
                ..updating(read.version, step)
            })
            .await
            .unwrap();
        assert_eq!(
            subject.store.evidence(verification_id(1)).await.unwrap(),
            expected
        );
    }
    assert_eq!(
        live(&subject, 1).await.value.stage.name(),
        StageName::Opened
    );
}

pub async fn the_store_is_healthy(subject: Subject) {
    for _ in 0..2 {
        subject.store.check().await.unwrap();
    }
}

fn picture(slot: verification::request::EvidenceSlot, number: u8) -> EvidenceRef {
    EvidenceRef {
        slot,
        media: MediaType::Jpeg,
        size: 1000 + u64::from(number),
        digest: Digest([number; 32]),
    }
}

pub async fn whoever_acts_must_not_have_changed(subject: Subject) {
    subject.staff.add_member(member(1), None).await.unwrap();
    open(&subject, 1, Vec::new()).await;
    let act = async |version| {
        let stored = live(&subject, 1).await;
        let mut step = stored.value.open_link(at(1)).unwrap();
        step.log(StatusCode::LINK_OPENED, None, at(1));
        let change = Change {
            member: Some((staff_id(1), version)),
            ..updating(stored.version, step)
        };
        subject.store.apply(change).await
    };
    act(1).await.unwrap();
    let stored = subject.staff.member(staff_id(1)).await.unwrap().unwrap();
    let disabled = Stored {
        value: stored.value.enabled(false),
        version: stored.version,
    };
    let change = MemberChange::of(disabled);
    subject.staff.change_member(change).await.unwrap();
    assert_refused!(act(1).await, StoreError::Conflict);
    act(2).await.unwrap();
}
