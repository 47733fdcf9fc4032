//! Cases about the audit trail.

use proofing::ports::{AuditQuery, Change, MemberChange, StoreError, Stored};
use uuid::Uuid;
use verification::audit::{Actor, AuditAct, AuditContent, AuditEntry};
use verification::staff::Role;
use verification::{AuditId, StaffId};

use super::{Subject, assert_refused, live, open};
use crate::builders::{account_id, at, forgetting, staff_id, updating, verification_id};

fn member(number: u128) -> StaffId {
    StaffId::new(Uuid::from_u128(number))
}

/// Returns the entry with a number: a reviewer looked at a verification.
fn looked(number: u128, about: u128) -> AuditEntry {
    AuditEntry {
        id: AuditId::new(Uuid::from_u128(number)),
        at: at(number as i64),
        by: Actor::Staff(member(number), Role::Reviewer),
        act: AuditAct::ViewData,
        account: Some(account_id(1)),
        verification: Some(verification_id(about)),
        content: AuditContent::because(Some("a call".into())).with("field", "name"),
    }
}

/// Returns an entry about no verification, with nothing to say.
fn exported(number: u128) -> AuditEntry {
    AuditEntry {
        by: Actor::Operator,
        act: AuditAct::ExportList,
        account: None,
        verification: None,
        content: AuditContent::default(),
        ..looked(number, 0)
    }
}

fn all() -> AuditQuery {
    AuditQuery {
        limit: 100,
        ..AuditQuery::default()
    }
}

async fn ids(subject: &Subject, query: AuditQuery) -> Vec<u128> {
    let found = subject.audit.audited(query).await.unwrap().into_iter();
    found.map(|one| one.entry.id.uuid().as_u128()).collect()
}

pub async fn entries_are_chained_and_listed(subject: Subject) {
    let empty = subject.audit.verify_audit().await.unwrap();
    assert_eq!((empty.entries, empty.broken_at), (0, None));
    for number in [1, 2] {
        open(&subject, number, Vec::new()).await;
    }
    subject.audit.append(looked(1, 1)).await.unwrap();
    subject.audit.append(exported(2)).await.unwrap();
    // The entry of an act is stored with its change.
    let stored = live(&subject, 2).await;
    let change = Change {
        audit: vec![looked(3, 2)],
        ..updating(
            stored.version,
            stored.value.clone().open_link(at(1)).unwrap(),
        )
    };
    subject.store.apply(change.clone()).await.unwrap();
    let again = Change {
        audit: vec![looked(4, 2)],
        ..change
    };
    assert_refused!(subject.store.apply(again).await, StoreError::Conflict);

    let trail = subject.audit.audited(all()).await.unwrap();
    let entries: Vec<_> = trail.iter().map(|one| one.entry.clone()).collect();
    assert_eq!(entries, [looked(3, 2), exported(2), looked(1, 1)]);
    let numbers: Vec<_> = trail.iter().map(|one| one.number).collect();
    assert_eq!(numbers, [3, 2, 1]);
    assert!(trail.iter().all(|one| !one.is_erased));
    let with_content: Vec<_> = trail.iter().map(|one| one.digest.is_some()).collect();
    assert_eq!(with_content, [true, false, true]);
    let chain = subject.audit.verify_audit().await.unwrap();
    assert_eq!((chain.entries, chain.broken_at), (3, None));
    assert_eq!(chain.head, trail[0].link);

    for (query, expected) in [
        (AuditQuery { limit: 1, ..all() }, vec![3]),
        (
            AuditQuery {
                before: Some(3),
                ..all()
            },
            vec![2, 1],
        ),
        (
            AuditQuery {
                account: Some(account_id(1)),
                ..all()
            },
            vec![3, 1],
        ),
        (
            AuditQuery {
                account: Some(account_id(2)),
                ..all()
            },
            vec![],
        ),
        (
            AuditQuery {
                verification: Some(verification_id(1)),
                ..all()
            },
            vec![1],
        ),
        (
            AuditQuery {
                member: Some(member(3)),
                ..all()
            },
            vec![3],
        ),
        (
            AuditQuery {
                act: Some(AuditAct::ExportList),
                ..all()
            },
            vec![2],
        ),
        (
            AuditQuery {
                from: Some(at(2)),
                until: Some(at(3)),
                ..all()
            },
            vec![2],
        ),
    ] {
        assert_eq!(ids(&subject, query.clone()).await, expected, "{query:?}");
    }
}

