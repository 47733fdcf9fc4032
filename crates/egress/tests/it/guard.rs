//! Names that lead elsewhere than they seem to.

use std::sync::Arc;

use egress::{Guard, Rules};
use proofing::ports::AddressGuard;
use verification::request::HttpUrl;

use crate::support::{Script, guarded, loopback, post, sender, word};
use testkit::receiver::{Receiver, Reply};

async fn admits(guard: &Guard, url: &str) -> Result<(), String> {
    guard
        .admit(&HttpUrl::parse(url).unwrap())
        .await
        .map_err(|refusal| refusal.0)
}

#[tokio::test]
async fn registration_refuses_names_that_lead_inside() {
    for (answers, expected) in [
        (&["93.184.216.34"][..], None),
        (&["93.184.216.34", "2606:2800:220:1::1"], None),
        (
            &["10.0.0.1"],
            Some("The address leads to a private network."),
        ),
        (
            &["93.184.216.34", "127.0.0.1"],
            Some("The address leads to a private network."),
        ),
        (
            &["::ffff:169.254.169.254"],
            Some("The address leads to a private network."),
        ),
        (
            &["0.0.0.0"],
            Some("The address leads to a reserved network."),
        ),
    ] {
        let guard = Guard::with_lookup(Rules::default(), Script::new(&[answers]));
        assert_eq!(
            admits(&guard, "https://hooks.example/x")
                .await
                .err()
                .as_deref(),
            expected,
            "{answers:?}"
        );
    }
}

#[tokio::test]
async fn registration_does_not_depend_on_a_resolver_that_is_out_of_order() {
    let guard = Guard::with_lookup(Rules::default(), Script::new(&[]));
    assert_eq!(admits(&guard, "https://hooks.example/x").await, Ok(()));
    assert!(admits(&guard, "https://localhost/x").await.is_err());
    assert!(admits(&guard, "https://10.0.0.1/x").await.is_err());
}

/// The name is public when it is registered, and leads to this machine when it is called.
#[tokio::test]
async fn a_name_that_changes_its_mind_is_refused_at_connect() {
    let receiver = Receiver::start(|_| Reply::status(200)).await;
    let script = Script::new(&[&["93.184.216.34"], &["127.0.0.1"]]);
    let guard = Guard::with_lookup(Rules::default(), script.clone());
    let url = format!("http://rebind.example:{}/", receiver.address.port());
    assert_eq!(admits(&guard, &url).await, Ok(()));

    let sent = post(&guarded(guard, 5000), &url).await;
    assert_eq!((word(&sent), sent.status), (Some("address.private"), None));
    assert_eq!((script.asked(), receiver.connections()), (2, 0));
}

/// The answer that was judged is the one that is connected to: there is no second question.
#[tokio::test]
async fn the_connection_goes_to_what_was_judged() {
    let receiver = Receiver::start(|_| Reply::status(200)).await;
    let script = Script::new(&[&["127.0.0.1"], &["10.0.0.1"]]);
    let sender = guarded(Guard::with_lookup(loopback(), script.clone()), 5000);
    let url = format!("http://pinned.example:{}/", receiver.address.port());
    assert_eq!(post(&sender, &url).await.status, Some(200));
    assert_eq!((script.asked(), receiver.connections()), (1, 1));
}

#[tokio::test]
async fn literal_addresses_do_not_pass_the_guard_by() {
    let receiver = Receiver::start(|_| Reply::status(200)).await;
    let sender = guarded(Guard::new(Rules::default()), 5000);
    let port = receiver.address.port();
    for host in ["127.0.0.1", "[::ffff:127.0.0.1]", "localhost"] {
        let sent = post(&sender, &format!("http://{host}:{port}/")).await;
        assert_eq!(word(&sent), Some("address.private"), "{host}");
    }
    assert_eq!(receiver.connections(), 0);
}

#[tokio::test]
async fn the_server_itself_is_refused_by_name_too() {
    let receiver = Receiver::start(|_| Reply::status(200)).await;
    let port = receiver.address.port();
    let own = vec![format!("0.0.0.0:{port}").parse().unwrap()];
    let rules = Rules {
        own,
        allow_private: true,
        ..loopback()
    };
    let guard = Guard::with_lookup(rules, Script::new(&[&["127.0.0.1"]]));
    let sender = guarded(guard, 5000);
    for host in ["self.example", "127.0.0.1", "127.0.0.2"] {
        assert_eq!(
            word(&post(&sender, &format!("http://{host}:{port}/")).await),
            Some("address.own"),
            "{host}"
        );
    }
    assert_eq!(receiver.connections(), 0);
}

#[tokio::test]
async fn redirects_are_failures_and_are_never_followed() {
    let target = Receiver::start(|_| Reply::status(200)).await;
    let location = target.url("/inside").to_string();
    for status in [301, 302, 303, 307, 308] {
        let location = Arc::new(location.clone());
        let receiver = Receiver::start(move |_| {
            Reply::Answer(status, vec![("location", location.to_string())], Vec::new())
        })
        .await;
        let sent = post(&sender(5000), receiver.url("/").as_str()).await;
        assert_eq!(
            (sent.status, word(&sent)),
            (Some(status), Some("answer.redirect"))
        );
    }
    assert_eq!(target.connections(), 0);
}
