//! Delivered callbacks per second, and how soon an idle worker begins to send.
//!
//! The real store with every commit on disk, the real sender, and a receiver on loopback that keeps
//! its connections alive, all in one process: `cargo bench -p worker`. A folder on the disk to be
//! measured can be given in `BONAFIDE_BENCH_DIR`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench prints and stops"
)]

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use egress::sender::Limits;
use egress::{Guard, Rules, Sender};
use futures::StreamExt;
use jiff::Timestamp;
use proofing::ports::{Change, Clock, Entropy, Signal, Signals, Store};
use proofing::signals::LocalSignals;
use testkit::{SeededEntropy, builders};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio_util::sync::CancellationToken;
use verification::notification::NewNotification;
use verification::request::HttpUrl;
use worker::delivery::{DeliveryWorker, Settings, StoredBodiesOnly};

const COUNT: u64 = 20_000;
const PINGS: u64 = 500;

#[derive(Debug)]
struct Running(Instant);

impl Clock for Running {
    fn now(&self) -> Timestamp {
        builders::at(0).checked_add(self.0.elapsed()).unwrap()
    }
}

struct Bench {
    store: Arc<dyn Store>,
    entropy: Arc<dyn Entropy>,
    clock: Arc<Running>,
    signals: LocalSignals,
    next: AtomicU64,
    _dir: tempfile::TempDir,
}

impl Bench {
    async fn new() -> Self {
        let root =
            std::env::var_os("BONAFIDE_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
        let dir = tempfile::tempdir_in(root).unwrap();
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(7));
        let key = dir.path().join("master.key");
        let master = store::MasterKey::load_or_create(&key, |key| entropy.fill(key)).unwrap();
        let (sqlite, _) = store::open(
            dir.path(),
            master,
            Arc::clone(&entropy),
            &store::Settings::default(),
        )
        .unwrap();
        sqlite.create_account(builders::account(1)).await.unwrap();
        Self {
            store: Arc::new(sqlite),
            entropy,
            clock: Arc::new(Running(Instant::now())),
            signals: LocalSignals::default(),
            next: AtomicU64::new(1),
            _dir: dir,
        }
    }

    async fn tell(&self, to: &HttpUrl) {
        let number = u128::from(self.next.fetch_add(1, Ordering::Relaxed));
        let notification = NewNotification {
            destination: to.clone(),
            body: Some(vec![b'x'; 1500]),
            created_at: self.clock.now(),
            ..builders::notification(number, number, 1)
        };
        let change = Change {
            notifications: vec![notification],
            ..builders::opening(number)
        };
        self.store.apply(change).await.unwrap();
        self.signals.tell(Signal::DeliveryDue);
    }

    async fn tell_many(&self, to: &HttpUrl, count: u64) {
        futures::stream::iter(0..count)
            .for_each_concurrent(64, |_| self.tell(to))
            .await;
    }

    fn deliver(&self, settings: Settings) -> (CancellationToken, tokio::task::JoinHandle<()>) {
        let rules = Rules {
            allow_private: true,
            ..Rules::default()
        };
        let courier = DeliveryWorker {
            store: Arc::clone(&self.store),
            clock: self.clock.clone(),
            entropy: Arc::clone(&self.entropy),
            sender: Sender::new(Guard::new(rules), Limits::default(), &[]).unwrap(),
            renderer: Arc::new(StoredBodiesOnly),
            signals: Arc::new(self.signals.clone()),
            settings,
        };
        let stop = CancellationToken::new();
        (stop.clone(), tokio::spawn(courier.run(stop)))
    }

    /// Returns when everything is over and written down.
    async fn drained(&self) {
        while self.store.backlog().await.unwrap().deliveries > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// Answers 200 to everything and tells when the first byte of each request came.
async fn receiver(arrived: UnboundedSender<Instant>, connections: Arc<AtomicUsize>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            connections.fetch_add(1, Ordering::Relaxed);
            stream.set_nodelay(true).unwrap();
            tokio::spawn(serve(stream, arrived.clone()));
        }
    });
    address
}

async fn serve(mut stream: TcpStream, arrived: UnboundedSender<Instant>) -> Option<()> {
    let mut buffer = Vec::with_capacity(8192);
    loop {
        buffer.clear();
        let mut length = None;
        while length.is_none_or(|length| buffer.len() < length) {
            if stream.read_buf(&mut buffer).await.ok()? == 0 {
                return None;
            }
            if length.is_none() && buffer.len() <= 8192 {
                let _ = arrived.send(Instant::now());
            }
            if let Some(end) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
                let (_, rest) = head.split_once("content-length: ")?;
                length = Some(end + 4 + rest.lines().next()?.parse::<usize>().ok()?);
            }
        }
        stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
            .await
            .ok()?;
    }
}

async fn throughput(lane_slots: usize) {
    let bench = Bench::new().await;
    let (arrived, _keep) = unbounded_channel();
    let connections = Arc::new(AtomicUsize::new(0));
    let address = receiver(arrived, Arc::clone(&connections)).await;
    let to = builders::url(&format!("http://{address}/hook"));

    let start = Instant::now();
    bench.tell_many(&to, COUNT).await;
    let stored = start.elapsed();
    let start = Instant::now();
    let (stop, task) = bench.deliver(Settings {
        lane_slots,
        ..Settings::default()
    });
    bench.drained().await;
    let took = start.elapsed();
    stop.cancel();
    task.await.unwrap();
    println!(
        "{lane_slots:>3} slots: {COUNT} stored at {:.0}/s, then delivered at {:.0}/s over {} connections",
        COUNT as f64 / stored.as_secs_f64(),
        COUNT as f64 / took.as_secs_f64(),
        connections.load(Ordering::Relaxed),
    );

    let (stop, task) = bench.deliver(Settings {
        lane_slots,
        ..Settings::default()
    });
    let start = Instant::now();
    bench.tell_many(&to, COUNT).await;
    bench.drained().await;
    println!(
        "{lane_slots:>3} slots: stored and delivered together at {:.0}/s",
        COUNT as f64 / start.elapsed().as_secs_f64()
    );
    stop.cancel();
    task.await.unwrap();
}

async fn latency() {
    let bench = Bench::new().await;
    let (arrived, mut first_bytes) = unbounded_channel();
    let address = receiver(arrived, Arc::default()).await;
    let to = builders::url(&format!("http://{address}/hook"));
    let (stop, task) = bench.deliver(Settings::default());
    let (mut from_call, mut from_commit) = (Vec::new(), Vec::new());
    for _ in 0..PINGS {
        let called = Instant::now();
        bench.tell(&to).await;
        let committed = Instant::now();
        let arrived = first_bytes.recv().await.unwrap();
        from_call.push(arrived.duration_since(called));
        from_commit.push(arrived.saturating_duration_since(committed));
        bench.drained().await;
    }
    stop.cancel();
    task.await.unwrap();
    for (what, mut times) in [("calling apply", from_call), ("its return", from_commit)] {
        times.sort();
        let (p50, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
        println!(
            "idle: from {what} to the first byte at the receiver: p50 {p50:.2?}, p99 {p99:.2?}"
        );
    }
}

#[tokio::main]
async fn main() {
    latency().await;
    for lane_slots in [16, 64] {
        throughput(lane_slots).await;
    }
}
