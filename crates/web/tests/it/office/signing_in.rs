//! The whole way of a member: invitation, password, app, recovery codes, own account.

use jiff::SignedDuration;
use verification::staff::{Role, Standing};

use super::{Browser, Office, between, text};

const PASSWORD: &str = "correct horse battery";

/// Signs in with a password, and shows the page of the second step.
async fn password(office: &Office, browser: &mut Browser, email: &str, password: &str) -> u16 {
    let fields = [("email", email), ("password", password)];
    let reply = office.post(browser, "/office/sign-in", &fields).await;
    reply.status.as_u16()
}

#[tokio::test]
async fn from_an_invitation_to_the_own_account() {
    let office = Office::open().await;
    let invited = office
        .invite("Ann Example", Role::Administrator, None)
        .await;
    let email = invited.member.email.as_str();
    let mut browser = Browser::default();
    let path = format!("/office/invitation/{}", invited.token.reveal());
    let page = text(&office.get(&mut browser, &path).await);
    assert!(page.contains("Welcome, Ann Example"), "{page}");
    for (password, code, said) in [
        ("short", "000000", "too short"),
        ("aaaaaaaaaaaaaaaa", "000000", "easy to guess"),
        (PASSWORD, "000000", "The code is not right"),
    ] {
        let fields = [("password", password), ("code", code)];
        let reply = office.post(&mut browser, &path, &fields).await;
        assert_eq!(reply.status, 422);
        assert!(text(&reply).contains(said), "{}", text(&reply));
    }
    let (app, codes) = office.accept(&mut browser, &invited, PASSWORD).await;
    assert_eq!(codes.len(), 10);
    let account = text(&office.get(&mut browser, "/office/account").await);
    assert!(account.contains(email) && account.contains("Administrator"));
    assert!(account.contains("not used: 10"), "{account}");
    let out = office.post(&mut browser, "/office/sign-out", &[]).await;
    assert_eq!(out.header("location"), "/office/sign-in");
    assert_eq!(browser.token, "");

    // Both factors, in any case of the address, and back to the page that was asked for.
    office.app.advance(SignedDuration::from_secs(60));
    let asked = office.get(&mut browser, "/office/staff").await;
    let way = asked.header("location").to_owned();
    let page = text(&office.get(&mut browser, &way).await);
    let next = between(&page, "name=\"next\" value=\"", "\"");
    assert_eq!(next, "/office/staff");
    let fields = [
        ("email", "MEMBER-0@Example.com"),
        ("password", PASSWORD),
        ("next", &next),
    ];
    let reply = office.post(&mut browser, "/office/sign-in", &fields).await;
    let second = "/office/second-factor?next=%2Foffice%2Fstaff";
    assert_eq!(reply.header("location"), second);
    // Nothing is shown before the second factor.
    let early = browser.token.clone();
    let asked = office.get(&mut browser, "/office/staff").await;
    assert_eq!(asked.status, 303);
    browser.token = early;
    let code = app.code(office.app.acts.now());
    let fields = [("code", code.as_str()), ("next", &next)];
    let reply = office
        .post(&mut browser, "/office/second-factor", &fields)
        .await;
    assert_eq!(reply.header("location"), "/office/staff");
    assert_eq!(office.get(&mut browser, "/office/staff").await.status, 200);

    // A recovery code instead of the app.
    let mut other = Browser::default();
    assert_eq!(password(&office, &mut other, email, PASSWORD).await, 303);
    let fields = [("recovery", codes[3].as_str())];
    let reply = office
        .post(&mut other, "/office/second-factor", &fields)
        .await;
    assert_eq!(reply.header("location"), "/office/");
    let account = text(&office.get(&mut other, "/office/account").await);
    assert!(account.contains("not used: 9"), "{account}");
}

