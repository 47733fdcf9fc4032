//! `bonafide staff`: invites, lists, appoints and disables, and the office that a server shows.

use std::fs;

use insta::assert_snapshot;
use serde_json::Value;

use crate::cli::json;
use crate::http::get;
use crate::running::{Data, Serving, bonafide};

const ANN: &str = "ann@example.com";

/// Runs a command about staff that must succeed, and returns what it printed as JSON.
#[track_caller]
fn staff(data: &Data, arguments: &[&str]) -> Value {
    let common = ["--json", "--data", data.path()];
    json(&bonafide(&[&["staff"], arguments, &common].concat()).good())
}

#[track_caller]
fn refused(data: &Data, arguments: &[&str], status: i32) -> String {
    bonafide(&[&["staff"], arguments, &["--data", data.path()]].concat()).bad(status)
}

#[test]
fn somebody_is_invited_listed_appointed_and_disabled() {
    let data = Data::new();
    data.account("acme");
    let invite = [
        "invite",
        "Ann Example",
        "--email",
        ANN,
        "--role",
        "administrator",
    ];
    let invited = staff(&data, &invite);
    let link = invited["link"].as_str().unwrap();
    let (start, token) = link.rsplit_once('/').unwrap();
    assert_eq!(start, "http://127.0.0.1:8080/office/invitation");
    assert_eq!(token.len(), 64);
    let bo = [
        "invite",
        "Bo",
        "--email",
        "Bo@Example.com",
        "--role",
        "reviewer",
        "--account",
        "acme",
    ];
    staff(&data, &bo);
    let list = ["staff", "list", "--json", "--data", data.path()];
    let listed = bonafide(&list).good();
    let listed: Vec<Value> = listed.lines().map(json).collect();
    assert_eq!(listed.len(), 2);
    assert_eq!(
        (&listed[0]["email"], &listed[0]["account"]),
        (&ANN.into(), &Value::Null)
    );
    assert_eq!(
        (&listed[1]["email"], &listed[1]["account"]),
        (&"bo@example.com".into(), &"acme".into())
    );
    assert_eq!(listed[0]["state"], "invited");
    let table = bonafide(&["staff", "list", "--data", data.path()]).good();
    assert!(
        table.contains("Ann Example") && table.contains("every"),
        "{table}"
    );

    let appointed = staff(
        &data,
        &[
            "appoint",
            "BO@example.com",
            "--role",
            "manager",
            "--account",
            "acme",
        ],
    );
    assert_eq!(
        (&appointed["role"], &appointed["account"]),
        (&"manager".into(), &"acme".into())
    );
    let id = listed[1]["id"].as_str().unwrap();
    assert_eq!(staff(&data, &["disable", id])["state"], "disabled");
    assert_eq!(staff(&data, &["enable", id])["state"], "invited");
    assert_eq!(staff(&data, &["sign-out", ANN])["email"], ANN);
    let again = staff(&data, &["invite-again", ANN]);
    assert_ne!(again["link"], invited["link"]);

    // Nothing of them is readable on the disk.
    for file in fs::read_dir(data.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap_or_default();
        for word in [ANN, "Ann Example", "administrator", token] {
            let found = bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes());
            assert!(!found, "{word} in {}", path.display());
        }
    }
}

#[test]
fn mistakes_about_staff_are_told() {
    let data = Data::new();
    data.account("acme");
    let nobody = bonafide(&["staff", "list", "--data", data.path()]);
    assert!(nobody.err.contains("`bonafide staff invite`"), "{nobody:?}");
    staff(
        &data,
        &["invite", "Ann", "--email", ANN, "--role", "administrator"],
    );
    let invite = |email, role, account: &[&str]| {
        let arguments = ["invite", "Bo", "--email", email, "--role", role];
        refused(&data, &[&arguments, account].concat(), 1)
    };
    let mut told = vec![
        invite(ANN, "reviewer", &[]),
        invite("ANN@example.com", "reviewer", &[]),
        invite("bo", "reviewer", &[]),
        invite("bo@example.com", "manager", &[]),
        invite("bo@example.com", "administrator", &["--account", "acme"]),
        invite("bo@example.com", "reviewer", &["--account", "shop"]),
        refused(&data, &["disable", "bo@example.com"], 1),
    ];
    told.push(refused(
        &data,
        &["invite", "Bo", "--email", "b@example.com", "--role", "boss"],
        2,
    ));
    assert_snapshot!("staff_mistakes", told.join("\n"));
}

#[test]
fn the_office_is_where_the_configuration_puts_it() {
    let data = Data::new();
    data.account("acme");
    let server = Serving::start(&data);
    assert_eq!(
        get(&server.url, "/office/sign-in").0,
        404,
        "it is off by default"
    );
    assert_eq!(server.stop().status, Some(0));
    let file = data.around().join("office.toml");
    let path = file.to_str().unwrap();
    fs::write(&file, "[office]\nenabled = true\n").unwrap();
    let server = Serving::start_with(&data, &["--config", path]);
    let (status, page) = get(&server.url, "/office/sign-in");
    assert!(
        status == 200 && page.contains("name=\"password\""),
        "{page}"
    );
    let invite = [
        "staff",
        "invite",
        "Ann",
        "--email",
        ANN,
        "--role",
        "administrator",
        "--json",
    ];
    let invited = bonafide(&[&invite[..], &["--config", path, "--data", data.path()]].concat());
    let link = json(&invited.good())["link"].as_str().unwrap().to_owned();
    let (_, page) = get(&server.url, link.strip_prefix(&server.url).unwrap());
    assert!(page.contains("Welcome, Ann"), "{page}");
    assert_eq!(server.stop().status, Some(0));
    for (text, said) in [
        (
            "enabled = true\npublic_url = \"http://id.example.com\"",
            "must begin with https://",
        ),
        (
            "enabled = true\nlisten = \"10.0.0.5:1\"",
            "must begin with https://",
        ),
        (
            "enabled = true\nlisten = \"nowhere\"",
            "is not an address and port",
        ),
    ] {
        fs::write(&file, format!("[office]\n{text}\n")).unwrap();
        let err = bonafide(&["config", "check", "--config", path]).bad(1);
        assert!(err.contains("office.") && err.contains(said), "{err}");
    }
}
