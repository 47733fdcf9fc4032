//! The pages as bytes: their headers, their weight, their language, their colours; and who has no
//! link.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt;
use jiff::SignedDuration;
use serde_json::json;
use tower::ServiceExt;
use verification::account::{AccountSettings, Logo, Site};
use verification::rules::Retention;

use crate::app::TestApp;
use crate::fakes::{but, on_site, png_bytes};
use crate::person::{PAGES, Person, refused};

/// The most bytes of a page with everything that it loads.
const FIRST_LOAD: usize = 100_000;

fn everything(reference: &str) -> serde_json::Value {
    let document = json!({"name": "", "backside_proof_required": "1"});
    but(
        on_site(reference),
        json!({
            "document": document, "address": "", "face": "", "manual_review": "1",
            "consent": {"text": "My name is John"}, "redirect_url": "https://shop.example.com/back",
        }),
    )
}

/// Every page that this person meets, by its path.
async fn every_page(app: &TestApp, person: &Person<'_>) -> Vec<(String, String)> {
    let mut seen = Vec::new();
    let look = async |path: &str| (path.to_owned(), person.page(path).await);
    seen.push(look("/").await);
    person.tells(&[1100, 1190]).await;
    seen.push(look("/choice").await);
    let kind = json!({"service": "document", "type": "driving_license"});
    person.acts("/user/choose", kind).await;
    for (path, submit) in [
        ("/front", "/submit/front"),
        ("/back", "/submit/back"),
        ("/address", "/submit/address"),
        ("/consent-note", "/submit/consent-note"),
    ] {
        seen.push(look(path).await);
        person.uploads(submit, png_bytes()).await.ok();
    }
    seen.push(look("/biometrics").await);
    person.acts("/user/refuse-biometrics", json!({})).await;
    seen.push(look("/biometrics-denied").await);
    person.tells(&[1945]).await;
    person.acts("/user/accept-biometrics", json!({})).await;
    seen.push(look("/selfie").await);
    seen.push(look("/camera-denied").await);
    person.uploads("/submit/selfie", png_bytes()).await.ok();
    seen.push(look("/confirm").await);
    person.acts("/user/confirm", json!({"fields": {}})).await;
    seen.push(look("/processing").await);
    app.run_jobs().await;
    seen.push(look("/complete").await);
    seen
}

async fn fetch(app: &TestApp, path: &str) -> (String, String) {
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    let response = app.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let kept = response.headers()["cache-control"]
        .to_str()
        .unwrap()
        .to_owned();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (kept, String::from_utf8(body.to_vec()).unwrap())
}

/// The files that a text names.
fn assets(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in text.split(['"', '\'']) {
        if part.starts_with("/assets/") {
            found.insert(part.to_owned());
        } else if let Some(name) = part.strip_prefix("./") {
            found.insert(format!("/assets/{name}"));
        }
    }
    found
}

#[tokio::test]
async fn every_page_loads_under_a_hundred_kilobytes_and_nothing_from_elsewhere() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, everything("reference-1")).await;
    for (path, html) in every_page(&app, &person).await {
        let mut total = html.len();
        let mut open = assets(&html);
        let mut loaded = BTreeSet::new();
        while let Some(asset) = open.pop_first() {
            let (kept, content) = fetch(&app, &asset).await;
            assert_eq!(kept, "public, max-age=31536000, immutable");
            total += content.len();
            loaded.insert(asset);
            open.extend(
                assets(&content)
                    .into_iter()
                    .filter(|one| !loaded.contains(one)),
            );
        }
        assert!(total < FIRST_LOAD, "{path}: {total} bytes");
        assert!(!loaded.is_empty(), "{path}");
        for tag in ["src=\"http", "<style", "style=\"", "onclick", "javascript:"] {
            assert!(!html.contains(tag), "{path} has {tag}");
        }
        // The one address of another site is where the person goes in the end.
        let foreign = html
            .replace("https://shop.example.com/back", "")
            .replace("https://id.example.com", "");
        assert!(!foreign.contains("https://"), "{path}");
    }
    app.leaves(1, 0);
}

