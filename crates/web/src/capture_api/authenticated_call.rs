//! An authenticated call, whose account is known and whose body is complete and decoded.

use std::fmt;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Response, StatusCode};
use bytes::Bytes;
use proofing::Principal;
use proofing::ports::{Found, Stored};
use verification::Verification;
use verification::account::{Account, SecretKey};
use verification::status::Profile;
use wire::capture::parse::Call;
use wire::capture::signature::Digest;
use wire::capture::{Encoding, Fault, FaultKind, Message, decode};

use super::answer::{Manner, respond, respond_held};
use super::credentials::{Known, Unknown, identify};
use super::refusal::{broken, busy, fault, forgotten, refuse};
use super::stranger::stranger;
use crate::AppState;
use crate::answer_memory::AnswerShare;
use crate::body::{Allowance, BufferedBody};
use crate::body_memory::BodyShare;
use crate::entrance::{Busy, Entered};
use crate::limits::SMALL;
use crate::log::is_about;
use crate::shares::{Holder, Shares};

/// A call of an account.
pub(super) struct AuthenticatedCall {
    /// The account whose key signed the call.
    pub(super) account: Arc<Account>,
    endpoint: &'static str,
    manner: Manner,
    json: Result<Bytes, Fault>,
    /// The call takes as much memory as its body did, until it is answered.
    _share: BodyShare,
}

/// A call is personal, so only its length is shown.
impl fmt::Debug for AuthenticatedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.json.as_ref().map(Bytes::len).unwrap_or_default();
        write!(f, "AuthenticatedCall({}, {bytes} bytes)", self.endpoint)
    }
}

impl AuthenticatedCall {
    /// Receives a call of a few words.
    pub(super) async fn little(
        state: &AppState,
        request: Request,
        endpoint: &'static str,
    ) -> Result<Self, Response<Body>> {
        let allowed = Allowance::small(state);
        Self::hear(state, request, endpoint, allowed, &state.slots.calls).await
    }

    /// Receives a call that may wait for news.
    pub(super) async fn waiting(
        state: &AppState,
        request: Request,
        endpoint: &'static str,
    ) -> Result<Self, Response<Body>> {
        let allowed = Allowance::small(state);
        Self::hear(state, request, endpoint, allowed, &state.slots.waits).await
    }

    /// Receives a call that contains a picture.
    pub(super) async fn large(
        state: &AppState,
        request: Request,
        endpoint: &'static str,
    ) -> Result<Self, Response<Body>> {
        let allowed = Allowance::large(state);
        Self::hear(state, request, endpoint, allowed, &state.slots.calls).await
    }

    async fn hear(
        state: &AppState,
        request: Request,
        endpoint: &'static str,
        allowed: Allowance,
        slots: &Shares,
    ) -> Result<Self, Response<Body>> {
        let known = identify(&state.app, request.headers(), request.uri().path())
            .await
            .map_err(|why| stranger(endpoint, why, None))?;
        let Some(entered) = Entered::of(request.extensions()) else {
            let why = Unknown::Failed(FaultKind::Internal);
            return Err(stranger(endpoint, why, None));
        };
        // A caller that only claims to be an account stays a stranger until the signature has been
        // verified.
        let (holder, profile) = match &known {
            Known::Shown(account) => {
                let holder = Holder::Account(account.id);
                entered.prove(slots, holder).await.map_err(|Busy| busy())?;
                (holder, account.settings.messages)
            }
            Known::Claimed(..) => (entered.stranger(), Profile::default()),
        };
        let body = match BufferedBody::take(request, state, allowed, holder).await {
            Ok(body) => body,
            Err(why) => {
                let manner = Manner {
                    encoding: Encoding::Json,
                    signer: None,
                };
                return Err(refuse(endpoint, &broken(why), profile, &manner));
            }
        };
        let mut share = body.share;
        let Some(opened) = opened(state, known, body.bytes).await else {
            let why = Unknown::Failed(FaultKind::Internal);
            return Err(stranger(endpoint, why, None));
        };
        let Opened {
            encoding,
            json,
            proved,
        } = opened;
        let Some((account, key, digest)) = proved else {
            let why = Unknown::Wrong { is_signed: true };
            return Err(stranger(endpoint, why, Some(encoding)));
        };
        if let Holder::Stranger(_) = holder {
            let holder = Holder::Account(account.id);
            entered.prove(slots, holder).await.map_err(|Busy| busy())?;
            share.pass_on(&state.bodies, holder);
        }
        Ok(Self {
            endpoint,
            manner: Manner {
                encoding,
                signer: Some((account.id, key, digest)),
            },
            account,
            json,
            _share: share,
        })
    }

