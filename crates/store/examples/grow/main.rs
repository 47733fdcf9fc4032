//! Generates verifications in large numbers, and measures how long lists and searches of them take.
//!
//! `cargo xtask grow` runs it. What it generates goes the same way as everything else: it is
//! encoded, sealed and indexed, and committed in groups. Nobody in it exists.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a development command stops when it cannot go on, and talks to the terminal"
)]

mod measure;
mod people;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use proofing::ports::{Entropy, Store, VerificationQuery};
use store::{MasterKey, SealedStore, Settings};
use testkit::SeededEntropy;
use testkit::builders::account;
use tokio::task::JoinSet;

/// The number of changes that are under way at a time.
const AT_A_TIME: usize = 2_048;

const HELP: &str = "grow NUMBER FOLDER    Generate verifications until the folder has this many
grow measure FOLDER   Print how long lists and searches of a folder take";

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    match words.as_slice() {
        ["measure", folder] => runtime.block_on(async {
            measure::all(&open(Path::new(folder), 1)).await;
        }),
        [number, folder] => match number.replace(['_', ','], "").parse() {
            Ok(number) => runtime.block_on(grow(Path::new(folder), number)),
            Err(_) => println!("{HELP}"),
        },
        _ => println!("{HELP}"),
    }
}

fn open(folder: &Path, seed: u64) -> SealedStore {
    std::fs::create_dir_all(folder).unwrap();
    let entropy = Arc::new(SeededEntropy::new(seed));
    let key = folder.join("master.key");
    let master = MasterKey::load_or_create(&key, |bytes| entropy.fill(bytes)).unwrap();
    let settings = Settings {
        queue: AT_A_TIME,
        batch: AT_A_TIME,
        ..Settings::default()
    };
    store::open(folder, master, entropy, &settings).unwrap().0
}

/// Generates verifications until there are this many, and says how fast it goes.
async fn grow(folder: &Path, number: u64) {
    let seed = SeededEntropy::new(number);
    let mut bytes = [0; 8];
    seed.fill(&mut bytes);
    // Another run must not make the keys of this one again.
    let store = open(
        folder,
        u64::from_le_bytes(bytes) ^ u64::from(std::process::id()),
    );
    for number in 1..=people::ACCOUNTS {
        // An account that is there already stays.
        let _ = store.create_account(account(number)).await;
    }
    let newest = VerificationQuery {
        limit: 1,
        ..VerificationQuery::default()
    };
    let newest = store.verifications(newest).await.unwrap();
    let there = newest.first().map_or(0, |listed| listed.place);
    let begun = Instant::now();
    let mut told = begun;
    let mut tasks = JoinSet::new();
    for next in there + 1..=number {
        let store = store.clone();
        tasks.spawn(async move { store.apply(people::opening(next)).await.unwrap() });
        if tasks.len() >= AT_A_TIME {
            tasks.join_next().await;
        }
        if told.elapsed() > Duration::from_secs(5) {
            told = Instant::now();
            tell(next, next - there, number - next, begun.elapsed());
        }
    }
    tasks.join_all().await;
    let made = number.saturating_sub(there);
    tell(number, made, 0, begun.elapsed());
}

fn tell(there: u64, made: u64, left: u64, took: Duration) {
    let rate = made as f64 / took.as_secs_f64().max(0.001);
    println!(
        "{there} verifications, {rate:.0} a second, {:.0} s left",
        left as f64 / rate.max(1.0)
    );
}