#[tokio::test]
async fn every_page_says_what_it_is_to_who_does_not_see_it() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, everything("reference-1")).await;
    for (path, html) in every_page(&app, &person).await {
        for part in [
            "<html lang=\"en-US\" dir=\"ltr\">",
            "<main id=\"main\"",
            "id=\"say\" role=\"status\"",
            "<title>",
        ] {
            assert!(html.contains(part), "{path} lacks {part}");
        }
        assert!(html.contains("<h1>"), "{path} has no heading");
        assert!(
            !html.contains("<img class=\"still\" id=\"still\">"),
            "{path}"
        );
        // What the page's module is told has places that it fills in itself.
        let (before, rest) = html.split_once("id=\"page\">").unwrap();
        let (_, after) = rest.split_once("</script>").unwrap();
        let empty = before.contains("{0}") || after.contains("{0}");
        assert!(!empty, "{path} has an empty place");
    }
    app.leaves(1, 0);
}

#[tokio::test]
async fn pages_are_sent_with_a_policy_and_never_kept() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, everything("reference-1")).await;
    let stranger = app.call(Method::GET, "/front?token=nonsense").send().await;
    let lost = person.get("/nowhere").await;
    let elsewhere = person.get("/front").await;
    for reply in [person.get("/").await, stranger, lost, elsewhere] {
        let policy = reply.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe"));
        assert_eq!(reply.header("x-frame-options"), "DENY");
        assert_eq!(reply.header("cache-control"), "no-store");
        assert_eq!(reply.header("referrer-policy"), "no-referrer");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert!(
            reply
                .header("permissions-policy")
                .starts_with("camera=(self)")
        );
    }
    app.leaves(1, 0);
}

#[tokio::test]
async fn a_page_is_framed_by_whom_the_account_names_and_by_nobody_else() {
    let app = TestApp::start().await;
    let sites = [
        "https://shop.example.com",
        "https://www.shop.example.com:8443",
    ];
    let settings = AccountSettings {
        frame_ancestors: sites
            .iter()
            .map(|site| Site::parse(site).unwrap())
            .collect(),
        ..AccountSettings::default()
    };
    let acme = app.account_with("acme", settings).await;
    let person = Person::of(&app, &acme, everything("reference-1")).await;
    for reply in [
        person.get("/").await,
        person.get("/nowhere").await,
        person.get("/front").await,
    ] {
        let policy = reply.header("content-security-policy");
        let named = format!("; frame-ancestors {}", sites.join(" "));
        assert!(policy.ends_with(&named), "{policy}");
        assert!(!reply.headers.contains_key("x-frame-options"));
    }
    // A page of nobody's is framed by nobody.
    let stranger = app.call(Method::GET, "/front?token=nonsense").send().await;
    assert!(
        stranger
            .header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
    assert_eq!(stranger.header("x-frame-options"), "DENY");
    app.leaves(1, 0);
}

#[tokio::test]
async fn who_has_no_link_learns_nothing() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, everything("reference-1")).await;
    let other = format!(
        "{}{}",
        &person.token[..95],
        if person.token.ends_with('0') {
            "1"
        } else {
            "0"
        }
    );
    let transaction = person.stored().await.transaction.to_string();
    for token in ["", "nonsense", "%00", other.as_str(), transaction.as_str()] {
        for path in ["/"].into_iter().chain(PAGES) {
            let reply = app
                .call(Method::GET, &format!("{path}?token={token}"))
                .send()
                .await;
            assert_eq!(reply.status, 404, "{path} {token}");
            let page = String::from_utf8(reply.body.to_vec()).unwrap();
            assert!(page.contains("This link does not work"), "{path}");
            assert!(!page.contains("acme"));
        }
        let reply = app
            .call(Method::GET, &format!("/process/verification/x{token}"))
            .send()
            .await;
        assert_eq!(reply.status, 404);
        let reply = app
            .call(Method::POST, "/submit/front")
            .bearer(token)
            .body(png_bytes())
            .send()
            .await;
        assert_eq!(refused(&reply, 401), "unknown_link");
        let reply = app
            .call(Method::POST, "/user/events")
            .bearer(token)
            .json(&json!([]))
            .send()
            .await;
        assert_eq!(refused(&reply, 401), "unknown_link");
        let reply = app
            .call(Method::GET, &format!("/user/follow?token={token}"))
            .send()
            .await;
        assert_eq!(refused(&reply, 401), "unknown_link");
    }
    // A token in the address is no credential of a call: another site could make a browser send it.
    let path = format!("/user/cancel?token={}", person.token);
    let reply = app.call(Method::POST, &path).json(&json!({})).send().await;
    assert_eq!(refused(&reply, 401), "unknown_link");
    app.leaves(1, 0);
}

