//! `bonafide serve`: one line when ready, requests, a clean end.

use serde_json::json;

use crate::http::{begin, follow, post};
use crate::running::{Data, Serving, bonafide};

fn request(reference: &str) -> String {
    json!({ "reference": reference, "document": { "name": "" } }).to_string()
}

#[test]
fn one_line_when_ready_then_requests_then_a_clean_end() {
    let data = Data::new();
    let keys = data.account("acme");
    let server = Serving::start(&data);
    let (status, body) = post(&server.url, "/", &keys, &request("first-1"));
    assert_eq!((status, &body["event"]), (200, &json!("request.pending")));
    let ended = server.stop();
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert_eq!(ended.out, "", "one line and no more");
    assert!(ended.err.contains("stopping"), "{}", ended.err);
    assert!(
        !ended.err.contains('\u{1b}'),
        "colours in a file: {}",
        ended.err
    );
}

#[test]
fn an_account_made_while_the_server_runs_can_call_at_once() {
    let data = Data::new();
    let server = Serving::start(&data);
    let keys = data.account("later");
    let (status, body) = post(&server.url, "/", &keys, &request("later-1"));
    assert_eq!((status, &body["event"]), (200, &json!("request.pending")));
    let (status, body) = post(&server.url, "/", &keys, &request("later-1"));
    assert_eq!((status, &body["event"]), (400, &json!("request.invalid")));
    assert_eq!(server.stop().status, Some(0));
}

#[test]
fn a_page_that_is_open_does_not_hold_the_end_up() {
    let data = Data::new();
    let keys = data.account("acme");
    let server = Serving::start(&data);
    let (_, body) = post(&server.url, "/", &keys, &request("open-1"));
    let link = body["verification_url"].as_str().unwrap();
    let (_, token) = link.rsplit_once('/').unwrap();
    let page = follow(&server.url, &format!("/user/follow?token={token}"));
    let ended = server.stop();
    assert_eq!(ended.status, Some(0), "{ended:?}");
    // It would say that work is in flight if it had waited for the page in vain.
    assert!(!ended.err.contains("in flight;"), "{}", ended.err);
    drop(page);
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let data = Data::new();
    let keys = data.account("acme");
    let server = Serving::start(&data);
    // A request whose body does not come keeps a server that stops cleanly.
    let in_flight = begin(&server.url, &keys, 1000);
    server.process.signal("TERM");
    server.process.signal("INT");
    let ended = server.process.end();
    assert!(matches!(ended.status, Some(130 | 143)), "{ended:?}");
    assert!(ended.err.contains("stopped at once"), "{ended:?}");
    drop(in_flight);
}

/// Port 0 and `--listen` are known to the running server alone.
#[test]
fn a_link_made_on_the_command_line_leads_to_the_server_that_runs() {
    let data = Data::new();
    data.account("acme");
    let server = Serving::start(&data);
    let start = ["start", "acme", "--json", "--data", data.path()];
    let made = |ended: crate::running::Ended| -> serde_json::Value {
        serde_json::from_str(&ended.good()).unwrap()
    };
    let link = made(bonafide(&start))["capture_url"].clone();
    let link = link.as_str().unwrap();
    assert!(link.starts_with(&format!("{}/", server.url)), "{link}");
    assert_eq!(server.stop().status, Some(0));
    assert!(!std::path::Path::new(data.path()).join("listening").exists());
}

#[test]
fn a_second_server_on_a_folder_says_who_uses_it() {
    let data = Data::new();
    let server = Serving::start(&data);
    let address = server.url.strip_prefix("http://").unwrap();
    let again = ["serve", "--listen", "127.0.0.1:0", "--data", data.path()];
    let refused = bonafide(&again).bad(1);
    let expected = format!(
        "bonafide: the data folder {} is in use by process {}, which listens on {address}; stop that server first, or \
         give this one another folder with --data\n",
        data.path(),
        server.process.id()
    );
    assert_eq!(refused, expected);
    assert_eq!(server.stop().status, Some(0));
    let next = Serving::start(&data);
    assert_eq!(next.stop().status, Some(0), "the folder is free again");
}

#[test]
fn a_link_is_never_dead() {
    let data = Data::new();
    data.account("acme");
    let start = ["start", "acme", "--data", data.path()];
    let expected = format!(
        "bonafide: no server is running on {0}, so nothing was started; run `bonafide serve --data {0}` first\n",
        data.path()
    );
    assert_eq!(bonafide(&start).bad(1), expected);
    let server = Serving::start(&data);
    bonafide(&start).good();
    // What it leaves behind says where it listened.
    server.process.signal("KILL");
    server.process.end();
    assert!(std::path::Path::new(data.path()).join("listening").exists());
    assert_eq!(bonafide(&start).bad(1), expected);
    let listed = ["verifications", "list", "--json", "--data", data.path()];
    assert_eq!(
        bonafide(&listed).good().lines().count(),
        1,
        "nothing was started"
    );
}

#[test]
fn an_address_that_may_not_be_called_is_told_by_its_flag() {
    let data = Data::new();
    data.account("acme");
    let server = Serving::start(&data);
    let start = |flag: &str| {
        let url = "http://127.0.0.1:1/";
        bonafide(&["start", "acme", flag, url, "--data", data.path()]).bad(1)
    };
    for flag in ["--status-url", "--results-url"] {
        let expected = format!("bonafide: {flag}: the address has a port that may not be called\n");
        assert_eq!(start(flag), expected);
    }
    assert_eq!(server.stop().status, Some(0));
}
