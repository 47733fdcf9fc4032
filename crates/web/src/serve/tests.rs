//! Connections as callers make them: silent, slow, wordy, and gone before the answer.

use axum::routing::{get, post};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;
use crate::Proxies;

const LONG: Duration = Duration::from_secs(20);

fn settings(limits: Limits) -> Settings {
    Settings {
        base_path: String::new(),
        max_body: 1 << 20,
        max_bodies: 1 << 20,
        body_deadline: LONG,
        max_requests: 8,
        proxies: Proxies::default(),
        limits,
        office: None,
    }
}

/// A server of two paths: one that reads what it is sent, and one that does not.
async fn server(limits: Limits) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = Router::new()
        .route("/", get(async || "here"))
        .route("/read", post(async |body: Bytes| body.len().to_string()))
        .route("/unread", post(async || (StatusCode::UNAUTHORIZED, "who?")));
    let stop = std::future::pending();
    tokio::spawn(serve(listener, router, settings(limits), stop));
    Ok(address)
}

/// Says something, and hears everything until the connection ends.
async fn told(address: SocketAddr, said: &[u8]) -> io::Result<String> {
    let mut caller = TcpStream::connect(address).await?;
    caller.write_all(said).await?;
    heard(caller).await
}

async fn heard(mut caller: TcpStream) -> io::Result<String> {
    let mut heard = Vec::new();
    timeout(LONG, caller.read_to_end(&mut heard)).await??;
    Ok(String::from_utf8_lossy(&heard).into_owned())
}

/// Nobody takes these connections, and each is made all the same: the system's queue has room for a
/// burst. Beyond it, connecting would wait for a place until the test ends.
#[tokio::test]
async fn a_burst_waits_in_the_queue_of_the_system() -> io::Result<()> {
    let listener = listen(SocketAddr::from(([127, 0, 0, 1], 0)))?;
    let address = listener.local_addr()?;
    let mut burst = Vec::new();
    for _ in 0..300 {
        burst.push(timeout(LONG, TcpStream::connect(address)).await??);
    }
    assert_eq!(burst.len(), 300);
    Ok(())
}

#[tokio::test]
async fn what_serves_a_connection_is_small() -> io::Result<()> {
    let listener = listen(SocketAddr::from(([127, 0, 0, 1], 0)))?;
    let caller = TcpStream::connect(listener.local_addr()?).await?;
    let (stream, peer) = listener.accept().await?;
    let limits = Limits::default();
    let connections = Arc::new(Connections::new(1, 1));
    let Admission::Place(place) = connections.admit(None) else {
        return Err(io::Error::other("no place"));
    };
    let server = Server {
        builder: protocols(&limits),
        router: Router::new(),
        limits: Arc::new(limits),
        stopping: CancellationToken::new(),
    };
    let serving = server.connection(stream, peer, place, GracefulShutdown::new().watcher());
    // There are thousands of them.
    let size = size_of_val(&serving);
    assert!(size <= 6 * 1024, "{size} bytes");
    drop(caller);
    Ok(())
}

#[tokio::test]
async fn who_says_nothing_is_not_listened_to() -> io::Result<()> {
    let address = server(Limits {
        head_deadline: Duration::from_millis(50),
        ..Limits::default()
    })
    .await?;
    for said in ["", "P", "PRI * HT", "GET / HT", "PRI * HTTP/2.0\r\n\r\n"] {
        let heard = told(address, said.as_bytes()).await.unwrap_or_default();
        assert!(!heard.contains("200 OK"), "{said}: {heard}");
    }
    Ok(())
}

