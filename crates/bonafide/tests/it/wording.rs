//! Messages and habits that need a world of their own: a key that cannot be read, a full disk, a
//! pipe that nobody reads, words that were replaced.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::{Command, Output};

use crate::running::{Data, bonafide};

/// A user who owns nothing.
const NOBODY: u32 = 65_534;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs a line of shell in which `$BONAFIDE` is the binary.
fn shell(line: &str) -> Output {
    Command::new("sh")
        .args(["-c", line])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("BONAFIDE", env!("CARGO_BIN_EXE_bonafide"))
        .output()
        .unwrap()
}

#[test]
fn a_key_that_cannot_be_read_is_told_with_what_to_do() {
    let data = Data::new();
    data.account("acme");
    let key = format!("{}/master.key", data.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_bonafide"));
    command
        .args(["account", "list", "--data", data.path()])
        .env_clear();
    if fs::metadata(&key).unwrap().uid() == 0 {
        // Nothing is hidden from root, so somebody else tries, who may enter the folder.
        fs::set_permissions(data.around(), Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(data.path(), Permissions::from_mode(0o755)).unwrap();
        command.uid(NOBODY).gid(NOBODY);
    } else {
        fs::set_permissions(&key, Permissions::from_mode(0o000)).unwrap();
    }
    let Ok(ended) = command.output() else {
        println!("skipped: another user may not run the binary here");
        return;
    };
    let expected = format!("bonafide: cannot read {key}; run as the owner of the folder\n");
    assert_eq!(text(&ended.stderr), expected);
    assert_eq!(ended.status.code(), Some(1));
}

#[test]
fn output_that_is_lost_is_a_failure() {
    let data = Data::new();
    let line = format!(
        "$BONAFIDE account create acme --data {} > /dev/full",
        data.path()
    );
    let ended = shell(&line);
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    let said = text(&ended.stderr);
    assert!(
        said.contains("cannot write to standard output: No space left"),
        "{said}"
    );
}

#[test]
fn a_reader_that_goes_away_is_none() {
    let line = "($BONAFIDE config default; echo status $? >&2) | head -n 1";
    let ended = shell(line);
    assert_eq!(text(&ended.stderr), "status 0\n");
    assert_eq!(text(&ended.stdout).lines().count(), 1);
}

/// Words that a native reader stumbled over, and what stands in their place.
#[test]
fn help_and_readme_have_the_better_words() {
    let mut help = String::new();
    for command in ["", "demo", "start", "account set", "review", "doctor"] {
        let words: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        help += &bonafide(&words).good();
    }
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
    help += &fs::read_to_string(readme).unwrap();
    // Lines are broken anywhere.
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for better in [
        "every event as it happens",
        "Check to run",
        "URL for status events",
        "Minutes until the link expires",
        "Wording of status events",
        "<YES|NO>",
        "overturn a verdict",
        "checks the machine",
        "synthetic licences",
        "takes a few minutes to build the first time",
        "goes through the hosted capture pages",
        "compared with the barcode or MRZ; a mismatch is declined",
        "a small neural network",
    ] {
        assert!(help.contains(better), "{better:?} is missing");
    }
    for worse in [
        "as it is told",
        "is to be found out",
        "Where the log is told",
        "how many minutes the link lives",
        "Whose wording",
        "They do",
        "turn a verdict",
        "looks at the machine",
        "drawn licences",
        "builds for some minutes",
        "walks hosted",
        "held against barcode",
        "a small net",
    ] {
        let found = help.replace("overturn a verdict", "");
        let found = found.replace("a small neural network", "");
        assert!(!found.contains(worse), "{worse:?} is back");
    }
}
