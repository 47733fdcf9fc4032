//! Cases about the review queue.

use jiff::Timestamp;
use proofing::ports::{ReviewQuery, StoreError, Stored};
use uuid::Uuid;
use verification::review::{Reviewer, Ruling};
use verification::verdict::{Decider, Outcome, Verdict};
use verification::{Request, StaffId, Step, Verification};

use super::{Subject, live};
use crate::builders::{
    account_id, at, forgetting, off_site, opened_for, opening_of, reference, request, updating,
};

fn reviewer(number: u128, is_senior: bool) -> Reviewer {
    Reviewer {
        member: StaffId::new(Uuid::from_u128(number)),
        is_senior,
    }
}

/// Opens the verification with a number for an account, and leaves it to a reviewer at this second.
async fn waiting(subject: &Subject, account: u128, number: u128, since: i64) {
    let mut asked: Request = off_site(request(reference(number)));
    asked.flags.manual_review = true;
    let opened = opened_for(account, number, asked);
    subject.store.apply(opening_of(opened)).await.unwrap();
    let outcome = Outcome {
        verdict: Verdict::Accepted,
        services: Vec::new(),
        reason: None,
        codes: Vec::new(),
        findings: Vec::new(),
        zones: Vec::new(),
    };
    act(subject, number, |value| {
        value.decide(outcome, at(since)).unwrap()
    })
    .await;
}

/// Applies an act to the verification with a number.
async fn act(
    subject: &Subject,
    number: u128,
    act: impl FnOnce(Verification) -> Step<Verification>,
) {
    let Stored { value, version } = live(subject, number).await;
    let change = updating(version, act(value));
    subject.store.apply(change).await.unwrap();
}

async fn numbers(
    subject: &Subject,
    account: Option<u128>,
    next_for: Option<(Reviewer, Timestamp)>,
) -> Vec<u128> {
    let query = ReviewQuery {
        account: account.map(account_id),
        next_for,
        limit: 10,
    };
    let found = subject.store.review_queue(query).await.unwrap();
    found.into_iter().map(|id| id.uuid().as_u128()).collect()
}

pub async fn the_longest_waiting_comes_first(subject: Subject) {
    waiting(&subject, 1, 1, 30).await;
    waiting(&subject, 2, 2, 10).await;
    waiting(&subject, 1, 3, 20).await;
    assert_eq!(numbers(&subject, None, None).await, [2, 3, 1]);
    assert_eq!(numbers(&subject, Some(1), None).await, [3, 1]);
    assert_eq!(numbers(&subject, Some(9), None).await, [0; 0]);
    let limit = ReviewQuery {
        limit: 1,
        ..ReviewQuery::default()
    };
    assert_eq!(subject.store.review_queue(limit).await.unwrap().len(), 1);
    let stored = live(&subject, 2).await;
    subject
        .store
        .apply(forgetting(stored, at(40)))
        .await
        .unwrap();
    assert_eq!(numbers(&subject, None, None).await, [3, 1]);
}

pub async fn what_others_have_is_not_the_next(subject: Subject) {
    for number in 1..=3 {
        waiting(&subject, 1, number, number as i64).await;
    }
    let (ann, ben, eve) = (reviewer(1, false), reviewer(2, false), reviewer(3, true));
    let next = async |by, second| numbers(&subject, None, Some((by, at(second)))).await;
    assert_eq!(next(ann, 10).await, [1, 2, 3]);
    act(&subject, 1, |value| value.take_case(ann, at(10)).unwrap()).await;
    assert_eq!(next(ben, 10).await, [2, 3]);
    assert_eq!(next(ann, 10).await, [1, 2, 3], "one's own");
    assert_eq!(
        next(ben, 10 + 15 * 60).await,
        [1, 2, 3],
        "the lease is over"
    );
    let fence = live(&subject, 1).await.value.review_task().fence;
    act(&subject, 1, |value| {
        value.escalate_case(ann, fence, at(11)).unwrap()
    })
    .await;
    assert_eq!(next(ann, 11).await, [2, 3]);
    assert_eq!(next(eve, 11).await, [1, 2, 3]);
    act(&subject, 2, |value| {
        let taken = value.take_case(ben, at(12)).unwrap().next;
        taken.snooze_case(ben, 1, at(100), at(12)).unwrap()
    })
    .await;
    assert_eq!(next(ben, 99).await, [3]);
    assert_eq!(next(ben, 100).await, [2, 3]);
    assert_eq!(
        numbers(&subject, None, None).await,
        [1, 2, 3],
        "all of them wait"
    );
}

pub async fn nobody_confirms_their_own_decision(subject: Subject) {
    waiting(&subject, 1, 1, 1).await;
    let (ann, eve) = (reviewer(1, true), reviewer(2, true));
    let ruling = Ruling {
        verdict: Verdict::Accepted,
        codes: Vec::new(),
        note: None,
    };
    act(&subject, 1, |value| {
        let taken = value.take_case(ann, at(2)).unwrap().next;
        taken
            .decide_case(ann, Some(1), ruling, true, at(2))
            .unwrap()
    })
    .await;
    let next = async |by| numbers(&subject, None, Some((by, at(3)))).await;
    assert_eq!(next(ann).await, [0; 0]);
    assert_eq!(next(eve).await, [1]);
    // The store refuses what the core would never make.
    let Stored { value, version } = live(&subject, 1).await;
    let step = value.take_case(eve, at(3)).unwrap().next;
    let mut step = step.approve_case(eve, Some(2), at(3)).unwrap();
    let lawful = step.clone();
    let stage = &mut step.next.stage;
    if let verification::stage::Stage::Accepted(decision) = stage
        && let Decider::Staff(by) = &mut decision.by
    {
        by.approver = Some(by.maker);
    }
    let refused = subject.store.apply(updating(version, step)).await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    assert_eq!(next(eve).await, [1], "nothing was stored");
    subject
        .store
        .apply(updating(version, lawful))
        .await
        .unwrap();
    assert_eq!(numbers(&subject, None, None).await, [0; 0]);
}
