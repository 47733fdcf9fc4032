//! Searching in the back office: who may look for what, and what other accounts' staff learn.

use proofing::acts::office::search::Personally;
use proofing::ports::{After, AuditQuery, AuditTrail, Store, VerificationQuery};
use proofing::{Error, Principal};
use testkit::builders::{account, account_id, opened_for, opening_of, reference, request};
use uuid::Uuid;
use verification::audit::AuditAct;
use verification::request::Email;
use verification::search::{SearchField, SearchFilter};
use verification::staff::{Authority, Role};
use verification::stage::StageName;
use verification::{AccountId, Personal, StaffId, VerificationId};

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
    let page = app
        .acts
        .search_in_office(by, query, Personally::Masked)
        .await
        .unwrap();
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
    let refused = app
        .acts
        .search_in_office(by, foreign.clone(), Personally::Masked)
        .await;
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
        let page = app
            .acts
            .search_in_office(by, after, Personally::Masked)
            .await
            .unwrap();
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
        let result = app
            .acts
            .search_in_office(by, by_number(), Personally::Masked)
            .await;
        let may = !matches!(role, Role::Viewer | Role::Counter);
        assert_eq!(result.is_ok(), may, "{role:?}");
        if !may {
            assert!(matches!(result, Err(Error::Forbidden)), "{result:?}");
            let counted = app.acts.count_in_office(by, by_number()).await;
            assert!(matches!(counted, Err(Error::Forbidden)), "{counted:?}");
        }
    }
    let business = Principal::Account(account_id(2));
    let refused = app
        .acts
        .search_in_office(business, any(), Personally::Masked)
        .await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
}

#[tokio::test]
async fn pages_follow_each_other_while_new_ones_arrive() {
    let app = filled().await;
    let by = staff(Role::Viewer, Some(account_id(2)));
    let two = VerificationQuery { limit: 2, ..any() };
    let first = app
        .acts
        .search_in_office(by, two.clone(), Personally::Masked)
        .await
        .unwrap();
    let shown: Vec<u128> = first.rows.iter().map(|row| number(row.id)).collect();
    assert_eq!(shown, [5, 3]);
    assert_eq!(first.rows[0].stage, StageName::Created);
    let step = opened_for(2, 7, request(reference(7)));
    app.store.apply(opening_of(step)).await.unwrap();
    let next = VerificationQuery {
        after: first.next.map(After::Verification),
        ..two
    };
    let second = app
        .acts
        .search_in_office(by, next, Personally::Masked)
        .await
        .unwrap();
    let shown: Vec<u128> = second.rows.iter().map(|row| number(row.id)).collect();
    assert_eq!((shown, second.next), (vec![1], None));
}

fn shown(reason: Option<&str>) -> Personally {
    Personally::Shown {
        reason: reason.map(Into::into),
    }
}

async fn recorded(app: &TestApp) -> Vec<AuditAct> {
    let query = AuditQuery {
        limit: 10,
        ..AuditQuery::default()
    };
    let trail = app.store.audited(query).await.unwrap().into_iter();
    trail.map(|audited| audited.entry.act).collect()
}

#[tokio::test]
async fn a_list_that_shows_people_is_recorded_first() {
    let app = filled().await;
    let mut request = request(reference(9));
    request.email = Some(Email::parse("zoe@example.com").unwrap());
    let step = opened_for(2, 9, request);
    app.store.apply(opening_of(step)).await.unwrap();
    let own = Some(account_id(2));

    let viewer = staff(Role::Viewer, own);
    let refused = app.acts.search_in_office(viewer, any(), shown(None)).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let auditor = staff(Role::Auditor, own);
    for blank in [None, Some(" ")] {
        let refused = app
            .acts
            .search_in_office(auditor, any(), shown(blank))
            .await;
        let needs = matches!(refused, Err(Error::Invalid { key: "reason", .. }));
        assert!(needs, "{refused:?}");
    }
    assert!(recorded(&app).await.is_empty());

    let reviewer = staff(Role::Reviewer, own);
    for (by, reason) in [(reviewer, None), (auditor, Some("complaint 7"))] {
        let page = app.acts.search_in_office(by, any(), shown(reason)).await;
        let page = page.unwrap();
        let personal = page.rows[0].personal.as_ref().unwrap();
        let email = personal.email.as_ref().map(Personal::reveal);
        assert_eq!(email, Some("zoe@example.com"));
    }
    assert_eq!(recorded(&app).await, [AuditAct::ListPersonalData; 2]);
    let page = app.acts.export_in_office(auditor, any()).await.unwrap();
    assert!(page.rows.iter().all(|row| row.personal.is_none()));
    assert_eq!(recorded(&app).await[0], AuditAct::ExportList);
    let refused = app.acts.export_in_office(reviewer, any()).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
}
