//! Messages against gateways and mail servers on loopback.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use egress::messenger::{ChannelRouter, Gateway, Smtp, SmtpSettings, SmtpTls, Way};
use egress::selfie_pages::SelfieService;
use egress::template::{Description, Format};
use egress::visitors::OutsideService;
use proofing::messaging::{Message, Messenger, Receipt, SendError};
use proofing::ports::{SelfiePage, SelfiePages};
use proofing::visitors::{DeviceIntelligence, Visitor};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use testkit::FixedClock;
use testkit::builders::{at, opened};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use verification::capture::{Channel, DeviceSignal};
use verification::{Origin, Personal};

use crate::support::{sender, soon};
use testkit::receiver::{Receiver, Reply};

fn message(channel: Channel, to: &str) -> Message {
    Message {
        id: "m1".to_owned(),
        channel,
        to: to.into(),
        subject: "Acme: verify your identity".to_owned(),
        text: "Acme asks: https://id.example/?token=1".into(),
    }
}

fn gateway(url: &str) -> Gateway {
    let description = Description {
        method: "POST".to_owned(),
        url: url.to_owned(),
        headers: vec![
            "Authorization: Bearer {secret}".to_owned(),
            "Idempotency-Key: {id}".to_owned(),
        ],
        format: Format::Json,
        body: r#"{"to":"{to}","text":"{text}"}"#.to_owned(),
        secret: "s3cret".into(),
        ..Description::default()
    };
    let clock = Arc::new(FixedClock::new(at(0)));
    Gateway::new(&description, "/messages/0/id", sender(2000), clock).unwrap()
}

#[tokio::test]
async fn a_gateway_is_called_as_described() {
    let mut receiver = Receiver::start(|_| {
        let answer = br#"{"messages":[{"id":"SM-42"}]}"#;
        Reply::Answer(202, Vec::new(), answer.to_vec())
    })
    .await;
    let way = gateway(receiver.url("/send").as_str());
    let board = ChannelRouter::default().with(Channel::Sms, Arc::new(way));
    assert!(board.has(Channel::Sms) && !board.has(Channel::Email));
    let sent = soon(board.send(&message(Channel::Sms, "+15550100"))).await;
    let receipt = Receipt {
        id: Some("SM-42".to_owned()),
    };
    assert_eq!(sent, Ok(receipt));
    let got = soon(receiver.requests.recv()).await.unwrap();
    assert_eq!(got.path, "/send");
    assert_eq!(got.headers["authorization"], "Bearer s3cret");
    assert_eq!(got.headers["idempotency-key"], "m1");
    assert_eq!(
        got.body,
        br#"{"to":"+15550100","text":"Acme asks: https://id.example/?token=1"}"#
    );
    let nowhere = board
        .send(&message(Channel::Email, "zoe@person.example"))
        .await;
    assert_eq!(nowhere, Err(SendError::NoChannel(Channel::Email)));
}

#[tokio::test]
async fn a_status_says_whether_to_try_again() {
    for (status, is_final) in [
        (301, true),
        (400, true),
        (401, true),
        (408, false),
        (429, false),
        (500, false),
        (503, false),
    ] {
        let receiver = Receiver::start(move |_| {
            let headers = vec![("Retry-After", "7".to_owned())];
            Reply::Answer(status, headers, b"+15550100 is bad".to_vec())
        })
        .await;
        let way = gateway(receiver.url("/").as_str());
        match soon(way.send(&message(Channel::Sms, "+15550100"))).await {
            Err(SendError::Never(why)) => {
                assert!(is_final && !why.contains("5550100"), "{status} {why}");
            }
            Err(SendError::Later { why, after }) => {
                assert!(!is_final && !why.contains("5550100"), "{status} {why}");
                assert_eq!(after, Some(Duration::from_secs(7)));
            }
            other => panic!("{status} {other:?}"),
        }
    }
}

#[tokio::test]
async fn who_is_not_there_may_come_back() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let way = gateway(&format!("http://{address}/"));
    let sent = soon(way.send(&message(Channel::Sms, "+15550100"))).await;
    assert!(matches!(sent, Err(SendError::Later { .. })), "{sent:?}");
    // A private network that was not allowed stays closed.
    let way = gateway("http://10.0.0.1/");
    let sent = soon(way.send(&message(Channel::Sms, "+15550100"))).await;
    assert!(matches!(sent, Err(SendError::Never(_))), "{sent:?}");
}

