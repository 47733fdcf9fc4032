//! A call that was heard: its account is known, its body is whole and decoded.

use std::fmt;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Response, StatusCode};
use bytes::Bytes;
use proofing::ports::{Found, Stored};
use tokio::sync::OwnedSemaphorePermit;
use verification::Verification;
use verification::account::Account;
use verification::status::Profile;
use wire::capture::parse::Call;
use wire::capture::{Encoding, Fault, FaultKind, Message, decode};

use super::answer::{Manner, respond};
use super::credentials::{Known, Unknown, identify, signer};
use super::refusal::{broken, fault, forgotten, refuse, stranger};
use crate::Gate;
use crate::body::{Allowance, SMALL, Whole};

/// A call of an account.
pub(super) struct Heard {
    /// Whose.
    pub(super) account: Arc<Account>,
    endpoint: &'static str,
    manner: Manner,
    json: Result<Bytes, Fault>,
    /// The call takes as much memory as its body did, until it is answered.
    _room: Option<OwnedSemaphorePermit>,
}

/// A call is personal: its length is shown, never its content.
impl fmt::Debug for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.json.as_ref().map(Bytes::len).unwrap_or_default();
        write!(f, "Heard({}, {bytes} bytes)", self.endpoint)
    }
}

impl Heard {
    /// Hears a call of a few words.
    pub(super) async fn little(
        gate: &Gate,
        request: Request,
        endpoint: &'static str,
    ) -> Result<Self, Response<Body>> {
        Self::hear(gate, request, endpoint, Allowance::small(gate)).await
    }

    /// Hears a call that brings a picture.
    pub(super) async fn large(
        gate: &Gate,
        request: Request,
        endpoint: &'static str,
    ) -> Result<Self, Response<Body>> {
        Self::hear(gate, request, endpoint, Allowance::large(gate)).await
    }

    async fn hear(
        gate: &Gate,
        request: Request,
        endpoint: &'static str,
        allowed: Allowance,
    ) -> Result<Self, Response<Body>> {
        let known = identify(&gate.desk, request.headers(), request.uri().path())
            .await
            .map_err(|why| stranger(endpoint, why, None))?;
        let body = match Whole::take(request, gate, allowed).await {
            Ok(body) => body,
            // Nobody has proved anything yet, unless the headers did.
            Err(why) => {
                let manner = Manner {
                    encoding: Encoding::Json,
                    signer: None,
                };
                let profile = known.account.settings.messages;
                return Err(refuse(endpoint, &broken(why), profile, &manner));
            }
        };
        let room = body.room;
        let Some(opened) = opened(gate, known, body.bytes).await else {
            let why = Unknown::Failed(FaultKind::Internal);
            return Err(stranger(endpoint, why, None));
        };
        let Opened {
            account,
            encoding,
            json,
            signer,
        } = opened;
        let Some((key, digest)) = signer else {
            let why = Unknown::Wrong { is_signed: true };
            return Err(stranger(endpoint, why, Some(encoding)));
        };
        Ok(Self {
            endpoint,
            manner: Manner {
                encoding,
                signer: Some((account.id, key, digest)),
            },
            account,
            json,
            _room: room,
        })
    }

    /// What it says.
    pub(super) fn call(&self) -> Result<Call<'_>, Fault> {
        match &self.json {
            Ok(json) => Call::read(json),
            Err(why) => Err(why.clone()),
        }
    }

    /// Its JSON, for whoever reads it elsewhere.
    pub(super) fn json(&self) -> Result<Bytes, Fault> {
        self.json.clone()
    }

    /// How it was written.
    pub(super) const fn encoding(&self) -> Encoding {
        self.manner.encoding
    }

    /// The wording that the account wants.
    pub(super) fn profile(&self) -> Profile {
        self.account.settings.messages
    }

    /// The verification of the transaction that it is about.
    pub(super) async fn about(&self, gate: &Gate) -> Result<Verification, Fault> {
        let transaction = self.call()?.transaction()?;
        match gate.desk.by_transaction(&self.account, transaction).await {
            Ok(Found::Live(stored)) => {
                let Stored { value, .. } = *stored;
                Ok(value)
            }
            Ok(Found::Forgotten(_)) => Err(forgotten()),
            Err(error) => Err(fault(error)),
        }
    }

    /// The answer.
    pub(super) fn answer(&self, told: Result<Message, Fault>) -> Response<Body> {
        match told {
            Ok(message) => respond(StatusCode::OK, &message, &self.manner),
            Err(why) => refuse(self.endpoint, &why, self.profile(), &self.manner),
        }
    }
}

/// A body that was decoded, and whether its signature is right.
struct Opened {
    account: Arc<Account>,
    encoding: Encoding,
    json: Result<Bytes, Fault>,
    signer: Option<(
        verification::account::SecretKey,
        wire::capture::signature::Digest,
    )>,
}

/// Checks and decodes a body: a small one here, a large one beside, as many at a time as there are
/// processors. `None` if that broke down.
async fn opened(gate: &Gate, known: Known, body: Bytes) -> Option<Opened> {
    if body.len() <= SMALL {
        return Some(open(known, &body));
    }
    // The semaphore is never closed.
    let turn = Arc::clone(&gate.parsing).acquire_owned().await.ok()?;
    let opening = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        open(known, &body)
    });
    opening.await.ok()
}

fn open(known: Known, body: &Bytes) -> Opened {
    let signer = signer(&known.account, &known.proof, body);
    let (encoding, json) = if signer.is_some() {
        decode(body)
    } else {
        // Not worth decoding; only how it is written is asked.
        (
            decode(body.get(..1).unwrap_or_default()).0,
            Ok(std::borrow::Cow::Borrowed(&[][..])),
        )
    };
    let json = json
        .map(|json| match json {
            std::borrow::Cow::Borrowed(json) => Bytes::copy_from_slice(json),
            std::borrow::Cow::Owned(json) => Bytes::from(json),
        })
        .map_err(Fault::from);
    Opened {
        account: known.account,
        encoding,
        json,
        signer,
    }
}
