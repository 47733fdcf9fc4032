//! The whole server under load, measured from outside: `cargo bench -p bonafide`.
//!
//! The built binary, every commit on disk, clients and receiver in this process on the same
//! machine. A folder on the disk to be measured can be given in `BONAFIDE_BENCH_DIR`. Figures and
//! limits are in `docs/benchmarks.md`. A word as argument runs only what is named so: `cargo bench
//! -p bonafide --bench load -- bombs`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench prints and stops"
)]

mod load {
    pub(crate) mod bombs;
    pub(crate) mod capture;
    pub(crate) mod decoding;
    pub(crate) mod verifications;
}
#[expect(
    dead_code,
    reason = "shared with the fault tests, which need more of it"
)]
#[path = "../tests/faults/support/mod.rs"]
mod support;

use std::time::Duration;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let wants =
        |name: &str| wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str()));
    if wants("latency") {
        load::verifications::latency().await;
    }
    if wants("photographs") {
        for clients in [1, 2, 4] {
            load::verifications::photographs(clients).await;
        }
    }
    if wants("callbacks") {
        for clients in [16, 64] {
            load::verifications::callbacks(clients).await;
        }
    }
    if wants("events") {
        for clients in [1, 16, 64] {
            load::capture::events(clients).await;
        }
    }
    if wants("postbacks") {
        load::capture::postbacks(16).await;
    }
    if wants("waiting") {
        load::capture::waiting().await;
    }
    if wants("guidance") {
        load::capture::guidance().await;
    }
    if wants("pages") {
        load::capture::pages().await;
    }
    if wants("decoding") {
        load::decoding::all();
    }
    if wants("bombs") {
        load::bombs::all().await;
    }
}

/// `p50 1.2 ms, p95 3.4 ms, p99 5.6 ms`.
fn percentiles(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    format!("p50 {:.1?}, p95 {:.1?}, p99 {:.1?}", at(50), at(95), at(99))
}
