//! What is said to somebody who types something wrong: with which value, and what to do.

use std::fmt::Write as _;
use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use insta::assert_snapshot;

use crate::running::{Data, bonafide};

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
    let long = "x".repeat(5_000);

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
        (&["read", "/dev/null"], 2),
        (&["read", path], 2),
        (&["frobnicate"], 2),
        (&["account", "create", &long], 2),
        (&["account", "create", "a\u{1b}[2Jb"], 2),
        (&["account", "rotate", "acme", "--overlap", "99999999"], 2),
        (&["account", "list", "--config", path], 1),
        (&["account", "set", "acme", "--skin", "/nowhere.toml"], 1),
        (&["store", "accept", "--data", "/nowhere"], 1),
        (&["store", "accept", "--data", &unknown], 1),
        (&["journal", "nope", "--data", path], 1),
        (
            &["journal", nobody, "--account", "nobody", "--data", path],
            1,
        ),
        (&["review", "acme", "ref-001", "accept", "--by", " "], 2),
        (&["review", "acme", "ref-001", "banana", "--by", "me"], 2),
        (&["review"], 2),
        (
            &["review", "list", "--account", "nobody", "--data", path],
            1,
        ),
        (&["verifications", "list", "--stage", "lost"], 2),
        (&["verifications", "list", "--from", "yesterday"], 2),
        (
            &[
                "verifications",
                "list",
                "--from",
                "2026-02-01",
                "--until",
                "2026-01-01",
            ],
            1,
        ),
        (&["verifications", "list", "--limit", "0"], 2),
        (&["deliveries", "list", "--limit", "-1"], 2),
        (&["start", "acme", "--ttl", "99"], 2),
        (&["verifications", "show", "nope", "--data", path], 1),
        (
            &[
                "verifications",
                "show",
                "nope",
                "--account",
                "acme",
                "--data",
                path,
            ],
            1,
        ),
        (&["proofs", "save", "nope"], 2),
        (&["proofs", "save", "nope", "--to", path, "--data", path], 1),
        (&["start", "acme", "--location", "", "--data", path], 2),
        (
            &["start", "acme", "--purpose", "a\u{7}b", "--data", path],
            2,
        ),
        (
            &[
                "start",
                "acme",
                "--sms",
                "+12125550100",
                "--message",
                " ",
                "--data",
                path,
            ],
            2,
        ),
        (
            &[
                "start",
                "acme",
                "--whatsapp",
                "+12125550100",
                "--data",
                path,
            ],
            1,
        ),
        (&["start", "acme", "--data", path], 1),
    ];
    let hide = [
        (open.around().to_str().unwrap(), "[OPEN]"),
        (data.around().to_str().unwrap(), "[DATA]"),
        (address.as_str(), "[TAKEN]"),
    ];
    let mut told = String::new();
    for (arguments, status) in cases {
        let err = bonafide(arguments).bad(*status);
        assert!(!err.contains('\u{1b}') && err.len() < 1_000, "{err}");
        let line = arguments.join(" ").replace(&long, "[LONG]");
        let (line, err) = (line.replace(char::is_control, "?"), err.trim_end());
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