pub async fn views_need_their_verification(subject: Subject) {
    assert_refused!(
        subject.audit.append(looked(1, 1)).await,
        StoreError::Conflict
    );
    open(&subject, 1, Vec::new()).await;
    subject.audit.append(looked(1, 1)).await.unwrap();
    let stored = live(&subject, 1).await;
    subject
        .store
        .apply(forgetting(stored, at(9)))
        .await
        .unwrap();
    assert_refused!(
        subject.audit.append(looked(2, 1)).await,
        StoreError::Conflict
    );
    assert_eq!(ids(&subject, all()).await, [1]);
}

pub async fn what_they_say_goes_with_the_verification(subject: Subject) {
    for number in [1, 2] {
        open(&subject, number, Vec::new()).await;
        subject.audit.append(looked(number, number)).await.unwrap();
    }
    let before = subject.audit.verify_audit().await.unwrap();
    let stored = live(&subject, 1).await;
    let deleted = AuditEntry {
        act: AuditAct::Delete,
        content: AuditContent::because(Some("asked for by letter".into())),
        ..looked(3, 1)
    };
    let change = Change {
        audit: vec![deleted.clone()],
        ..forgetting(stored, at(9))
    };
    subject.store.apply(change).await.unwrap();
    let trail = subject.audit.audited(all()).await.unwrap();
    let [last, other, erased] = trail.as_slice() else {
        panic!("{trail:?}")
    };
    assert_eq!((&last.entry, last.is_erased), (&deleted, false));
    assert_eq!((&other.entry, other.is_erased), (&looked(2, 2), false));
    let silent = AuditEntry {
        content: AuditContent::default(),
        ..looked(1, 1)
    };
    assert_eq!((&erased.entry, erased.is_erased), (&silent, true));
    assert!(erased.digest.is_some(), "the chain covers what was erased");
    let after = subject.audit.verify_audit().await.unwrap();
    assert_eq!((after.entries, after.broken_at), (3, None));
    assert_eq!(other.link, before.head);
}

pub async fn what_changes_staff_is_told_with_it(subject: Subject) {
    let staff = &subject.staff;
    let entry = |number| {
        Some(AuditEntry {
            content: AuditContent::default().with("role", "reviewer"),
            ..exported(number)
        })
    };
    let new = crate::builders::member(1);
    staff.add_member(new.clone(), entry(1)).await.unwrap();
    let again = staff.add_member(new.clone(), entry(2)).await;
    assert_refused!(again, StoreError::MemberExists);
    let invite = async |hash, id, number| staff.invite(hash, id, at(9), entry(number)).await;
    invite([1; 32], staff_id(1), 3).await.unwrap();
    assert_refused!(invite([2; 32], staff_id(9), 4).await, StoreError::Conflict);
    let change = |number, version| MemberChange {
        audit: entry(number),
        ..MemberChange::of(Stored {
            value: new.clone().enabled(false),
            version,
        })
    };
    staff.change_member(change(5, 1)).await.unwrap();
    let late = staff.change_member(change(6, 1)).await;
    assert_refused!(late, StoreError::Conflict);
    let unused = MemberChange {
        uses: Some(([2; 32], at(0))),
        ..change(7, 2)
    };
    assert_refused!(staff.change_member(unused).await, StoreError::Conflict);
    let query = AuditQuery {
        limit: 10,
        ..AuditQuery::default()
    };
    let trail = subject.audit.audited(query).await.unwrap();
    let told: Vec<_> = trail.iter().map(|one| Some(one.entry.clone())).collect();
    assert_eq!(told, [entry(5), entry(3), entry(1)]);
}
