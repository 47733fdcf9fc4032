//! The business's HTTP client, with Basic authentication.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use egress::sender::Limits;
use egress::{Guard, Rules, Sender};
use serde_json::Value;
use verification::account::Account;
use verification::request::HttpUrl;

/// If the demo takes longer than this, something is wrong.
pub(super) const DEADLINE: Duration = Duration::from_mins(1);

/// A client of one account.
#[derive(Debug)]
pub(super) struct Client {
    sender: Sender,
    to: HttpUrl,
    headers: HeaderMap,
}

/// The answer to a request.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
    pub(super) took: Duration,
}

impl Client {
    pub(super) fn new(server: SocketAddr, account: &Account) -> Result<Self> {
        // The server itself is the one private address that this client may call.
        let guard = Guard::new(Rules {
            allowed: vec![server.ip().into()],
            ..Rules::default()
        });
        let limits = Limits {
            deadline: DEADLINE,
            answer: 1 << 20,
            excerpt: 1 << 20,
            ..Limits::default()
        };
        let credentials =
            STANDARD.encode(format!("{}:{}", account.client_id, account.secret.reveal()));
        let mut basic = HeaderValue::try_from(format!("Basic {credentials}"))
            .context("the credentials do not fit into a header")?;
        basic.set_sensitive(true);
        let headers = [
            (header::AUTHORIZATION, basic),
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            ),
        ];
        Ok(Self {
            sender: Sender::new(guard, limits, &[]).context("cannot set up TLS")?,
            to: HttpUrl::parse(&format!("http://{server}/"))
                .map_err(|error| anyhow::anyhow!("http://{server}/ {error}"))?,
            headers: headers.into_iter().collect(),
        })
    }

    /// Sends `POST /` with this body.
    pub(super) async fn ask(&self, body: &Value) -> Result<Answer> {
        let bytes = serde_json::to_vec(body)?;
        let sent = self
            .sender
            .send(&self.to, self.headers.clone(), bytes.into())
            .await;
        let (Some(status), Some(text)) = (sent.status, &sent.answer) else {
            match sent.failure {
                Some(failure) => bail!("the server did not answer: {failure}"),
                None => bail!("the server did not answer"),
            }
        };
        let body = serde_json::from_str(text)
            .with_context(|| format!("the server's answer {status} is not JSON"))?;
        Ok(Answer {
            status,
            body,
            took: sent.took,
        })
    }
}
