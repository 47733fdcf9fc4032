//! Callbacks as a business checks them: by both schemes of the protocol and by a library of others.

use jiff::Timestamp;
use proofing::Principal;
use serde_json::json;
use standardwebhooks::Webhook;
use verification::account::{Account, AccountSettings, SignatureScheme};
use wire::verify::signature::webhook_secret;

use crate::app::{Plan, TestApp};
use crate::fakes::{but, off_site, on_site};
use crate::receiver::{Callback, Receiver};

/// The independent library compares with the real clock and takes no other.
#[expect(
    clippy::disallowed_methods,
    reason = "the other library reads the clock itself"
)]
async fn at_the_real_time() -> TestApp {
    TestApp::with(Plan {
        allow_private: true,
        now: Timestamp::try_from(std::time::SystemTime::now()).unwrap(),
        ..Plan::default()
    })
    .await
}

fn accepts(account: &Account, callback: &Callback) -> bool {
    let webhook = Webhook::new(&webhook_secret(&account.secret)).unwrap();
    assert!(webhook.verify(b"{}", &callback.headers).is_err());
    webhook.verify(&callback.body, &callback.headers).is_ok()
}

#[tokio::test]
async fn an_independent_library_accepts_them_and_both_keys_while_one_is_rotated() {
    let app = at_the_real_time().await;
    let before = app.account("acme").await;
    let stranger = app.account("stranger").await;
    let mut receiver = Receiver::start(&before).await;
    let told = json!({"callback_url": receiver.url});
    app.post("/", &before, but(off_site("reference-1"), told.clone()))
        .await
        .ok();
    let first = app.deliver(&mut receiver, 1).await.remove(0);
    assert!(accepts(&before, &first) && !accepts(&stranger, &first));

    let day = std::time::Duration::from_hours(24);
    let after = app
        .acts
        .rotate_key(Principal::Operator, "acme", day)
        .await
        .unwrap();
    receiver.now_of(&after);
    app.post("/", &after, but(off_site("reference-2"), told.clone()))
        .await
        .ok();
    let second = app.deliver(&mut receiver, 1).await.remove(0);
    assert!(accepts(&before, &second) && accepts(&after, &second));
    assert!(!accepts(&stranger, &second));
    assert_ne!(first.header("webhook-id"), second.header("webhook-id"));

    // A rotation without an overlap: the old key is worth nothing from then on.
    let none = std::time::Duration::ZERO;
    let last = app
        .acts
        .rotate_key(Principal::Operator, "acme", none)
        .await
        .unwrap();
    receiver.now_of(&last);
    app.post("/", &last, but(off_site("reference-3"), told))
        .await
        .ok();
    let third = app.deliver(&mut receiver, 1).await.remove(0);
    assert!(accepts(&last, &third) && !accepts(&after, &third) && !accepts(&before, &third));
}

/// `Receiver::next` checks the signature of every callback by the account's scheme.
#[tokio::test]
async fn the_account_chooses_the_scheme() {
    let app = TestApp::calling().await;
    for (name, signature) in [("new", SignatureScheme::New), ("old", SignatureScheme::Old)] {
        let settings = AccountSettings {
            signature,
            ..AccountSettings::default()
        };
        let account = app.account_with(name, settings).await;
        let mut receiver = Receiver::start(&account).await;
        let told = json!({"callback_url": receiver.url, "email": "zoë+/😀@例え.jp"});
        let answered = app
            .post("/", &account, but(off_site("reference-1"), told))
            .await;
        let callback = app.deliver(&mut receiver, 1).await.remove(0);
        assert_eq!(callback.body, answered.body);
        assert!(callback.body.is_ascii());
        assert_eq!(callback.json()["email"], "zoë+/😀@例え.jp");
        assert!(callback.header("user-agent").starts_with("Bonafide/"));
    }
}

#[tokio::test]
async fn registered_domains_are_called_back() {
    let app = TestApp::calling().await;
    let settings = AccountSettings {
        callback_domains: ["127.0.0.1".to_owned()].into(),
        ..AccountSettings::default()
    };
    let acme = app.account_with("acme", settings).await;
    let mut receiver = Receiver::start(&acme).await;
    let told = json!({"callback_url": receiver.url});
    app.post("/", &acme, but(on_site("reference-1"), told))
        .await
        .ok();
    assert_eq!(
        app.deliver(&mut receiver, 1).await[0].event(),
        "request.pending"
    );
    let elsewhere = json!({"callback_url": receiver.url.replace("127.0.0.1", "localhost")});
    let refused = app
        .post("/", &acme, but(on_site("reference-2"), elsewhere))
        .await;
    assert_eq!(
        refused.refused(400),
        ".callback_url: The selected callback url is invalid."
    );
    app.leaves(1, 0);
}

/// One receiver, many verifications: each is told all of its events, in order.
#[tokio::test]
async fn events_of_one_verification_arrive_in_order() {
    let app = TestApp::calling().await;
    let acme = app.account("acme").await;
    let mut receiver = Receiver::start(&acme).await;
    for number in 0..8 {
        let changes = json!({"callback_url": receiver.url, "show_results": 0, "manual_review": 1});
        let reference = format!("reference-{number}");
        app.post("/", &acme, but(off_site(&reference), changes))
            .await
            .ok();
    }
    app.run_jobs().await;
    for number in 0..8 {
        let id = app.id_of(&acme, &format!("reference-{number}")).await;
        let verdict = verification::verdict::Verdict::Accepted;
        app.acts
            .review(Principal::Operator, id, verdict, "Ann")
            .await
            .unwrap();
    }
    let told = app.deliver(&mut receiver, 24).await;
    for number in 0..8 {
        let reference = format!("reference-{number}");
        let of_one = told
            .iter()
            .filter(|told| told.json()["reference"] == reference.as_str());
        let events: Vec<String> = of_one.map(Callback::event).collect();
        assert_eq!(
            events,
            [
                "request.received",
                "review.pending",
                "verification.accepted"
            ]
        );
    }
}
