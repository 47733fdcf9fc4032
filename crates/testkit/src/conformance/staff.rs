//! Cases about staff.

use jiff::SignedDuration;
use proofing::ports::{MemberChange, StoreError, Stored};
use verification::Personal;
use verification::staff::{Credentials, Member, Proved, SecondFactor, StaffSession};

use super::{Subject, assert_refused};
use crate::builders::{at, member, staff_id};

/// Returns a member who accepted the invitation.
fn signed_up(member: Member) -> Member {
    member.with_credentials(Credentials {
        password: Personal::new("$argon2id$…"),
        second_factor: SecondFactor {
            secret: [7; 20],
            last_step: 3,
        },
        recovery: vec![[1; 32], [2; 32]],
    })
}

fn session(member: &Member, second: i64) -> StaffSession {
    StaffSession {
        member: member.id,
        epoch: member.epoch,
        proved: Proved::Everything,
        opened_at: at(second),
        used_at: at(second),
    }
}

async fn stored(subject: &Subject, number: u128) -> Stored<Member> {
    let found = subject.staff.member(staff_id(number)).await.unwrap();
    found.unwrap()
}

pub async fn addresses_are_unique(subject: Subject) {
    let staff = &subject.staff;
    for number in [2, 1] {
        staff.add_member(member(number), None).await.unwrap();
    }
    let mut namesake = member(3);
    namesake.email = member(1).email;
    assert_refused!(
        staff.add_member(namesake, None).await,
        StoreError::MemberExists
    );
    assert_refused!(
        staff.add_member(member(1), None).await,
        StoreError::MemberExists
    );
    assert_eq!(staff.members().await.unwrap(), [member(2), member(1)]);
    let found = staff.member_by_email(&member(1).email).await.unwrap();
    assert_eq!(found.unwrap().value, member(1));
    assert_eq!(staff.member_by_email(&member(3).email).await.unwrap(), None);
    assert_eq!(staff.member(staff_id(3)).await.unwrap(), None);
}

pub async fn members_change_one_version_at_a_time(subject: Subject) {
    let staff = &subject.staff;
    staff.add_member(member(1), None).await.unwrap();
    let first = stored(&subject, 1).await;
    assert_eq!(first.version, 1);
    let next = Stored {
        value: signed_up(first.value.clone()),
        version: 1,
    };
    let change = MemberChange::of(next.clone());
    staff.change_member(change.clone()).await.unwrap();
    assert_refused!(staff.change_member(change).await, StoreError::Conflict);
    let second = stored(&subject, 1).await;
    assert_eq!((second.version, &second.value), (2, &next.value));
    let back = Stored {
        value: second.value.enabled(false),
        version: 2,
    };
    let change = MemberChange::of(back.clone());
    staff.change_member(change).await.unwrap();
    assert_eq!(stored(&subject, 1).await.value, back.value);
    let unknown = Stored {
        value: member(9),
        version: 1,
    };
    let change = MemberChange::of(unknown);
    assert_refused!(staff.change_member(change).await, StoreError::Conflict);
}

pub async fn invitations_are_used_once(subject: Subject) {
    let staff = &subject.staff;
    staff.add_member(member(1), None).await.unwrap();
    assert_refused!(
        staff.invite([9; 32], staff_id(9), at(9), None).await,
        StoreError::Conflict
    );
    staff
        .invite([1; 32], staff_id(1), at(10), None)
        .await
        .unwrap();
    staff
        .invite([2; 32], staff_id(1), at(20), None)
        .await
        .unwrap();
    let invited = async |hash, second| staff.invited(hash, at(second)).await.unwrap();
    assert_eq!(invited([1; 32], 0).await, None, "a later one replaced it");
    assert_eq!(invited([2; 32], 19).await, Some(stored(&subject, 1).await));
    assert_eq!(invited([2; 32], 20).await, None, "it expires");
    let accepted = signed_up(member(1));
    let accept = |hash, second| MemberChange {
        uses: Some((hash, at(second))),
        opens: Some(([5; 32], session(&accepted, second))),
        ..MemberChange::of(Stored {
            value: accepted.clone(),
            version: 1,
        })
    };
    for late in [accept([1; 32], 0), accept([2; 32], 20)] {
        assert_refused!(staff.change_member(late).await, StoreError::Conflict);
        assert_eq!(
            stored(&subject, 1).await.version,
            1,
            "nothing is left of it"
        );
        assert_eq!(staff.session([5; 32]).await.unwrap(), None);
    }
    staff.change_member(accept([2; 32], 19)).await.unwrap();
    assert!(staff.session([5; 32]).await.unwrap().is_some());
    assert_eq!(invited([2; 32], 0).await, None, "it was used");
}