#[tokio::test]
async fn what_members_change_of_themselves_ends_their_other_sessions() {
    let office = Office::open().await;
    let invited = office.invite("Ann Example", Role::Reviewer, None).await;
    let mut browser = Browser::default();
    let (app, _) = office.accept(&mut browser, &invited, PASSWORD).await;
    let member = office.now(invited.member.id).await;
    let mut elsewhere = office.signed_in(&member).await;
    office.get(&mut browser, "/office/account").await;
    let fields = [
        ("old", "something else entirely"),
        ("new", "another long password"),
    ];
    let reply = office
        .post(&mut browser, "/office/account/password", &fields)
        .await;
    assert_eq!(reply.status, 422);
    assert!(text(&reply).contains("present password is not right"));
    assert_eq!(
        office.get(&mut elsewhere, "/office/account").await.status,
        200
    );
    let fields = [("old", PASSWORD), ("new", "another long password")];
    let reply = office
        .post(&mut browser, "/office/account/password", &fields)
        .await;
    assert_eq!(reply.header("location"), "/office/account?said=password");
    let page = office
        .get(&mut browser, "/office/account?said=password")
        .await;
    assert!(text(&page).contains("Your password was changed."));
    assert_eq!(
        office.get(&mut elsewhere, "/office/account").await.status,
        303
    );

    // Another app: its codes work, and those of the old one do not.
    office.app.advance(SignedDuration::from_secs(60));
    let page = text(&office.get(&mut browser, "/office/account/app").await);
    let secret = between(&page, "<code class=\"secret\">", "</code>");
    let other = crate::authenticator::Authenticator::new(&secret);
    let code = other.code(office.app.acts.now());
    let fields = [
        ("password", "another long password"),
        ("code", code.as_str()),
    ];
    let reply = office
        .post(&mut browser, "/office/account/app", &fields)
        .await;
    assert_eq!(reply.status, 200, "{}", text(&reply));
    assert!(text(&reply).contains("<li><code>"));
    office.app.advance(SignedDuration::from_secs(60));
    let mut fresh = Browser::default();
    let email = member.email.as_str();
    assert_eq!(
        password(&office, &mut fresh, email, "another long password").await,
        303
    );
    let old = app.code(office.app.acts.now());
    let reply = office
        .post(&mut fresh, "/office/second-factor", &[("code", &old)])
        .await;
    assert_eq!(reply.status, 422);
    let new = other.code(office.app.acts.now());
    let reply = office
        .post(&mut fresh, "/office/second-factor", &[("code", &new)])
        .await;
    assert_eq!(reply.status, 303);
}

#[tokio::test]
async fn sessions_end_when_somebody_is_idle_disabled_or_appointed() {
    let office = Office::open().await;
    let admin = office.member(Role::Administrator, None).await;
    let member = office.member(Role::Counter, None).await;
    let path = format!("/office/staff/{}", member.id);
    for (act, fields) in [
        ("disable", vec![]),
        ("enable", vec![]),
        ("appoint", vec![("role", "viewer"), ("account", "")]),
        ("end-sessions", vec![]),
    ] {
        let now = office.now(member.id).await;
        let mut browser = Browser::default();
        if now.standing() == Standing::Active {
            browser = office.signed_in(&now).await;
        }
        let mut boss = office.signed_in(&admin).await;
        let reply = office
            .post(&mut boss, &format!("{path}/{act}"), &fields)
            .await;
        assert_eq!(reply.status, 303, "{act} {}", text(&reply));
        let shown = office.get(&mut boss, reply.header("location")).await;
        assert!(text(&shown).contains("role=\"status\""), "{act}");
        let asked = office.get(&mut browser, "/office/account").await;
        assert_eq!(asked.status, 303, "{act}");
    }
    // A quarter of an hour without a request, for a viewer.
    let now = office.now(member.id).await;
    let mut browser = office.signed_in(&now).await;
    for (minutes, status) in [(14, 200), (14, 200), (15, 303)] {
        office.app.advance(SignedDuration::from_mins(minutes));
        let asked = office.get(&mut browser, "/office/account").await;
        assert_eq!(asked.status, status, "{minutes}");
    }
    // Twelve hours, however busy somebody is.
    let mut browser = office.signed_in(&now).await;
    for step in 1..=72 {
        office.app.advance(SignedDuration::from_mins(10));
        let asked = office.get(&mut browser, "/office/account").await;
        assert_eq!(asked.status == 200, step < 72, "{step}");
    }
}

#[tokio::test]
async fn the_second_step_does_not_wait_for_ever() {
    let office = Office::open().await;
    let invited = office.invite("Ann Example", Role::Reviewer, None).await;
    let mut browser = Browser::default();
    let (app, _) = office.accept(&mut browser, &invited, PASSWORD).await;
    let mut browser = Browser::default();
    let email = invited.member.email.as_str();
    assert_eq!(password(&office, &mut browser, email, PASSWORD).await, 303);
    office.app.advance(SignedDuration::from_mins(5));
    let code = app.code(office.app.acts.now());
    let reply = office
        .post(&mut browser, "/office/second-factor", &[("code", &code)])
        .await;
    assert_eq!(
        reply.header("location"),
        "/office/sign-in?next=%2Foffice%2F&said=expired"
    );
    let page = office.get(&mut browser, reply.header("location")).await;
    assert!(text(&page).contains("The time for the second step is over."));
}
