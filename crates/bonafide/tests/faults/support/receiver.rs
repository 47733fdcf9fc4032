//! Where callbacks go: keeps what came, in order, and answers as it is told to.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::client::{header, read_message};

/// One callback as it came.
#[derive(Debug, Clone)]
pub(crate) struct Receipt {
    /// `webhook-id`.
    pub(crate) id: String,
    pub(crate) reference: String,
    pub(crate) event: String,
    /// A hash of the body's bytes.
    pub(crate) body: u64,
    /// How many status events it tells, if it is a log of them.
    pub(crate) logged: usize,
    /// How many servers had been killed before it was sent.
    pub(crate) kills: u64,
    /// How many callbacks with this id came before.
    pub(crate) earlier: usize,
    /// True if a success was answered.
    pub(crate) answered: bool,
    /// When it had been read.
    pub(crate) at: Instant,
}

/// What is answered to a callback.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reply {
    /// This status.
    Status(u16),
    /// The connection is closed: the answer is lost.
    Nothing,
    /// 503, and to come again in a second.
    Busy,
    /// 200, and then a byte a second for ever.
    Drip,
    /// 200 and so many bytes.
    Flood(u64),
}

type Behaviour = dyn Fn(&Receipt) -> Reply + Send + Sync;

/// A running receiver. It stops when dropped.
#[derive(Debug)]
pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    secret: Option<standardwebhooks::Webhook>,
    behaviour: Box<Behaviour>,
    kills: AtomicU64,
    receipts: Mutex<Receipts>,
    count: watch::Sender<usize>,
    open: watch::Sender<usize>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} receipts", *self.count.borrow())
    }
}

#[derive(Debug, Default)]
struct Receipts {
    all: Vec<Receipt>,
    times: HashMap<String, usize>,
    /// What was wrong with signatures.
    wrong: Vec<String>,
}

impl Receiver {
    /// Starts one. With a secret it insists on signatures by the library of Standard Webhooks.
    pub(crate) async fn start(
        webhook_secret: Option<&str>,
        behaviour: impl Fn(&Receipt) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let shared = Arc::new(Shared {
            secret: webhook_secret.map(|key| standardwebhooks::Webhook::new(key).unwrap()),
            behaviour: Box::new(behaviour),
            kills: AtomicU64::new(0),
            receipts: Mutex::default(),
            count: watch::Sender::new(0),
            open: watch::Sender::new(0),
        });
        Self {
            address: listener.local_addr().unwrap(),
            task: tokio::spawn(accept(listener, Arc::clone(&shared))),
            shared,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns when everything that the dead server sent has been read. What comes from now on is
    /// of another one.
    pub(crate) async fn bury(&self) {
        // Connections are accepted in order, so that this one comes after all of the dead server's.
        let mut last = TcpStream::connect(self.address).await.unwrap();
        last.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        read_message(&mut last).await.unwrap();
        drop(last);
        let mut open = self.shared.open.subscribe();
        open.wait_for(|open| *open == 0).await.unwrap();
        self.shared.kills.fetch_add(1, Ordering::SeqCst);
    }

    /// Returns when there are so many receipts.
    pub(crate) async fn at_least(&self, count: usize) {
        let mut counted = self.shared.count.subscribe();
        let enough = counted.wait_for(|so_far| *so_far >= count);
        let waited = tokio::time::timeout(Duration::from_mins(2), enough).await;
        assert!(waited.is_ok(), "{} of {count} came", self.count());
    }

    pub(crate) fn count(&self) -> usize {
        *self.shared.count.borrow()
    }

    /// What was wrong with signatures: nothing, it is to be hoped.
    pub(crate) fn wrong(&self) -> Vec<String> {
        self.shared.receipts.lock().unwrap().wrong.clone()
    }

    /// What came after the first so many.
    pub(crate) fn since(&self, first: usize) -> Vec<Receipt> {
        self.shared.receipts.lock().unwrap().all[first..].to_vec()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        shared.open.send_modify(|open| *open += 1);
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            // However the connection ends, it is over.
            let _ = serve(stream, &shared).await;
            shared.open.send_modify(|open| *open -= 1);
        });
    }
}

async fn serve(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    loop {
        let (head, body) = read_message(&mut stream).await?;
        if head.starts_with("GET") {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                .await?;
            continue;
        }
        match shared.keep(&head, &body) {
            Reply::Status(status) => {
                let answer = format!("HTTP/1.1 {status} \r\ncontent-length: 0\r\n\r\n");
                stream.write_all(answer.as_bytes()).await?;
            }
            Reply::Busy => {
                let answer = b"HTTP/1.1 503 \r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n";
                stream.write_all(answer).await?;
            }
            Reply::Nothing => return Ok(()),
            Reply::Drip => {
                stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
                let mut seconds = tokio::time::interval(Duration::from_secs(1));
                loop {
                    seconds.tick().await;
                    stream.write_all(b".").await?;
                }
            }
            Reply::Flood(bytes) => {
                stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
                let chunk = vec![b'x'; 1 << 20];
                for _ in 0..bytes >> 20 {
                    stream.write_all(&chunk).await?;
                }
                return Ok(());
            }
        }
    }
}

impl Shared {
    fn keep(&self, head: &str, body: &[u8]) -> Reply {
        let at = Instant::now();
        let said: Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |key: &str| said[key].as_str().unwrap_or_default().to_owned();
        let logged = said["private_data"]["status"]
            .as_array()
            .map_or(0, Vec::len);
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let id = header(head, "webhook-id").to_owned();
        let wrong = self.secret.as_ref().and_then(|secret| {
            let mut headers = http::HeaderMap::new();
            for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
                headers.insert(name, header(head, name).parse().ok()?);
            }
            secret.verify(body, &headers).err()
        });
        let mut receipts = self.receipts.lock().unwrap();
        receipts
            .wrong
            .extend(wrong.map(|error| format!("{id}: {error}")));
        let times = receipts.times.entry(id.clone()).or_default();
        let earlier = *times;
        *times += 1;
        let mut receipt = Receipt {
            id,
            reference: text("reference"),
            event: text("event"),
            body: hasher.finish(),
            logged,
            kills: self.kills.load(Ordering::SeqCst),
            earlier,
            answered: false,
            at,
        };
        let reply = (self.behaviour)(&receipt);
        receipt.answered = matches!(reply, Reply::Status(200..=299));
        receipts.all.push(receipt);
        drop(receipts);
        self.count.send_modify(|count| *count += 1);
        reply
    }
}
