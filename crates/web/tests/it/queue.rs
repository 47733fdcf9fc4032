//! The review queue over the real store: eight reviewers at once, four eyes, and what the audit
//! trail says about all of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use proofing::ports::{
    AuditChain, AuditQuery, AuditTrail, Audited, Found, MemberChange, StoreError, Stored,
};
use proofing::{App, Error, Ports, Principal};
use serde_json::json;
use testkit::builders::{member, staff_id};
use verification::VerificationId;
use verification::account::{Account, AccountSettings};
use verification::audit::{AuditAct, AuditEntry};
use verification::decline::DeclineCode;
use verification::review::{ReviewRefused, Ruling};
use verification::staff::{Appointment, Member, Role};
use verification::stage::StageName;
use verification::verdict::Verdict;

use crate::app::TestApp;
use crate::fakes::{but, off_site};

const CASES: usize = 500;
const REVIEWERS: u128 = 8;

/// The member of staff with a number, who has a role in an account.
async fn staff(app: &TestApp, number: u128, role: Role, account: &Account) -> Principal {
    let added = Member {
        appointment: Appointment::new(role, Some(account.id)).unwrap(),
        ..member(number)
    };
    app.ports
        .staff
        .add_member(added.clone(), None)
        .await
        .unwrap();
    Principal::Staff(added.authority())
}

fn accept() -> Ruling {
    Ruling {
        verdict: Verdict::Accepted,
        codes: Vec::new(),
        note: None,
    }
}

/// Opens a verification that is left to a reviewer.
async fn waiting(app: &TestApp, account: &Account, number: usize) -> VerificationId {
    let reference = format!("reference-{number}");
    let request = but(off_site(&reference), json!({"manual_review": 1}));
    app.post("/", account, request).await.ok();
    app.id_of(account, &reference).await
}