#[tokio::test]
async fn pages_speak_the_language_of_the_address_the_person_the_request_or_the_browser() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let french = Person::of(
        &app,
        &acme,
        but(everything("reference-1"), json!({"language": "FR"})),
    )
    .await;
    let arabic = Person::of(
        &app,
        &acme,
        but(everything("reference-2"), json!({"language": "AR"})),
    )
    .await;
    let lang = async |person: &Person<'_>, language: &str, accepted: &str| {
        let path = format!("/?token={}&language={language}", person.token);
        let call = app
            .call(Method::GET, &path)
            .header("accept-language", accepted);
        let page = String::from_utf8(call.send().await.body.to_vec()).unwrap();
        let at = page.find("lang=\"").unwrap() + 6;
        page[at..at + 2].to_owned()
    };
    assert_eq!(lang(&french, "", "es").await, "fr");
    assert_eq!(lang(&french, "es-mx", "en").await, "es");
    // Nobody speaks it here: the browser's, else English, and marked as what it is.
    assert_eq!(lang(&arabic, "ar", "es-ES,es;q=0.9").await, "es");
    assert_eq!(lang(&arabic, "ar", "ar").await, "en");
    french
        .post("/user/language", json!({"language": "en-us"}))
        .await
        .ok();
    assert_eq!(lang(&french, "", "es").await, "en");
    // What a link says that nobody pinned a language to is not held against the browser.
    let plain = Person::of(&app, &acme, everything("reference-3")).await;
    assert_eq!(lang(&plain, "en-us", "fr-CA,en;q=0.5").await, "fr");
    assert_eq!(lang(&plain, "en-us", "ar").await, "en");
    plain
        .post("/user/language", json!({"language": "en-us"}))
        .await
        .ok();
    assert_eq!(lang(&plain, "en-us", "fr-CA").await, "en");
    let reply = french
        .post("/user/language", json!({"language": "klingon"}))
        .await;
    assert_eq!(refused(&reply, 422), "not_allowed");
    let link = format!("/process/verification/{}", french.token);
    let reply = app.call(Method::GET, &link).send().await;
    assert!(reply.header("location").ends_with("&language=en-us"));
    app.leaves(3, 0);
}

#[tokio::test]
async fn english_and_french_are_written_as_where_the_person_is() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let card = json!({"document": {"supported_types": ["driving_license"], "name": ""}});
    let person = Person::of(&app, &acme, but(on_site("reference-1"), card)).await;
    let page = async |language: &str, accepted: &str| {
        let path = format!("/?token={}&language={language}", person.token);
        let call = app
            .call(Method::GET, &path)
            .header("accept-language", accepted);
        String::from_utf8(call.send().await.body.to_vec()).unwrap()
    };
    for (language, accepted, tag, said) in [
        ("", "en-US", "en-US", "Your driver’s license: the original"),
        (
            "",
            "en-GB,en-US;q=0.9",
            "en-GB",
            "Your driving licence: the original",
        ),
        ("en-gb", "fr", "en-GB", "Your driving licence: the original"),
        ("fr-ca", "", "fr-CA", "Votre permis de conduire"),
        ("", "fr-CH,en", "fr-FR", "Votre permis de conduire"),
        ("", "es-419", "es-MX", "Su licencia de conducir"),
    ] {
        let page = page(language, accepted).await;
        assert!(
            page.contains(&format!("<html lang=\"{tag}\"")),
            "{language} {accepted}"
        );
        assert!(page.contains(said), "{language} {accepted}");
    }
    app.leaves(1, 0);
}

