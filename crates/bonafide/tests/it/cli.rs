//! The command line: help, errors, accounts, configuration, doctor, completions.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use insta::assert_snapshot;
use serde_json::Value;

use crate::running::{Data, bonafide};

/// The kind of every value of a JSON document: what a program that reads it relies on.
pub(crate) fn shape(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().take(1).map(shape).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), shape(value)))
            .collect(),
        Value::Null => Value::Null,
        Value::Bool(_) => "boolean".into(),
        Value::Number(_) => "number".into(),
        Value::String(_) => "text".into(),
    }
}

pub(crate) fn json(line: &str) -> Value {
    serde_json::from_str(line).expect(line)
}

#[test]
fn every_command_says_what_it_is_for() {
    let commands = [
        "",
        "serve",
        "demo",
        "account",
        "account create",
        "account list",
        "account set",
        "account capture-key",
        "account rotate",
        "staff",
        "staff invite",
        "staff invite-again",
        "staff list",
        "staff appoint",
        "staff disable",
        "staff enable",
        "staff sign-out",
        "customers",
        "customers list",
        "customers forget",
        "verifications",
        "verifications list",
        "verifications show",
        "verifications correct",
        "verifications hold",
        "verifications release",
        "verifications delete",
        "proofs",
        "proofs save",
        "deliveries",
        "deliveries list",
        "deliveries show",
        "deliveries resend",
        "start",
        "review",
        "review list",
        "review approve",
        "review send-back",
        "review ask-again",
        "audit",
        "audit list",
        "audit verify",
        "audit export",
        "journal",
        "read",
        "faces",
        "models",
        "models install",
        "models list",
        "store",
        "store accept",
        "store sweep",
        "store index",
        "config",
        "config check",
        "config default",
        "doctor",
        "completions",
    ];
    for command in commands {
        let mut arguments: Vec<&str> = command.split_whitespace().collect();
        arguments.push("--help");
        let name = format!("help {command}").trim().replace(' ', "_");
        assert_snapshot!(name, bonafide(&arguments).good());
    }
    // Without a command the help is an answer to a mistake.
    assert!(bonafide(&[]).bad(2).contains("Usage: bonafide"));
}

#[test]
fn commands_that_look_at_a_store_make_none() {
    let data = Data::new();
    let nobody = "msg_0190a1b2000070008000000000000000";
    let cases: &[&[&str]] = &[
        &["deliveries", "list"],
        &["deliveries", "show", nobody],
        &["deliveries", "resend", nobody],
        &["review", "acme", "ref-001", "accept", "--by", "me"],
        &["review", "list"],
        &["customers", "list", "acme"],
        &["customers", "forget", "acme", "jo"],
        &["verifications", "list"],
        &["verifications", "show", "ref-001"],
        &["verifications", "hold", "ref-001", "--reason", "why"],
        &["verifications", "delete", "ref-001", "--reason", "why"],
        &["proofs", "save", "ref-001", "--to", "/nowhere"],
        &["audit", "list"],
        &["audit", "verify"],
        &["audit", "export"],
        &["journal", "ref-001", "--account", "acme"],
        &["start", "acme"],
        &["account", "list"],
        &["account", "set", "acme", "--keep"],
        &["account", "rotate", "acme"],
    ];
    let check = |expected: &str| {
        for arguments in cases {
            let arguments = [*arguments, &["--data", data.path()]].concat();
            let err = bonafide(&arguments).bad(1);
            assert!(err.contains(expected), "{arguments:?}: {err}");
        }
    };
    check("there is no store in");
    check("`bonafide account create NAME --data");
    let found = bonafide(&["doctor", "--data", data.path()]).good();
    assert!(
        found.contains("the first start creates the store"),
        "{found}"
    );
    assert!(!fs::exists(data.path()).unwrap(), "nothing was made");

    data.account("acme");
    fs::remove_file(format!("{}/keys.db", data.path())).unwrap();
    check("keys.db is lacking");
    check("Put back what was there");
    let lacking = bonafide(&["doctor", "--data", data.path()]);
    assert_eq!(lacking.status, Some(1), "{lacking:?}");
    assert!(!fs::exists(format!("{}/keys.db", data.path())).unwrap());
}

#[test]
fn an_account_is_created_listed_and_rotated() {
    let data = Data::new();
    let created = ["account", "create", "acme", "--json", "--data", data.path()];
    let created = json(&bonafide(&created).good());
    assert_snapshot!("account_create_json", format!("{:#}", shape(&created)));
    assert_eq!(created["client_id"].as_str().unwrap().len(), 40);
    assert_eq!(created["secret_key"].as_str().unwrap().len(), 64);
    let listed = bonafide(&["account", "list", "--json", "--data", data.path()]).good();
    let listed = json(&listed);
    assert_snapshot!("account_list_json", format!("{:#}", shape(&listed)));
    assert_eq!(listed["client_id"], created["client_id"]);
    assert!(listed.get("secret_key").is_none(), "shown once");
    let table = bonafide(&["account", "list", "--data", data.path()]).good();
    assert!(
        table.contains("acme") && table.contains("production"),
        "{table}"
    );
    let rotated = ["account", "rotate", "acme", "--json", "--data", data.path()];
    let rotated = json(&bonafide(&rotated).good());
    assert_eq!(rotated["client_id"], created["client_id"]);
    assert_ne!(rotated["secret_key"], created["secret_key"]);
}

