//! The hosted capture under load: events, postbacks, those who wait, guidance, open pages.

use std::time::{Duration, Instant};

use serde_json::json;
use specimen::{Difficulty, Head, Scene, Specimen, photograph};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::percentiles;
use crate::support::client::Client;
use crate::support::receiver::{Receiver, Reply};
use crate::support::server::{Home, Keys, Server};

/// How many events each browser tells: a journal takes 2,000.
const EVENTS: usize = 400;
/// How many wait, and how many pages are open.
const WAITING: usize = 2_000;
/// How many frames are looked at.
const FRAMES: usize = 60;

/// A transaction that was started: its id and its link's token.
struct Started {
    transaction: String,
    token: String,
}

async fn start(client: &mut Client, status_url: Option<&str>) -> Started {
    let mut public = json!({});
    if let Some(url) = status_url {
        public["status_url"] = url.into();
    }
    let body = json!({
        "public_data": public,
        "private_data": {
            "document_type": "na_dl",
            "signals": ["idcheck", "ocr_scan"],
            "return_capture_url": true,
            "ttl": 30,
        },
    });
    let answer = client
        .post("/api/v1/start", &body.to_string())
        .await
        .unwrap();
    assert_eq!(answer.status, 200, "{}", answer.body);
    let url = answer.body["public_data"]["capture_url"].as_str().unwrap();
    let token = url.split_once("token=").unwrap().1;
    Started {
        transaction: answer.body["private_data"]["transaction_id"]
            .as_str()
            .unwrap()
            .to_owned(),
        token: token.split('&').next().unwrap().to_owned(),
    }
}

/// What a page tells: one event, as browsers tell them.
fn event(code: u16, token: &str) -> String {
    let location = json!({
        "href": format!("https://capture.example/front?token={token}&version=default&language=en-us"),
        "protocol": "https:", "host": "capture.example", "hostname": "capture.example", "port": "",
        "pathname": "/front", "search": format!("?token={token}"), "hash": "",
        "origin": "https://capture.example", "ancestorOrigins": {},
    });
    json!([{ "code": code, "location": location.to_string() }]).to_string()
}

