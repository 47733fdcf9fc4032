//! Calls to other paths, or with other methods.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, header};
use wire::capture::{Fault, FaultKind};

use super::authenticated_call::AuthenticatedCall;
use super::refusal::unheard;
use crate::AppState;

/// The path does not exist.
pub(super) async fn nowhere(State(state): State<AppState>, request: Request) -> Response<Body> {
    let fault = Fault::new(FaultKind::NotFound, "Nothing is at this path.");
    to_whoever(&state, request, fault).await
}

/// The path does not support this method.
pub(super) async fn other_method(
    State(state): State<AppState>,
    request: Request,
) -> Response<Body> {
    let fault = Fault::new(
        FaultKind::MethodNotAllowed,
        "This path does not take this method.",
    );
    to_whoever(&state, request, fault).await
}

/// Creates a refusal that is the same for everybody, signed for an account that proves its
/// identity. A single-use token is not looked up, because it is valid for one call, and this is not
/// one.
async fn to_whoever(state: &AppState, request: Request, fault: Fault) -> Response<Body> {
    let is_bearer = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|offered| offered.as_bytes().get(..6))
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer"));
    if is_bearer {
        return unheard(fault.kind, &fault.message);
    }
    match AuthenticatedCall::little(state, request, "").await {
        Ok(heard) => heard.answer(Err(fault)),
        Err(_) => unheard(fault.kind, &fault.message),
    }
}
