//! A business's end of the callbacks: an HTTP server on this machine that keeps what it was sent.

use std::time::Duration;

use axum::Router;
use axum::http::HeaderMap;
use bytes::Bytes;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;
use verification::account::Account;

use crate::signing;

/// How long a test waits for a callback before it gives up. Nothing depends on its length.
const PATIENCE: Duration = Duration::from_mins(1);

/// One callback as it arrived.
#[derive(Debug)]
pub(crate) struct Callback {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Callback {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn event(&self) -> String {
        self.json()["event"].as_str().unwrap().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

/// Answers 200 with what it was sent: what a receiver answers is kept as well.
pub(crate) struct Receiver {
    pub(crate) url: String,
    inbox: UnboundedReceiver<Callback>,
    owner: Option<Account>,
}

impl Receiver {
    /// A receiver that checks the signature of every callback.
    pub(crate) async fn start(owner: &Account) -> Self {
        let (outbox, inbox) = unbounded_channel();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new().fallback(move |headers: HeaderMap, body: Bytes| {
            let outbox = outbox.clone();
            async move {
                let callback = Callback {
                    headers,
                    body: body.clone(),
                };
                outbox.send(callback).unwrap();
                body
            }
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            url,
            inbox,
            owner: Some(owner.clone()),
        }
    }

    /// The keys were rotated.
    pub(crate) fn now_of(&mut self, owner: &Account) {
        self.owner = Some(owner.clone());
    }

    pub(crate) async fn next(&mut self) -> Callback {
        let callback = timeout(PATIENCE, self.inbox.recv()).await;
        let callback = callback
            .unwrap_or_else(|_| panic!("no callback came"))
            .unwrap();
        assert_eq!(callback.header("content-type"), "application/json");
        if let Some(owner) = &self.owner {
            signing::assert_signed(owner, &callback.headers, &callback.body, "a callback");
        }
        callback
    }

    pub(crate) fn assert_quiet(&mut self) {
        assert!(self.inbox.try_recv().is_err(), "a callback too many");
    }
}
