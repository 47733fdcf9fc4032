//! What one link, one customer id without its key, and one account can do to a server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use super::{Scene, count};
use crate::support::requests::Drawn;

/// How long an attack goes on before neighbours are looked at.
const GETS_GOING: Duration = Duration::from_millis(1_500);

/// How large the picture is that is downloaded.
const PICTURE: usize = 11 << 20;

/// One way of taking everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attack {
    SlowUploads(usize),
    LargeWithoutKey,
    EndlessWithoutKey,
    CallsWithoutKey,
    Streams,
    UnreadDownloads,
    ClosedWindow,
    SlowHeads,
    LargeHeads,
    WrongKeys,
}

/// What an attack needs that is there before it: paths.
pub(super) type Stage = String;

/// Attackers, until this is dropped. They have a runtime of their own: neighbours wait for the
/// server and for the machine, and not for thousands of attackers to be polled before them.
pub(super) struct UnderWay {
    runtime: Option<Runtime>,
    since: Instant,
    answers: Arc<AtomicUsize>,
}

impl UnderWay {
    pub(super) fn report(&self) -> String {
        match self.answers.load(Ordering::Relaxed) {
            0 => String::new(),
            answers => {
                let rate = answers as f64 / self.since.elapsed().as_secs_f64();
                format!("; {rate:.0} answers a second")
            }
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Attack {
    pub(super) const fn all() -> [Self; 11] {
        [
            Self::SlowUploads(17),
            Self::SlowUploads(520),
            Self::LargeWithoutKey,
            Self::EndlessWithoutKey,
            Self::CallsWithoutKey,
            Self::Streams,
            Self::UnreadDownloads,
            Self::ClosedWindow,
            Self::SlowHeads,
            Self::LargeHeads,
            Self::WrongKeys,
        ]
    }

    fn size(self) -> usize {
        match self {
            Self::SlowUploads(full) => count(full),
            Self::LargeWithoutKey | Self::EndlessWithoutKey => 5,
            Self::CallsWithoutKey => count(600),
            Self::Streams => count(2_600),
            Self::UnreadDownloads => count(100),
            Self::ClosedWindow => count(200),
            Self::SlowHeads => count(4_200),
            Self::LargeHeads => count(1_000),
            Self::WrongKeys => 32,
        }
    }

    pub(super) fn name(self) -> String {
        let what = match self {
            Self::SlowUploads(_) => "slow uploads of one link",
            Self::LargeWithoutKey => "bodies of 67 MB declared without a key",
            Self::EndlessWithoutKey => "endless chunked bodies without a key",
            Self::CallsWithoutKey => "calls with a known id and no key",
            Self::Streams => "streams of one link",
            Self::UnreadDownloads => "unread downloads of 11 MB",
            Self::ClosedWindow => "downloads of 11 MB by HTTP/2 with a window of 0",
            Self::SlowHeads => "slow heads",
            Self::LargeHeads => "heads of 300 kB",
            Self::WrongKeys => "connections that offer wrong keys",
        };
        format!("{} {what}", self.size())
    }

    /// Uploads what is to be downloaded.
    pub(super) async fn prepare(self, scene: &Scene) -> Stage {
        if !matches!(self, Self::UnreadDownloads | Self::ClosedWindow) {
            return String::new();
        }
        let mut picture = STANDARD.decode(Drawn::small(1).back).unwrap();
        picture.resize(PICTURE, b'x');
        let request = json!({
            "reference": "large-picture",
            "document": {"proof": STANDARD.encode(picture), "supported_types": ["driving_license"], "document_number": ""},
        });
        let mut client = scene.server.client(&scene.greedy);
        let opened = client.post("/", &request.to_string()).await.unwrap();
        assert_eq!(opened.status, 200, "{}", opened.body);
        let status = client.status("large-picture").await.unwrap().body;
        let link = status["proofs"]["document"]["proof"].as_str().unwrap();
        let token = status["proofs"]["access_token"].as_str().unwrap();
        let path = link.split_once("//").unwrap().1.split_once('/').unwrap().1;
        format!("/{path}?access_token={token}")
    }

    pub(super) async fn begin(self, scene: &Scene, path: &Stage) -> UnderWay {
        let address = scene.server.address.unwrap();
        let id = &scene.greedy.client_id;
        let claim = format!(
            "customer-id: {id}\r\nsignature: sha256={}\r\n",
            "0".repeat(64)
        );
        let upload = format!(
            "POST /submit/front HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: 16000000\r\n\r\n",
            scene.link
        );
        let large = format!("POST /api/v1/submit-front HTTP/1.1\r\nhost: x\r\n{claim}");
        let answers = Arc::new(AtomicUsize::new(0));
        let one = |number: usize| -> JoinHandle<()> {
            match self {
                Self::SlowUploads(_) => {
                    drip(address, upload.clone().into_bytes(), Duration::from_secs(1))
                }
                Self::LargeWithoutKey => {
                    let mut said = format!("{large}content-length: 67000000\r\n\r\n").into_bytes();
                    said.resize(said.len() + 1_000_000, b'a');
                    drip(address, said, Duration::from_millis(100))
                }
                Self::EndlessWithoutKey => endless(
                    address,
                    format!("{large}transfer-encoding: chunked\r\n\r\n"),
                ),
                Self::CallsWithoutKey => {
                    let head = format!(
                        "POST /api/v1/get-status HTTP/1.1\r\nhost: x\r\n{claim}content-length: 100\r\n\r\n"
                    );
                    drip(address, head.into_bytes(), Duration::from_secs(1))
                }
                Self::Streams => {
                    let link = &scene.link;
                    let asked =
                        format!("GET /user/follow?token={link} HTTP/1.1\r\nhost: x\r\n\r\n");
                    reading(address, asked)
                }
                Self::UnreadDownloads => {
                    let asked = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
                    drip(address, asked.into_bytes(), Duration::from_hours(1))
                }
                Self::ClosedWindow => drip(
                    address,
                    closed_window(path, self.size()),
                    Duration::from_hours(1),
                ),
                Self::SlowHeads => {
                    let head = b"GET /health HTTP/1.1\r\nhost: x\r\nx: ".to_vec();
                    drip(address, head, Duration::from_secs(1))
                }
                Self::LargeHeads => {
                    let mut head = b"GET /health HTTP/1.1\r\nhost: x\r\nx: ".to_vec();
                    head.resize(300_000, b'a');
                    drip(address, head, Duration::from_secs(1))
                }
                Self::WrongKeys => {
                    let key = STANDARD.encode(format!("{id}:{number}"));
                    let asked = format!(
                        "GET /account/info HTTP/1.1\r\nhost: x\r\nauthorization: Basic {key}\r\n\r\n"
                    );
                    guesses(address, asked, Arc::clone(&answers))
                }
            }
        };
        // One connection has all the streams of HTTP/2.
        let connections = if self == Self::ClosedWindow {
            1
        } else {
            self.size()
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        {
            let _attackers = runtime.enter();
            for number in 0..connections {
                drop(one(number));
            }
        }
        let under_way = UnderWay {
            runtime: Some(runtime),
            since: Instant::now(),
            answers,
        };
        tokio::time::sleep(GETS_GOING).await;
        under_way
    }

    /// What else becomes of neighbours: other people who follow their page.
    pub(super) async fn neighbours_too(self, scene: &Scene) -> String {
        if self != Self::Streams {
            return String::new();
        }
        let mut open = Vec::new();
        let mut refused = 0;
        for number in 0..79 {
            let reference = format!("follows-{number}");
            let link = Scene::link_of(&scene.server, &scene.neighbour, &reference).await;
            let mut stream = TcpStream::connect(scene.server.address.unwrap())
                .await
                .unwrap();
            let asked = format!("GET /user/follow?token={link} HTTP/1.1\r\nhost: x\r\n\r\n");
            stream.write_all(asked.as_bytes()).await.unwrap();
            let mut first = [0; 12];
            let told = stream.read_exact(&mut first).await;
            refused += usize::from(told.is_err() || &first != b"HTTP/1.1 200");
            open.push(stream);
        }
        assert_eq!(refused, 0, "streams of others");
        format!(", {refused} of 79 streams")
    }
}

/// Says something, and then a byte from time to time, without reading; again when the server hangs
/// up.
fn drip(address: SocketAddr, said: Vec<u8>, every: Duration) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            let Ok(mut stream) = TcpStream::connect(address).await else {
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            if stream.write_all(&said).await.is_ok() {
                loop {
                    tokio::time::sleep(every).await;
                    if stream.write_all(b"a").await.is_err() {
                        break;
                    }
                }
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    })
}

/// A body that never ends.
fn endless(address: SocketAddr, head: String) -> JoinHandle<()> {
    let chunk = [b"8000\r\n".as_slice(), &vec![b'a'; 0x8000], b"\r\n"].concat();
    tokio::spawn(async move {
        loop {
            if let Ok(mut stream) = TcpStream::connect(address).await
                && stream.write_all(head.as_bytes()).await.is_ok()
            {
                while stream.write_all(&chunk).await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
}

/// Asks and reads for as long as there is something to read; and asks again a little later.
fn reading(address: SocketAddr, asked: String) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            if let Ok(mut stream) = TcpStream::connect(address).await
                && stream.write_all(asked.as_bytes()).await.is_ok()
            {
                let mut buffer = [0; 4096];
                while stream.read(&mut buffer).await.is_ok_and(|count| count > 0) {}
            }
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
    })
}

/// Asks again and again, each time when it was answered.
fn guesses(address: SocketAddr, asked: String, answers: Arc<AtomicUsize>) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            let Ok(mut stream) = TcpStream::connect(address).await else {
                continue;
            };
            let mut buffer = [0; 4096];
            while stream.write_all(asked.as_bytes()).await.is_ok() {
                match stream.read(&mut buffer).await {
                    Ok(count) if count > 0 => answers.fetch_add(1, Ordering::Relaxed),
                    _ => break,
                };
            }
        }
    })
}

