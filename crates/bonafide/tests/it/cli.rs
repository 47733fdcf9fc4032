//! The command line: help, errors, accounts, configuration, doctor, completions.

use std::fmt::Write as _;
use std::fs::{self, Permissions};
use std::net::TcpListener;
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
        "deliveries",
        "deliveries list",
        "deliveries show",
        "deliveries resend",
        "start",
        "review",
        "journal",
        "read",
        "faces",
        "models",
        "models install",
        "models list",
        "store",
        "store accept",
        "store sweep",
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
fn mistakes_are_told_in_one_line_that_helps() {
    let data = Data::new();
    let path = data.path();
    data.account("acme");
    let file = |name: &str, text: &str| {
        let file = data.around().join(name);
        fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let unknown = file("unknown.toml", "[server]\nlistn = \"127.0.0.1:1\"\n");
    let nowhere = file("nowhere.toml", "[server]\nlisten = \"nowhere\"\n");
    let broken = file("broken.toml", "[server\n");
    let negative = file("negative.toml", "[callbacks]\nparallel = -1\n");
    let verbose = file("verbose.toml", "[log]\nlevel = \"verbose\"\n");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let open = Data::new();
    open.account("acme");
    let key = format!("{}/master.key", open.path());
    fs::set_permissions(&key, Permissions::from_mode(0o644)).unwrap();
    let nobody = "msg_0190a1b2000070008000000000000000";

    let cases: &[(&[&str], i32)] = &[
        (&["serve", "--config", &unknown], 1),
        (&["serve", "--config", &nowhere], 1),
        (&["serve", "--config", &broken], 1),
        (&["config", "check", "--config", &negative], 1),
        (&["config", "check", "--config", &verbose], 1),
        (&["serve", "--config", "/nowhere/at/all.toml"], 1),
        (&["serve", "--listen", "nowhere"], 2),
        (&["serve", "--listen", &address, "--data", path], 1),
        (
            &["serve", "--listen", "127.0.0.1:0", "--data", open.path()],
            1,
        ),
        (
            &[
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--data",
                "/dev/null/data",
            ],
            1,
        ),
        (&["demo", "--listen", &address, "--once"], 1),
        (&["account", "create", "acme", "--data", path], 1),
        (&["account", "create", " ", "--data", path], 2),
        (
            &[
                "account",
                "create",
                "shop",
                "--callback-domain",
                "https://shop.example/",
            ],
            2,
        ),
        (&["account", "create", "shop", "--retention-days", "0"], 2),
        (&["account", "set", "acme", "--data", path], 2),
        (
            &["account", "set", "acme", "--keep", "--retention-days", "3"],
            2,
        ),
        (&["account", "set", "nobody", "--keep", "--data", path], 1),
        (&["account", "rotate", "nobody", "--data", path], 1),
        (&["account", "remove", "acme"], 2),
        (
            &["deliveries", "list", "--state", "lost", "--data", path],
            1,
        ),
        (&["deliveries", "show", nobody, "--data", path], 1),
        (&["deliveries", "show", "nothing", "--data", path], 2),
        (&["deliveries", "resend", nobody, "--data", path], 1),
        (&["journal", "nope", "--account", "acme", "--data", path], 1),
        (&["start", "nobody", "--data", path], 1),
        (
            &["start", "acme", "--sms", "+12125550100", "--data", path],
            1,
        ),
        (&["start", "acme", "--sms", "5550100", "--data", path], 2),
        (&["start", "acme", "--email", "me", "--data", path], 2),
        (&["start", "acme", "--status-url", "foo", "--data", path], 2),
        (&["account", "set", "acme", "--privacy-policy", "foo"], 2),
        (
            &[
                "review", "nobody", "ref-001", "accept", "--by", "me", "--data", path,
            ],
            1,
        ),
        (
            &[
                "review", "acme", "ref-001", "accept", "--by", "me", "--data", path,
            ],
            1,
        ),
        (&["read", "/nowhere.jpg"], 2),
    ];
    let hide = [
        (open.around().to_str().unwrap(), "[OPEN]"),
        (data.around().to_str().unwrap(), "[DATA]"),
        (address.as_str(), "[TAKEN]"),
    ];
    let mut told = String::new();
    for (arguments, status) in cases {
        let err = bonafide(arguments).bad(*status);
        let (line, err) = (arguments.join(" "), err.trim_end());
        writeln!(
            told,
            "$ bonafide {line}
{err}
"
        )
        .unwrap();
    }
    for (text, name) in hide {
        told = told.replace(text, name);
    }
    assert_snapshot!("mistakes", told);
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
        &["journal", "ref-001", "--account", "acme"],
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
}