/// However many connections say nothing or say it slowly, one that asks is answered.
#[tokio::test]
async fn who_asks_has_the_place_of_who_does_not() -> io::Result<()> {
    let address = server(Limits {
        max_connections: 4,
        connections_per_peer: 4,
        ..Limits::default()
    })
    .await?;
    let mut silent = Vec::new();
    for _ in 0..20 {
        let mut caller = TcpStream::connect(address).await?;
        // Whoever lost their place already cannot be told anything.
        let _ = caller.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nx: ").await;
        silent.push(caller);
    }
    let asked = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let heard = told(address, asked).await?;
    assert!(heard.starts_with("HTTP/1.1 200 OK"), "{heard}");
    assert!(heard.ends_with("here"), "{heard}");
    Ok(())
}

#[tokio::test]
async fn an_answer_before_the_body_says_that_the_connection_ends() -> io::Result<()> {
    let address = server(Limits::default()).await?;
    let megabytes = 8 << 20;
    let head = format!("POST /unread HTTP/1.1\r\nhost: x\r\ncontent-length: {megabytes}\r\n\r\n");
    // All of it is sent before the answer is read, as blocking clients do.
    let mut caller = TcpStream::connect(address).await?;
    caller.write_all(head.as_bytes()).await?;
    caller.write_all(&vec![b'a'; megabytes]).await?;
    let heard = heard(caller).await?;
    assert!(heard.starts_with("HTTP/1.1 401 "), "{heard}");
    assert!(
        heard.to_lowercase().contains("\r\nconnection: close\r\n"),
        "{heard}"
    );
    assert!(heard.ends_with("who?"), "{heard}");
    Ok(())
}

#[tokio::test]
async fn a_small_body_that_nobody_read_does_not_end_the_connection() -> io::Result<()> {
    let address = server(Limits::default()).await?;
    let mut caller = TcpStream::connect(address).await?;
    caller
        .write_all(b"POST /unread HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\n")
        .await?;
    caller.write_all(b"hello").await?;
    caller
        .write_all(
            b"POST /read HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\nconnection: close\r\n\r\nabc",
        )
        .await?;
    let heard = heard(caller).await?;
    assert!(heard.contains("401 Unauthorized"), "{heard}");
    assert!(heard.ends_with('3'), "{heard}");
    Ok(())
}

/// Whoever sends more than is drained is cut off, and nobody waits for them.
#[tokio::test]
async fn what_is_drained_is_bounded() -> io::Result<()> {
    let address = server(Limits {
        drain: 64 * 1024,
        ..Limits::default()
    })
    .await?;
    let mut caller = TcpStream::connect(address).await?;
    caller
        .write_all(b"POST /unread HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
        .await?;
    let chunk = [b"8000\r\n".as_slice(), &vec![b'a'; 0x8000], b"\r\n"].concat();
    let endless = async { while caller.write_all(&chunk).await.is_ok() {} };
    assert!(timeout(LONG, endless).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn a_head_that_two_readers_may_read_differently_is_refused() -> io::Result<()> {
    let address = server(Limits::default()).await?;
    for said in [
        "GET / HTTP/1.1\nhost: x\n\n",
        "GET / HTTP/1.1\r\nhost: x\n\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\nauthorization: Basic eA==\r\nAuthorization: Basic eQ==\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\ncustomer-id: x\r\ncustomer-id: y\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\nsignature: x\r\nsignature: x\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\nno colon\r\n\r\n",
    ] {
        let heard = told(address, said.as_bytes()).await?;
        assert!(heard.starts_with("HTTP/1.1 400 "), "{said:?}: {heard}");
    }
    // Who speaks the older version need not say it.
    let heard = told(address, b"GET / HTTP/1.0\r\n\r\n").await?;
    assert!(heard.starts_with("HTTP/1.0 200 "), "{heard}");
    Ok(())
}

#[tokio::test]
async fn a_head_has_an_end() -> io::Result<()> {
    let address = server(Limits {
        max_head: 8192,
        ..Limits::default()
    })
    .await?;
    for length in [100_000, 1_000_000] {
        let said = format!(
            "GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n",
            "a".repeat(length)
        );
        let heard = told(address, said.as_bytes()).await?;
        assert!(heard.starts_with("HTTP/1.1 431 "), "{heard}");
    }
    Ok(())
}
