//! What staff do about staff is in the audit trail, and the page of the trail.

use jiff::SignedDuration;
use proofing::ports::{AuditQuery, Audited};
use verification::staff::Role;

use super::{Browser, Office, between, text};

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
        // After five wrong proofs, every other one has to wait.
        office.app.advance(SignedDuration::from_secs(3));
        let mut browser = sign_in(email, PASSWORD).await;
        office.app.advance(SignedDuration::from_secs(3));
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

/// The numbers of the entries on a page.
fn numbers(page: &str) -> Vec<u64> {
    let rows = page.split("<tr><th scope=\"row\">").skip(1);
    rows.map(|row| row.split('<').next().unwrap().parse().unwrap())
        .collect()
}

#[tokio::test]
async fn the_page_is_masked_until_a_reason_is_recorded() {
    let office = Office::open().await;
    let acme = office.app.account("acme").await.id;
    let admin = office.member(Role::Administrator, None).await;
    let member = office.member(Role::Reviewer, Some(acme)).await;
    let mut boss = office.signed_in(&admin).await;
    let path = format!("/office/staff/{}/disable", member.id);
    office.post(&mut boss, &path, &[]).await;
    let auditor = office.member(Role::Auditor, None).await;
    let mut browser = office.signed_in(&auditor).await;
    let page = text(&office.get(&mut browser, "/office/audit").await);
    assert_eq!(numbers(&page), [4, 3, 2, 1]);
    assert!(page.contains("Disabled a member"), "{page}");
    assert!(page.contains("Member 0 (Administrator)"), "{page}");
    assert!(
        page.contains(" data-name=\"Details\">masked</td>")
            && page.contains(" data-name=\"Account\">acme</td>")
    );
    assert!(!page.contains("role: reviewer"), "{page}");

    let before = trail(&office).await.len();
    let reply = office
        .post(&mut browser, "/office/audit", &[("reason", " ")])
        .await;
    assert_eq!(reply.status, 422);
    let refused = text(&reply);
    assert!(refused.contains("Give a reason.") && !refused.contains("role: reviewer"));
    assert_eq!(trail(&office).await.len(), before, "nothing was shown");

    let fields = [("reason", "yearly audit"), ("asked", "act=disable_member")];
    let reply = office.post(&mut browser, "/office/audit", &fields).await;
    let page = text(&reply);
    assert_eq!(numbers(&page), [3]);
    assert!(
        page.contains("data-name=\"Details\">member: Member 1</td>"),
        "{page}"
    );
    let last = trail(&office).await.pop().unwrap();
    assert_eq!(last.entry.by.member(), Some(auditor.id));
    assert_eq!(last.entry.act.word(), "read_audit");
    let reason = last.entry.content.reason.as_ref().unwrap().reveal();
    assert_eq!(reason, "yearly audit");
    let expected = [("what", "page"), ("newest", "3"), ("oldest", "3")];
    assert_eq!(says(&last), expected);
}

#[tokio::test]
async fn filters_and_pages_of_the_trail() {
    let office = Office::open().await;
    let admin = office.member(Role::Administrator, None).await;
    let member = office.member(Role::Reviewer, None).await;
    let mut boss = office.signed_in(&admin).await;
    for _ in 0..30 {
        for act in ["disable", "enable"] {
            let path = format!("/office/staff/{}/{act}", member.id);
            office.post(&mut boss, &path, &[]).await;
        }
    }
    let mut show = async |query: &str| {
        let path = format!("/office/audit?{query}");
        text(&office.get(&mut boss, &path).await)
    };
    let first = show("").await;
    assert_eq!(numbers(&first), (13..=62).rev().collect::<Vec<_>>());
    let next = between(&first, "href=\"/office/audit?", "\" rel=\"next\"");
    assert_eq!(next, "before=13");
    // What was recorded meanwhile moves nothing.
    office.invite("Bo Example", Role::Counter, None).await;
    let second = show(&next).await;
    assert_eq!(numbers(&second), (1..=12).rev().collect::<Vec<_>>());
    assert!(!second.contains("rel=\"next\"") && second.contains("Newest entries"));
    let by = format!("act=disable_member&member={}", admin.id);
    assert_eq!(numbers(&show(&by).await).len(), 30);
    let others = format!("member={}", member.id);
    assert!(show(&others).await.contains("There are no entries."));
    let past = show("until=2001-01-01").await;
    assert!(numbers(&past).is_empty());
    let wrong = show("act=dance&from=x").await;
    assert!(
        wrong.contains("This cannot be looked for: Act, From."),
        "{wrong}"
    );
}

#[tokio::test]
async fn staff_of_an_account_read_the_entries_of_their_account() {
    let office = Office::open().await;
    let acme = office.app.account("acme").await.id;
    let shop = office.app.account("shop-of-others").await.id;
    let manager = office.member(Role::Manager, Some(acme)).await;
    office.member(Role::Reviewer, Some(shop)).await;
    office.member(Role::Administrator, None).await;
    let mut browser = office.signed_in(&manager).await;
    let path = "/office/audit";
    let page = text(&office.get(&mut browser, path).await);
    let opened = [("reason", "a check")];
    let opened = text(&office.post(&mut browser, path, &opened).await);
    for page in [&page, &opened] {
        assert_eq!(numbers(page), [1]);
        assert!(page.contains("Member 0") && !page.contains("Member 1"));
        assert!(!page.contains("Member 2") && !page.contains("shop-of-others"));
    }
    let last = trail(&office).await.pop().unwrap();
    assert_eq!(last.entry.account, Some(acme));
    for query in [
        format!("account={shop}"),
        format!("account={shop}&act=hold"),
    ] {
        let path = format!("/office/audit?{query}");
        assert_eq!(office.get(&mut browser, &path).await.status, 404);
        let fields = [("reason", "a check"), ("asked", &*query)];
        let reply = office.post(&mut browser, "/office/audit", &fields).await;
        assert_eq!(reply.status, 404);
    }
}
