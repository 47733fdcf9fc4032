//! A receiver on loopback that misbehaves byte by byte as a test asks.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use verification::request::HttpUrl;

/// A request that arrived.
#[derive(Debug, Clone)]
pub struct Received {
    /// The target of the request line.
    pub path: String,
    /// The headers, by their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
    /// The number of the request, counted from 0.
    pub nth: usize,
}

/// How a receiver answers a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Status, headers and a body with its length.
    Answer(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Status, and a body of this many bytes as fast as they are accepted.
    Long(u16, u64),
    /// Status and headers, followed by a byte now and then for ever.
    Drip(u16),
    /// No answer at all.
    Silence,
    /// A status line, followed by header lines for ever, either at this interval or as fast as they
    /// are accepted.
    Headers(Option<Duration>),
    /// These bytes, after which the connection ends.
    Raw(Vec<u8>),
    /// `103 Early Hints` for ever.
    Hints,
}

impl Reply {
    /// Returns an answer with a status and an empty body.
    pub fn status(status: u16) -> Self {
        Self::Answer(status, Vec::new(), Vec::new())
    }
}

/// A connection, with or without TLS.
pub trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}

/// An accepted connection, or none if the handshake failed.
pub type Accepted = Pin<Box<dyn Future<Output = Option<Box<dyn Duplex>>> + Send>>;

type Behaviour = Arc<dyn Fn(&Received) -> Reply + Send + Sync>;

/// A running receiver, which stops when it is dropped.
pub struct Receiver {
    /// The address that it listens on.
    pub address: SocketAddr,
    /// The requests that arrived.
    pub requests: mpsc::UnboundedReceiver<Received>,
    seen: Arc<Seen>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    requests: AtomicUsize,
    written: AtomicU64,
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Receiver({})", self.address)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Receiver {
    /// Listens on a free port, without TLS.
    pub async fn start(behaviour: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let plain = |stream: TcpStream| -> Accepted {
            Box::pin(async move { Some(Box::new(stream) as Box<dyn Duplex>) })
        };
        Self::start_behind(plain, behaviour).await
    }

    /// Listens on a free port. `accept` wraps each connection, for example in TLS.
    pub async fn start_behind(
        accept: impl Fn(TcpStream) -> Accepted + Send + Sync + 'static,
        behaviour: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (arrived, requests) = mpsc::unbounded_channel();
        let seen = Arc::new(Seen::default());
        let behaviour: Behaviour = Arc::new(behaviour);
        let watched = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                watched.connections.fetch_add(1, Ordering::SeqCst);
                stream.set_nodelay(true).unwrap();
                let (seen, arrived, behaviour) = (
                    Arc::clone(&watched),
                    arrived.clone(),
                    Arc::clone(&behaviour),
                );
                let accepted = accept(stream);
                tokio::spawn(
                    async move { serve(accepted.await?, &seen, &arrived, &behaviour).await },
                );
            }
        });
        Self {
            address,
            requests,
            seen,
            task,
        }
    }

    /// Returns the URL of a path on it.
    pub fn url(&self, path: &str) -> HttpUrl {
        HttpUrl::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    /// Returns the number of connections that were opened to it.
    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// Returns the number of bytes of headers and bodies that it sent, including those in socket
    /// buffers.
    pub fn written(&self) -> u64 {
        self.seen.written.load(Ordering::SeqCst)
    }
}

/// Serves a connection until it breaks, which `None` indicates.
async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    seen: &Seen,
    arrived: &mpsc::UnboundedSender<Received>,
    behaviour: &Behaviour,
) -> Option<()> {
    loop {
        let mut received = read_request(&mut stream).await?;
        received.nth = seen.requests.fetch_add(1, Ordering::SeqCst);
        let reply = behaviour(&received);
        let _ = arrived.send(received);
        match reply {
            Reply::Answer(status, headers, body) => {
                let headers: String = headers
                    .iter()
                    .map(|(name, value)| [name, ": ", value, "\r\n"].concat())
                    .collect();
                let head = format!(
                    "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n{headers}\r\n",
                    body.len()
                );
                let bytes = [head.as_bytes(), &body].concat();
                stream.write_all(&bytes).await.ok()?;
            }
            Reply::Long(status, length) => {
                write(
                    &mut stream,
                    seen,
                    format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n\r\n"),
                )
                .await?;
                let chunk = "x".repeat(16 << 10);
                let mut left = length;
                while left > 0 {
                    write(&mut stream, seen, &chunk).await?;
                    left = left.saturating_sub(chunk.len() as u64);
                }
            }
            Reply::Drip(status) => {
                write(
                    &mut stream,
                    seen,
                    format!("HTTP/1.1 {status} X\r\ncontent-length: 1000000\r\n\r\n"),
                )
                .await?;
                dribble(&mut stream, seen, "d").await?;
            }
            Reply::Silence => {
                // Waits until the other side closes the connection.
                let _ = stream.read_u8().await;
                return None;
            }
            Reply::Headers(pace) => {
                write(&mut stream, seen, "HTTP/1.1 200 X\r\n").await?;
                if pace.is_some() {
                    dribble(&mut stream, seen, "a: b\r\n").await?;
                }
                loop {
                    write(
                        &mut stream,
                        seen,
                        format!("x-long: {}\r\n", "h".repeat(1000)),
                    )
                    .await?;
                }
            }
            Reply::Raw(bytes) => {
                stream.write_all(&bytes).await.ok()?;
                return None;
            }
            Reply::Hints => loop {
                write(
                    &mut stream,
                    seen,
                    "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n",
                )
                .await?;
            },
        }
    }
}

async fn write(
    stream: &mut (impl AsyncWrite + Unpin),
    seen: &Seen,
    text: impl AsRef<str>,
) -> Option<()> {
    stream.write_all(text.as_ref().as_bytes()).await.ok()?;
    seen.written
        .fetch_add(text.as_ref().len() as u64, Ordering::SeqCst);
    Some(())
}

/// Sends a little now and then, until the connection breaks.
async fn dribble(stream: &mut (impl AsyncWrite + Unpin), seen: &Seen, text: &str) -> Option<()> {
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    loop {
        ticks.tick().await;
        write(stream, seen, text).await?;
    }
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<Received> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.lines();
    let path = lines.next().unwrap().split(' ').nth(1).unwrap().to_owned();
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .get("content-length")
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(Received {
        path,
        headers,
        body,
        nth: 0,
    })
}
