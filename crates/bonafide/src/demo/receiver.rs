//! The business's receiver: a small server that trusts no callback before it has verified it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinHandle;
use verification::account::Account;
use wire::verify::signature::{self, SIGNATURE_HEADERS, WebhookHeaders};

/// A callback whose time is further away than this may be a replay.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// A callback as received.
#[derive(Debug)]
pub(super) struct Arrival {
    /// When it was received.
    pub(super) at: Timestamp,
    /// Its `webhook-id`: the same for every attempt.
    pub(super) id: String,
    /// Its body, or `null` if that is not JSON.
    pub(super) body: Value,
    /// Whether both signatures are the account's, or else what is wrong.
    pub(super) signed: Result<(), &'static str>,
}

/// A running receiver.
#[derive(Debug)]
pub(super) struct Receiver {
    /// The `callback_url` to send.
    pub(super) url: String,
    task: JoinHandle<()>,
}

struct App {
    account: Account,
    arrivals: UnboundedSender<Arrival>,
}

impl Receiver {
    /// Listens on a free port of this machine and passes on every callback.
    pub(super) async fn start(
        account: Account,
        arrivals: UnboundedSender<Arrival>,
    ) -> Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .await
            .context("cannot find a free port for the receiver")?;
        let url = format!("http://{}/callback", listener.local_addr()?);
        let app = Arc::new(App { account, arrivals });
        let router = Router::new()
            .route("/callback", post(receive))
            .with_state(app);
        let task = tokio::spawn(async move {
            // It ends with the demo.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { url, task })
    }

    /// Stops listening.
    pub(super) fn stop(self) {
        self.task.abort();
    }
}

async fn receive(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let at = bonafide::system::now();
    let signed = verify(&app.account, &headers, &body, at);
    let status = if signed.is_ok() {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::UNAUTHORIZED
    };
    let arrival = Arrival {
        at,
        id: header(&headers, "webhook-id").to_owned(),
        body: serde_json::from_slice(&body).unwrap_or_default(),
        signed,
    };
    // Nobody listens any more once the demo ends.
    let _ = app.arrivals.send(arrival);
    status
}

/// Verifies Standard Webhooks first, because it covers the time, then the protocol's own signature.
fn verify(
    account: &Account,
    headers: &HeaderMap,
    body: &[u8],
    now: Timestamp,
) -> Result<(), &'static str> {
    let webhook = WebhookHeaders {
        id: header(headers, "webhook-id").to_owned(),
        timestamp: header(headers, "webhook-timestamp").to_owned(),
        signature: header(headers, "webhook-signature").to_owned(),
    };
    if !signature::verify_webhook(&account.secret, &webhook, body) {
        return Err("the Standard Webhooks signature is wrong");
    }
    let sent = webhook.timestamp.parse().ok();
    let sent = sent.and_then(|second| Timestamp::from_second(second).ok());
    if sent.is_none_or(|sent| now.duration_since(sent).abs() > TOLERANCE) {
        return Err("the Standard Webhooks timestamp is too far from now");
    }
    let scheme = account.settings.signature;
    let is_ours =
        |name: &&str| signature::verify(scheme, &account.secret, body, header(headers, name));
    if SIGNATURE_HEADERS.iter().all(is_ours) {
        Ok(())
    } else {
        Err("the protocol's signature is wrong")
    }
}

/// Returns the text of a header, or an empty one.
fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
