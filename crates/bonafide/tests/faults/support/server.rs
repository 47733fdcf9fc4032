//! The built binary on a folder of its own: started, killed, asked by its command line.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::client::Client;

/// The server that is tried: this one, or that of `BONAFIDE_TEST_BINARY`, to compare with.
fn binary() -> String {
    std::env::var("BONAFIDE_TEST_BINARY")
        .unwrap_or_else(|_| env!("CARGO_BIN_EXE_bonafide").to_owned())
}

/// A data folder, and what every server on it is started with.
#[derive(Debug)]
pub(crate) struct Home {
    folder: tempfile::TempDir,
    /// Configuration by environment.
    pub(crate) environment: Vec<(&'static str, String)>,
}

/// The keys of an account.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    pub(crate) client_id: String,
    pub(crate) secret_key: String,
    pub(crate) webhook_secret: String,
}

/// A running server. It is killed when it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    stdout: Option<BufReader<ChildStdout>>,
    /// Where it listens, once it is ready.
    pub(crate) address: Option<SocketAddr>,
}

impl Home {
    /// A fresh one, in the temporary folder or in `BONAFIDE_BENCH_DIR`.
    pub(crate) fn new() -> Self {
        let root =
            std::env::var_os("BONAFIDE_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
        let folder = tempfile::tempdir_in(root).unwrap();
        // What is measured must not depend on what is installed on the tester's machine.
        let nowhere = folder.path().join("no-networks").display().to_string();
        Self {
            folder,
            environment: vec![("BONAFIDE_FACE_MODELS", nowhere)],
        }
    }

    /// The binary, by a shell that has the signal of too large files ignored, as `limit_files`
    /// needs.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", &binary()])
            .args(arguments)
            .arg("--data")
            .arg(self.folder.path().join("data"))
            .envs(self.environment.iter().map(|(key, value)| (key, value)));
        command
    }

    /// What a command prints, a JSON value a line.
    pub(crate) fn say(&self, arguments: &[&str]) -> Vec<Value> {
        let done = self.command(arguments).output().unwrap();
        let errors = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{arguments:?}: {errors}");
        let lines = done.stdout.split(|byte| *byte == b'\n');
        lines
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).unwrap_or_default())
            .collect()
    }

    pub(crate) fn account(&self, name: &str) -> Keys {
        let made = self.say(&["account", "create", name, "--json"]);
        let text = |key: &str| made[0][key].as_str().unwrap().to_owned();
        Keys {
            client_id: text("client_id"),
            secret_key: text("secret_key"),
            webhook_secret: text("webhook_secret"),
        }
    }

    /// Deliveries in a state, at most so many.
    pub(crate) fn deliveries(&self, state: &str, limit: u32) -> Vec<Value> {
        let limit = limit.to_string();
        self.say(&[
            "deliveries",
            "list",
            "--json",
            "--state",
            state,
            "--limit",
            &limit,
        ])
    }

    /// Waits until nothing is to be told any more. Each look is a process, which is pause enough.
    pub(crate) fn settle(&self) {
        let begun = std::time::Instant::now();
        while !self.deliveries("ready", 1).is_empty() || !self.deliveries("waiting", 1).is_empty() {
            assert!(
                begun.elapsed().as_secs() < 120,
                "still to be told: {:?}",
                self.deliveries("ready", 5)
            );
        }
    }

    /// Starts a server and does not wait for it.
    pub(crate) fn launch(&self) -> Server {
        let log = File::options().create(true).append(true).open(self.log());
        let mut child = self
            .command(&[
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--allow-private-callbacks",
            ])
            .stdout(Stdio::piped())
            .stderr(log.unwrap())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().map(BufReader::new);
        Server {
            child,
            stdout,
            address: None,
        }
    }

    /// Starts a server and waits until it is ready.
    pub(crate) async fn start(&self) -> Server {
        let mut server = self.launch();
        let mut stdout = server.stdout.take().unwrap();
        let first = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            stdout.read_line(&mut line).map(|_| line)
        });
        let line = first.await.unwrap().unwrap();
        let address = line.trim().rsplit("http://").next();
        server.address = address.and_then(|text| text.parse().ok());
        assert!(server.address.is_some(), "{line}{}", self.log_end());
        server
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }

    /// Everything that the servers logged.
    pub(crate) fn logged(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// What was logged after so many bytes, by whole lines, and where it ends.
    pub(crate) fn logged_since(&self, from: u64) -> (String, u64) {
        let mut new = Vec::new();
        if let Ok(mut log) = File::open(self.log()) {
            log.seek(SeekFrom::Start(from)).unwrap();
            log.read_to_end(&mut new).unwrap();
        }
        let whole = new
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        new.truncate(whole);
        (
            String::from_utf8_lossy(&new).into_owned(),
            from + whole as u64,
        )
    }

    fn log_end(&self) -> String {
        let log = self.logged();
        let lines: Vec<&str> = log.lines().rev().take(20).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

impl Server {
    /// A client of this server.
    pub(crate) fn client(&self, keys: &Keys) -> Client {
        Client::new(self.address.unwrap(), keys)
    }

    /// SIGKILL; returns when the process is gone.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets no file grow beyond so many bytes, as a full disk would; without a number, any again.
    pub(crate) fn limit_files(&self, bytes: Option<u64>) {
        let soft = bytes.map_or("unlimited".to_owned(), |bytes| bytes.to_string());
        let done = Command::new("prlimit")
            .args(["--pid", &self.child.id().to_string()])
            .arg(format!("--fsize={soft}:"))
            .status();
        assert!(done.unwrap().success(), "prlimit");
    }

    /// From here on the most memory that there ever was is counted anew, where the system lets us.
    pub(crate) fn forget_peak(&self) {
        let _ = std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5");
    }

    /// Resident memory in KiB: now, and the most there ever was (`VmRSS`, `VmHWM`).
    pub(crate) fn memory(&self) -> (u64, u64) {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap();
        let number = |key: &str| {
            let line = status.lines().find(|line| line.starts_with(key)).unwrap();
            line.split_whitespace().nth(1).unwrap().parse().unwrap()
        };
        (number("VmRSS:"), number("VmHWM:"))
    }
}

impl Server {
    /// Processor time that the server has taken so far, of all cores.
    pub(crate) fn processor_time(&self) -> Duration {
        let path = format!("/proc/{}/stat", self.child.id());
        let stat = std::fs::read_to_string(path).unwrap();
        let fields = stat.rsplit(')').next().unwrap().split_whitespace();
        let ticks: u64 = fields
            .skip(11)
            .take(2)
            .map(|field| field.parse::<u64>().unwrap())
            .sum();
        // Linux counts these in hundredths of a second on every machine this runs on.
        Duration::from_millis(ticks * 10)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
