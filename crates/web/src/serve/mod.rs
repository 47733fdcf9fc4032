//! The listening side: connections with deadlines, and a stop that lets requests finish.

mod connections;
mod early;
mod heads;
mod wire;

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use ::wire::capture::signature::{CUSTOMER_ID, SIGNATURE, SIGNATURE_TIME};
use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Version, header};
use axum::response::IntoResponse;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use self::connections::{Admission, Asking, Connections, Place};
use self::early::watch;
use self::wire::{Wire, drain};
use crate::Settings;
use crate::limits::Limits;
use crate::peer::Neighbourhood;
use crate::problem;

/// How long to wait if no connection can be accepted, for example because there are no file handles
/// left.
const ACCEPT_AGAIN: Duration = Duration::from_millis(200);

/// How often to look for an idle connection while all places are taken.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// How often it is logged that all places are taken.
const TOLD_EVERY: Duration = Duration::from_mins(1);

/// The maximum amount in transit for all streams of one HTTP/2 connection; each stream has a part
/// of the memory.
const STREAMS: u32 = 100;
const STREAM_BYTES: u32 = 64 * 1024;
const CONNECTION_BYTES: u32 = 256 * 1024;

/// The maximum number of connections that the system queues until the server accepts them; the
/// system may allow fewer (`net.core.somaxconn`). If the queue is full, new callers are not even
/// refused: their system tries again after one second, three, seven and so on. The standard
/// library's 128 are full after a burst that takes a few milliseconds to serve.
const WAITING: u32 = 4096;

/// Listens on an address, with room for many callers at once.
///
/// # Errors
///
/// The address is in use, or does not belong to this machine.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // The standard library's listeners do this too, so that a stopped server can be started again
    // at once.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

/// Serves until told to stop. Then it accepts no more connections, lets the current requests
/// finish, and returns when the last one has.
///
/// It speaks both HTTP versions without encryption; TLS is left to the proxy in front.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    settings: Settings,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let Settings {
        limits, proxies, ..
    } = settings;
    let mut stop = std::pin::pin!(stop);
    let graceful = GracefulShutdown::new();
    let stopping = CancellationToken::new();
    let tasks = TaskTracker::new();
    let server = Server {
        builder: protocols(&limits),
        router,
        limits: Arc::new(limits),
        stopping: stopping.clone(),
    };
    let connections = Arc::new(Connections::new(
        server.limits.max_connections,
        server.limits.connections_per_peer,
    ));
    let mut told = None;
    loop {
        let accept = async {
            let (stream, peer) = listener.accept().await?;
            let of = (!proxies.trust(peer.ip())).then(|| Neighbourhood::of(Some(peer.ip())));
            loop {
                match connections.admit(of) {
                    Admission::Place(place) => return Ok(Some((stream, peer, place))),
                    Admission::TooMany => return Ok(None),
                    // A connection that ends signals it; one that has become idle is looked for.
                    Admission::Full => {
                        let _ = timeout(LOOK_AGAIN, connections.one_left()).await;
                    }
                }
            }
        };
        let accepted = tokio::select! {
            accepted = accept => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok(Some((stream, peer, place))) => {
                let watcher = graceful.watcher();
                let serving = server.clone().connection(stream, peer, place, watcher);
                tasks.spawn(serving);
            }
            // A caller with that many connections can use one of them.
            Ok(None) => {}
            // A caller that gave up is not our fault.
            Err(error) if is_the_callers(&error) => {}
            Err(error) => {
                if told.is_none_or(|told: Instant| told.elapsed() >= TOLD_EVERY) {
                    told = Some(Instant::now());
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "no connection can be accepted"
                    );
                }
                sleep(ACCEPT_AGAIN).await;
            }
        }
    }
    drop(listener);
    stopping.cancel();
    graceful.shutdown().await;
    tasks.close();
    tasks.wait().await;
    Ok(())
}

/// The settings with which every connection is served.
#[derive(Clone)]
struct Server {
    builder: Builder<TokioExecutor>,
    router: Router,
    limits: Arc<Limits>,
    stopping: CancellationToken,
}

