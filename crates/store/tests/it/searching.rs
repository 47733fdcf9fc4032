//! Searching in a store that an earlier version filled, or whose key of search terms was lost; and
//! what the index tells.

use std::path::Path;

use proofing::ports::{Found, Store, VerificationQuery};
use store::SealedStore;
use testkit::builders::{
    account_id, forgetting, opened_for, opening_of, reference, request, verification_id,
};
use verification::search::{SearchField, SearchFilter};

use crate::{open, raw};

/// Opens verifications of these numbers for account 1, each with a document number of its own.
async fn fill(store: &SealedStore, numbers: std::ops::Range<u128>) {
    for number in numbers {
        let mut request = request(reference(number));
        let email = format!("person-{number}@example.com");
        request.email = Some(verification::request::Email::parse(&email).unwrap());
        let step = opened_for(1, number, request);
        store.apply(opening_of(step)).await.unwrap();
    }
}

async fn is_found(store: &SealedStore, number: u128) -> bool {
    let email = format!("Person-{number}@example.com");
    let query = VerificationQuery {
        account: Some(account_id(1)),
        filter: SearchFilter {
            words: SearchField::Email.seek(&email).unwrap(),
            ..SearchFilter::default()
        },
        limit: 2,
        ..VerificationQuery::default()
    };
    let found = store.verifications(query).await.unwrap();
    match found.as_slice() {
        [] => false,
        [one] => {
            let Found::Live(stored) = &one.found else {
                panic!("{one:?}")
            };
            assert_eq!(stored.value.id, verification_id(number));
            true
        }
        more => panic!("{more:?}"),
    }
}

/// Makes a folder what an earlier version left: with neither terms nor facts.
fn downgrade(dir: &Path) {
    raw(dir, "bonafide.db")
        .execute_batch(
            "DELETE FROM search_terms; DELETE FROM search_terms_of; \
             UPDATE search_facts SET services = 0, kind = NULL; \
             UPDATE search_state SET made_with = NULL, \
             missing_below = (SELECT max(key) + 1 FROM verifications)",
        )
        .unwrap();
}

#[tokio::test]
async fn what_an_earlier_version_stored_becomes_searchable_in_steps() {
    let dir = tempfile::tempdir().unwrap();
    let (store, vault) = open(dir.path(), 1);
    fill(&store, 1..8).await;
    let Some(Found::Live(gone)) = store.by_id(verification_id(6)).await.unwrap() else {
        panic!("it is not there")
    };
    let gone = forgetting(*gone, testkit::builders::at(1));
    store.apply(gone).await.unwrap();
    drop((store, vault));
    downgrade(dir.path());

    let (store, vault) = open(dir.path(), 2);
    assert_eq!(store.not_yet_searchable().await.unwrap(), 7);
    fill(&store, 8..9).await;
    assert!(is_found(&store, 8).await, "what is new is found at once");
    assert!(!is_found(&store, 7).await);
    let first = store.make_searchable(3).await.unwrap();
    assert_eq!((first.made, first.left), (3, 3), "the newest come first");
    assert!(is_found(&store, 7).await && is_found(&store, 4).await);
    assert!(!is_found(&store, 3).await);
    drop((store, vault));

    let (store, _vault) = open(dir.path(), 3);
    assert_eq!(store.not_yet_searchable().await.unwrap(), 3);
    let second = store.make_searchable(3).await.unwrap();
    assert_eq!(
        (second.made, second.left),
        (3, 0),
        "it goes on where it was"
    );
    for number in [1, 2, 3, 4, 5, 7, 8] {
        assert!(is_found(&store, number).await, "{number}");
    }
    assert!(!is_found(&store, 6).await, "forgotten");
    let last = store.make_searchable(3).await.unwrap();
    assert_eq!((last.made, last.left), (0, 0));
}

#[tokio::test]
async fn with_another_key_all_terms_are_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let (store, vault) = open(dir.path(), 1);
    store.make_searchable(1).await.unwrap();
    fill(&store, 1..4).await;
    drop((store, vault));
    let before = terms(dir.path());
    raw(dir.path(), "keys.db")
        .execute_batch("DELETE FROM search_key")
        .unwrap();
    let (store, _vault) = open(dir.path(), 2);
    assert!(!is_found(&store, 2).await);
    let made = store.make_searchable(10).await.unwrap();
    assert_eq!((made.made, made.left), (3, 0));
    assert!(is_found(&store, 2).await);
    let after = terms(dir.path());
    assert_eq!(before.len(), after.len());
    assert!(before.iter().all(|term| !after.contains(term)));
}

fn terms(dir: &Path) -> Vec<i64> {
    let data = raw(dir, "bonafide.db");
    let mut statement = data.prepare("SELECT term FROM search_terms").unwrap();
    let terms = statement.query_map([], |row| row.get(0)).unwrap();
    terms.map(Result::unwrap).collect()
}

#[tokio::test]
async fn equal_terms_of_two_accounts_look_different() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _vault) = open(dir.path(), 1);
    for (account, number) in [(1, 1), (2, 2), (2, 3)] {
        let step = opened_for(account, number, request(reference(number)));
        store.apply(opening_of(step)).await.unwrap();
    }
    // All three have the same document number.
    let mut terms = terms(dir.path());
    terms.sort_unstable();
    assert_eq!(terms.len(), 3);
    terms.dedup();
    assert_eq!(terms.len(), 2);
}