#[test]
fn an_account_is_set_and_a_rotation_keeps_what_was_set() {
    let data = Data::new();
    data.account("acme");
    let account = |arguments: &[&str]| {
        let arguments = [&["account"], arguments, &["--json", "--data", data.path()]].concat();
        json(&bonafide(&arguments).good())
    };
    let settings = |value: &Value| {
        ["signature", "callback_domains", "retention_days"].map(|key| value[key].to_string())
    };
    let made = account(&["list"]);
    assert_eq!(settings(&made), ["\"new\"", "[]", "null"]);
    let set = account(&[
        "set",
        "acme",
        "--old-signature",
        "--retention-days",
        "30",
        "--callback-domain",
        "B.example",
        "--callback-domain",
        "a.example",
    ]);
    let all = ["\"old\"", "[\"a.example\",\"b.example\"]", "30"];
    assert_eq!(settings(&set), all);
    account(&["rotate", "acme"]);
    let rotated = account(&["list"]);
    assert_eq!(settings(&rotated), all, "settings stay");
    account(&["rotate", "acme", "--new-signature"]);
    let set = account(&["set", "acme", "--any-callback-domain"]);
    assert_eq!(settings(&set), ["\"new\"", "[]", "30"]);
    let set = account(&["set", "acme", "--keep"]);
    assert_eq!(settings(&set), ["\"new\"", "[]", "null"]);
    let table = bonafide(&["account", "list", "--data", data.path()]).good();
    assert!(table.contains("until deleted"), "{table}");
}

#[test]
fn the_default_file_is_accepted() {
    let data = Data::new();
    let file = data.around().join("bonafide.toml");
    fs::write(&file, bonafide(&["config", "default"]).good()).unwrap();
    let checked = bonafide(&["config", "check", "--config", file.to_str().unwrap()]).good();
    assert!(checked.contains("the configuration is valid"), "{checked}");
    assert!(checked.contains("server.listen"), "{checked}");
}

#[test]
fn the_doctor_finds_this_machine_well() {
    let data = Data::new();
    let found = bonafide(&["doctor", "--data", data.path()]).good();
    assert!(!found.contains("BAD"), "{found}");
    data.account("acme");
    let found = bonafide(&["doctor", "--data", data.path()]).good();
    assert!(found.contains("0 callbacks and 0 jobs"), "{found}");
    assert!(!found.contains("warn"), "{found}");
    fs::set_permissions(data.path(), Permissions::from_mode(0o755)).unwrap();
    let found = bonafide(&["doctor", "--data", data.path()]).good();
    assert!(
        found.contains("warn") && found.contains("mode is 755"),
        "{found}"
    );
    fs::set_permissions(data.path(), Permissions::from_mode(0o777)).unwrap();
    let ended = bonafide(&["doctor", "--data", data.path()]);
    assert_eq!(ended.status, Some(1));
    assert!(ended.out.contains("others may write in"), "{ended:?}");
    let refused = bonafide(&["account", "list", "--data", data.path()]).bad(1);
    assert!(refused.contains("chmod 700"), "{refused}");
    fs::set_permissions(data.path(), Permissions::from_mode(0o700)).unwrap();
    fs::write(format!("{}/master.key", data.path()), "short").unwrap();
    let ended = bonafide(&["doctor", "--data", data.path()]);
    assert_eq!(ended.status, Some(1));
    assert!(ended.out.contains("not a master key"), "{ended:?}");
}

#[test]
fn channels_are_tried_and_their_secrets_are_not_shown() {
    let data = Data::new();
    let file = data.around().join("bonafide.toml");
    let path = file.to_str().unwrap();
    let sms =
        "[sms]\nby = \"http\"\nurl = \"https://sms.example/\"\nheaders = [\"X-Key: {secret}\"]\n";
    fs::write(&file, format!("{sms}secret = \"s3cret\"\n")).unwrap();
    let checked = bonafide(&["config", "check", "--config", path]).good();
    assert!(
        checked.contains("(not shown)") && !checked.contains("s3cret"),
        "{checked}"
    );
    let found = bonafide(&["doctor", "--config", path, "--data", data.path()]).good();
    assert!(
        found.contains("sms configured, email none, whatsapp none"),
        "{found}"
    );
    assert!(found.contains("no database"), "{found}");
    fs::write(&file, sms).unwrap();
    for command in [&["config", "check"][..], &["doctor"]] {
        let words = [command, &["--config", path, "--data", data.path()]].concat();
        let ended = bonafide(&words);
        assert_eq!(ended.status, Some(1), "{ended:?}");
        let said = format!("{ended:?}");
        assert!(said.contains("is asked for and not set"), "{said}");
    }
}

#[test]
fn completions_are_a_script() {
    let script = bonafide(&["completions", "bash"]).good();
    assert!(script.contains("complete -F _bonafide"), "{script}");
    assert!(script.contains("deliveries"), "{script}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = bonafide(&["completions", shell]).good();
        for word in ["verifications", "--reveal", "proofs", "save", "--overlap"] {
            let word = if shell == "fish" {
                word.trim_start_matches('-')
            } else {
                word
            };
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
}