#[tokio::test]
async fn a_receipt_that_is_odd_is_none() {
    for answer in [
        "",
        "nothing",
        r#"{"messages":[{"id":"a b\n"}]}"#,
        r#"{"messages":[{"id":null}]}"#,
        r#"{"messages":[]}"#,
    ] {
        let receiver =
            Receiver::start(move |_| Reply::Answer(200, Vec::new(), answer.as_bytes().to_vec()))
                .await;
        let way = gateway(receiver.url("/").as_str());
        let sent = soon(way.send(&message(Channel::Sms, "+15550100"))).await;
        assert_eq!(sent, Ok(Receipt::default()), "{answer}");
    }
}

/// Speaks as much SMTP as a client needs, and gives what it was told. `refuses` is answered to the
/// recipient.
async fn speak(stream: impl AsyncRead + AsyncWrite + Unpin, refuses: Option<&str>) -> String {
    let mut stream = BufReader::new(stream);
    let mut heard = String::new();
    stream.write_all(b"220 mail.example\r\n").await.unwrap();
    let mut in_data = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return heard;
        }
        heard.push_str(&line);
        let answer = match line.split([' ', '\r']).next().unwrap_or_default() {
            "." if in_data => {
                in_data = false;
                "250 taken"
            }
            _ if in_data => continue,
            "EHLO" => "250-mail.example\r\n250 AUTH PLAIN",
            "AUTH" => "235 welcome",
            "MAIL" => "250 fine",
            "RCPT" => refuses.unwrap_or("250 fine"),
            "DATA" => {
                in_data = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "500 what",
        };
        let answer = format!("{answer}\r\n");
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return heard;
        }
    }
}

async fn mail_server(
    refuses: Option<&'static str>,
    tls: Option<TlsAcceptor>,
) -> (u16, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        match tls {
            None => speak(stream, refuses).await,
            Some(tls) => match tls.accept(stream).await {
                Ok(stream) => speak(stream, refuses).await,
                Err(_) => String::new(),
            },
        }
    });
    (port, heard)
}

fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".to_owned(),
        port: Some(port),
        tls: SmtpTls::None,
        user: String::new(),
        secret: Personal::default(),
        from: "id@acme.example".to_owned(),
        authorities: None,
        patience: Duration::from_secs(10),
    }
}

/// A certificate as it stands in files.
fn pem(certificate: &[u8]) -> Vec<u8> {
    let text = base64::engine::general_purpose::STANDARD.encode(certificate);
    let begin = "-----BEGIN CERTIFICATE-----";
    format!("{begin}\n{text}\n-----END CERTIFICATE-----\n").into_bytes()
}

async fn mailed(settings: &SmtpSettings) -> Result<Receipt, SendError> {
    let clock = Arc::new(FixedClock::new(at(0)));
    let smtp = Smtp::new(settings, clock).unwrap();
    soon(smtp.send(&message(Channel::Email, "zoe@person.example"))).await
}

#[tokio::test]
async fn a_mail_arrives() {
    let (port, heard) = mail_server(None, None).await;
    assert_eq!(mailed(&settings(port)).await, Ok(Receipt::default()));
    let heard = soon(heard).await.unwrap();
    for line in [
        "EHLO acme.example\r\n",
        "MAIL FROM:<id@acme.example>",
        "RCPT TO:<zoe@person.example>\r\n",
        "Subject: Acme: verify your identity\r\n",
        "Acme asks: https://id.example/?token=1",
    ] {
        assert!(heard.contains(line), "{line} {heard}");
    }
}

#[tokio::test]
async fn a_password_goes_through_tls_to_whom_is_trusted_only() {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    for trusted in [true, false] {
        let (port, heard) = mail_server(None, Some(acceptor.clone())).await;
        let sent = mailed(&SmtpSettings {
            tls: SmtpTls::Implicit,
            user: "me".to_owned(),
            secret: "s3cret".into(),
            authorities: trusted.then(|| pem(cert.der())),
            ..settings(port)
        })
        .await;
        let heard = soon(heard).await.unwrap();
        if trusted {
            assert_eq!(sent, Ok(Receipt::default()));
            // NUL me NUL s3cret.
            assert!(heard.contains("AUTH PLAIN AG1lAHMzY3JldA=="), "{heard}");
        } else {
            assert!(matches!(sent, Err(SendError::Later { .. })), "{sent:?}");
            assert_eq!(heard, "");
        }
    }
}

