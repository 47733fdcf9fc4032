//! Searching in the back office: who may look for what, and what other accounts' staff learn.

use proofing::ports::{After, Store, VerificationQuery};
use proofing::{Error, Principal};
use testkit::builders::{account, account_id, opened_for, opening_of, reference, request};
use uuid::Uuid;
use verification::search::{SearchField, SearchFilter};
use verification::staff::{Authority, Role};
use verification::stage::StageName;
use verification::{AccountId, StaffId, VerificationId};

use crate::app::TestApp;

fn staff(role: Role, account: Option<AccountId>) -> Principal {
    Principal::Staff(Authority {
        member: StaffId::new(Uuid::from_u128(1)),
        role,
        account,
    })
}

fn any() -> VerificationQuery {
    VerificationQuery {
        limit: 10,
        ..VerificationQuery::default()
    }
}

/// Looks for the number that every verification of these tests claims.
fn by_number() -> VerificationQuery {
    VerificationQuery {
        filter: SearchFilter {
            words: SearchField::DocumentNumber.seek("X1234567").unwrap(),
            ..SearchFilter::default()
        },
        ..any()
    }
}

/// Five verifications: the odd ones of account 2, the even ones of account 3.
async fn filled() -> TestApp {
    let app = TestApp::start().await;
    for number in [2, 3] {
        app.store.create_account(account(number)).await.unwrap();
    }
    for number in 1..=5 {
        let account = if number % 2 == 1 { 2 } else { 3 };
        let step = opened_for(account, number, request(reference(number)));
        app.store.apply(opening_of(step)).await.unwrap();
    }
    app
}

async fn found(app: &TestApp, by: Principal, query: VerificationQuery) -> Vec<u128> {
    let total = app.acts.count_in_office(by, query.clone()).await.unwrap();
    let page = app.acts.search_in_office(by, query).await.unwrap();
    assert!(page.is_complete);
    assert_eq!(
        (total.counted, total.are_more),
        (page.rows.len() as u64, false)
    );
    assert!(page.rows.iter().all(|row| row.personal.is_none()));
    page.rows.iter().map(|row| number(row.id)).collect()
}

fn number(id: VerificationId) -> u128 {
    id.uuid().as_u128()
}

#[tokio::test]
async fn staff_find_what_belongs_to_their_account() {
    let app = filled().await;
    let own = Some(account_id(2));
    for query in [any(), by_number()] {
        for by in [staff(Role::Reviewer, own), staff(Role::Manager, own)] {
            assert_eq!(found(&app, by, query.clone()).await, [5, 3, 1]);
        }
        for by in [staff(Role::Administrator, None), Principal::Operator] {
            assert_eq!(found(&app, by, query.clone()).await, [5, 4, 3, 2, 1]);
            let narrowed = VerificationQuery {
                account: Some(account_id(3)),
                ..query.clone()
            };
            assert_eq!(found(&app, by, narrowed).await, [4, 2]);
        }
    }
}

#[tokio::test]
async fn another_account_is_not_found_by_any_way() {
    let app = filled().await;
    let by = staff(Role::Manager, Some(account_id(2)));
    let foreign = VerificationQuery {
        account: Some(account_id(3)),
        ..any()
    };
    let refused = app.acts.search_in_office(by, foreign.clone()).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    let refused = app.acts.count_in_office(by, foreign).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    // Going on after a verification of another account is like going on after none.
    for unknown in [4, 99] {
        let after = VerificationQuery {
            after: Some(After::Verification(testkit::builders::verification_id(
                unknown,
            ))),
            ..any()
        };
        let page = app.acts.search_in_office(by, after).await.unwrap();
        assert!(page.rows.is_empty() && page.next.is_none());
    }
}

#[tokio::test]
async fn only_who_may_see_personal_data_looks_for_them() {
    let app = filled().await;
    let own = Some(account_id(2));
    for role in Role::ALL {
        let by = staff(*role, own);
        assert_eq!(found(&app, by, any()).await.len(), 3, "{role:?}");
        let result = app.acts.search_in_office(by, by_number()).await;
        let may = !matches!(role, Role::Viewer | Role::Counter);
        assert_eq!(result.is_ok(), may, "{role:?}");
        if !may {
            assert!(matches!(result, Err(Error::Forbidden)), "{result:?}");
            let counted = app.acts.count_in_office(by, by_number()).await;
            assert!(matches!(counted, Err(Error::Forbidden)), "{counted:?}");
        }
    }
    let business = Principal::Account(account_id(2));
    let refused = app.acts.search_in_office(business, any()).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
}

#[tokio::test]
async fn pages_follow_each_other_while_new_ones_arrive() {
    let app = filled().await;
    let by = staff(Role::Viewer, Some(account_id(2)));
    let two = VerificationQuery { limit: 2, ..any() };
    let first = app.acts.search_in_office(by, two.clone()).await.unwrap();
    let shown: Vec<u128> = first.rows.iter().map(|row| number(row.id)).collect();
    assert_eq!(shown, [5, 3]);
    assert_eq!(first.rows[0].stage, StageName::Created);
    let step = opened_for(2, 7, request(reference(7)));
    app.store.apply(opening_of(step)).await.unwrap();
    let next = VerificationQuery {
        after: first.next.map(After::Verification),
        ..two
    };
    let second = app.acts.search_in_office(by, next).await.unwrap();
    let shown: Vec<u128> = second.rows.iter().map(|row| number(row.id)).collect();
    assert_eq!((shown, second.next), (vec![1], None));
}