    /// Parses the contents of the call.
    pub(super) fn call(&self) -> Result<Call<'_>, Fault> {
        match &self.json {
            Ok(json) => Call::read(json),
            Err(why) => Err(why.clone()),
        }
    }

    /// Returns its JSON, for parsing elsewhere.
    pub(super) fn json(&self) -> Result<Bytes, Fault> {
        self.json.clone()
    }

    /// Returns its encoding.
    pub(super) const fn encoding(&self) -> Encoding {
        self.manner.encoding
    }

    /// Returns the wording that the account wants.
    pub(super) fn profile(&self) -> Profile {
        self.account.settings.messages
    }

    /// Returns the verification of the transaction that the call is about.
    pub(super) async fn about(&self, state: &AppState) -> Result<Verification, Fault> {
        let transaction = self.call()?.transaction()?;
        match state
            .app
            .by_transaction(self.principal(), &self.account, transaction)
            .await
        {
            Ok(Found::Live(stored)) => {
                let Stored { value, .. } = *stored;
                is_about(value.id);
                Ok(value)
            }
            Ok(Found::Forgotten(_)) => Err(forgotten()),
            Err(error) => Err(fault(error)),
        }
    }

    /// Returns the caller as a principal.
    pub(super) fn principal(&self) -> Principal {
        Principal::from(&*self.account)
    }

    /// Returns the holder to which the call counts.
    pub(super) fn holder(&self) -> Holder {
        Holder::Account(self.account.id)
    }

    /// Signs an answer for which this much memory was taken before it was made.
    pub(super) fn answer_held(
        &self,
        told: Result<(Message, AnswerShare), Fault>,
    ) -> Response<Body> {
        match told {
            Ok((message, memory)) => respond_held(&message, &self.manner, memory),
            Err(why) => refuse(self.endpoint, &why, self.profile(), &self.manner),
        }
    }

    /// Signs an answer.
    pub(super) fn answer(&self, told: Result<Message, Fault>) -> Response<Body> {
        match told {
            Ok(message) => respond(StatusCode::OK, &message, &self.manner),
            Err(why) => refuse(self.endpoint, &why, self.profile(), &self.manner),
        }
    }
}

/// A decoded body, and its account if the signature is right.
struct Opened {
    encoding: Encoding,
    json: Result<Bytes, Fault>,
    proved: Option<(Arc<Account>, SecretKey, Digest)>,
}

/// Verifies and decodes a body: a small one on this thread, a large one on another, as many at a
/// time as there are processors. Returns `None` if that broke down.
async fn opened(state: &AppState, known: Known, body: Bytes) -> Option<Opened> {
    if body.len() <= SMALL {
        return Some(open(known, &body));
    }
    // The semaphore is never closed.
    let turn = Arc::clone(&state.parsing).acquire_owned().await.ok()?;
    let opening = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        open(known, &body)
    });
    opening.await.ok()
}

fn open(known: Known, body: &Bytes) -> Opened {
    let proved = known.proved(body);
    let (encoding, json) = if proved.is_some() {
        decode(body)
    } else {
        // It is not worth decoding; only its encoding is needed.
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
        encoding,
        json,
        proved,
    }
}
