//! What the tests share.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use egress::guard::Lookup;
use egress::sender::{Limits, Sent};
use egress::{Guard, Rules, Sender};
use http::HeaderMap;

/// Fails the test instead of hanging.
pub(crate) async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_mins(1), what)
        .await
        .expect("this should have happened by now")
}

/// Rules that let the tests call loopback.
pub(crate) fn loopback() -> Rules {
    Rules {
        allowed: vec!["127.0.0.0/8".parse().unwrap()],
        ..Rules::default()
    }
}

/// A sender that may call loopback and waits so many milliseconds.
pub(crate) fn sender(deadline: u64) -> Sender {
    guarded(Guard::new(loopback()), deadline)
}

pub(crate) fn guarded(guard: Guard, deadline: u64) -> Sender {
    Sender::new(guard, limits(deadline), &[]).unwrap()
}

pub(crate) fn limits(deadline: u64) -> Limits {
    Limits {
        deadline: Duration::from_millis(deadline),
        ..Limits::default()
    }
}

pub(crate) async fn post(sender: &Sender, to: &str) -> Sent {
    let to = verification::request::HttpUrl::parse(to).unwrap();
    soon(sender.send(&to, HeaderMap::new(), Bytes::from_static(b"{}"))).await
}

pub(crate) fn word(sent: &Sent) -> Option<&'static str> {
    sent.failure.as_ref().map(|failure| failure.word)
}

/// A resolver that gives one answer after the other, and the last one for ever.
#[derive(Debug, Default)]
pub(crate) struct Script {
    answers: Mutex<VecDeque<Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Script {
    pub(crate) fn new(answers: &[&[&str]]) -> Arc<Self> {
        let answers = answers
            .iter()
            .map(|answer| answer.iter().map(|ip| ip.parse().unwrap()).collect())
            .collect();
        Arc::new(Self {
            answers: Mutex::new(answers),
            asked: AtomicUsize::new(0),
        })
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Lookup for Script {
    async fn lookup(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 {
            answers.pop_front()
        } else {
            answers.front().cloned()
        };
        answer.ok_or_else(|| io::Error::other("no such name"))
    }
}