#[tokio::test]
async fn a_mail_server_that_refuses_is_believed() {
    for (answer, is_final) in [
        ("550 no such person zoe@person.example", true),
        ("450 zoe@person.example is busy", false),
    ] {
        let (port, _heard) = mail_server(Some(answer), None).await;
        let why = match mailed(&settings(port)).await {
            Err(SendError::Never(why)) if is_final => why,
            Err(SendError::Later { why, .. }) if !is_final => why,
            other => panic!("{answer} {other:?}"),
        };
        assert_eq!(why, format!("the mail server answered {}", &answer[..3]));
    }
    // STARTTLS is asked for and not offered: nothing is sent.
    let (port, heard) = mail_server(None, None).await;
    let sent = mailed(&SmtpSettings {
        tls: SmtpTls::StartTls,
        ..settings(port)
    })
    .await;
    assert!(sent.is_err());
    assert!(!soon(heard).await.unwrap().contains("MAIL"));
}

#[tokio::test]
async fn an_outside_service_is_quoted_or_silent() {
    for (status, answer, expected) in [
        (200, r#"{"fraud_chance": 3}"#, true),
        (200, "<html>", false),
        (500, "{}", false),
    ] {
        let mut receiver =
            Receiver::start(move |_| Reply::Answer(status, Vec::new(), answer.as_bytes().to_vec()))
                .await;
        let description = Description {
            method: "GET".to_owned(),
            url: format!(
                "{}?ip={{ip}}&device={{device_id}}",
                receiver.url("/look").as_str()
            ),
            ..Description::default()
        };
        let service = OutsideService::new(&description, sender(2000)).unwrap();
        let origin = Origin {
            ip: Some("2001:db8::1".into()),
            ..Origin::default()
        };
        let signal = DeviceSignal::default();
        let visitor = Visitor {
            origin: &origin,
            signal: &signal,
        };
        let said = soon(service.ask(visitor)).await;
        assert_eq!(
            said.as_ref().map(Personal::reveal),
            expected.then_some(answer)
        );
        let got = soon(receiver.requests.recv()).await.unwrap();
        assert_eq!(got.path, "/look?ip=2001%3Adb8%3A%3A1&device=");
    }
}

#[tokio::test]
async fn a_service_for_selfies_gives_an_address_or_none() {
    let transaction = opened(7).next.transaction;
    for (status, answer, expected) in [
        (
            201,
            r#"{"data":{"url":"https://selfies.example/p/1"}}"#,
            true,
        ),
        (200, r#"{"data":{"url":"javascript:alert(1)"}}"#, false),
        (200, r#"{"data":{}}"#, false),
        (200, "<html>", false),
        (
            500,
            r#"{"data":{"url":"https://selfies.example/p/1"}}"#,
            false,
        ),
    ] {
        let mut receiver =
            Receiver::start(move |_| Reply::Answer(status, Vec::new(), answer.as_bytes().to_vec()))
                .await;
        let description = Description {
            method: "POST".to_owned(),
            url: receiver.url("/pages").to_string(),
            headers: vec!["Idempotency-Key: {transaction_id}".to_owned()],
            body: r#"{"id":"{transaction_id}"}"#.to_owned(),
            ..Description::default()
        };
        let service = SelfieService::new(&description, "/data/url", sender(2000)).unwrap();
        let page = match soon(service.page(transaction)).await {
            SelfiePage::At(url) => Some(url.to_string()),
            SelfiePage::Missing | SelfiePage::NoService => None,
        };
        let expected = expected.then(|| "https://selfies.example/p/1".to_owned());
        assert_eq!(page, expected, "{status} {answer}");
        let got = soon(receiver.requests.recv()).await.unwrap();
        assert_eq!(got.body, format!(r#"{{"id":"{transaction}"}}"#).as_bytes());
    }
}