/// A connection of HTTP/2 whose every stream asks for something and may be sent nothing.
fn closed_window(path: &str, streams: usize) -> Vec<u8> {
    let frame = |kind: u8, flags: u8, stream: u32, payload: &[u8]| {
        let mut frame = (payload.len() as u32).to_be_bytes()[1..].to_vec();
        frame.extend([kind, flags]);
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        frame
    };
    // Literals without indexing (RFC 7541 §6.2.2), lengths in seven bits and more.
    let text = |text: &str| {
        let mut out = Vec::new();
        let mut rest = text.len();
        if rest < 127 {
            out.push(rest as u8);
        } else {
            out.push(127);
            rest -= 127;
            while rest >= 128 {
                out.push((rest % 128) as u8 | 128);
                rest /= 128;
            }
            out.push(rest as u8);
        }
        out.extend(text.as_bytes());
        out
    };
    let field = |name: &str, value: &str| [vec![0], text(name), text(value)].concat();
    let head = [
        field(":method", "GET"),
        field(":scheme", "http"),
        field(":path", path),
        field(":authority", "x"),
    ]
    .concat();
    let window = [0, 4, 0, 0, 0, 0];
    let mut said = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    said.extend(frame(4, 0, 0, &window));
    for number in 0..streams {
        said.extend(frame(1, 5, 1 + 2 * number as u32, &head));
    }
    said
}
