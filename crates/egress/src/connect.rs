//! Connecting: the only place where the server opens a connection to an address from outside.
//!
//! The name is resolved once, every address is judged, and the connection goes to exactly the
//! machine that was judged: there is no second lookup to which a name server could answer
//! differently. Literal addresses and every new connection of the pool take the same way.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use url::Url;

use crate::address::Blocked;
use crate::guard::{Guard, NoWay};

/// The reason why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConnectError {
    #[error(transparent)]
    NoWay(#[from] NoWay),
    #[error("no connection")]
    Tcp(#[source] io::Error),
    #[error("no secure connection")]
    Tls(#[source] io::Error),
    #[error("no connection in time")]
    Late,
}

/// The maximum number of a name's machines that are tried.
const MAX_MACHINES: usize = 8;

/// Opens guarded connections for the client.
#[derive(Clone)]
pub(crate) struct Connector {
    pub(crate) guard: Guard,
    pub(crate) tls: TlsConnector,
    pub(crate) patience: Duration,
}

impl tower::Service<Uri> for Connector {
    type Response = TokioIo<Stream>;
    type Error = ConnectError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, ConnectError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let this = self.clone();
        Box::pin(async move {
            // The client may finish connecting after the request that wanted it has gone.
            let until = Instant::now() + this.patience;
            timeout_at(until, this.connect(to, until))
                .await
                .unwrap_or(Err(ConnectError::Late))
                .map(TokioIo::new)
        })
    }
}

impl Connector {
    async fn connect(&self, to: Uri, until: Instant) -> Result<Stream, ConnectError> {
        let url = Url::parse(&to.to_string()).map_err(|_| NoWay::Blocked(Blocked::Malformed))?;
        let mut machines = self.guard.resolve(&url).await?;
        machines.truncate(MAX_MACHINES);
        let mut last = io::ErrorKind::NotFound.into();
        for (index, machine) in machines.iter().enumerate() {
            // A machine that never answers leaves the others their share of the time.
            let share =
                until.saturating_duration_since(Instant::now()) / (machines.len() - index) as u32;
            match timeout(share, TcpStream::connect(machine))
                .await
                .unwrap_or_else(|late| Err(late.into()))
            {
                Ok(tcp) => {
                    // A callback is one small write, so waiting to fill a packet would only delay
                    // it.
                    tcp.set_nodelay(true).map_err(ConnectError::Tcp)?;
                    return if url.scheme() == "https" {
                        self.secure(&url, tcp).await
                    } else {
                        Ok(Stream::Plain(tcp))
                    };
                }
                Err(error) => last = error,
            }
        }
        Err(ConnectError::Tcp(last))
    }

    async fn secure(&self, url: &Url, tcp: TcpStream) -> Result<Stream, ConnectError> {
        let name = url.host_str().unwrap_or_default().trim_end_matches('.');
        let name = name
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let name = ServerName::try_from(name)
            .map_err(|error| ConnectError::Tls(io::Error::other(error)))?;
        let tls = self
            .tls
            .connect(name, tcp)
            .await
            .map_err(ConnectError::Tls)?;
        Ok(Stream::Tls(Box::new(tls)))
    }
}

/// Returns a TLS configuration that trusts the public web's authorities and these additional ones.
pub(crate) fn tls(
    extra: &[rustls::pki_types::CertificateDer<'static>],
) -> Result<TlsConnector, rustls::Error> {
    let mut roots = rustls::RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    for certificate in extra {
        roots.add(certificate.clone())?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

/// A connection, encrypted or not.
pub(crate) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

macro_rules! forward {
    ($self:ident, $method:ident, $($argument:expr),*) => {
        match $self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).$method($($argument),*),
            Self::Tls(stream) => Pin::new(stream.as_mut()).$method($($argument),*),
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        forward!(self, poll_read, cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        forward!(self, poll_write, cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        forward!(self, poll_flush, cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        forward!(self, poll_shutdown, cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        forward!(self, poll_write_vectored, cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.is_write_vectored(),
            Self::Tls(stream) => stream.is_write_vectored(),
        }
    }
}