impl Server {
    /// Serves one connection to its end.
    async fn connection(
        self,
        stream: TcpStream,
        peer: SocketAddr,
        place: Place,
        watcher: hyper_util::server::graceful::Watcher,
    ) {
        // Answers are written as a whole, so waiting to fill a packet would only delay them.
        let _ = stream.set_nodelay(true);
        let stream = Arc::new(stream);
        let connection = Arc::clone(&place.connection);
        let router = self.router;
        let tally = place.tally();
        let service =
            service_fn(move |request| answer(router.clone(), request, peer, tally.asks()));
        let wire = Wire::new(Arc::clone(&stream), Arc::clone(&connection));
        let serving = self
            .builder
            .serve_connection(TokioIo::new(wire), service)
            .into_owned();
        let head = self.limits.head_deadline;
        // The deadlines of HTTP start once the version is known, which a silent caller never
        // reveals.
        let silent = async {
            sleep(head).await;
            if connection.has_asked() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            // A connection that breaks is logged by the task that waits for its answer.
            _ = watcher.watch(serving) => {}
            () = connection.gone.cancelled() => return,
            () = silent => return,
            () = connection.stuck(self.limits.write_deadline) => return,
        }
        tokio::select! {
            () = drain(&stream, self.limits.drain, self.limits.drain_time) => {}
            () = connection.gone.cancelled() => {}
            () = self.stopping.cancelled() => {}
        }
    }
}

/// Both versions of HTTP, with deadlines and limits.
fn protocols(limits: &Limits) -> Builder<TokioExecutor> {
    /// The parser does not accept less.
    const LEAST_HEAD: usize = 8192;
    let mut builder = Builder::new(TokioExecutor::new());
    let head = limits.max_head.max(LEAST_HEAD);
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_deadline)
        .max_buf_size(head);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.head_deadline)
        .keep_alive_timeout(limits.write_deadline)
        .max_header_list_size(u32::try_from(head).unwrap_or(u32::MAX))
        .max_concurrent_streams(STREAMS)
        .initial_stream_window_size(STREAM_BYTES)
        .initial_connection_window_size(CONNECTION_BYTES)
        .max_send_buf_size(STREAM_BYTES as usize);
    builder
}

async fn answer(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    asking: Asking,
) -> Result<Response<Body>, std::convert::Infallible> {
    let version = request.version();
    if let Some(name) = in_doubt(version, request.headers()) {
        let said = format!("A request has one {name} header.");
        let mut response = problem::body(StatusCode::BAD_REQUEST, &said).into_response();
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
        return Ok(response);
    }
    let (parts, body) = request.into_parts();
    let (read, rest) = watch(body, &parts.headers);
    let mut request = Request::from_parts(parts, Body::new(read));
    request.extensions_mut().insert(ConnectInfo(peer));
    let mut response = router.oneshot(request).await?;
    let after = rest.finish().await;
    after.tell(version, response.headers_mut());
    Ok(response.map(|body| {
        Body::new(Answered {
            body,
            _asking: asking,
        })
    }))
}

/// Returns the header that occurs twice, or is missing, so that a proxy and this server might
/// believe different ones: the host of a request (RFC 9112 §3.2), and its sender.
fn in_doubt(version: Version, headers: &HeaderMap) -> Option<&'static str> {
    const AT_MOST_ONCE: [(&str, &str); 5] = [
        ("host", "Host"),
        ("authorization", "Authorization"),
        (CUSTOMER_ID, "Customer-Id"),
        (SIGNATURE, "Signature"),
        (SIGNATURE_TIME, "Signature-Time"),
    ];
    if version == Version::HTTP_11 && !headers.contains_key(header::HOST) {
        return Some("Host");
    }
    let doubled = |key: &str| headers.get_all(key).iter().nth(1).is_some();
    let mut names = AT_MOST_ONCE.into_iter();
    names.find(|(key, _)| doubled(key)).map(|(_, name)| name)
}

/// An answer on its way. Its connection is in use until the answer was read.
struct Answered {
    body: Body,
    _asking: Asking,
}

impl HttpBody for Answered {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

fn is_the_callers(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

#[cfg(test)]
mod tests;
