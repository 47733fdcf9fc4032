//! Early answers: what happens to a request that is answered before its body was read.
//!
//! The rest of a small body is awaited for a moment, because its connection is useful for the next
//! request. Any other body ends its connection, and the answer says so (RFC 9112 §9.6), so that the
//! caller sends no further request on it. Whatever still arrives is [drained](super::wire::drain).

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::HttpBody;
use axum::http::{HeaderMap, HeaderValue, Version, header};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::time::timeout;

use crate::limits::SMALL;

/// How long the rest of a small body is awaited.
const A_MOMENT: Duration = Duration::from_millis(100);

/// A body as the handler reads it.
#[derive(Debug)]
pub(super) struct Read<B>(Shared<B>);

/// The same body, for use after the answer, or `None` once it was read to its end.
#[derive(Debug)]
pub(super) struct Rest<B> {
    body: Shared<B>,
    /// Whether the caller waits for a signal to send it. Reading it would give the signal.
    is_kept_back: bool,
}

type Shared<B> = Arc<Mutex<Option<B>>>;

/// Whether a connection can take another request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// The request was read to its end.
    BufferedBody,
    /// The request was not read to its end.
    Partial,
}

/// Both ends of a body.
pub(super) fn watch<B: HttpBody>(body: B, headers: &HeaderMap) -> (Read<B>, Rest<B>) {
    let body = (!body.is_end_stream()).then_some(body);
    let body = Arc::new(Mutex::new(body));
    let rest = Rest {
        body: Arc::clone(&body),
        is_kept_back: headers.contains_key(header::EXPECT),
    };
    (Read(body), rest)
}

impl<B: HttpBody + Unpin> Rest<B> {
    /// Decides what to do after the answer, when no handler reads any more.
    pub(super) async fn finish(self) -> After {
        let Some(mut body) = lock(&self.body).take() else {
            return After::BufferedBody;
        };
        if body.is_end_stream() {
            return After::BufferedBody;
        }
        let left = body.size_hint().upper();
        if self.is_kept_back || left.is_none_or(|left| left > SMALL as u64) {
            return After::Partial;
        }
        let rest = async {
            while let Some(frame) = body.frame().await {
                if frame.is_err() {
                    return After::Partial;
                }
            }
            After::BufferedBody
        };
        timeout(A_MOMENT, rest).await.unwrap_or(After::Partial)
    }
}

impl After {
    /// Says in an answer what happens to the connection. In HTTP/2 only the stream ends.
    pub(super) fn tell(self, version: Version, headers: &mut HeaderMap) {
        if self == Self::Partial && version < Version::HTTP_2 {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
    }
}

fn lock<B>(body: &Mutex<Option<B>>) -> MutexGuard<'_, Option<B>> {
    body.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<B: HttpBody<Data = Bytes> + Unpin> HttpBody for Read<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let mut body = lock(&self.0);
        let Some(reading) = body.as_mut() else {
            return Poll::Ready(None);
        };
        let frame = Pin::new(reading).poll_frame(context);
        if matches!(frame, Poll::Ready(None)) {
            *body = None;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        lock(&self.0).as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let body = lock(&self.0);
        body.as_ref()
            .map_or_else(|| SizeHint::with_exact(0), HttpBody::size_hint)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::body::Body;
    use futures::{StreamExt, stream};

    use super::*;

    /// A body of which this arrives after this time.
    fn late(bytes: usize, millis: u64) -> Body {
        let arriving = stream::once(async move {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            Ok::<_, Infallible>(Bytes::from(vec![0; bytes]))
        });
        Body::from_stream(arriving)
    }

    /// A body that says how long it is.
    fn declared(body: Body, bytes: usize) -> Sized {
        Sized(body, bytes as u64)
    }

    struct Sized(Body, u64);

    impl HttpBody for Sized {
        type Data = Bytes;
        type Error = axum::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
            Pin::new(&mut self.0).poll_frame(context)
        }

        fn size_hint(&self) -> SizeHint {
            SizeHint::with_exact(self.1)
        }
    }

    async fn after<B: HttpBody<Data = Bytes> + Unpin>(body: B, headers: &HeaderMap) -> After {
        let (_unread, rest) = watch(body, headers);
        rest.finish().await
    }

    #[tokio::test(start_paused = true)]
    async fn a_small_rest_is_waited_for_a_moment_and_no_other() {
        let none = HeaderMap::new();
        let small = declared(late(100, 50), 100);
        assert_eq!(after(small, &none).await, After::BufferedBody);
        let never = declared(
            Body::from_stream(stream::pending::<Result<Bytes, Infallible>>()),
            9,
        );
        assert_eq!(after(never, &none).await, After::Partial);
        let large = declared(late(SMALL + 1, 0), SMALL + 1);
        assert_eq!(after(large, &none).await, After::Partial);
        let endless =
            Body::from_stream(stream::repeat(()).map(|()| Ok::<_, Infallible>(Bytes::new())));
        assert_eq!(after(endless, &none).await, After::Partial);
        let expecting =
            HeaderMap::from_iter([(header::EXPECT, HeaderValue::from_static("100-continue"))]);
        assert_eq!(
            after(declared(late(9, 0), 9), &expecting).await,
            After::Partial
        );
        assert_eq!(after(Body::empty(), &expecting).await, After::BufferedBody);
    }

    #[tokio::test]
    async fn what_was_read_to_its_end_is_whole() {
        for body in [Body::from(vec![0; 9]), late(SMALL + 1, 0)] {
            let (read, rest) = watch(body, &HeaderMap::new());
            assert!(read.collect().await.is_ok());
            assert_eq!(rest.finish().await, After::BufferedBody);
        }
    }

    #[test]
    fn only_the_older_versions_end_a_connection() {
        for (version, expected) in [
            (Version::HTTP_10, true),
            (Version::HTTP_11, true),
            (Version::HTTP_2, false),
        ] {
            let mut headers = HeaderMap::new();
            After::BufferedBody.tell(version, &mut headers);
            assert!(headers.is_empty());
            After::Partial.tell(version, &mut headers);
            assert_eq!(headers.contains_key(header::CONNECTION), expected);
        }
    }
}
