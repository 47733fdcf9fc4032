//! What attackers try: forms of other sites, planted sessions, things used twice, guessing.

use jiff::SignedDuration;
use verification::staff::Role;

use super::{Browser, ORIGIN, Office, text};

const PASSWORD: &str = "correct horse battery";

#[tokio::test]
async fn forms_of_other_sites_are_not_taken() {
    let office = Office::open().await;
    let admin = office.member(Role::Administrator, None).await;
    let other = office.member(Role::Counter, None).await;
    let path = format!("/office/staff/{}/disable", other.id);
    let mut browser = office.signed_in(&admin).await;
    let mut stranger = office.signed_in(&other).await;
    let foreign = stranger.csrf().to_owned();
    let own = browser.csrf().to_owned();
    let from_us = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
    let evil = "https://evil.example";
    let cases: [(&str, &[(&str, &str)]); 9] = [
        (&own, &[("origin", evil), ("sec-fetch-site", "cross-site")]),
        (&own, &[("origin", evil)]),
        (&own, &[("origin", "null")]),
        (&own, &[("origin", ORIGIN), ("sec-fetch-site", "same-site")]),
        (&own, &[("sec-fetch-site", "none")]),
        (&own, &[]),
        ("", &from_us),
        (&foreign, &from_us),
        (&own[1..], &from_us),
    ];
    for (csrf, headers) in cases {
        let fields = [("csrf", csrf)];
        let reply = office
            .post_with(&mut browser, &path, &fields, headers)
            .await;
        assert_eq!(reply.status, 403, "{csrf} {headers:?}");
        assert!(text(&reply).contains("This form was not taken"));
        assert!(office.now(other.id).await.is_enabled);
    }
    // Signing in, and choosing a language, are held to it as well.
    for path in [
        "/office/sign-in",
        "/office/second-factor",
        "/office/language",
    ] {
        let mut nobody = Browser::default();
        let headers = [("origin", evil), ("sec-fetch-site", "cross-site")];
        let reply = office.post_with(&mut nobody, path, &[], &headers).await;
        assert_eq!(reply.status, 403, "{path}");
    }
    let reply = office.post(&mut browser, &path, &[("csrf", &own)]).await;
    assert_eq!(reply.status, 303);
    // Whose session ended in mid-act has done nothing.
    let path = format!("/office/staff/{}/disable", admin.id);
    let reply = office
        .post(&mut stranger, &path, &[("csrf", &foreign)])
        .await;
    assert_eq!(reply.status, 401);
    assert!(text(&reply).contains("Nothing was done."));
    assert!(office.now(admin.id).await.is_enabled);
}

#[tokio::test]
async fn a_planted_session_signs_nobody_in() {
    let office = Office::open().await;
    let invited = office.invite("Ann Example", Role::Reviewer, None).await;
    let mut browser = Browser {
        token: "planted-by-somebody-else".to_owned(),
        ..Browser::default()
    };
    let (app, _) = office.accept(&mut browser, &invited, PASSWORD).await;
    assert_ne!(browser.token, "planted-by-somebody-else");
    office.app.advance(SignedDuration::from_secs(60));
    // An attacker begins to sign in with their own browser, and plants that token.
    let email = invited.member.email.as_str();
    let fields = [("email", email), ("password", PASSWORD)];
    let mut attacker = Browser::default();
    office.post(&mut attacker, "/office/sign-in", &fields).await;
    let planted = attacker.token.clone();
    let mut victim = Browser {
        token: planted.clone(),
        ..Browser::default()
    };
    let code = app.code(office.app.acts.now());
    let reply = office
        .post(&mut victim, "/office/second-factor", &[("code", &code)])
        .await;
    assert_eq!(reply.status, 303);
    assert_ne!(victim.token, planted);
    assert_eq!(office.get(&mut victim, "/office/account").await.status, 200);
    let asked = office.get(&mut attacker, "/office/account").await;
    assert_eq!(
        asked.status, 303,
        "the token of the first step is worth nothing"
    );
}

