//! Runs the binary. Nothing here sleeps: tests wait for a line, an end or the guard's time.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Nothing takes longer than this; a busy machine included.
const GUARD: Duration = Duration::from_mins(2);

/// What a finished command left.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// Standard output of a command that must succeed.
    #[track_caller]
    pub(crate) fn good(self) -> String {
        assert_eq!(self.status, Some(0), "{self:?}");
        self.out
    }

    /// Standard error of a command that must fail with this status and print nothing.
    #[track_caller]
    pub(crate) fn bad(self, status: i32) -> String {
        assert_eq!(self.status, Some(status), "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        self.err
    }
}

/// A running command. Killed when it is dropped.
pub(crate) struct Process {
    child: Child,
    lines: Receiver<String>,
    err: Option<JoinHandle<String>>,
    until: Instant,
}

impl Process {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        // The tester's own configuration must not matter.
        let mut child = Command::new(env!("CARGO_BIN_EXE_bonafide"))
            .args(arguments)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in out.lines() {
                if send.send(line.unwrap()).is_err() {
                    break;
                }
            }
        });
        let mut err = child.stderr.take().unwrap();
        let err = std::thread::spawn(move || {
            let mut text = String::new();
            err.read_to_string(&mut text).unwrap();
            text
        });
        Self {
            child,
            lines,
            err: Some(err),
            until: Instant::now() + GUARD,
        }
    }

    /// Its process ID.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next line of standard output.
    #[track_caller]
    pub(crate) fn line(&mut self) -> String {
        self.next().expect("the command ended")
    }

    /// The next line that has this in it.
    #[track_caller]
    pub(crate) fn line_with(&mut self, part: &str) -> String {
        loop {
            let line = self.line();
            if line.contains(part) {
                return line;
            }
        }
    }

    #[track_caller]
    fn next(&mut self) -> Option<String> {
        let left = self.until.saturating_duration_since(Instant::now());
        match self.lines.recv_timeout(left) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("nothing more was printed in time"),
        }
    }

    /// Sends a signal: `TERM`, `INT`.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for the end; what was printed and not yet read is its output.
    #[track_caller]
    pub(crate) fn end(mut self) -> Ended {
        let mut out = String::new();
        while let Some(line) = self.next() {
            out.push_str(&line);
            out.push('\n');
        }
        let err = self.err.take().unwrap().join().unwrap();
        let status = self.child.wait().unwrap().code();
        Ended { status, out, err }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command to its end.
#[track_caller]
pub(crate) fn bonafide(arguments: &[&str]) -> Ended {
    Process::start(arguments).end()
}

/// A server on a free port with a folder of its own.
pub(crate) struct Serving {
    pub(crate) process: Process,
    pub(crate) url: String,
}

impl Serving {
    #[track_caller]
    pub(crate) fn start(data: &Data) -> Self {
        Self::start_with(data, &[])
    }

    /// The same with more flags.
    #[track_caller]
    pub(crate) fn start_with(data: &Data, flags: &[&str]) -> Self {
        let usual = [
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--allow-private-callbacks",
            "--data",
            data.path(),
        ];
        let mut process = Process::start(&[&usual, flags].concat());
        let line = process.line();
        let url = line.strip_prefix("bonafide is ready on ").expect(&line);
        Self {
            url: url.to_owned(),
            process,
        }
    }

    /// Stops it as a service manager does.
    #[track_caller]
    pub(crate) fn stop(self) -> Ended {
        self.process.signal("TERM");
        self.process.end()
    }
}

/// A data folder that does not exist yet.
pub(crate) struct Data {
    folder: TempDir,
    path: String,
}

impl Data {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data").to_str().unwrap().to_owned();
        Self { folder, path }
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The folder around it, for files of the test.
    pub(crate) fn around(&self) -> &Path {
        self.folder.path()
    }

    /// Creates an account and answers with its keys.
    #[track_caller]
    pub(crate) fn account(&self, name: &str) -> Keys {
        let made = bonafide(&["account", "create", name, "--json", "--data", &self.path]).good();
        let made: serde_json::Value = serde_json::from_str(&made).unwrap();
        let text = |key: &str| made[key].as_str().unwrap().to_owned();
        Keys {
            client_id: text("client_id"),
            secret_key: text("secret_key"),
            webhook_secret: text("webhook_secret"),
        }
    }
}

/// The keys of an account.
pub(crate) struct Keys {
    pub(crate) client_id: String,
    pub(crate) secret_key: String,
    pub(crate) webhook_secret: String,
}
