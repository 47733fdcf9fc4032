//! `[office]`: the pages for staff.

use std::net::{SocketAddr, ToSocketAddrs};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use url::{Host, Url};

use super::layers::Layers;
use super::public_url::public_url;
use crate::listening;

/// The section as it was written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOffice {
    enabled: bool,
    listen: String,
    public_url: String,
}

/// The pages for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeSettings {
    /// Whether they are served.
    pub enabled: bool,
    /// The address and port of a listener of their own, or `None` if they are on the server's.
    pub listen: Option<SocketAddr>,
    /// The URL at which staff reach them, or `None` if it is the server's.
    pub public_url: Option<String>,
}

impl OfficeSettings {
    /// Parses the section. The server's public URL and address are what follows from it if the
    /// section names none.
    pub(super) fn new(
        layers: &Layers,
        raw: RawOffice,
        server_url: Option<&str>,
        server_listen: SocketAddr,
    ) -> Result<Self> {
        let located = |key: &str| format!("{key} ({})", layers.origin(key));
        let listen = if raw.listen.is_empty() {
            None
        } else {
            let found = raw.listen.to_socket_addrs().ok();
            let found = found.and_then(|mut addresses| addresses.next());
            Some(found.with_context(|| {
                format!(
                    "{}: `{}` is not an address and port; for example 127.0.0.1:8081",
                    located("office.listen"),
                    raw.listen
                )
            })?)
        };
        let public_url =
            public_url(&raw.public_url).with_context(|| located("office.public_url"))?;
        let address = listening::url(listen.unwrap_or(server_listen));
        let reached_at = public_url
            .as_deref()
            .or(server_url.filter(|_| listen.is_none()))
            .unwrap_or(&address);
        ensure!(
            !raw.enabled || is_secure(reached_at),
            "{}: must begin with https://, because staff send their passwords there (http:// is only for localhost)",
            located("office.public_url")
        );
        Ok(Self {
            enabled: raw.enabled,
            listen,
            public_url,
        })
    }
}

/// Returns true if a browser keeps secrets sent to this URL from others on the way.
fn is_secure(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    url.scheme() == "https"
        || match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_go_over_https_or_stay_on_the_machine() {
        for (url, expected) in [
            ("https://id.example.com", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.1:8080", true),
            ("http://[::1]:8080", true),
            ("http://id.example.com", false),
            ("http://localhost.example.com", false),
            ("http://192.168.1.2", false),
            ("nonsense", false),
        ] {
            assert_eq!(is_secure(url), expected, "{url}");
        }
    }
}