pub async fn sessions_follow_their_member(subject: Subject) {
    let staff = &subject.staff;
    for number in 1..3 {
        staff.add_member(member(number), None).await.unwrap();
    }
    let one = session(&member(1), 0);
    staff.open_session([1; 32], one, None, at(0)).await.unwrap();
    let (found, of) = staff.session([1; 32]).await.unwrap().unwrap();
    assert_eq!((found, of.value), (one, member(1)));
    staff.use_session([1; 32], at(60)).await.unwrap();
    staff.use_session([9; 32], at(60)).await.unwrap();
    let (found, _) = staff.session([1; 32]).await.unwrap().unwrap();
    assert_eq!((found.used_at, found.opened_at), (at(60), at(0)));
    // One that takes another's place, with the change of a member and without.
    let pending = StaffSession {
        proved: Proved::Password,
        ..session(&member(2), 1)
    };
    let open = staff.open_session([2; 32], pending, Some([1; 32]), at(0));
    open.await.unwrap();
    assert_eq!(staff.session([1; 32]).await.unwrap(), None);
    let (found, _) = staff.session([2; 32]).await.unwrap().unwrap();
    assert_eq!(found.proved, Proved::Password);
    let change = MemberChange {
        closes: Some([2; 32]),
        opens: Some(([3; 32], session(&member(2), 2))),
        ..MemberChange::of(stored(&subject, 2).await)
    };
    staff.change_member(change.clone()).await.unwrap();
    assert_eq!(staff.session([2; 32]).await.unwrap(), None);
    let again = MemberChange {
        member: stored(&subject, 2).await,
        opens: Some(([4; 32], session(&member(2), 2))),
        ..change
    };
    assert_refused!(staff.change_member(again).await, StoreError::Conflict);
    assert_eq!(staff.session([4; 32]).await.unwrap(), None);
    // The member comes as they are now.
    let disabled = Stored {
        value: member(2).enabled(false),
        ..stored(&subject, 2).await
    };
    let change = MemberChange::of(disabled);
    staff.change_member(change).await.unwrap();
    let (_, of) = staff.session([3; 32]).await.unwrap().unwrap();
    assert!(!of.value.is_enabled);
    // Old ones are removed when a new one begins.
    let late = session(&member(1), 10);
    staff
        .open_session([6; 32], late, None, at(3))
        .await
        .unwrap();
    assert_eq!(staff.session([3; 32]).await.unwrap(), None);
    staff.close_session([6; 32]).await.unwrap();
    staff.close_session([6; 32]).await.unwrap();
    assert_eq!(staff.session([6; 32]).await.unwrap(), None);
    let nobody = session(&member(9), 0);
    assert_refused!(
        staff.open_session([7; 32], nobody, None, at(0)).await,
        StoreError::Conflict
    );
}

pub async fn attempts_make_wait(subject: Subject) {
    let staff = &subject.staff;
    let pause = |failed| SignedDuration::from_secs(if failed < 2 { 0 } else { 10 });
    let count = async |keys: &[u8], second| {
        let keys = keys.iter().map(|key| [*key; 32]).collect();
        let counted = staff.count_attempt(keys, at(second), at(second - 100), pause);
        counted.await.unwrap()
    };
    assert_eq!(count(&[1, 2], 0).await, None);
    assert_eq!(count(&[1], 1).await, None);
    assert_eq!(count(&[1, 3], 2).await, Some(at(11)));
    assert_eq!(
        count(&[1, 3], 10).await,
        Some(at(11)),
        "waiting costs nothing"
    );
    assert_eq!(count(&[3], 10).await, None);
    assert_eq!(
        count(&[3], 10).await,
        None,
        "what was refused was not counted"
    );
    assert_eq!(count(&[2], 10).await, None, "others do not wait");
    assert_eq!(count(&[1], 11).await, None);
    assert_eq!(count(&[1], 12).await, Some(at(21)));
    // Two are taken back, so that one is left.
    for _ in 0..2 {
        staff.excuse_attempt(vec![[1; 32], [8; 32]]).await.unwrap();
    }
    assert_eq!(count(&[1], 13).await, None);
    assert_eq!(count(&[1], 14).await, Some(at(23)));
    // A clock that was set back makes nobody wait for longer than the pause.
    assert_eq!(count(&[1], 5).await, Some(at(15)));
    assert_eq!(count(&[1], 114).await, None, "it was forgotten");
    assert_eq!(count(&[1], 114).await, None);
}

pub async fn places_are_remembered(subject: Subject) {
    let staff = &subject.staff;
    staff.add_member(member(1), None).await.unwrap();
    let know = async |number, place, second| {
        let member = staff_id(number);
        staff
            .know_place(member, [place; 32], at(second), at(second - 10))
            .await
    };
    let knows = async |number, place| {
        let known = staff.knows_place(staff_id(number), [place; 32]);
        known.await.unwrap()
    };
    assert_refused!(know(9, 1, 0).await, StoreError::Conflict);
    know(1, 1, 0).await.unwrap();
    know(1, 2, 5).await.unwrap();
    assert!(knows(1, 1).await && knows(1, 2).await);
    assert!(!knows(1, 3).await && !knows(2, 1).await);
    know(1, 2, 11).await.unwrap();
    assert!(!knows(1, 1).await, "it was not used for long");
    assert!(knows(1, 2).await);
}
