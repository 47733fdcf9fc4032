//! Every page of the office in every language: its headers, its size, its texts.

use axum::http::Method;
use verification::staff::Role;

use super::{Browser, Office, text};
use crate::app::TestApp;
use crate::call::Reply;

#[track_caller]
fn is_strict(reply: &Reply, what: &str) {
    let policy = reply.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self'"),
        "{what} {policy}"
    );
    assert!(
        policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
        "{what}"
    );
    for (name, value) in [
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("cross-origin-opener-policy", "same-origin"),
        ("access-control-allow-origin", ""),
    ] {
        assert_eq!(reply.header(name), value, "{what} {name}");
    }
    let page = text(reply);
    for inline in ["<style", " style=", "<script>", " onclick=", "javascript:"] {
        assert!(!page.contains(inline), "{what} has {inline}");
    }
    assert!(page.len() < 100_000, "{what} has {} bytes", page.len());
}

#[tokio::test]
async fn every_page_is_strict_and_speaks_one_language() {
    let office = Office::open().await;
    office.app.account("acme").await;
    let admin = office.member(Role::Administrator, None).await;
    let invited = office.invite("Bo Example", Role::Counter, None).await;
    let invitation = format!("/office/invitation/{}", invited.token.reveal());
    let member = format!("/office/staff/{}", invited.member.id);
    for (to, lang, word) in [
        ("en-us", "en-US", "Language"),
        ("fr-fr", "fr-FR", "Langue"),
        ("es-mx", "es-MX", "Idioma"),
    ] {
        for path in [
            "/office/sign-in",
            "/office/second-factor",
            &invitation,
            "/office/invitation/unknown",
            "/office/account",
            "/office/account/app",
            "/office/verifications",
            "/office/verifications?total=1&born=x",
            "/office/audit",
            "/office/audit?act=sign_in&from=x",
            "/office/staff",
            "/office/staff/invite",
            &member,
            "/office/staff/stf_unknown",
        ] {
            let browser = office.signed_in(&admin).await;
            let call = office.app.call(Method::GET, path);
            let cookie = format!("office-language={to}; __Host-office={}", browser.token);
            let reply = call.header("cookie", &cookie).send().await;
            let what = format!("{path} {to} {}", reply.status);
            is_strict(&reply, &what);
            let page = text(&reply);
            assert!(page.contains(&format!("<html lang=\"{lang}\"")), "{what}");
            assert!(page.contains(word), "{what}");
            assert!(!page.contains("{0}"), "{what}");
        }
    }
}

#[tokio::test]
async fn a_language_is_chosen_and_remembered() {
    let office = Office::open().await;
    let mut browser = Browser::default();
    let page = office
        .get(&mut browser, "/office/sign-in?next=%2Foffice%2Fstaff")
        .await;
    let back = "name=\"back\" value=\"/office/sign-in?next=%2Foffice%2Fstaff\"";
    assert!(text(&page).contains(back), "{}", text(&page));
    let fields = [
        ("to", "es-mx"),
        ("back", "/office/sign-in?next=%2Foffice%2Fstaff"),
    ];
    let reply = office.post(&mut browser, "/office/language", &fields).await;
    assert_eq!(
        reply.header("location"),
        "/office/sign-in?next=%2Foffice%2Fstaff"
    );
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("office-language=es-mx; Path=/; HttpOnly; SameSite=Strict"));
    let fields = [("to", "xx"), ("back", "https://evil.example/")];
    let reply = office.post(&mut browser, "/office/language", &fields).await;
    assert_eq!(
        (reply.header("location"), reply.header("set-cookie")),
        ("/office/", "")
    );
}

#[tokio::test]
async fn without_the_configuration_there_is_no_office() {
    let app = TestApp::start().await;
    for path in ["/office", "/office/", "/office/sign-in", "/office/staff"] {
        let reply = app.call(Method::GET, path).send().await;
        assert_eq!(reply.status, 404, "{path}");
        assert!(!text(&reply).contains("office"), "{path}");
    }
}
