//! What hostile and broken receivers can do to an attempt.

use std::sync::Arc;
use std::time::Duration;

use egress::{Guard, Sender};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use tokio::io::AsyncWriteExt;
use tokio_rustls::TlsAcceptor;

use crate::support::{Script, guarded, limits, loopback, post, sender, soon, word};
use testkit::receiver::{Accepted, Duplex, Receiver, Reply};

#[tokio::test]
async fn an_answer_is_kept_and_its_connection_reused() {
    let mut receiver =
        Receiver::start(|_| Reply::Answer(201, Vec::new(), b"thank you".to_vec())).await;
    let sender = sender(5000);
    for _ in 0..3 {
        let sent = post(&sender, receiver.url("/hook?a=b").as_str()).await;
        assert_eq!(
            (sent.status, word(&sent), sent.answer.as_deref()),
            (Some(201), None, Some("thank you"))
        );
    }
    let received = soon(receiver.requests.recv()).await.unwrap();
    assert_eq!(
        (received.path.as_str(), received.body.as_slice()),
        ("/hook?a=b", &b"{}"[..])
    );
    assert!(received.headers["user-agent"].starts_with("Bonafide/"));
    assert_eq!(received.headers["host"], receiver.address.to_string());
    assert_eq!(received.headers.len(), 3, "{:?}", received.headers);
    assert_eq!(receiver.connections(), 1);
}

/// Svix grew from 73 MB to 1284 MB by three such answers.
#[tokio::test]
async fn of_an_endless_answer_little_is_read() {
    let receiver = Receiver::start(|_| Reply::Long(200, 400 << 20)).await;
    let sender = sender(20_000);
    for _ in 0..3 {
        let sent = post(&sender, receiver.url("/").as_str()).await;
        assert_eq!((sent.status, word(&sent)), (Some(200), None));
        assert!((64 << 10..128 << 10).contains(&sent.read), "{}", sent.read);
        assert_eq!(sent.answer.unwrap().len(), 1 << 10);
    }
    assert_eq!(
        receiver.connections(),
        3,
        "a connection with a body left in it must not be used again"
    );
    assert!(receiver.written() < 64 << 20, "{}", receiver.written());
}

#[tokio::test]
async fn one_deadline_covers_the_body_too() {
    for (status, expected) in [(200, None), (500, Some("answer.status"))] {
        let receiver = Receiver::start(move |_| Reply::Drip(status)).await;
        let sent = post(&sender(300), receiver.url("/").as_str()).await;
        assert_eq!((sent.status, word(&sent)), (Some(status), expected));
        assert!(sent.answer.unwrap().starts_with('d'));
        assert!(
            (300..5000).contains(&sent.took.as_millis()),
            "{:?}",
            sent.took
        );
    }
}

#[tokio::test]
async fn what_never_comes_is_not_waited_for() {
    let tick = Duration::from_millis(20);
    for reply in [Reply::Silence, Reply::Headers(Some(tick)), Reply::Hints] {
        let receiver = Receiver::start({
            let reply = reply.clone();
            move |_| reply.clone()
        })
        .await;
        let sent = post(&sender(300), receiver.url("/").as_str()).await;
        assert_eq!(
            (sent.status, word(&sent)),
            (None, Some("deadline")),
            "{reply:?}"
        );
        assert!(
            (300..5000).contains(&sent.took.as_millis()),
            "{reply:?} {:?}",
            sent.took
        );
    }
}

#[tokio::test]
async fn headers_without_end_are_cut() {
    let receiver = Receiver::start(|_| Reply::Headers(None)).await;
    let sent = post(&sender(20_000), receiver.url("/").as_str()).await;
    assert_eq!((sent.status, word(&sent)), (None, Some("answer.headers")));
    assert!(receiver.written() < 16 << 20, "{}", receiver.written());
}