#[tokio::test]
async fn who_may_try_again_reads_why_and_how_often() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let named = json!({"first_name": "Nobody", "last_name": "Else"});
    let card = json!({
        "allow_retry": "1", "document": {"supported_types": ["passport"], "name": named},
    });
    let person = Person::of(&app, &acme, but(on_site("reference-1"), card)).await;
    person.tells(&[1100, 1190]).await;
    for (in_english, in_french) in [
        ("You can try 2 more times.", "Vous pouvez réessayer 2 fois."),
        ("You can try once more.", "Vous pouvez réessayer une fois."),
    ] {
        person.uploads("/submit/front", png_bytes()).await.ok();
        app.run_jobs().await;
        let page = person.page("/complete").await;
        assert!(
            page.contains("The name we read is not the one we were given."),
            "{page}"
        );
        assert!(page.contains(in_english), "{page}");
        // Nobody is told of light who had enough of it.
        assert!(!page.contains("too dark"));
        let path = format!("/complete?token={}&language=fr-ca", person.token);
        let page = app.call(Method::GET, &path).send().await;
        let page = String::from_utf8(page.body.to_vec()).unwrap();
        assert!(
            page.contains("Le nom que nous avons lu") && page.contains(in_french),
            "{page}"
        );
        person.acts("/user/retry", json!({})).await;
    }
    app.leaves(1, 0);
}

#[tokio::test]
async fn the_landing_page_says_why_and_for_how_long() {
    let app = TestApp::start().await;
    for (name, retention, said) in [
        (
            "one",
            Retention::Days(30),
            "are deleted 30 days after the check",
        ),
        (
            "two",
            Retention::Days(1),
            "are deleted one day after the check",
        ),
        (
            "three",
            Retention::UntilDeleted,
            "three keeps your pictures and data until they are",
        ),
    ] {
        let settings = AccountSettings {
            retention,
            ..AccountSettings::default()
        };
        let account = app.account_with(name, settings).await;
        let person = Person::of(&app, &account, everything("reference-1")).await;
        let page = person.page("/").await;
        for part in [said, "needs to be sure that it’s really you"] {
            assert!(page.contains(part), "{name} lacks {part}");
        }
    }
    app.leaves(3, 0);
}

#[tokio::test]
async fn an_account_has_its_own_colours_and_logo() {
    let app = TestApp::start().await;
    let mut settings = AccountSettings::default();
    settings.skin.accent = Some("#0a4fc4".to_owned());
    settings.skin.logo = Some(Logo {
        media: "image/svg+xml".to_owned(),
        base64: STANDARD.encode("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    });
    let acme = app.account_with("acme", settings).await;
    let person = Person::of(&app, &acme, everything("reference-1")).await;
    let page = person.page("/").await;
    assert!(page.contains("/assets/skin-0a4fc4-f4f6f5.css"));
    let (_, css) = fetch(&app, "/assets/skin-0a4fc4-f4f6f5.css").await;
    assert!(
        css.starts_with(
            ":root{--accent:#0a4fc4;--ground:#f4f6f5}@media (prefers-color-scheme:dark)"
        ),
        "{css}"
    );
    let (kept, logo) = fetch(&app, &format!("/user/logo?token={}", person.token)).await;
    assert_eq!(
        (kept.as_str(), logo.starts_with("<svg")),
        ("private, max-age=600", true)
    );
    app.leaves(1, 0);
}

#[tokio::test]
async fn a_second_screen_is_told_of_every_step() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, everything("reference-1")).await;
    let path = format!("/user/follow?token={}&language=es-mx", person.token);
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    let response = app.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut body = response.into_body();
    let mut told = async || {
        let frame = body.frame().await.unwrap().unwrap().into_data().unwrap();
        String::from_utf8(frame.to_vec()).unwrap()
    };
    assert!(told().await.contains("\"page\":\"landing\""));
    person.tells(&[1100, 1190]).await;
    let choice = told().await;
    assert!(
        choice.starts_with("event: page\n") && choice.contains("\"page\":\"choice\""),
        "{choice}"
    );
    assert!(
        choice.contains("¿Qué documento va a usar?") && choice.contains("language=es-mx"),
        "{choice}"
    );
    person.acts("/user/cancel", json!({})).await;
    assert!(told().await.contains("\"ended\":true"));
    assert!(body.frame().await.is_none());
    app.leaves(1, 0);
}

#[tokio::test]
async fn the_countdown_knows_the_time_that_is_left() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = Person::of(&app, &acme, everything("reference-1")).await;
    app.advance(SignedDuration::from_mins(58));
    let page = person.page("/").await;
    let number = |key: &str| -> i64 {
        let at = page.find(&format!("\"{key}\":")).unwrap() + key.len() + 3;
        let digits: String = page[at..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().unwrap()
    };
    assert_eq!(number("expires") - number("now"), 2 * 60 * 1000);
    app.leaves(1, 0);
}
