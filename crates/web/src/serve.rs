//! The listening side: connections with deadlines, and a stop that lets requests finish.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// What a listener bears.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// A request's head must have arrived within this time: a connection that says nothing is closed.
    head: Duration,
    /// Connections open at the same time. Further ones wait in the system's own queue.
    connections: usize,
}

const PATIENCE: Patience = Patience {
    head: Duration::from_secs(15),
    connections: 4096,
};

/// How long to wait when no connection can be accepted, for want of file handles say.
const ACCEPT_AGAIN: Duration = Duration::from_millis(200);

/// Serves until told to stop; then takes no more connections, lets the requests in flight finish, and
/// returns when the last one has.
///
/// Both HTTP versions are spoken, in clear: TLS is the business of the proxy in front.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    serve_with(PATIENCE, listener, router, stop).await
}

async fn serve_with(
    patience: Patience,
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut stop = pin!(stop);
    let graceful = GracefulShutdown::new();
    let connections = TaskTracker::new();
    let builder = protocols(patience);
    let room = Arc::new(Semaphore::new(patience.connections));
    loop {
        let accept = async {
            // The semaphore is never closed.
            let place = Arc::clone(&room).acquire_owned().await.ok();
            listener.accept().await.map(|accepted| (place, accepted))
        };
        let accepted = tokio::select! {
            accepted = accept => accepted,
            () = &mut stop => break,
        };
        let (place, (stream, peer)) = match accepted {
            Ok(accepted) => accepted,
            // A caller who gave up is no fault of ours.
            Err(error) if is_the_callers(&error) => continue,
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "no connection can be accepted"
                );
                tokio::time::sleep(ACCEPT_AGAIN).await;
                continue;
            }
        };
        // Answers are written whole: waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let has_asked = Arc::new(AtomicBool::new(false));
        let asks = Arc::clone(&has_asked);
        let service = service_fn(move |request| {
            asks.store(true, Ordering::Relaxed);
            answer(router.clone(), request, peer)
        });
        let connection = builder
            .serve_connection(TokioIo::new(stream), service)
            .into_owned();
        let watched = graceful.watch(connection);
        connections.spawn(async move {
            let _place = place;
            let mut watched = pin!(watched);
            // The deadlines of HTTP begin once the version is known, which a silent caller never tells.
            let first = tokio::time::timeout(patience.head, watched.as_mut()).await;
            if first.is_err() && has_asked.load(Ordering::Relaxed) {
                // A connection that breaks is logged by whoever waits for its answer.
                let _ = watched.await;
            }
        });
    }
    drop(listener);
    graceful.shutdown().await;
    connections.close();
    connections.wait().await;
    Ok(())
}

/// Both versions of HTTP, with deadlines.
fn protocols(patience: Patience) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(patience.head);
    builder
}

async fn answer(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
) -> Result<http::Response<Body>, std::convert::Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}

fn is_the_callers(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::time::timeout;

    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    /// What a server says to a caller who sends this and then waits.
    async fn told(patience: Patience, said: &[u8]) -> io::Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let router = Router::new().route("/", get(async || "here"));
        let server = tokio::spawn(serve_with(
            patience,
            listener,
            router,
            std::future::pending(),
        ));
        // With one place, who comes first must leave before the other is heard.
        let _first = TcpStream::connect(address).await?;
        let mut caller = TcpStream::connect(address).await?;
        caller.write_all(said).await?;
        let mut heard = Vec::new();
        timeout(LONG, caller.read_to_end(&mut heard)).await??;
        server.abort();
        Ok(String::from_utf8_lossy(&heard).into_owned())
    }

    #[tokio::test]
    async fn who_says_nothing_is_not_listened_to() -> io::Result<()> {
        let hasty = Patience {
            head: Duration::from_millis(50),
            connections: 8,
        };
        for said in ["", "P", "PRI * HT", "GET / HT", "PRI * HTTP/2.0\r\n\r\n"] {
            let heard = told(hasty, said.as_bytes()).await?;
            assert!(!heard.contains("200 OK"), "{said}: {heard}");
        }
        Ok(())
    }

    #[tokio::test]
    async fn who_waits_for_a_place_is_answered_when_there_is_one() -> io::Result<()> {
        let narrow = Patience {
            head: Duration::from_millis(50),
            connections: 1,
        };
        let asked = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        let heard = told(narrow, asked).await?;
        assert!(heard.starts_with("HTTP/1.1 200 OK"), "{heard}");
        assert!(heard.ends_with("here"), "{heard}");
        Ok(())
    }
}
