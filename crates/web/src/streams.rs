//! Streams of one token: a limited number at a time, and always the newest.
//!
//! Whose token it is has not been looked up yet, and is not looked up for a stream that is refused:
//! a page that opens streams in a loop must not make the server read its verification each time. An
//! abandoned tab, or a phone that lost its network, holds a stream that nobody reads. Therefore the
//! oldest stream gives way to a new one, once it has existed for [a while](A_WHILE).

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// No stream is closed for another before this time. Otherwise two pages in a loop would close each
/// other's streams endlessly.
const A_WHILE: Duration = Duration::from_secs(5);

/// The streams that are open. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Streams(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// The maximum number for one token.
    most: usize,
    /// Tokens are secrets, so only a hash that nobody can foresee is kept.
    hasher: RandomState,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    of: HashMap<u64, VecDeque<One>>,
    next: u64,
}

#[derive(Debug)]
struct One {
    number: u64,
    since: Instant,
    closed: CancellationToken,
}

/// A stream that stays open until this is dropped.
#[derive(Debug)]
pub(crate) struct Stream {
    streams: Streams,
    token: u64,
    number: u64,
    closed: CancellationToken,
}

impl Streams {
    /// Allows this many streams for each token.
    pub(crate) fn new(most: usize) -> Self {
        Self(Arc::new(Inner {
            most: most.max(1),
            hasher: RandomState::new(),
            open: Mutex::default(),
        }))
    }

    /// Opens another stream of a token, in place of its oldest one if necessary. Returns `None` if
    /// the token has its maximum number of streams and all of them are new.
    pub(crate) fn open(&self, token: &str) -> Option<Stream> {
        let token = self.0.hasher.hash_one(token);
        let mut open = self.lock();
        let number = open.next;
        open.next += 1;
        let of = open.of.entry(token).or_default();
        if of.len() >= self.0.most {
            if of.front()?.since.elapsed() < A_WHILE {
                return None;
            }
            if let Some(oldest) = of.pop_front() {
                oldest.closed.cancel();
            }
        }
        let closed = CancellationToken::new();
        of.push_back(One {
            number,
            since: Instant::now(),
            closed: closed.clone(),
        });
        Some(Stream {
            streams: self.clone(),
            token,
            number,
            closed,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stream {
    /// Returns when it has to give way to a newer one.
    pub(crate) async fn closed(&self) {
        self.closed.cancelled().await;
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let mut open = self.streams.lock();
        if let Some(of) = open.of.get_mut(&self.token) {
            of.retain(|one| one.number != self.number);
            if of.is_empty() {
                open.of.remove(&self.token);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_closed(stream: &Stream) -> bool {
        stream.closed.is_cancelled()
    }

    #[tokio::test(start_paused = true)]
    async fn the_oldest_gives_way_once_it_has_had_a_while() {
        let streams = Streams::new(2);
        let first = streams.open("one").unwrap();
        let second = streams.open("one").unwrap();
        assert!(streams.open("one").is_none());
        assert!(streams.open("other").is_some(), "another token has its own");
        tokio::time::advance(A_WHILE).await;
        let third = streams.open("one").unwrap();
        first.closed().await;
        assert!(!is_closed(&second) && !is_closed(&third));
        // It has left already, and takes nobody's place with it.
        drop(first);
        let _fourth = streams.open("one").unwrap();
        assert!(is_closed(&second) && !is_closed(&third));
        assert!(streams.open("one").is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_that_ends_makes_room_and_is_forgotten() {
        let streams = Streams::new(1);
        for _ in 0..100 {
            assert!(streams.open("one").is_some());
        }
        assert!(streams.lock().of.is_empty());
    }

    proptest! {
        #[test]
        fn never_too_many_and_never_one_that_is_new(
            waits in prop::collection::vec((0..3_usize, 0..4_000_u64), 1..60),
        ) {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .start_paused(true)
                .build()
                .unwrap();
            runtime.block_on(async {
                let streams = Streams::new(3);
                let mut open: Vec<(usize, Instant, Stream)> = Vec::new();
                for (token, wait) in waits {
                    tokio::time::advance(Duration::from_millis(wait)).await;
                    let of_token = |open: &[(usize, Instant, Stream)]| {
                        open.iter().filter(|(of, ..)| *of == token).count()
                    };
                    let before = of_token(&open);
                    let opened = streams.open(&token.to_string());
                    for (of, since, stream) in &open {
                        let may_go = *of == token && since.elapsed() >= A_WHILE && before == 3;
                        assert!(!is_closed(stream) || may_go);
                    }
                    open.retain(|(.., stream)| !is_closed(stream));
                    match opened {
                        Some(stream) => open.push((token, Instant::now(), stream)),
                        None => assert_eq!(before, 3),
                    }
                    assert!(of_token(&open) <= 3);
                }
            });
        }
    }
}