#[tokio::test]
async fn nothing_works_twice() {
    let office = Office::open().await;
    let invited = office.invite("Ann Example", Role::Reviewer, None).await;
    let path = format!("/office/invitation/{}", invited.token.reveal());
    let mut browser = Browser::default();
    let (app, codes) = office.accept(&mut browser, &invited, PASSWORD).await;
    let mut other = Browser::default();
    let code = app.code(office.app.acts.now());
    assert_eq!(office.get(&mut other, &path).await.status, 404);
    let fields = [("password", "of somebody else"), ("code", code.as_str())];
    let reply = office.post(&mut other, &path, &fields).await;
    assert_eq!(reply.status, 404);
    assert!(text(&reply).contains("This link does not work any more"));
    let email = invited.member.email.as_str();
    let begin = async || {
        let mut browser = Browser::default();
        let fields = [("email", email), ("password", PASSWORD)];
        let reply = office.post(&mut browser, "/office/sign-in", &fields).await;
        assert_eq!(reply.status, 303);
        browser
    };
    let prove = async |field, value: &str| {
        let mut browser = begin().await;
        let fields = [(field, value)];
        let reply = office
            .post(&mut browser, "/office/second-factor", &fields)
            .await;
        reply.status.as_u16()
    };
    assert_eq!(
        prove("code", &code).await,
        422,
        "it was used for the invitation"
    );
    office.app.advance(SignedDuration::from_secs(60));
    let code = app.code(office.app.acts.now());
    assert_eq!(prove("code", &code).await, 303);
    assert_eq!(prove("code", &code).await, 422);
    assert_eq!(prove("recovery", &codes[0].to_uppercase()).await, 303);
    assert_eq!(prove("recovery", &codes[0]).await, 422);
    // At the same moment, one of two wins.
    office.app.advance(SignedDuration::from_secs(60));
    let code = app.code(office.app.acts.now());
    let (one, two) = tokio::join!(prove("code", &code), prove("code", &code));
    let mut ends = [one, two];
    ends.sort_unstable();
    assert_eq!(ends, [303, 422]);
    // A signed-out session is gone.
    office.get(&mut browser, "/office/account").await;
    let kept = browser.clone();
    office.post(&mut browser, "/office/sign-out", &[]).await;
    let asked = office.get(&mut kept.clone(), "/office/account").await;
    assert_eq!(asked.status, 303);
}

#[tokio::test]
async fn guessing_is_slowed_and_locks_nobody_out() {
    let office = Office::open().await;
    let invited = office.invite("Ann Example", Role::Reviewer, None).await;
    let email = invited.member.email.as_str();
    let mut browser = Browser::default();
    office.accept(&mut browser, &invited, PASSWORD).await;
    let attempt = async |from, email: &str, password: &str| {
        let mut browser = Browser {
            from: Some(from),
            ..Browser::default()
        };
        let fields = [("email", email), ("password", password)];
        let reply = office.post(&mut browser, "/office/sign-in", &fields).await;
        (reply.status.as_u16(), text(&reply))
    };
    // A stranger guesses, and soon has to wait, even with the right password in the end.
    for _ in 0..5 {
        let (status, said) = attempt("192.0.2.66", email, "wrong wrong wrong").await;
        assert_eq!(status, 422);
        assert!(said.contains("is not right"), "{said}");
    }
    let (status, said) = attempt("192.0.2.66", email, PASSWORD).await;
    assert_eq!(status, 429);
    assert!(said.contains("Try again in 3 seconds."), "{said}");
    // From other addresses as well, because the person is guessed.
    assert_eq!(attempt("192.0.2.67", email, PASSWORD).await.0, 429);
    // The address is slowed for every name, whether somebody has it or not.
    assert_eq!(
        attempt("192.0.2.66", "nobody@example.com", PASSWORD)
            .await
            .0,
        429
    );
    // Where the person signed in before, it goes on.
    assert_eq!(attempt("198.51.100.1", email, PASSWORD).await.0, 303);
    assert_eq!(
        attempt("198.51.100.1", email, "wrong wrong wrong").await.0,
        422
    );
    assert_eq!(attempt("198.51.100.1", email, PASSWORD).await.0, 303);
    // Waiting ends, and never lasts for longer than a quarter of an hour.
    office.app.advance(SignedDuration::from_secs(3));
    assert_eq!(attempt("192.0.2.67", email, PASSWORD).await.0, 303);
    for _ in 0..40 {
        office.app.advance(SignedDuration::from_mins(15));
        let (status, _) = attempt("192.0.2.66", email, "wrong wrong wrong").await;
        assert_eq!(status, 422);
    }
    assert_eq!(attempt("192.0.2.68", email, PASSWORD).await.0, 429);
    office.app.advance(SignedDuration::from_mins(15));
    assert_eq!(attempt("192.0.2.68", email, PASSWORD).await.0, 303);
}