#[tokio::test]
async fn broken_answers_have_names() {
    let many = [
        b"HTTP/1.1 200 OK\r\n".to_vec(),
        b"a: b\r\n".repeat(200),
        b"\r\n".to_vec(),
    ]
    .concat();
    for (raw, expected) in [
        (&b""[..], "connection.closed"),
        (b"HTTP/1.1 20", "connection.closed"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "answer.malformed"),
        (b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n", "answer.malformed"),
        (&many, "answer.headers"),
    ] {
        let receiver = Receiver::start({
            let raw = raw.to_vec();
            move |_| Reply::Raw(raw.clone())
        })
        .await;
        let sent = post(&sender(5000), receiver.url("/").as_str()).await;
        assert_eq!(
            (sent.status, word(&sent)),
            (None, Some(expected)),
            "{:?}",
            String::from_utf8_lossy(raw)
        );
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_does_not_unsay_the_status() {
    let receiver = Receiver::start(|_| {
        Reply::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nyes".to_vec())
    })
    .await;
    let sent = post(&sender(5000), receiver.url("/").as_str()).await;
    assert_eq!(
        (sent.status, word(&sent), sent.answer.as_deref()),
        (Some(200), None, Some("yes"))
    );
}

#[tokio::test]
async fn connections_that_cannot_be_made_have_names() {
    let loopback_listener = || tokio::net::TcpListener::bind("127.0.0.1:0");
    let nobody = loopback_listener().await.unwrap().local_addr().unwrap();
    let plain = loopback_listener().await.unwrap();
    let plain_address = plain.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = plain.accept().await.unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .unwrap();
    });
    for (url, expected) in [
        (format!("http://{nobody}/"), "connect.refused"),
        (format!("https://{plain_address}/"), "tls"),
    ] {
        assert_eq!(
            word(&post(&sender(5000), &url).await),
            Some(expected),
            "{url}"
        );
    }
    let unknown = guarded(Guard::with_lookup(loopback(), Script::new(&[])), 5000);
    assert_eq!(
        word(&post(&unknown, "http://nowhere.example/").await),
        Some("dns")
    );
}

#[tokio::test]
async fn the_next_machine_of_a_name_is_tried() {
    let receiver = Receiver::start(|_| Reply::status(200)).await;
    let script = Script::new(&[&["127.0.0.3", "127.0.0.1"]]);
    let sender = guarded(Guard::with_lookup(loopback(), script), 5000);
    let sent = post(
        &sender,
        &format!("http://two.example:{}/", receiver.address.port()),
    )
    .await;
    assert_eq!(sent.status, Some(200));
}

#[tokio::test]
async fn certificates_must_be_of_a_trusted_authority_and_of_that_name() {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["hooks.example".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_no_client_auth()
    .with_single_cert(vec![cert.der().clone()], key)
    .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let receiver = Receiver::start_behind(
        move |stream| -> Accepted {
            let accepting = acceptor.accept(stream);
            Box::pin(async move { Some(Box::new(accepting.await.ok()?) as Box<dyn Duplex>) })
        },
        |_| Reply::status(200),
    )
    .await;
    let port = receiver.address.port();
    let guard = || Guard::with_lookup(loopback(), Script::new(&[&["127.0.0.1"]]));

    let stranger = guarded(guard(), 5000);
    assert_eq!(
        word(&post(&stranger, &format!("https://hooks.example:{port}/")).await),
        Some("tls")
    );

    let friend = Sender::new(guard(), limits(5000), &[cert.der().clone()]).unwrap();
    for (host, expected) in [
        ("hooks.example", None),
        ("hooks.example.", None),
        ("other.example", Some("tls")),
    ] {
        assert_eq!(
            word(&post(&friend, &format!("https://{host}:{port}/")).await),
            expected,
            "{host}"
        );
    }
}

/// Whatever bytes come back, an attempt ends, and ends as one of few things.
#[test]
fn no_answer_of_any_bytes_breaks_an_attempt() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let start = prop::sample::select(vec![
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
    ]);
    let bytes = prop::collection::vec(any::<u8>(), 0..300);
    let mut runner = TestRunner::new(Config::with_cases(64));
    runner
        .run(&(start, bytes), |(start, bytes)| {
            let raw = [start.as_bytes(), &bytes].concat();
            let sent = runtime.block_on(async {
                let receiver = Receiver::start(move |_| Reply::Raw(raw.clone())).await;
                post(&sender(5000), receiver.url("/").as_str()).await
            });
            let is_known = matches!(
                word(&sent),
                None | Some(
                    "answer.malformed"
                        | "answer.headers"
                        | "answer.status"
                        | "answer.redirect"
                        | "connection.closed"
                )
            );
            prop_assert!(is_known, "{:?}", sent);
            Ok(())
        })
        .unwrap();
}
