//! Verifications a second, callbacks a second, and how soon a callback goes out.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::percentiles;
use crate::support::receiver::{Receiver, Reply};
use crate::support::requests::{Drawn, on_site};
use crate::support::server::Home;

/// How many off-site verifications are measured.
const PHOTOGRAPHED: usize = 200;
/// How many status changes.
const CHANGES: usize = 10_000;
/// How many callbacks of an idle server.
const PINGS: usize = 300;

/// Off-site: two photographs of 1600 × 1200, the verdict in the answer and called back.
pub(crate) async fn photographs(clients: usize) {
    let home = Home::new();
    let keys = home.account("bench");
    let receiver = Receiver::start(None, |_| Reply::Status(200)).await;
    let server = home.start().await;
    let idle = server.memory().0 / 1024;
    let callback = receiver.url("/");
    let drawn: Arc<Vec<Drawn>> = Arc::new((1..=20).map(Drawn::photographed).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let asking = (0..clients).map(|_| {
        let mut client = server.client(&keys);
        let (drawn, next, callback) = (Arc::clone(&drawn), Arc::clone(&next), callback.clone());
        tokio::spawn(async move {
            let mut times = Vec::new();
            let mut accepted = 0;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= PHOTOGRAPHED {
                    return (times, accepted);
                }
                let drawn = &drawn[number % drawn.len()];
                let request = drawn.request(&format!("photo-{number}"), &callback, true, true);
                let asked = Instant::now();
                let answer = client.post("/", &request).await.unwrap();
                times.push(asked.elapsed());
                accepted += usize::from(answer.event() == "verification.accepted");
            }
        })
    });
    let mut times = Vec::new();
    let mut accepted = 0;
    for done in futures::future::join_all(asking).await {
        let (its, good) = done.unwrap();
        times.extend(its);
        accepted += good;
    }
    let took = begun.elapsed();
    receiver.at_least(PHOTOGRAPHED).await;
    let (_, peak) = server.memory();
    println!(
        "photographs, {clients} clients: {:.1}/s, {:.0} ms of processor time each, {} \
         ({accepted} of {PHOTOGRAPHED} accepted); memory {idle} MB idle, at most {} MB",
        PHOTOGRAPHED as f64 / took.as_secs_f64(),
        server.processor_time().as_secs_f64() * 1e3 / PHOTOGRAPHED as f64,
        percentiles(&mut times),
        peak / 1024
    );
}

/// On-site requests, each of which is one status change and one callback.
pub(crate) async fn callbacks(clients: usize) {
    let home = Home::new();
    let keys = home.account("bench");
    let receiver = Receiver::start(None, |_| Reply::Status(200)).await;
    let server = home.start().await;
    let callback = receiver.url("/");
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let asking = (0..clients).map(|_| {
        let mut client = server.client(&keys);
        let (next, callback) = (Arc::clone(&next), callback.clone());
        tokio::spawn(async move {
            let mut times = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= CHANGES {
                    return times;
                }
                let request = on_site(&format!("change-{number}"), &callback);
                let asked = Instant::now();
                let answer = client.post("/", &request).await.unwrap();
                assert_eq!(answer.status, 200);
                times.push(asked.elapsed());
            }
        })
    });
    let mut times: Vec<Duration> = Vec::new();
    for done in futures::future::join_all(asking).await {
        times.extend(done.unwrap());
    }
    let accepted = begun.elapsed();
    receiver.at_least(CHANGES).await;
    let told = begun.elapsed();
    let rate = |took: Duration| CHANGES as f64 / took.as_secs_f64();
    let (_, peak) = server.memory();
    println!(
        "callbacks, {clients} clients: accepted at {:.0}/s ({}), accepted and delivered at {:.0}/s, \
         {:.2} ms of processor time each, memory at most {} MB",
        rate(accepted),
        percentiles(&mut times),
        rate(told),
        server.processor_time().as_secs_f64() * 1e3 / CHANGES as f64,
        peak / 1024
    );
}

/// An idle server: from the request to its answer, and from the answer to the callback.
pub(crate) async fn latency() {
    let home = Home::new();
    let keys = home.account("bench");
    let receiver = Receiver::start(None, |_| Reply::Status(200)).await;
    let server = home.start().await;
    let mut client = server.client(&keys);
    let (mut answers, mut callbacks) = (Vec::new(), Vec::new());
    for number in 0..PINGS {
        let request = on_site(&format!("ping-{number}"), &receiver.url("/"));
        let asked = Instant::now();
        assert_eq!(client.post("/", &request).await.unwrap().status, 200);
        answers.push(asked.elapsed());
        receiver.at_least(number + 1).await;
        callbacks.push(receiver.since(number)[0].at.duration_since(asked));
    }
    println!(
        "latency, idle: request to answer {}",
        percentiles(&mut answers)
    );
    println!(
        "latency, idle: request to callback {}",
        percentiles(&mut callbacks)
    );
}
