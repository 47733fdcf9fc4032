//! The faults that a well-known webhook server was put through, replayed on this one.
//!
//! The letters are those of the table in `docs/benchmarks.md`. A broker cannot be lost here, since
//! there is none; what stands in for it is a disk that takes nothing more (C, D).

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use crate::support::receiver::{Receiver, Reply};
use crate::support::requests::{Drawn, on_site};
use crate::support::server::{Home, Keys, Server};

/// Opens so many on-site verifications by eight clients; gives how many were acknowledged.
async fn open(server: &Server, keys: &Keys, name: &str, callback: &str, count: usize) -> usize {
    let clients = (0..8).map(|client| {
        let mut with = server.client(keys);
        let numbers: Vec<usize> = (client..count).step_by(8).collect();
        async move {
            let mut acknowledged = 0;
            for number in numbers {
                let request = on_site(&format!("{name}-{number}"), callback);
                let answer = with.post("/", &request).await.unwrap();
                acknowledged += usize::from(answer.event() == "request.pending");
            }
            acknowledged
        }
    });
    futures::future::join_all(clients).await.into_iter().sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_b_accepted_while_the_endpoint_fails_then_restarted() {
    let home = Home::new();
    let keys = home.account("tenant");
    let is_up = Arc::new(AtomicBool::new(false));
    let looks = Arc::clone(&is_up);
    let receiver = Receiver::start(Some(&keys.webhook_secret), move |_| {
        if looks.load(Ordering::SeqCst) {
            Reply::Status(200)
        } else {
            Reply::Busy
        }
    })
    .await;
    let mut server = home.start().await;
    let accepted = open(&server, &keys, "failing", &receiver.url("/"), 200).await;
    assert_eq!(accepted, 200);
    server.kill();
    receiver.bury().await;
    let before = receiver.count();

    is_up.store(true, Ordering::SeqCst);
    let restarted = Instant::now();
    let _server = home.start().await;
    receiver.at_least(before + 200).await;
    let took = restarted.elapsed();
    home.settle();
    let mut told: Vec<_> = receiver.since(before);
    told.sort_by(|one, other| one.reference.cmp(&other.reference));
    told.dedup_by(|one, other| one.id == other.id);
    assert_eq!(told.len(), 200);
    assert_eq!(receiver.count(), before + 200, "one each");
    println!("A, B: 200 of 200 delivered {took:.1?} after the restart, 0 twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c_d_a_full_disk_loses_nothing_and_strands_nobody() {
    let home = Home::new();
    let keys = home.account("tenant");
    let receiver = Receiver::start(Some(&keys.webhook_secret), |_| Reply::Status(200)).await;
    let server = home.start().await;
    let mut client = server.client(&keys);
    let callback = receiver.url("/");
    let drawn = Drawn::small(1);
    assert_eq!(open(&server, &keys, "before", &callback, 20).await, 20);

    server.limit_files(Some(1));
    let requests = [
        on_site("while-full-1", &callback),
        drawn.request("while-full-2", &callback, true, true),
        drawn.request("while-full-3", &callback, false, true),
    ];
    for request in &requests {
        let answer = client.post("/", request).await.unwrap();
        assert_eq!(answer.status, 503, "{answer:?}");
    }
    let known = client.status("before-7").await.unwrap();
    assert_eq!(known.event(), "request.pending", "reading goes on");
    assert_eq!(
        server.client(&keys).get("/health").await.unwrap().status,
        200
    );
    assert_eq!(
        server.client(&keys).get("/ready").await.unwrap().status,
        503
    );

    server.limit_files(None);
    let lifted = Instant::now();
    for (request, event) in requests.iter().zip([
        "request.pending",
        "verification.accepted",
        "request.received",
    ]) {
        let answer = client.post("/", request).await.unwrap();
        assert_eq!(answer.event(), event, "{answer:?}");
    }
    let took = lifted.elapsed();
    receiver.at_least(20 + 4).await;
    home.settle();
    let mut ids: HashMap<(String, String), Vec<String>> = HashMap::new();
    for receipt in receiver.since(0) {
        let ids = ids.entry((receipt.reference, receipt.event)).or_default();
        ids.push(receipt.id);
        ids.dedup();
    }
    assert_eq!(ids.len(), 20 + 4);
    assert!(ids.values().all(|ids| ids.len() == 1), "{ids:?}");
    assert!(!home.logged().contains("panicked"), "{}", home.logged());
    println!(
        "C, D: 3 of 3 refused with 503 on a full disk, taken {took:.1?} after it had room, 0 lost"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e_three_answers_of_400_mb() {
    let home = Home::new();
    let keys = home.account("tenant");
    let receiver = Receiver::start(None, |_| Reply::Flood(400 << 20)).await;
    let server = home.start().await;
    let (before, _) = server.memory();
    assert_eq!(
        open(&server, &keys, "flooded", &receiver.url("/"), 3).await,
        3
    );
    receiver.at_least(3).await;
    home.settle();
    let (_, peak) = server.memory();
    let grown = peak.saturating_sub(before) / 1024;
    println!(
        "E: {} MB before, {} MB at most: {grown} MB more",
        before / 1024,
        peak / 1024
    );
    assert!(grown < 32, "{grown} MB");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f_dripping_answers_are_cut_and_written_down() {
    let mut home = Home::new();
    let deadline = ("BONAFIDE_CALLBACKS_DEADLINE_SECONDS", "1".to_owned());
    home.environment.push(deadline);
    let keys = home.account("tenant");
    let receiver = Receiver::start(None, |_| Reply::Drip).await;
    let server = home.start().await;
    assert_eq!(
        open(&server, &keys, "dripping", &receiver.url("/"), 20).await,
        20
    );
    home.settle();
    let delivered = home.deliveries("delivered", 100);
    assert_eq!(delivered.len(), 20);
    let mut longest = 0;
    for delivery in &delivered {
        let id = delivery["id"].as_str().unwrap();
        let shown = home.say(&["deliveries", "show", id, "--json"]);
        let took = shown[0]["log"][0]["took_ms"].as_u64().unwrap();
        assert!((1000..5000).contains(&took), "{}", shown[0]);
        longest = longest.max(took);
    }
    println!("F: 20 of 20 attempts cut and written down, the longest after {longest} ms of 1000");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f2_six_hundred_dripping_events_and_another_tenant() {
    let mut home = Home::new();
    // None of the dripping attempts ends by itself during this test.
    let deadline = ("BONAFIDE_CALLBACKS_DEADLINE_SECONDS", "3600".to_owned());
    home.environment.push(deadline);
    let (bad, good) = (home.account("bad"), home.account("good"));
    let dripping = Receiver::start(None, |_| Reply::Drip).await;
    let healthy = Receiver::start(Some(&good.webhook_secret), |_| Reply::Status(200)).await;
    let server = home.start().await;
    let url = dripping.url("/");
    assert_eq!(open(&server, &bad, "dripping", &url, 600).await, 600);
    dripping.at_least(16).await;

    let mut client = server.client(&good);
    let mut waits = Vec::new();
    for number in 0..10 {
        let request = on_site(&format!("healthy-{number}"), &healthy.url("/"));
        assert_eq!(client.post("/", &request).await.unwrap().status, 200);
        let answered = Instant::now();
        healthy.at_least(number + 1).await;
        waits.push(answered.elapsed());
    }
    assert_eq!(dripping.count(), 16, "one lane has its slots and no more");
    let slowest = waits.iter().max().unwrap();
    println!("F2: 10 of 10 told while 600 drip, the slowest {slowest:.1?} after its answer");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g_every_fifth_first_attempt_fails() {
    let home = Home::new();
    let keys = home.account("tenant");
    let firsts = AtomicUsize::new(0);
    let receiver = Receiver::start(Some(&keys.webhook_secret), move |receipt| {
        if receipt.earlier == 0 && firsts.fetch_add(1, Ordering::SeqCst) % 5 == 4 {
            Reply::Busy
        } else {
            Reply::Status(200)
        }
    })
    .await;
    let server = home.start().await;
    let mut client = server.client(&keys);
    let drawn = Drawn::small(1);
    for number in 0..25 {
        let reference = format!("ordered-{number}");
        let request = drawn.request(&reference, &receiver.url("/"), true, true);
        let answer = client.post("/", &request).await.unwrap();
        assert_eq!(answer.event(), "verification.accepted", "{answer:?}");
        for verdict in ["decline", "accept", "decline"] {
            home.say(&[
                "review",
                "tenant",
                &reference,
                verdict,
                "--by",
                "a reviewer",
            ]);
        }
    }
    home.settle();
    let numbers: HashMap<String, u64> = home
        .deliveries("delivered", 1000)
        .iter()
        .map(|row| {
            let id = row["id"].as_str().unwrap().to_owned();
            (id, row["number"].as_u64().unwrap())
        })
        .collect();
    let mut told: HashMap<String, Vec<u64>> = HashMap::new();
    for receipt in receiver.since(0).iter().filter(|receipt| receipt.answered) {
        let told = told.entry(receipt.reference.clone()).or_default();
        told.push(numbers[&receipt.id]);
    }
    assert_eq!(told.len(), 25);
    for (reference, numbers) in &told {
        assert_eq!(numbers, &[1, 2, 3, 4], "{reference}");
    }
    let repeated = receiver.count() - 100;
    println!("G: 100 events of 25 verifications, {repeated} first attempts failed, 0 out of order");
    assert_eq!(repeated, 20);
}
