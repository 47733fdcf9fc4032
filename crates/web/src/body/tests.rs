//! Bodies as they arrive: slowly, in crumbs, without an end.

use std::convert::Infallible;

use futures::{StreamExt, stream};
use verification::AccountId;

use super::*;

const SECOND: Duration = Duration::from_secs(1);
const LIMIT: usize = 256 * 1024;

/// A body that brings so many bytes each second.
fn dripping(bytes: usize) -> Body {
    Body::from_stream(stream::repeat(()).then(move |()| async move {
        tokio::time::sleep(SECOND).await;
        Ok::<_, Infallible>(Bytes::from(vec![b'a'; bytes]))
    }))
}

async fn collected(body: Body, most: usize, time: Duration) -> Result<usize, BodyError> {
    let limits = Limits::default();
    let arriving = Arriving {
        most,
        allowed: Allowance { bytes: LIMIT, time },
        pace: Pace::of(&limits),
        memory: &BodyMemory::new(4 * LIMIT, LIMIT, &limits),
        holder: Holder::Account(AccountId::new(uuid::Uuid::nil())),
    };
    let (bytes, _room) = arriving.collect(body).await?;
    Ok(bytes.len())
}

#[test]
fn debug_shows_no_content() {
    let whole = BufferedBody {
        content_type: Some("John Carter Doe".to_owned()),
        bytes: Bytes::from_static(b"John Carter Doe"),
        share: BodyShare::default(),
    };
    assert_eq!(format!("{whole:?}"), "BufferedBody(15 bytes)");
}

#[tokio::test(start_paused = true)]
async fn a_body_must_not_arrive_too_slowly() {
    let day = Duration::from_hours(24);
    let rate = Limits::default().body_rate as usize;
    for (bytes, expected, seconds) in [
        // Nothing at all, and a little of it: no longer than the grace, and what the little is
        // worth.
        (0, BodyError::TooSlow, 10),
        (rate / 2, BodyError::TooSlow, 20),
        // Just fast enough, until there is too much of it.
        (
            rate,
            BodyError::TooLarge(LIMIT),
            LIMIT as u64 / rate as u64 + 1,
        ),
    ] {
        let begun = Instant::now();
        let found = collected(dripping(bytes), LIMIT, day).await;
        assert_eq!(found, Err(expected), "{bytes}");
        let took = begun.elapsed();
        assert!(
            took.abs_diff(Duration::from_secs(seconds)) <= SECOND,
            "{bytes}: {took:?}"
        );
    }
    // However fast it is, it ends in time.
    let found = collected(dripping(rate), LIMIT, 5 * SECOND).await;
    assert_eq!(found, Err(BodyError::TooSlow));
}

#[tokio::test]
async fn crumbs_become_a_body() {
    let crumbs = stream::iter((0..200_000).map(|_| Ok::<_, Infallible>(Bytes::from_static(b"a"))));
    let most = 200_000;
    let found = collected(Body::from_stream(crumbs), most, SECOND * 60).await;
    assert_eq!(found, Ok(200_000));
}

#[test]
fn what_is_packed_is_seen_to_be() {
    for (coding, expected) in [
        ("gzip", true),
        ("GZip", true),
        ("deflate", true),
        ("identity, br", true),
        ("x-made-up", true),
        ("identity", false),
        ("Identity , identity", false),
        ("", false),
    ] {
        let headers =
            HeaderMap::from_iter([(header::CONTENT_ENCODING, HeaderValue::from_static(coding))]);
        assert_eq!(is_encoded(&headers), expected, "{coding}");
    }
    assert!(!is_encoded(&HeaderMap::new()));
}
