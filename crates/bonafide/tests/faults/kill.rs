//! The kill test: SIGKILL at random moments under load, and then everything that was acknowledged
//! is there, and everything that had to be told was told, in order, under one id each.
//!
//! About a quarter of the kills are of a server that has just begun an examination which ends
//! every server ([`poison`]).
//!
//! `BONAFIDE_TEST_KILLS` says how many kills (200), `BONAFIDE_TEST_SEED` which.

mod books;
mod customer;
mod poison;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use self::books::Books;
use self::customer::{Case, Customer};
use self::poison::Poison;
use crate::support::dice::{Dice, seed};
use crate::support::receiver::{Receipt, Receiver, Reply};
use crate::support::requests::Drawn;
use crate::support::server::{Home, Keys};

/// How many clients ask at the same time.
const CUSTOMERS: u64 = 8;

/// For so many kills there is one poison, which takes three to five of them.
const STRIKE_EVERY: u64 = 20;

/// What all clients share.
struct Street {
    keys: Keys,
    callback: String,
    drawn: Vec<Drawn>,
    /// Where the server is, if it is up.
    server: watch::Receiver<Option<SocketAddr>>,
    /// How many requests were acknowledged.
    acknowledged: watch::Sender<u64>,
    closing: watch::Receiver<bool>,
    /// Poisons have their turn: nothing else that is to be examined is added meanwhile, or the
    /// queue before it would grow faster than an unoptimised server works it off.
    striking: watch::Sender<bool>,
    /// How many requests got no answer.
    unanswered: AtomicU64,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_at_any_moment_loses_nothing() {
    let kills: u64 = std::env::var("BONAFIDE_TEST_KILLS").map_or(200, |text| {
        text.parse().expect("BONAFIDE_TEST_KILLS is a number")
    });
    let begun = Instant::now();
    let mut home = Home::new();
    // The log says what is begun, so that a server can be killed for it.
    let level = ("BONAFIDE_LOG_LEVEL", "info,worker::jobs=debug".to_owned());
    home.environment.push(level);
    let keys = home.account("street");
    let receiver = Receiver::start(Some(&keys.webhook_secret), mostly_good).await;
    let (server_is, server) = watch::channel(None);
    let (close, closing) = watch::channel(false);
    let street = Arc::new(Street {
        callback: receiver.url("/callback"),
        keys,
        drawn: (1..=4).map(Drawn::small).collect(),
        server,
        acknowledged: watch::Sender::new(0),
        closing,
        striking: watch::Sender::new(true),
        unanswered: AtomicU64::new(0),
    });
    let customers: Vec<_> = (0..CUSTOMERS)
        .map(|number| tokio::spawn(Customer::new(number, Arc::clone(&street)).live()))
        .collect();

    let mut dice = Dice::new(seed(), 0);
    let mut poison = Poison::new(&home, &server_is, &street);
    let mut killed = 0;
    // First the poisons, each beside healthy work. Kills by chance among them would leave
    // examinations that are suspected without a cause, and a poison that strikes beside one of
    // those gets it blamed.
    for _ in 0..kills.div_ceil(STRIKE_EVERY) {
        killed += poison.strike(&receiver).await;
    }
    street.striking.send_replace(false);
    while killed < kills {
        kill_one(&home, &server_is, &street, &mut dice).await;
        receiver.bury().await;
        killed += 1;
    }
    let (of_poison, poisoned, escaped) = (poison.kills, poison.caught, poison.escaped);

    let last = home.start().await;
    server_is.send_replace(last.address);
    close.send_replace(true);
    let mut cases: Vec<Case> = Vec::new();
    for customer in customers {
        let done = tokio::time::timeout(Duration::from_mins(1), customer).await;
        let done = done.expect("a client waits for an answer that never comes");
        cases.extend(done.expect("a client found something wrong"));
    }
    assert!(
        poisoned.len() >= escaped.len(),
        "too few servers were killed in time: {} against {}",
        poisoned.len(),
        escaped.len()
    );
    let of_poisoned = poisoned.iter().chain(&escaped).cloned();
    cases.extend(of_poisoned.map(Case::poisoned));
    let killing = begun.elapsed();
    let settling = Instant::now();
    let books = Books::new(cases);
    books.wait_until_all_is_told(&receiver).await;
    home.settle();
    let clients = (0..CUSTOMERS).map(|_| last.client(&street.keys));
    books.every_case_stands(clients.collect()).await;
    let mut asking = last.client(&street.keys);
    for reference in &poisoned {
        let answer = asking.status(reference).await.unwrap();
        assert!(format!("{answer:?}").contains("BNFD03"), "{answer:?}");
    }
    let told = books.close(&receiver, &home.deliveries("delivered", u32::MAX));
    assert_eq!(receiver.wrong(), [""; 0], "signatures");
    assert!(!home.logged().contains("panicked"), "{}", home.logged());

    let acknowledged = *street.acknowledged.borrow();
    let unanswered = street.unanswered.load(Ordering::Relaxed);
    println!(
        "{killed} kills, {of_poison} of them of {} poisoned jobs, in {:.0} s (seed {}), settled after {:.1} s more: {acknowledged} requests \
         acknowledged ({} verifications), {unanswered} cut off and asked again; {told}; lost 0",
        poisoned.len(),
        killing.as_secs_f64(),
        seed(),
        settling.elapsed().as_secs_f64(),
        books.len(),
    );
}

/// Starts a server, lets it work for a while that the dice say, and kills it.
async fn kill_one(
    home: &Home,
    server_is: &watch::Sender<Option<SocketAddr>>,
    street: &Street,
    dice: &mut Dice,
) {
    // One in ten does not even get up.
    if dice.percent(10) {
        let mut server = home.launch();
        tokio::time::sleep(Duration::from_micros(dice.below(30_000))).await;
        server.kill();
        return;
    }
    let mut server = home.start().await;
    server_is.send_replace(server.address);
    let mut acknowledged = street.acknowledged.subscribe();
    let enough = *acknowledged.borrow() + 1 + dice.below(100);
    let longest = Duration::from_millis(20 + dice.below(480));
    tokio::select! {
        _ = acknowledged.wait_for(|so_far| *so_far >= enough) => {}
        () = tokio::time::sleep(longest) => {}
    }
    server.kill();
    server_is.send_replace(None);
}

/// Now and then a receiver fails, or takes a callback and breaks down before it can say so.
fn mostly_good(receipt: &Receipt) -> Reply {
    if receipt.earlier > 0 {
        return Reply::Status(200);
    }
    match receipt.body % 100 {
        0 => Reply::Status(500),
        1 => Reply::Nothing,
        _ => Reply::Status(204),
    }
}
