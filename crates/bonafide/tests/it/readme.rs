//! The README's commands, as they stand there: everything in its `sh` blocks is run in one shell,
//! in an empty folder. Only the two addresses are replaced by free ones.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::http::Inbox;

const LISTEN: &str = "127.0.0.1:8080";
const CALLBACK: &str = "127.0.0.1:9000";

/// What stands in the blocks of this kind, in order.
fn blocks(text: &str, kind: &str) -> Vec<String> {
    let begin = format!("\n```{kind}\n");
    let blocks = text.split(&begin).skip(1);
    blocks
        .map(|rest| rest.split("\n```\n").next().unwrap().to_owned())
        .collect()
}

/// A shell with everything that it has started; all of it ends with this.
struct Shell(Child);

impl Drop for Shell {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill")
            .args(["-s", "KILL", "--", &group])
            .stderr(Stdio::null())
            .status();
        let _ = self.0.wait();
    }
}

#[test]
fn the_commands_of_the_readme_work_when_they_are_pasted() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let blocks = blocks(&readme, "sh");
    assert_eq!(blocks.len(), 3, "start, request, look");
    let is_here = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if let Some(lacking) = ["bash", "curl"]
        .into_iter()
        .find(|program| !is_here(program))
    {
        println!("skipped: {lacking} is not installed");
        return;
    }
    let inbox = Inbox::open();
    let callback = inbox.url.strip_prefix("http://").unwrap();
    let callback = callback.split('/').next().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = free.local_addr().unwrap().to_string();
    drop(free);
    let script = blocks.join("\n");
    assert!(
        script.contains(LISTEN) && script.contains(CALLBACK),
        "{script}"
    );
    let script = script.replace(LISTEN, &listen).replace(CALLBACK, callback);

    let program = Path::new(env!("CARGO_BIN_EXE_bonafide")).parent().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (out, err) = (folder.path().join("out"), folder.path().join("err"));
    let shell = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env_clear()
        .env(
            "PATH",
            format!("{}:/usr/local/bin:/usr/bin:/bin", program.display()),
        )
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(&out).unwrap())
        .stderr(std::fs::File::create(&err).unwrap())
        .spawn();
    let mut shell = Shell(shell.unwrap());
    let status = shell.0.wait().unwrap();
    let text = |path: &Path| std::fs::read_to_string(path).unwrap();
    let (out, err) = (text(&out), text(&err));
    assert!(status.success(), "{status}\n{out}\n{err}");
    for expected in [
        "demo/pictures/good-front.jpg",
        "Save the secret key now",
        "bonafide is ready on",
        "\"event\":\"verification.accepted\"",
        "decided by",
        "saved/document-front.jpg",
        "saved/document-back.jpg",
        "msg_",
    ] {
        assert!(out.contains(expected), "{expected} is not in\n{out}\n{err}");
    }
    let told = inbox.next();
    assert!(told.first.starts_with("POST /kyc "), "{told:?}");
    assert!(told.body.contains("order-4711"), "{told:?}");
}
