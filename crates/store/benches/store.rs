//! How many changes are applied and deliveries told in a second, everything flushed to the disk.
//!
//! Run with `TMPDIR` on the disk that is meant.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has to stop")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use proofing::ports::{
    Change, DeliveryQuery, Entropy, FingerprintQuery, NewFingerprint, Store, Vault,
};
use store::{MasterKey, SealedStore, SealedVault, Settings};
use testkit::SeededEntropy;
use testkit::builders::{
    account_id, at, attempt, notification, opened, opening, updating, url, verification_id,
};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use verification::duplicates::{DocumentIdentity, Fingerprint};
use verification::notification::{AttemptEnd, NewNotification};
use verification::reading::{DocumentReading, PictureHash, PictureTrace};
use verification::stage::Stage;
use verification::verdict::{Decider, Decision, Outcome, Verdict};

fn open(dir: &Path) -> (SealedStore, SealedVault) {
    let entropy = Arc::new(SeededEntropy::new(1));
    let key = dir.join("master.key");
    let master = MasterKey::load_or_create(&key, |bytes| entropy.fill(bytes)).unwrap();
    store::open(dir, master, entropy, &Settings::default()).unwrap()
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap()
}

/// A change that opens a verification with one notification; lanes and destinations are shared.
fn opening_with(number: u64, hosts: u64) -> Change {
    let number = u128::from(number);
    let destination = url(&format!(
        "https://host-{}.example/",
        number % u128::from(hosts)
    ));
    let told = NewNotification {
        destination,
        ..notification(number, number, 1)
    };
    Change {
        notifications: vec![told],
        ..opening(number)
    }
}

/// Applies this many changes from this many callers at once.
async fn apply(store: &SealedStore, numbers: &Arc<AtomicU64>, changes: u64, callers: u64) {
    let left = Arc::new(AtomicU64::new(changes));
    let mut tasks = JoinSet::new();
    for _ in 0..callers {
        let (store, numbers, left) = (store.clone(), Arc::clone(numbers), Arc::clone(&left));
        tasks.spawn(async move {
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                    left.checked_sub(1)
                })
                .is_ok()
            {
                let number = numbers.fetch_add(1, Ordering::Relaxed);
                store.apply(opening_with(number, 50)).await.unwrap();
            }
        });
    }
    tasks.join_all().await;
}

/// Leases and finishes this many deliveries, up to 64 at a time, as the worker does.
async fn tell(store: &SealedStore, deliveries: u64) {
    let mut tasks = JoinSet::new();
    let mut told = 0;
    while told < deliveries {
        let query = DeliveryQuery {
            now: at(10),
            lease_until: at(1000),
            limit: 64,
            per_lane: 64,
            per_account: 64,
            in_flight: Vec::new(),
        };
        for lease in store.lease_deliveries(query).await.unwrap() {
            let store = store.clone();
            told += 1;
            tasks.spawn(async move {
                let ended = attempt(1, at(11));
                store
                    .finish_delivery(&lease, ended, AttemptEnd::Delivered)
                    .await
                    .unwrap();
            });
        }
        // The next lease is made while these are still being finished.
        while tasks.len() > 64 {
            tasks.join_next().await;
        }
    }
    tasks.join_all().await;
}

fn changes(c: &mut Criterion) {
    let mut group = c.benchmark_group("changes");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(4))
        .throughput(Throughput::Elements(1));
    for callers in [1, 16, 64] {
        let dir = tempfile::tempdir().unwrap();
        let (store, _vault) = open(dir.path());
        let numbers = Arc::new(AtomicU64::new(1));
        group.bench_function(BenchmarkId::new("callers", callers), |bencher| {
            bencher.iter_custom(|changes| {
                runtime().block_on(async {
                    let start = Instant::now();
                    apply(&store, &numbers, changes, callers).await;
                    start.elapsed()
                })
            });
        });
    }
}

fn deliveries(c: &mut Criterion) {
    let mut group = c.benchmark_group("deliveries");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(4))
        .throughput(Throughput::Elements(1));
    for backlog in [0_u64, 100_000] {
        let dir = tempfile::tempdir().unwrap();
        let (store, _vault) = open(dir.path());
        let numbers = Arc::new(AtomicU64::new(1));
        runtime().block_on(wait_far_off(&store, &numbers, backlog));
        group.bench_function(
            BenchmarkId::new("lease and finish, waiting elsewhere", backlog),
            |bencher| {
                bencher.iter_custom(|deliveries| {
                    runtime().block_on(async {
                        apply(&store, &numbers, deliveries, 256).await;
                        let start = Instant::now();
                        tell(&store, deliveries).await;
                        start.elapsed()
                    })
                });
            },
        );
    }
}

