//! What a request holds on its way.
//!
//! A request enters the [queue of unauthenticated requests](crate::unauthenticated). Once its
//! sender has proved something, it leaves for a [slot](crate::slots) of its own kind, counted by
//! what was proved. It holds its place or slot until the answer was read, not only written, because
//! an answer that nobody reads takes memory too.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;
use wire::verify::render::Failure;

pub(crate) use crate::marks::{OwnPagesOnly, Wrong};
use crate::peer::Neighbourhood;
use crate::shares::{Holder, Permit, Shares};
use crate::unauthenticated::{PendingRequest, Place};
use crate::{AppState, problem};

/// A request on its way. It travels as an extension of the request, and with its answer.
#[derive(Debug, Clone)]
pub(crate) struct Entered {
    call: Arc<Call>,
    at: Neighbourhood,
    /// A caller who waits longer for a slot is better served by an answer than by a slot.
    patience: Duration,
}

/// What is held for a request until its answer was read.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) pending: Arc<PendingRequest>,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    unauthenticated: Option<Place>,
    /// Callers that offer a token wait here behind others that offer the same one.
    turn: Option<Permit>,
    slot: Option<Permit>,
}

/// No slot became free in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Busy;

impl Entered {
    /// Creates a request that holds its place in the queue, and nothing else yet.
    pub(crate) fn new(
        pending: Arc<PendingRequest>,
        place: Place,
        at: Neighbourhood,
        patience: Duration,
    ) -> Self {
        let held = Held {
            unauthenticated: Some(place),
            ..Held::default()
        };
        let call = Arc::new(Call {
            pending,
            held: Mutex::new(held),
        });
        Self { call, at, patience }
    }

    /// Returns what the request holds.
    pub(crate) fn call(&self) -> Arc<Call> {
        Arc::clone(&self.call)
    }

    /// Returns the holder for a sender who proved nothing, by their address.
    pub(crate) const fn stranger(&self) -> Holder {
        Holder::Stranger(self.at)
    }

    /// Makes a sender of a token that was not looked up yet wait in the queue behind others with
    /// the same token, so that nothing is read for a link in a loop beyond its share.
    pub(crate) async fn queue(&self, slots: &Shares, bearer: Holder) -> Result<(), Busy> {
        let turn = timeout(self.patience, slots.take(bearer, 1)).await;
        self.call.held().turn = Some(turn.map_err(|_| Busy)?);
        Ok(())
    }

    /// Moves a sender who has proved who they are from the queue to a slot.
    pub(crate) async fn prove(&self, slots: &Shares, holder: Holder) -> Result<(), Busy> {
        drop(self.call.held().unauthenticated.take());
        match timeout(self.patience, slots.take(holder, 1)).await {
            Ok(slot) => {
                self.call.held().slot = Some(slot);
                Ok(())
            }
            Err(_) => Err(Busy),
        }
    }

    /// Does the same without waiting for a slot.
    pub(crate) fn prove_now(&self, slots: &Shares, holder: Holder) -> Result<(), Busy> {
        let slot = slots.try_take(holder, 1).ok_or(Busy)?;
        let mut held = self.call.held();
        held.slot = Some(slot);
        drop(held.unauthenticated.take());
        Ok(())
    }
}

impl Call {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FromRequestParts<AppState> for Entered {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Response> {
        Self::of(&parts.extensions).ok_or_else(|| {
            // Every route has the layer that inserts it.
            problem::failure(Failure::Internal).into_response()
        })
    }
}

impl Entered {
    /// What rides on a request.
    pub(crate) fn of(extensions: &Extensions) -> Option<Self> {
        extensions.get::<Self>().cloned()
    }
}
