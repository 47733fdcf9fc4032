//! The sender, which makes one attempt: one request with one deadline.
//!
//! Everything that a receiver can do is limited: the time from resolving its name to the last byte
//! read, the size of its headers, and the size of its answer. The sender follows no redirects, uses
//! no proxy, keeps no cookies and decompresses nothing. What an attempt means for the delivery is
//! decided by the worker.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderMap, RETRY_AFTER, USER_AGENT};
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::pki_types::CertificateDer;
use tokio::time::{Instant, timeout_at};
use verification::request::HttpUrl;

use crate::address::Blocked;
use crate::connect::{self, ConnectError, Connector};
use crate::guard::{Guard, NoWay};

/// The user agent that receivers see.
const AGENT: &str = concat!("Bonafide/", env!("CARGO_PKG_VERSION"));

/// Limits of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The maximum time from resolving the name to the last byte of the answer.
    pub deadline: Duration,
    /// The number of bytes of an answer after which the connection is dropped.
    pub answer: usize,
    /// The number of bytes of an answer that are kept as text.
    pub excerpt: usize,
    /// The maximum size of an answer's headers in bytes.
    pub headers: usize,
    /// How long an unused connection is kept. Many servers close theirs after five seconds, and one
    /// that closes at the moment of sending costs an attempt.
    pub idle: Duration,
    /// The maximum number of unused connections per scheme, host and port.
    pub idle_connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(10),
            answer: 64 << 10,
            excerpt: 1 << 10,
            headers: 32 << 10,
            idle: Duration::from_secs(4),
            idle_connections: 64,
        }
    }
}

/// The outcome of one attempt.
#[derive(Clone, PartialEq, Eq)]
pub struct Sent {
    /// The duration from resolving the name to the last byte read.
    pub took: Duration,
    /// The status, if there was an answer.
    pub status: Option<u16>,
    /// The reason for a failure, if it failed.
    pub failure: Option<Failure>,
    /// The beginning of the answer as text.
    pub answer: Option<String>,
    /// The number of bytes of the answer's body that were read.
    pub read: usize,
    /// The answer's `Retry-After` as it was sent.
    pub retry_after: Option<String>,
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent")
            .field("took", &self.took)
            .field("status", &self.status)
            .field("failure", &self.failure)
            .field("answer_bytes", &self.answer.as_ref().map(String::len))
            .field("read", &self.read)
            .field("has_retry_after", &self.retry_after.is_some())
            .finish()
    }
}

impl Sent {
    /// Creates the outcome of an attempt that sent nothing.
    pub fn never(failure: Failure) -> Self {
        Self {
            took: Duration::ZERO,
            status: None,
            failure: Some(failure),
            answer: None,
            read: 0,
            retry_after: None,
        }
    }
}

/// The reason why an attempt failed: a stable word for counting, and a sentence for reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The word.
    pub word: &'static str,
    /// The sentence.
    pub sentence: String,
}

impl Failure {
    pub fn new(word: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            word,
            sentence: sentence.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.word, self.sentence)
    }
}

/// Sends requests to receivers and keeps their connections alive.
#[derive(Debug, Clone)]
pub struct Sender {
    client: Client<Connector, Full<Bytes>>,
    limits: Limits,
}