/// Tells events, one a request, and gives the time of each.
async fn tell(server: &Server, started: &Started) -> Vec<Duration> {
    let mut browser = Client::of_person(server.address.unwrap(), &started.token);
    let mut times = Vec::with_capacity(EVENTS);
    for number in 0..EVENTS {
        // The first opens the link; the others change nothing but the journal.
        let body = event(if number == 0 { 1100 } else { 1110 }, &started.token);
        let asked = Instant::now();
        let answer = browser.post("/user/events", &body).await.unwrap();
        times.push(asked.elapsed());
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    times
}

async fn tell_all(server: &Server, all: &[Started]) -> Vec<Duration> {
    let telling = all.iter().map(|started| tell(server, started));
    futures::future::join_all(telling)
        .await
        .into_iter()
        .flatten()
        .collect()
}

async fn start_all(server: &Server, keys: &Keys, count: usize, to: Option<&str>) -> Vec<Started> {
    let mut client = server.client(keys);
    let mut all = Vec::with_capacity(count);
    for _ in 0..count {
        all.push(start(&mut client, to).await);
    }
    all
}

/// Events that pages tell, each on disk before it is answered.
pub(crate) async fn events(clients: usize) {
    let home = Home::new();
    let keys = home.account("bench");
    let server = home.start().await;
    let all = start_all(&server, &keys, clients, None).await;
    let begun = Instant::now();
    let mut times = tell_all(&server, &all).await;
    let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
    println!(
        "events, {clients} browsers: {rate:.0}/s, {}, {:.2} ms of processor time each",
        percentiles(&mut times),
        server.processor_time().as_secs_f64() * 1e3 / times.len() as f64
    );
}

/// The same with a receiver of postbacks: how many it is sent a second, and when it has them all.
pub(crate) async fn postbacks(clients: usize) {
    let home = Home::new();
    let keys = home.account("bench");
    let receiver = Receiver::start(None, |_| Reply::Status(200)).await;
    let server = home.start().await;
    let all = start_all(&server, &keys, clients, Some(&receiver.url("/status"))).await;
    let begun = Instant::now();
    let times = tell_all(&server, &all).await;
    // Every transaction's last postback has its last event: only then is everything told.
    let told = |received: usize| {
        let seen = receiver.since(0);
        let whole = seen.iter().filter(|post| post.logged == EVENTS + 3);
        (whole.count() >= clients, received.max(seen.len()))
    };
    let mut received = 0;
    loop {
        receiver.at_least(received + 1).await;
        let (is_all, seen) = told(received);
        received = seen;
        if is_all {
            break;
        }
    }
    let took = begun.elapsed().as_secs_f64();
    println!(
        "postbacks, {clients} transactions: {} events told in {received} postbacks of the whole log \
         ({:.0} postbacks/s), all of it {took:.1} s after the first event",
        times.len(),
        received as f64 / took
    );
}

/// Long polls: how soon each of many that wait for one transaction has its answer.
pub(crate) async fn waiting() {
    let home = Home::new();
    let keys = home.account("bench");
    let server = home.start().await;
    let started = start_all(&server, &keys, 1, None).await.remove(0);
    let ask = json!({
        "public_data": {},
        "private_data": { "transaction_id": started.transaction },
    })
    .to_string();
    let log = server.client(&keys).post("/api/v1/get-status", &ask).await;
    let log = log.unwrap().body;
    let last = log["private_data"]["status"][0]["sequence"]
        .as_str()
        .unwrap();
    let path = format!(
        "/api/v1/get-status?wait=60&after={}",
        last.replace(' ', "%20").replace('+', "%2B")
    );
    let idle = server.memory().0 / 1024;
    let waits: Vec<_> = (0..WAITING)
        .map(|_| {
            let (mut client, path, ask) = (server.client(&keys), path.clone(), ask.clone());
            tokio::spawn(async move {
                let answer = client.post(&path, &ask).await.unwrap();
                assert_eq!(answer.status, 200, "{}", answer.body);
                Instant::now()
            })
        })
        .collect();
    // Time enough for all of them to arrive. Whoever is late is answered at once, and does not
    // spoil it.
    tokio::time::sleep(Duration::from_secs(5)).await;
    let early = waits.iter().filter(|wait| wait.is_finished()).count();
    assert_eq!(early, 0, "answered before there was news");
    let (waiting, _) = server.memory();
    let told = Instant::now();
    let mut browser = Client::of_person(server.address.unwrap(), &started.token);
    let answer = browser
        .post("/user/events", &event(1100, &started.token))
        .await;
    assert_eq!(answer.unwrap().status, 200);
    let mut times = Vec::with_capacity(WAITING);
    for wait in waits {
        times.push(wait.await.unwrap().saturating_duration_since(told));
    }
    println!(
        "waiting, {WAITING} long polls: from the event to the answer {}; memory {idle} MB idle, {} MB waiting",
        percentiles(&mut times),
        waiting / 1024
    );
}

/// From a frame of the camera to its guidance, one person aiming.
pub(crate) async fn guidance() {
    let home = Home::new();
    let keys = home.account("bench");
    let server = home.start().await;
    let started = start_all(&server, &keys, 1, None).await.remove(0);
    let mut browser = Client::of_person(server.address.unwrap(), &started.token);
    for code in [1100, 1190] {
        let answer = browser
            .post("/user/events", &event(code, &started.token))
            .await;
        assert_eq!(answer.unwrap().status, 200);
    }
    let frames: Vec<Vec<u8>> = (1..=6)
        .map(|seed| {
            let specimen = Specimen::from_seed(seed, jiff::civil::date(2026, 6, 1));
            let scene = Scene {
                width: 640,
                height: 480,
                quality: 70,
                ..Scene::from_seed(seed, Difficulty::Good)
            };
            photograph(&specimen.front().unwrap(), &scene).unwrap().jpeg
        })
        .collect();
    let faces: Vec<Vec<u8>> = (1..=6)
        .map(|seed| Head::from_seed(seed).jpeg(640, 480, 70).unwrap())
        .collect();
    for (look, frames) in [("front", frames), ("selfie", faces)] {
        let path = format!("/submit/frame?look={look}");
        let mut times = Vec::with_capacity(FRAMES);
        let mut found = 0;
        for number in 0..FRAMES {
            let frame = &frames[number % frames.len()];
            let asked = Instant::now();
            let answer = browser.upload(&path, frame).await.unwrap();
            times.push(asked.elapsed());
            assert_eq!(answer.status, 200, "{}", answer.body);
            found += usize::from(answer.body["quad"].is_array());
        }
        let times = percentiles(&mut times);
        println!("guidance ({look}), 640 × 480: {times}; found in {found} of {FRAMES}");
    }
}

/// Memory while many people have a page open that follows the way by events.
pub(crate) async fn pages() {
    let home = Home::new();
    let keys = home.account("bench");
    let server = home.start().await;
    let all = start_all(&server, &keys, WAITING, None).await;
    let idle = server.memory().0 / 1024;
    let address = server.address.unwrap();
    let mut open = Vec::with_capacity(WAITING);
    for started in &all {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "GET /user/follow?token={} HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\n\r\n",
            started.token
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
        open.push(stream);
    }
    let (now, _) = server.memory();
    println!(
        "pages, {WAITING} open: {idle} MB before, {} MB with them ({:.1} kB each)",
        now / 1024,
        (now as f64 - idle as f64 * 1024.0) / WAITING as f64
    );
}
