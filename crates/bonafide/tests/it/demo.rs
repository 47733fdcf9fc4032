//! `bonafide demo`: all is told, and it ends cleanly.

use std::fs;

use crate::http::post;
use crate::running::{Data, Keys, Process, bonafide};

#[test]
fn once_tells_everything_and_ends_well() {
    let told = bonafide(&["demo", "--once"]).good();
    for expected in [
        "⇐ verification.accepted  signature ok",
        "passport",
        "SPDR17",
        "SPDR07",
        "⇐ request.received  signature ok",
        "⇐ request.pending  signature ok",
    ] {
        assert!(told.contains(expected), "{expected} is not in\n{told}");
    }
    assert!(!told.contains('\u{1b}'), "colours in a pipe");
    // With the networks a selfie is the last step; without them the demo says how to get them.
    let compares = told.contains("selfie");
    assert_ne!(compares, told.contains("cargo xtask models"), "{told}");
}

#[test]
fn it_runs_on_takes_what_it_says_can_be_sent_and_stops_on_ctrl_c() {
    let data = Data::new();
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", data.path()];
    let mut demo = Process::start(&arguments);
    demo.line_with("4. Your turn");
    let mut value = |name: &str| {
        let line = demo.line_with(name);
        line.trim_start()
            .strip_prefix(name)
            .unwrap()
            .trim()
            .to_owned()
    };
    let server = value("server");
    let keys = Keys {
        client_id: value("client id"),
        secret_key: value("secret key"),
        webhook_secret: String::new(),
    };
    let url = server.split_once("/ ").unwrap().0;
    let folder = data.around().join("data");
    let body = fs::read_to_string(folder.join("requests/good.json")).unwrap();
    let (status, answer) = post(url, "/", &keys, &body);
    assert_eq!(
        (status, &answer["event"]),
        (200, &"verification.accepted".into())
    );
    demo.line_with("⇐ verification.accepted");
    demo.signal("INT");
    let ended = demo.end();
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert!(folder.join("pictures/good-back.jpg").is_file(), "kept");

    let again = bonafide(&["demo", "--once", "--data", data.path()]);
    assert_eq!(
        again.status,
        Some(0),
        "a kept folder serves again: {again:?}"
    );
}
