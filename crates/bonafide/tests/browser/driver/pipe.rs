//! The DevTools protocol over a pair of pipes: calls, their answers, and what happens in between.
//!
//! Messages are JSON, each ended by a zero byte. The browser reads them from its descriptor 3 and
//! writes to its 4; a shell puts them there.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Nothing takes longer than this, not even a link's last minute on a busy machine.
pub(crate) const GUARD: Duration = Duration::from_mins(2);

/// A running browser and the way to talk to it. It is ended when this is dropped.
pub(crate) struct Pipe {
    child: Mutex<Child>,
    say: Mutex<ChildStdin>,
    number: AtomicU64,
    shared: Arc<Shared>,
}

/// Something that happened of itself.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) session: String,
    pub(crate) method: String,
    pub(crate) params: Value,
}

#[derive(Default)]
struct Shared {
    heard: Mutex<Heard>,
    more: Condvar,
}

#[derive(Default)]
struct Heard {
    answers: HashMap<u64, Result<Value, String>>,
    events: Vec<Event>,
    over: bool,
}

impl Pipe {
    /// Starts a program that speaks the protocol over its descriptors 3 and 4.
    pub(crate) fn start(program: &str, arguments: &[String]) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>&2"])
            .arg(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let say = child.stdin.take().unwrap();
        let hear = child.stdout.take().unwrap();
        let shared = Arc::new(Shared::default());
        let listener = Arc::clone(&shared);
        std::thread::spawn(move || listener.listen(hear));
        Self {
            child: Mutex::new(child),
            say: Mutex::new(say),
            number: AtomicU64::new(1),
            shared,
        }
    }

    /// Calls a method, of the browser or of a session of it, and waits for its answer.
    pub(crate) fn call(&self, session: &str, method: &str, params: Value) -> Result<Value, String> {
        self.call_until(session, method, params, Instant::now() + GUARD)
    }

    /// The same, with an end: `Err` says that it passed.
    pub(crate) fn call_until(
        &self,
        session: &str,
        method: &str,
        params: Value,
        end: Instant,
    ) -> Result<Value, String> {
        let id = self.number.fetch_add(1, Ordering::SeqCst);
        let mut message = json!({ "id": id, "method": method, "params": params });
        if !session.is_empty() {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        // A browser that is gone is told of by the listener.
        let _ = self.say.lock().unwrap().write_all(&bytes);
        let answer = self.wait(end, |heard| {
            if heard.over {
                return Some(Err("the browser ended".to_owned()));
            }
            heard.answers.remove(&id)
        });
        answer.unwrap_or_else(|| Err(format!("{method} was not answered in time")))
    }

    /// The first event from a place on that is what is looked for; `None` when none came in time.
    pub(crate) fn event(&self, from: usize, wanted: impl Fn(&Event) -> bool) -> Option<Event> {
        self.wait(Instant::now() + GUARD, |heard| {
            heard
                .events
                .iter()
                .skip(from)
                .find(|one| wanted(one))
                .cloned()
        })
    }

    /// How many events there were so far: a place to look from.
    pub(crate) fn now(&self) -> usize {
        self.shared.heard.lock().unwrap().events.len()
    }

    /// What happened so far in a session.
    pub(crate) fn events(&self, session: &str) -> Vec<Event> {
        let heard = self.shared.heard.lock().unwrap();
        let own = heard.events.iter().filter(|one| one.session == session);
        own.cloned().collect()
    }

    fn wait<T>(&self, end: Instant, mut look: impl FnMut(&mut Heard) -> Option<T>) -> Option<T> {
        let mut heard = self.shared.heard.lock().unwrap();
        loop {
            if let Some(found) = look(&mut heard) {
                return Some(found);
            }
            let left = end.checked_duration_since(Instant::now())?;
            heard = self.shared.more.wait_timeout(heard, left).unwrap().0;
        }
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        // Asked first, so that its own children end with it.
        let end = Instant::now() + Duration::from_secs(5);
        let _ = self.call_until("", "Browser.close", json!({}), end);
        let gone = self.wait(end, |heard| heard.over.then_some(()));
        let mut child = self.child.lock().unwrap();
        if gone.is_none() {
            let _ = child.kill();
        }
        let _ = child.wait();
    }
}

impl Shared {
    fn listen(&self, hear: ChildStdout) {
        let mut hear = BufReader::new(hear);
        let mut bytes = Vec::new();
        while matches!(hear.read_until(0, &mut bytes), Ok(1..)) {
            if bytes.last() == Some(&0) {
                bytes.pop();
            }
            let message: Value = serde_json::from_slice(&bytes).unwrap_or_default();
            bytes.clear();
            self.take(message);
        }
        self.heard.lock().unwrap().over = true;
        self.more.notify_all();
    }

    fn take(&self, mut message: Value) {
        let mut heard = self.heard.lock().unwrap();
        if let Some(id) = message["id"].as_u64() {
            let answer = match message["error"]["message"].as_str() {
                Some(error) => Err(error.to_owned()),
                None => Ok(message["result"].take()),
            };
            heard.answers.insert(id, answer);
        } else {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            heard.events.push(Event {
                session: text(&message["sessionId"]),
                method: text(&message["method"]),
                params: message["params"].take(),
            });
        }
        drop(heard);
        self.more.notify_all();
    }
}