async fn stage(app: &TestApp, id: VerificationId) -> StageName {
    match app.ports.store.by_id(id).await.unwrap().unwrap() {
        Found::Live(stored) => stored.value.stage.name(),
        Found::Forgotten(_) => StageName::Deleted,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_reviewers_decide_every_case_once() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let mut cases = Vec::new();
    for number in 0..CASES {
        cases.push(waiting(&app, &acme, number).await);
    }
    let mut staff_of_eight = Vec::new();
    for number in 1..=REVIEWERS {
        staff_of_eight.push(staff(&app, number, Role::Reviewer, &acme).await);
    }
    let reviewers = staff_of_eight.into_iter().map(|by| {
        let acts = app.acts.clone();
        tokio::spawn(async move {
            let mut decided = Vec::new();
            while let Some(case) = acts.take_next_case(by, None).await.unwrap() {
                let id = case.verification.id;
                let done = acts.decide_case(by, id, Some(case.fence), accept());
                done.await.unwrap();
                decided.push(id);
            }
            decided
        })
    });
    let mut by_whom: BTreeMap<VerificationId, u128> = BTreeMap::new();
    for (number, reviewer) in (1..).zip(reviewers.collect::<Vec<_>>()) {
        for id in reviewer.await.unwrap() {
            assert_eq!(by_whom.insert(id, number), None, "{id} was decided twice");
        }
    }
    assert_eq!(by_whom.len(), CASES);
    // Everybody who comes too late is told who was first.
    let late = staff(&app, 99, Role::Reviewer, &acme).await;
    for id in cases {
        let first = staff_id(by_whom[&id]);
        for refused in [
            app.acts.take_case(late, id).await.map(drop),
            app.acts
                .decide_case(late, id, Some(1), accept())
                .await
                .map(drop),
        ] {
            let Err(Error::Review(ReviewRefused::Decided { by, .. })) = refused else {
                panic!("{refused:?}")
            };
            assert_eq!(by, Some(first));
        }
    }
    let query = AuditQuery {
        act: Some(AuditAct::Decide),
        limit: CASES + 1,
        ..AuditQuery::default()
    };
    assert_eq!(app.ports.audit.audited(query).await.unwrap().len(), CASES);
    let chain = app.ports.audit.verify_audit().await.unwrap();
    assert_eq!(chain.broken_at, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_those_who_decide_one_case_at_once_one_wins() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let mut reviewers = Vec::new();
    for number in 1..=REVIEWERS {
        reviewers.push(staff(&app, number, Role::Reviewer, &acme).await);
    }
    for number in 0..20 {
        let id = waiting(&app, &acme, number).await;
        let tries = reviewers.iter().map(|by| {
            let (acts, by) = (app.acts.clone(), *by);
            tokio::spawn(async move {
                let taken = acts.take_case(by, id).await?;
                acts.decide_case(by, id, Some(taken.fence), accept()).await
            })
        });
        let mut won = 0;
        for tried in tries.collect::<Vec<_>>() {
            match tried.await.unwrap() {
                Ok(_) => won += 1,
                Err(Error::Review(
                    ReviewRefused::Held { .. } | ReviewRefused::Decided { by: Some(_), .. },
                )) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(won, 1);
    }
}

#[tokio::test]
async fn the_second_pair_of_eyes_is_another_persons() {
    let app = TestApp::start().await;
    let settings = AccountSettings {
        four_eyes: true,
        ..AccountSettings::default()
    };
    let acme = app.account_with("acme", settings).await;
    let id = waiting(&app, &acme, 1).await;
    let (eve, mia) = (
        staff(&app, 1, Role::SeniorReviewer, &acme).await,
        staff(&app, 2, Role::Manager, &acme).await,
    );
    let case = app.acts.take_next_case(eve, None).await.unwrap().unwrap();
    let ruling = Ruling {
        verdict: Verdict::Declined,
        codes: vec![DeclineCode::LOW_LIGHT],
        note: Some("too dark".into()),
    };
    let proposed = app
        .acts
        .decide_case(eve, id, Some(case.fence), ruling)
        .await;
    assert_eq!(proposed.unwrap().stage.name(), StageName::InReview);
    let own = app.acts.approve_case(eve, id, None).await;
    assert!(
        matches!(own, Err(Error::Review(ReviewRefused::SamePerson))),
        "{own:?}"
    );
    assert!(app.acts.take_next_case(eve, None).await.unwrap().is_none());
    let reviewer = staff(&app, 3, Role::Reviewer, &acme).await;
    let weak = app.acts.approve_case(reviewer, id, None).await;
    assert!(matches!(weak, Err(Error::Forbidden)), "{weak:?}");
    let listed = app.acts.review_queue(mia, None, 10).await.unwrap();
    assert_eq!(listed[0].proposed_by, Some(staff_id(1)));
    let case = app.acts.take_next_case(mia, None).await.unwrap().unwrap();
    let approved = app
        .acts
        .approve_case(mia, id, Some(case.fence))
        .await
        .unwrap();
    assert_eq!(approved.stage.name(), StageName::Declined);
}

#[tokio::test]
async fn staff_of_another_account_find_nothing() {
    let app = TestApp::start().await;
    let (acme, other) = (app.account("acme").await, app.account("other").await);
    let id = waiting(&app, &acme, 1).await;
    let stranger = staff(&app, 1, Role::Manager, &other).await;
    assert!(
        app.acts
            .review_queue(stranger, None, 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        app.acts
            .take_next_case(stranger, None)
            .await
            .unwrap()
            .is_none()
    );
    for refused in [
        app.acts
            .review_queue(stranger, Some(acme.id), 10)
            .await
            .map(drop),
        app.acts.take_case(stranger, id).await.map(drop),
        app.acts.hold(stranger, id, "mine".into()).await.map(drop),
        app.acts
            .delete_verification(stranger, id, "mine".into())
            .await
            .map(drop),
    ] {
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    let viewer = staff(&app, 2, Role::Viewer, &acme).await;
    let refused = app.acts.take_case(viewer, id).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    assert_eq!(stage(&app, id).await, StageName::InReview);
}

#[tokio::test]
async fn what_is_held_stays_until_it_is_released() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let id = waiting(&app, &acme, 1).await;
    let eve = staff(&app, 1, Role::SeniorReviewer, &acme).await;
    app.acts.hold(eve, id, "a dispute".into()).await.unwrap();
    let refused = app.acts.delete_verification(eve, id, "old".into()).await;
    assert!(matches!(refused, Err(Error::Held)), "{refused:?}");
    let reply = app
        .post(
            "/delete",
            &acme,
            json!({"reference": "reference-1", "comment": "no longer needed"}),
        )
        .await;
    assert!(reply.refused(400).contains("held against deletion"));
    assert_eq!(stage(&app, id).await, StageName::InReview);
    app.acts.release(eve, id, "settled".into()).await.unwrap();
    let gone = app
        .acts
        .delete_verification(eve, id, "by letter".into())
        .await;
    gone.unwrap();
    app.run_jobs().await;
    let query = AuditQuery {
        verification: Some(id),
        limit: 10,
        ..AuditQuery::default()
    };
    let trail = app.ports.audit.audited(query).await.unwrap();
    let acts: Vec<_> = trail
        .iter()
        .map(|one| (one.entry.act, one.is_erased))
        .collect();
    assert_eq!(
        acts,
        [
            (AuditAct::Delete, false),
            (AuditAct::Release, true),
            (AuditAct::Hold, true)
        ]
    );
}

/// An audit trail whose disk is full.
#[derive(Debug)]
struct Full;

#[async_trait]
impl AuditTrail for Full {
    async fn append(&self, _: AuditEntry) -> Result<(), StoreError> {
        Err(StoreError::Unavailable("the disk is full".into()))
    }

    async fn audited(&self, _: AuditQuery) -> Result<Vec<Audited>, StoreError> {
        Ok(Vec::new())
    }

    async fn verify_audit(&self) -> Result<AuditChain, StoreError> {
        Err(StoreError::Unavailable("the disk is full".into()))
    }
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_shown() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let id = waiting(&app, &acme, 1).await;
    let ports = Ports {
        audit: Arc::new(Full),
        ..app.ports.clone()
    };
    let acts = App::new(ports, app.acts.settings().clone());
    let reviewer = staff(&app, 1, Role::Reviewer, &acme).await;
    let slot = testkit::builders::FRONT;
    for refused in [
        acts.case(reviewer, id).await.map(drop),
        acts.case_picture(reviewer, id, slot).await.map(drop),
        acts.open_case(reviewer, id, "a call".into()).await,
        acts.view(Principal::Operator, id).await.map(drop),
        acts.view_pictures(Principal::Operator, id).await.map(drop),
    ] {
        assert!(matches!(refused, Err(Error::Store(_))), "{refused:?}");
    }
    // Who sees nothing personal leaves no entry, and sees the rest.
    let viewer = staff(&app, 2, Role::Viewer, &acme).await;
    assert!(!acts.case(viewer, id).await.unwrap().shows_personal_data);
}

#[tokio::test]
async fn whoever_was_disabled_in_mid_act_did_nothing() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let id = waiting(&app, &acme, 1).await;
    let ann = staff(&app, 1, Role::SeniorReviewer, &acme).await;
    let case = app.acts.take_case(ann, id).await.unwrap();
    // The page was loaded, and the form is on its way.
    let stored = app.ports.staff.member(staff_id(1)).await.unwrap().unwrap();
    let disabled = Stored {
        value: stored.value.enabled(false),
        version: stored.version,
    };
    let change = MemberChange::of(disabled);
    app.ports.staff.change_member(change).await.unwrap();
    let (fence, reason) = (Some(case.fence), || "mine".into());
    for refused in [
        app.acts
            .decide_case(ann, id, fence, accept())
            .await
            .map(drop),
        app.acts.take_case(ann, id).await.map(drop),
        app.acts.hold(ann, id, reason()).await.map(drop),
        app.acts
            .delete_verification(ann, id, reason())
            .await
            .map(drop),
    ] {
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    assert_eq!(stage(&app, id).await, StageName::InReview);
}