/// Fills one lane with deliveries that are ready and not yet due.
async fn wait_far_off(store: &SealedStore, numbers: &Arc<AtomicU64>, count: u64) {
    let mut tasks = JoinSet::new();
    for _ in 0..count {
        let (store, number) = (store.clone(), numbers.fetch_add(1, Ordering::Relaxed));
        tasks.spawn(async move {
            let mut change = opening_with(number, 1);
            change
                .notifications
                .iter_mut()
                .for_each(|new| new.created_at = at(100_000));
            store.apply(change).await.unwrap();
        });
        while tasks.len() > 512 {
            tasks.join_next().await;
        }
    }
    tasks.join_all().await;
}

/// Opens and accepts this many verifications of account 1, each with a document and a selfie.
async fn accept_many(store: &SealedStore, count: u64) {
    store.keep_fingerprints(account_id(1)).await.unwrap();
    let mut tasks = JoinSet::new();
    for number in 1..=count {
        let store = store.clone();
        tasks.spawn(async move {
            let number = u128::from(number);
            store.apply(opening(number)).await.unwrap();
            let mut step = opened(number).next.viewed("nothing", at(5));
            step.effects.clear();
            step.next.stage = Stage::Accepted(Box::new(accepted()));
            let bits = number.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835) >> 11;
            let change = Change {
                fingerprint: Some(NewFingerprint {
                    fingerprint: Fingerprint {
                        documents: vec![document(number)],
                        selfie: Some(PictureHash::from_bits(bits)),
                    },
                    newest: u64::MAX,
                }),
                ..updating(1, step)
            };
            store.apply(change).await.unwrap();
        });
        while tasks.len() > 512 {
            tasks.join_next().await;
        }
    }
    tasks.join_all().await;
}

fn accepted() -> Decision {
    Decision {
        verdict: Verdict::Accepted,
        outcome: Outcome {
            verdict: Verdict::Accepted,
            services: Vec::new(),
            reason: None,
            codes: Vec::new(),
            findings: Vec::new(),
            zones: Vec::new(),
        },
        by: Decider::Automatic,
        at: at(5),
        version: 1,
    }
}

fn document(number: u128) -> DocumentIdentity {
    let reading = DocumentReading {
        document_number: Some(format!("X{number:07}").into()),
        dob: Some("1990-02-28".parse().unwrap()),
        country: Some("US".to_owned()),
        ..DocumentReading::default()
    };
    DocumentIdentity::of(&reading).unwrap()
}

/// A search for duplicates among the accepted customers of one account: the document alone, and
/// with the selfie, of which 27 probes are compared with each of theirs.
fn duplicates(c: &mut Criterion) {
    let mut group = c.benchmark_group("duplicates");
    group.sample_size(10);
    for customers in [10_000, 100_000] {
        let dir = tempfile::tempdir().unwrap();
        let (store, _vault) = open(dir.path());
        let runtime = runtime();
        runtime.block_on(accept_many(&store, customers));
        let probes = (0..27).map(|shift| PictureHash::from_bits(0x5555 << shift));
        let trace = PictureTrace {
            hash: PictureHash::from_bits(0x5555),
            probes: probes.collect(),
            same_within: 20,
        };
        for (name, selfie) in [("document", None), ("document and selfie", Some(trace))] {
            let query = FingerprintQuery {
                account: account_id(1),
                except: verification_id(0),
                documents: vec![document(7)],
                selfie,
            };
            group.bench_function(BenchmarkId::new(name, customers), |bencher| {
                bencher.iter(|| runtime.block_on(store.find_alike(query.clone())).unwrap());
            });
        }
    }
}

fn reads(c: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    let (store, vault) = open(dir.path());
    let runtime = runtime();
    let numbers = Arc::new(AtomicU64::new(1));
    runtime.block_on(apply(&store, &numbers, 2_000, 256));
    let content = bytes::Bytes::from(vec![7; 2_000_000]);
    c.bench_function("by_id", |bencher| {
        bencher.iter(|| {
            black_box(
                runtime
                    .block_on(store.by_id(verification_id(1_000)))
                    .unwrap(),
            )
        });
    });
    c.bench_function("put a picture of 2 MB", |bencher| {
        bencher.iter(|| {
            black_box(
                runtime
                    .block_on(vault.put(verification_id(1), content.clone()))
                    .unwrap(),
            )
        });
    });
}

criterion_group!(benches, changes, deliveries, duplicates, reads);
criterion_main!(benches);
