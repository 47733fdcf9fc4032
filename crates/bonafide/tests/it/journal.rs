//! `bonafide journal` and `bonafide review` over what a real server stored.

use std::fs;
use std::path::PathBuf;

use insta::assert_snapshot;
use serde_json::json;

use crate::cli::{json as parsed, shape};
use crate::http::post;
use crate::running::{Data, Serving, bonafide};

/// Opens a verification on a server that stops again.
#[track_caller]
fn open(data: &Data, keys: &crate::running::Keys, reference: &str) {
    let server = Serving::start(data);
    let request = json!({ "reference": reference, "document": { "name": "" } });
    let (status, _) = post(&server.url, "/", keys, &request.to_string());
    assert_eq!(status, 200);
    assert_eq!(server.stop().status, Some(0));
}

#[test]
fn status_events_are_printed_newest_first() {
    let data = Data::new();
    let keys = data.account("acme");
    open(&data, &keys, "step-1");
    let journal = [
        "journal",
        "step-1",
        "--account",
        "acme",
        "--data",
        data.path(),
    ];
    let lines = bonafide(&[&journal[..], &["--json"]].concat()).good();
    let events: Vec<_> = lines.lines().map(parsed).collect();
    assert!(events.len() > 1, "{lines}");
    assert_snapshot!("journal_json", format!("{:#}", shape(&events[0])));
    let times: Vec<_> = events
        .iter()
        .map(|event| event["sequence"].as_str().unwrap())
        .collect();
    assert!(
        times.is_sorted_by(|newer, older| newer > older),
        "{times:?}"
    );
    let table = bonafide(&journal).good();
    assert!(
        table.contains("Transaction - ") && table.contains("+00:00"),
        "{table}"
    );
}

#[test]
fn a_store_that_fails_is_not_an_empty_one() {
    let data = Data::new();
    let keys = data.account("acme");
    open(&data, &keys, "older-1");
    // The keys are put back from a copy that is older than the data.
    let files = ["keys.db", "keys.db-wal", "keys.db-shm"];
    let at = |file: &str| PathBuf::from(data.path()).join(file);
    let copies = files.map(|file| fs::read(at(file)).ok());
    open(&data, &keys, "newer-1");
    for (file, copy) in files.into_iter().zip(copies) {
        match copy {
            Some(copy) => fs::write(at(file), copy).unwrap(),
            None => drop(fs::remove_file(at(file))),
        }
    }
    let review = |reference: &str| {
        bonafide(&[
            "review",
            "acme",
            reference,
            "accept",
            "--by",
            "me",
            "--data",
            data.path(),
        ])
        .bad(1)
    };
    let journal = |reference: &str| {
        bonafide(&[
            "journal",
            reference,
            "--account",
            "acme",
            "--data",
            data.path(),
        ])
    };
    for told in [review("newer-1"), journal("older-1").bad(1)] {
        assert!(told.contains("keys.db is older than bonafide.db"), "{told}");
        assert!(told.contains("bonafide store accept"), "{told}");
    }
    let accept = |more: &[&str]| {
        let words = [&["store", "accept", "--data", data.path()], more].concat();
        bonafide(&words).good()
    };
    let shown = accept(&[]);
    assert!(shown.contains("nothing was changed"), "{shown}");
    assert!(shown.contains("can no longer be opened: 1\n"), "{shown}");
    assert!(
        review("newer-1").contains("keys.db is older"),
        "it only looked"
    );
    accept(&["--yes"]);
    assert!(accept(&[]).contains("the parts of the store match"));
    for told in [review("newer-1"), journal("newer-1").bad(1)] {
        assert!(told.contains("cannot be opened"), "{told}");
        assert!(!told.contains("no verification"), "{told}");
    }
    assert!(review("none-1").contains("no verification \"none-1\" in account acme"));
    assert!(
        journal("none-1")
            .bad(1)
            .contains("no verification \"none-1\" in account acme")
    );
    journal("older-1").good();
}
