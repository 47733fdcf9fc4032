//! Cases about finding by transaction, lists, and reading journals from a position.

use proofing::ports::{After, Found, ListOrder, Listed, VerificationQuery};
use verification::TransactionId;
use verification::stage::StageName;
use verification::status::StatusCode;

use super::{Subject, live, open};
use crate::builders::{
    account_id, at, forgetting, opened_for, opening_of, reference, request, updating,
    verification_id,
};

fn ids(listed: &[Listed]) -> Vec<u128> {
    listed
        .iter()
        .map(|listed| match &listed.found {
            Found::Live(stored) => stored.value.id.uuid().as_u128(),
            Found::Forgotten(tombstone) => tombstone.id.uuid().as_u128(),
        })
        .collect()
}

pub async fn transactions_are_found_by_their_owner(subject: Subject) {
    let stored = open(&subject, 1, Vec::new()).await;
    let transaction = stored.value.transaction;
    let expected = Some(Found::Live(Box::new(stored)));
    let by = async |account, transaction| {
        subject
            .store
            .by_transaction(account_id(account), transaction)
            .await
            .unwrap()
    };
    assert_eq!(by(1, transaction).await, expected);
    assert_eq!(by(2, transaction).await, None, "another's");
    let unknown = TransactionId(verification_id(9).uuid());
    assert_eq!(by(1, unknown).await, None);
    let any = subject.store.by_any_transaction(transaction).await.unwrap();
    assert_eq!(any, expected);
}

pub async fn lists_go_back_in_time(subject: Subject) {
    for number in 1..=4 {
        let account = if number == 3 { 2 } else { 1 };
        let step = opened_for(account, number, request(reference(number)));
        subject.store.apply(opening_of(step)).await.unwrap();
    }
    let gone = forgetting(live(&subject, 2).await, at(1));
    subject.store.apply(gone).await.unwrap();
    let all = VerificationQuery {
        account: Some(account_id(1)),
        limit: 10,
        ..VerificationQuery::default()
    };
    let list =
        async |query: &VerificationQuery| subject.store.verifications(query.clone()).await.unwrap();
    let listed = list(&all).await;
    assert_eq!(ids(&listed), [4, 2, 1], "a forgotten one is listed as such");
    assert!(matches!(listed[1].found, Found::Forgotten(_)));
    let first = VerificationQuery {
        limit: 1,
        ..all.clone()
    };
    assert_eq!(ids(&list(&first).await), [4]);
    let next = VerificationQuery {
        after: Some(After::Place(listed[0].place)),
        ..all.clone()
    };
    assert_eq!(ids(&list(&next).await), [2, 1]);
    let none = VerificationQuery {
        from: Some(at(1)),
        ..all.clone()
    };
    assert!(list(&none).await.is_empty());
    let until = VerificationQuery {
        from: Some(at(0)),
        until: Some(at(1)),
        ..all
    };
    assert_eq!(ids(&list(&until).await), [4, 2, 1]);
}

pub async fn searches_filter_and_go_both_ways(subject: Subject) {
    for number in 1..=4 {
        let account = if number == 3 { 2 } else { 1 };
        let step = opened_for(account, number, request(reference(number)));
        subject.store.apply(opening_of(step)).await.unwrap();
    }
    let gone = forgetting(live(&subject, 2).await, at(1));
    subject.store.apply(gone).await.unwrap();
    let stored = live(&subject, 1).await;
    let opened = stored.value.stage.name();
    let any = VerificationQuery {
        limit: 10,
        ..VerificationQuery::default()
    };
    let search =
        async |query: &VerificationQuery| subject.store.verifications(query.clone()).await.unwrap();
    let listed = search(&any).await;
    assert_eq!(ids(&listed), [4, 3, 2, 1], "of all accounts");
    let older = VerificationQuery {
        after: Some(After::Place(listed[1].place)),
        limit: 1,
        ..any.clone()
    };
    assert_eq!(ids(&search(&older).await), [2]);
    let upwards = VerificationQuery {
        order: ListOrder::OldestFirst,
        ..any.clone()
    };
    assert_eq!(ids(&search(&upwards).await), [1, 2, 3, 4]);
    let newer = VerificationQuery {
        after: Some(After::Place(listed[2].place)),
        ..upwards
    };
    assert_eq!(ids(&search(&newer).await), [3, 4]);
    let of_one = VerificationQuery {
        account: Some(account_id(2)),
        ..any.clone()
    };
    assert_eq!(ids(&search(&of_one).await), [3]);
    let in_stages = async |stages: &[StageName]| {
        let filter = VerificationQuery {
            stages: stages.to_vec(),
            ..any.clone()
        };
        ids(&search(&filter).await)
    };
    assert_eq!(in_stages(&[StageName::Deleted]).await, [2]);
    assert_eq!(in_stages(&[opened]).await, [4, 3, 1]);
    let both = in_stages(&[StageName::Deleted, opened]).await;
    assert_eq!(both, [4, 3, 2, 1]);
    assert!(in_stages(&[StageName::InReview]).await.is_empty());
    let none = VerificationQuery {
        from: Some(at(1)),
        ..any.clone()
    };
    assert!(search(&none).await.is_empty());
    let until = VerificationQuery {
        from: Some(at(0)),
        until: Some(at(1)),
        ..any
    };
    assert_eq!(ids(&search(&until).await), [4, 3, 2, 1]);
}

pub async fn journals_are_read_from_a_number(subject: Subject) {
    let stored = open(&subject, 1, Vec::new()).await;
    let length = stored.value.journal.length;
    let step = stored.value.fetch_config(at(1)).unwrap();
    let more = updating(stored.version, step);
    let expected = more.entries.clone();
    subject.store.apply(more).await.unwrap();
    let after = async |number| {
        subject
            .store
            .journal_after(verification_id(1), number)
            .await
            .unwrap()
    };
    assert_eq!(after(length).await, expected);
    assert_eq!(expected[0].code, StatusCode::CONFIG_FETCHED);
    assert_eq!(after(0).await.len(), length as usize + expected.len());
    assert!(after(u32::MAX).await.is_empty());
}