impl Sender {
    /// Creates a sender with these limits, which only sends where the guard allows, and trusts the
    /// public web's certificate authorities and these additional ones.
    pub fn new(
        guard: Guard,
        limits: Limits,
        extra_roots: &[CertificateDer<'static>],
    ) -> Result<Self, rustls::Error> {
        let connector = Connector {
            guard,
            tls: connect::tls(extra_roots)?,
            patience: limits.deadline,
        };
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(limits.idle)
            .pool_max_idle_per_host(limits.idle_connections)
            .http1_max_headers(100)
            // This is the minimum that the client accepts.
            .http1_max_buf_size(limits.headers.max(8 << 10))
            .build(connector);
        Ok(Self { client, limits })
    }

    /// Returns the maximum duration of an attempt.
    pub fn deadline(&self) -> Duration {
        self.limits.deadline
    }

    /// Posts a body. The answer's status decides; its body is only read for the log, so a receiver
    /// that accepts and then sends slowly has still accepted.
    pub async fn send(&self, to: &HttpUrl, headers: HeaderMap, body: Bytes) -> Sent {
        self.send_by(Method::POST, to, headers, body).await
    }

    /// Sends a request with another method.
    pub async fn send_by(
        &self,
        method: Method,
        to: &HttpUrl,
        headers: HeaderMap,
        body: Bytes,
    ) -> Sent {
        let start = Instant::now();
        let until = start + self.limits.deadline;
        let mut sent = Sent {
            took: Duration::ZERO,
            status: None,
            failure: None,
            answer: None,
            read: 0,
            retry_after: None,
        };
        match self.exchange(method, to, headers, body, until).await {
            Err(failure) => sent.failure = Some(failure),
            Ok(answer) => {
                sent.status = Some(answer.status().as_u16());
                sent.failure = refusal(answer.status());
                sent.retry_after = answer
                    .headers()
                    .get(RETRY_AFTER)
                    .and_then(|value| value.to_str().ok())
                    .map(str::to_owned);
                let (text, read) = self.read(answer, until).await;
                sent.answer = Some(text);
                sent.read = read;
            }
        }
        sent.took = start.elapsed();
        sent
    }

    async fn exchange(
        &self,
        method: Method,
        to: &HttpUrl,
        headers: HeaderMap,
        body: Bytes,
        until: Instant,
    ) -> Result<Response<Incoming>, Failure> {
        let malformed = || blocked(Blocked::Malformed);
        let mut url = to.url().clone();
        url.set_fragment(None);
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = method;
        *request.uri_mut() = Uri::try_from(url.as_str()).map_err(|_| malformed())?;
        *request.headers_mut() = headers;
        request
            .headers_mut()
            .insert(USER_AGENT, HeaderValue::from_static(AGENT));
        match timeout_at(until, self.client.request(request)).await {
            Ok(answered) => answered.map_err(|error| self.explain(&error)),
            Err(_) => Err(self.late()),
        }
    }

    /// Reads an answer up to the limit, and returns its beginning as text. Dropping it unfinished
    /// drops the connection.
    async fn read(&self, answer: Response<Incoming>, until: Instant) -> (String, usize) {
        let mut body = answer.into_body();
        let mut start = Vec::new();
        let mut read = 0;
        while read < self.limits.answer {
            let Ok(Some(Ok(frame))) = timeout_at(until, body.frame()).await else {
                break;
            };
            let Ok(data) = frame.into_data() else {
                continue;
            };
            read += data.len();
            let room = self.limits.excerpt - start.len();
            start.extend(data.iter().take(room));
        }
        let mut text = text(&start);
        // Replacing bytes by U+FFFD makes text longer.
        text.truncate(text.floor_char_boundary(self.limits.excerpt));
        (text, read)
    }

    fn late(&self) -> Failure {
        let seconds = self.limits.deadline.as_secs_f64();
        Failure::new(
            "deadline",
            format!("There was no answer within {seconds} seconds."),
        )
    }

    fn explain(&self, error: &legacy::Error) -> Failure {
        let mut cause: Option<&(dyn Error + 'static)> = error.source();
        while let Some(inner) = cause {
            if let Some(connect) = inner.downcast_ref::<ConnectError>() {
                return self.explain_connect(connect);
            }
            if let Some(http) = inner.downcast_ref::<hyper::Error>() {
                return explain_http(http);
            }
            cause = inner.source();
        }
        Failure::new(
            "connection.closed",
            "The connection was closed before there was an answer.",
        )
    }

    fn explain_connect(&self, error: &ConnectError) -> Failure {
        use io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable, TimedOut};
        match error {
            ConnectError::NoWay(NoWay::Blocked(reason)) => blocked(*reason),
            ConnectError::NoWay(NoWay::Unresolved(_)) => {
                Failure::new("dns", "The name of the host could not be resolved.")
            }
            ConnectError::Late => self.late(),
            ConnectError::Tcp(error) => match error.kind() {
                ConnectionRefused => {
                    Failure::new("connect.refused", "The host refused the connection.")
                }
                HostUnreachable | NetworkUnreachable => {
                    Failure::new("connect.unreachable", "There is no way to the host.")
                }
                TimedOut => self.late(),
                _ => Failure::new("connect.failed", "The connection could not be made."),
            },
            ConnectError::Tls(error) => {
                let reason: String = error.to_string().chars().take(200).collect();
                Failure::new(
                    "tls",
                    format!("No secure connection could be made: {reason}."),
                )
            }
        }
    }
}

fn explain_http(error: &hyper::Error) -> Failure {
    if error.is_parse_too_large() {
        Failure::new(
            "answer.headers",
            "The headers of the answer were too large.",
        )
    } else if error.is_parse() {
        Failure::new("answer.malformed", "The answer was not HTTP/1.1.")
    } else {
        Failure::new(
            "connection.closed",
            "The connection was closed before there was an answer.",
        )
    }
}

fn blocked(reason: Blocked) -> Failure {
    Failure::new(reason.word(), reason.sentence())
}

/// Returns why a status is a failure, which is everything but 2xx.
fn refusal(status: StatusCode) -> Option<Failure> {
    if status.is_success() {
        None
    } else if status.is_redirection() {
        Some(Failure::new(
            "answer.redirect",
            format!("The answer was {status}; redirects are not followed."),
        ))
    } else {
        Some(Failure::new(
            "answer.status",
            format!("The answer was {status}."),
        ))
    }
}

/// Returns bytes as text that every store accepts: invalid bytes and control characters become
/// U+FFFD.
fn text(bytes: &[u8]) -> String {
    // A character that was cut in two at the end is removed.
    let cut = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => {
            bytes.get(..error.valid_up_to()).unwrap_or_default()
        }
        _ => bytes,
    };
    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    String::from_utf8_lossy(cut)
        .chars()
        .map(|c| {
            if is_odd(c) {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_2xx_is_success() {
        for (status, word) in [
            (200, None),
            (204, None),
            (299, None),
            (301, Some("answer.redirect")),
            (304, Some("answer.redirect")),
            (400, Some("answer.status")),
            (410, Some("answer.status")),
            (503, Some("answer.status")),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(
                refusal(status).map(|failure| failure.word),
                word,
                "{status}"
            );
        }
    }

    #[test]
    fn an_excerpt_is_text_whatever_the_bytes() {
        for (bytes, expected) in [
            (&b"fine\n"[..], "fine\n"),
            ("zo\u{eb}".as_bytes(), "zo\u{eb}"),
            (b"cut \xc3", "cut "),
            (b"bad \xff\x00", "bad \u{fffd}\u{fffd}"),
        ] {
            assert_eq!(text(bytes), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn every_address_that_parses_can_be_asked_for(path in "[!-~]{0,60}") {
            if let Ok(to) = HttpUrl::parse(&format!("http://example.com/{path}")) {
                let url = to.url();
                proptest::prop_assert!(Uri::try_from(url.as_str()).is_ok(), "{}", url);
            }
        }

        #[test]
        fn every_excerpt_is_short(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..1024)) {
            proptest::prop_assert!(!text(&bytes).contains('\0'));
        }
    }
}
