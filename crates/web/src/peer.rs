//! The address of whoever is connected.

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use verification::Personal;

/// The other end of the connection, if the server was started with connection info.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(Option<SocketAddr>);

impl Peer {
    /// Its address, without the port.
    pub(crate) fn ip(self) -> Option<Personal> {
        self.0.map(|address| Personal::new(address.ip().to_canonical().to_string()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0)))
    }
}