#[tokio::test]
async fn an_unknown_name_is_answered_like_a_wrong_password() {
    let office = Office::open().await;
    let invited = office.invite("Ann Example", Role::Reviewer, None).await;
    let mut browser = Browser::default();
    office.accept(&mut browser, &invited, PASSWORD).await;
    let waiting = office.invite("Bo Example", Role::Reviewer, None).await;
    let mut pages = Vec::new();
    for email in [
        invited.member.email.as_str(),
        waiting.member.email.as_str(),
        "nobody@example.com",
        "not an address",
    ] {
        let mut browser = Browser::default();
        let fields = [("email", email), ("password", "wrong wrong wrong")];
        let reply = office.post(&mut browser, "/office/sign-in", &fields).await;
        assert_eq!(reply.status, 422, "{email}");
        assert_eq!(reply.header("set-cookie"), "");
        pages.push(text(&reply).replace(email, "…"));
    }
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:?}");
}

#[tokio::test]
async fn markup_in_fields_stays_text() {
    let office = Office::open().await;
    let admin = office.member(Role::Administrator, None).await;
    let mut browser = office.signed_in(&admin).await;
    let markup = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&{{7*7}}";
    let fields = [
        ("name", markup),
        ("email", "\"><script>@example.com"),
        ("role", "reviewer"),
        ("account", ""),
    ];
    let invited = office
        .post(&mut browser, "/office/staff/invite", &fields)
        .await;
    let members = office.app.ports.staff.members().await.unwrap();
    let member = members.last().unwrap();
    assert_eq!(member.name.reveal(), markup);
    let mut pages = vec![text(&invited)];
    for path in [
        "/office/staff".to_owned(),
        format!("/office/staff/{}", member.id),
        format!("/office/staff/{}?said=<script>", member.id),
        "/office/sign-in?next=\"><script>"
            .to_owned()
            .replace(['"', '<', '>'], "%22"),
    ] {
        let path = path.replace('<', "%3C").replace('>', "%3E");
        pages.push(text(&office.get(&mut browser, &path).await));
    }
    for fields in [
        [("name", ""), ("email", markup), ("role", "reviewer")],
        [("name", markup), ("email", "x"), ("role", "reviewer")],
    ] {
        pages.push(text(
            &office
                .post(&mut browser, "/office/staff/invite", &fields)
                .await,
        ));
    }
    let fields = [("email", markup), ("password", markup), ("next", markup)];
    let mut stranger = Browser::default();
    pages.push(text(
        &office.post(&mut stranger, "/office/sign-in", &fields).await,
    ));
    for page in pages {
        assert!(
            !page.contains("<script>") && !page.contains("<img"),
            "{page}"
        );
        assert!(!page.contains("onerror=alert(2)>"), "{page}");
    }
    for fields in [
        [
            ("name", "two\nlines"),
            ("email", "a@example.com"),
            ("role", "reviewer"),
        ],
        [
            ("name", " "),
            ("email", "a@example.com"),
            ("role", "reviewer"),
        ],
    ] {
        let reply = office
            .post(&mut browser, "/office/staff/invite", &fields)
            .await;
        assert_eq!(reply.status, 422);
    }
}
