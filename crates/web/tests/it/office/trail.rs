//! What staff do about staff is in the audit trail.

use jiff::SignedDuration;
use proofing::ports::{AuditQuery, Audited};
use verification::staff::Role;

use super::{Browser, Office};

const PASSWORD: &str = "correct horse battery";

/// The whole trail, the oldest entry first.
async fn trail(office: &Office) -> Vec<Audited> {
    let query = AuditQuery {
        limit: 1_000,
        ..AuditQuery::default()
    };
    let mut entries = office.app.ports.audit.audited(query).await.unwrap();
    entries.reverse();
    entries
}

/// Who did what, in words.
fn told(trail: &[Audited]) -> Vec<(&str, &str)> {
    let entries = trail.iter().map(|audited| &audited.entry);
    entries
        .map(|entry| (entry.by.word(), entry.act.word()))
        .collect()
}

/// What an entry says: its details, by name.
fn says(audited: &Audited) -> Vec<(&str, &str)> {
    let details = audited.entry.content.details.iter();
    details
        .map(|(name, value)| (name.as_str(), value.reveal()))
        .collect()
}

#[tokio::test]
async fn every_sign_in_is_recorded_and_nobody_fills_the_trail_by_guessing() {
    let office = Office::open().await;
    let invited = office
        .invite("Ann Example", Role::Administrator, None)
        .await;
    let email = invited.member.email.as_str();
    let mut browser = Browser::default();
    let (app, codes) = office.accept(&mut browser, &invited, PASSWORD).await;
    let sign_in = async |email: &str, password: &str| {
        let mut browser = Browser::default();
        let fields = [("email", email), ("password", password)];
        office.post(&mut browser, "/office/sign-in", &fields).await;
        browser
    };
    for _ in 0..2 {
        sign_in(email, "not the password").await;
        sign_in("nobody@example.com", "not the password").await;
    }
    office.app.advance(SignedDuration::from_mins(16));
    sign_in(email, "not the password").await;
    for factor in [
        ("code", "000000"),
        ("code", "000001"),
        ("recovery", &codes[2]),
        ("code", &app.code(office.app.acts.now())),
    ] {
        let mut browser = sign_in(email, PASSWORD).await;
        let fields = [factor];
        office
            .post(&mut browser, "/office/second-factor", &fields)
            .await;
    }
    let trail = trail(&office).await;
    assert_eq!(
        told(&trail),
        [
            ("operator", "invite_member"),
            ("administrator", "accept_invitation"),
            ("server", "refuse_password"),
            ("server", "refuse_password"),
            ("server", "refuse_second_factor"),
            ("administrator", "use_recovery_code"),
            ("administrator", "sign_in"),
        ]
    );
    let id = invited.member.id.to_string();
    let expected = [("role", "administrator"), ("member", &id)];
    assert_eq!(says(&trail[0]), expected);
    assert_eq!(says(&trail[1]), [("place", "new")]);
    assert_eq!(says(&trail[3]), [("place", "known"), ("member", &id)]);
    assert_eq!(trail[6].entry.by.member(), Some(invited.member.id));
    let chain = office.app.ports.audit.verify_audit().await.unwrap();
    assert_eq!((chain.entries, chain.broken_at), (7, None));
}

#[tokio::test]
async fn what_is_done_to_a_member_is_recorded_with_the_change() {
    let office = Office::open().await;
    let acme = office.app.account("acme").await.id;
    let admin = office.member(Role::Administrator, None).await;
    let member = office.member(Role::Reviewer, Some(acme)).await;
    let mut boss = office.signed_in(&admin).await;
    let account = acme.to_string();
    let path = format!("/office/staff/{}", member.id);
    for (act, fields) in [
        ("appoint", vec![("role", "viewer"), ("account", &*account)]),
        // Nothing changes, so nothing is recorded.
        ("appoint", vec![("role", "viewer"), ("account", &*account)]),
        ("appoint", vec![("role", "viewer"), ("account", "")]),
        ("disable", vec![]),
        ("disable", vec![]),
        ("enable", vec![]),
        ("end-sessions", vec![]),
        ("invite-again", vec![]),
    ] {
        let path = format!("{path}/{act}");
        let reply = office.post(&mut boss, &path, &fields).await;
        assert!(matches!(reply.status.as_u16(), 200 | 303), "{act}");
    }
    let trail = trail(&office).await.split_off(2);
    let acts: Vec<_> = told(&trail).into_iter().map(|(_, act)| act).collect();
    assert_eq!(
        acts,
        [
            "appoint",
            "appoint",
            "disable_member",
            "enable_member",
            "end_sessions",
            "invite_member_again",
        ]
    );
    let id = member.id.to_string();
    let expected = [
        ("old_role", "reviewer"),
        ("new_role", "viewer"),
        ("member", &id),
    ];
    assert_eq!(says(&trail[0]), expected);
    assert_eq!(trail[0].entry.account, Some(acme));
    // A move concerns more than one account, so it is not in the part of the trail of either.
    let moved = says(&trail[1]);
    assert!(moved.contains(&("old_account", &account)), "{moved:?}");
    assert!(moved.contains(&("new_account", "every")), "{moved:?}");
    assert_eq!(trail[1].entry.account, None);
    for audited in &trail {
        assert_eq!(audited.entry.by.member(), Some(admin.id));
    }
}

#[tokio::test]
async fn what_members_change_of_themselves_is_recorded() {
    let office = Office::open().await;
    let invited = office.invite("Ann Example", Role::Reviewer, None).await;
    let mut browser = Browser::default();
    office.accept(&mut browser, &invited, PASSWORD).await;
    office.get(&mut browser, "/office/account").await;
    let other = "another long password";
    for (path, fields) in [
        ("password", vec![("old", "wrong"), ("new", other)]),
        ("password", vec![("old", PASSWORD), ("new", other)]),
        ("codes", vec![("password", other)]),
    ] {
        let path = format!("/office/account/{path}");
        office.post(&mut browser, &path, &fields).await;
        office.get(&mut browser, "/office/account").await;
    }
    let trail = trail(&office).await.split_off(2);
    let expected = ["refuse_password", "change_password", "renew_recovery_codes"];
    assert_eq!(told(&trail), expected.map(|act| ("reviewer", act)));
}
