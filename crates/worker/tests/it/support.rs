//! What the tests share.

use std::future::Future;
use std::time::Duration;

use egress::sender::Limits;
use egress::{Guard, Rules, Sender};

/// Fails the test instead of hanging.
pub(crate) async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_mins(1), what)
        .await
        .expect("this should have happened by now")
}

/// A sender that may call loopback and waits so many milliseconds.
pub(crate) fn sender(deadline: u64) -> Sender {
    // Rules that let the tests call loopback.
    let rules = Rules {
        allowed: vec!["127.0.0.0/8".parse().unwrap()],
        ..Rules::default()
    };
    let limits = Limits {
        deadline: Duration::from_millis(deadline),
        ..Limits::default()
    };
    Sender::new(Guard::new(rules), limits, &[]).unwrap()
}
