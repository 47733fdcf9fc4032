//! The address of the caller, even through the operator's own proxies.
//!
//! Anybody can write a header that names an address. It is only believed as far as a proxy named by
//! the operator wrote it: from the right, past trusted proxies, to the first address that is not
//! one. Everything to the left of it was written by a stranger.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use ipnet::IpNet;
use verification::Personal;

/// The proxies in front of the server, and how they report the caller.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    /// The networks in which they are. If empty, no header is believed.
    pub trusted: Vec<IpNet>,
    /// The header in which they write the address.
    pub header: ProxyHeader,
}

/// The header in which proxies report the caller. Only the one that they write is read, because the
/// other one is passed on as a stranger wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProxyHeader {
    /// `X-Forwarded-For`.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

impl Proxies {
    /// Returns true if this address belongs to a proxy that the operator named.
    pub(crate) fn trust(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        self.trusted.iter().any(|network| network.contains(&ip))
    }

    /// Returns the address of the caller, or `None` if a trusted proxy does not report it.
    fn asker(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer.to_canonical();
        if !self.trust(peer) {
            return Some(peer);
        }
        let mut last = peer;
        for node in self.nodes(headers).iter().rev() {
            last = node.as_deref().and_then(address)?.to_canonical();
            if !self.trust(last) {
                break;
            }
        }
        Some(last)
    }

    /// Returns what the proxies wrote, the nearest one last. Lines with the same name are one list
    /// (RFC 9110 §5.3).
    fn nodes(&self, headers: &HeaderMap) -> Vec<Option<String>> {
        let name = match self.header {
            ProxyHeader::XForwardedFor => "x-forwarded-for",
            ProxyHeader::Forwarded => "forwarded",
        };
        let mut nodes = Vec::new();
        for line in headers.get_all(name) {
            let Ok(line) = line.to_str() else {
                nodes.push(None);
                continue;
            };
            match self.header {
                ProxyHeader::XForwardedFor => {
                    nodes.extend(line.split(',').map(|node| Some(node.trim().to_owned())));
                }
                ProxyHeader::Forwarded => {
                    nodes.extend(split_quoted(line, ',').into_iter().map(forwarded_for));
                }
            }
        }
        nodes
    }
}

/// Returns the `for` of one element of `Forwarded`.
fn forwarded_for(element: &str) -> Option<String> {
    split_quoted(element, ';').into_iter().find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let value = value.trim();
        let value = value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'))
            .unwrap_or(value);
        name.trim()
            .eq_ignore_ascii_case("for")
            .then(|| value.to_owned())
    })
}

/// Splits at a separator outside quotation marks. Addresses contain nothing to escape.
fn split_quoted(text: &str, separator: char) -> Vec<&str> {
    let mut is_quoted = false;
    text.split(|c| {
        is_quoted ^= c == '"';
        c == separator && !is_quoted
    })
    .collect()
}

/// Parses an address as proxies write it: with brackets, with a port, or plain. `unknown` and
/// invented names are not addresses.
fn address(node: &str) -> Option<IpAddr> {
    let plain = node.parse().ok();
    plain
        .or_else(|| node.parse::<SocketAddr>().ok().map(|address| address.ip()))
        .or_else(|| node.strip_prefix('[')?.strip_suffix(']')?.parse().ok())
}

/// The other end of the connection, if the server was started with connection info.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(Option<IpAddr>);

impl Peer {
    /// Returns its address without the port.
    pub(crate) fn ip(self) -> Option<Personal> {
        self.0.map(|ip| Personal::new(ip.to_string()))
    }
}

impl Peer {
    /// The sender of a request.
    pub(crate) fn of(extensions: &Extensions, headers: &HeaderMap, proxies: &Proxies) -> Self {
        let connected = extensions.get::<ConnectInfo<SocketAddr>>();
        Self(connected.and_then(|info| proxies.asker(info.0.ip(), headers)))
    }

    /// Returns the neighbourhood to which it counts.
    pub(crate) fn neighbourhood(self) -> Neighbourhood {
        Neighbourhood::of(self.0)
    }
}

/// The addresses that count as one: a single IPv4 address, or the IPv6 network of one household or
/// server (64 bits), in which anybody has as many addresses as they like. Callers whose address no
/// proxy reported count as one too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Neighbourhood(Option<IpAddr>);

impl Neighbourhood {
    /// Returns the IPv4 address, or the first address of the IPv6 network.
    pub(crate) const fn address(self) -> Option<IpAddr> {
        self.0
    }

    pub(crate) fn of(ip: Option<IpAddr>) -> Self {
        Self(ip.map(|ip| match ip.to_canonical() {
            IpAddr::V6(ip) => {
                let network = u128::from(ip) >> 64 << 64;
                IpAddr::V6(Ipv6Addr::from(network))
            }
            v4 @ IpAddr::V4(_) => v4,
        }))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;
    use proptest::prelude::*;

    use super::*;

    fn proxies(header: ProxyHeader) -> Proxies {
        let trusted = ["10.0.0.0/8", "fd00::/8"];
        Proxies {
            trusted: trusted.map(|network| network.parse().unwrap()).to_vec(),
            header,
        }
    }

    fn headers(lines: &[(&str, &str)]) -> HeaderMap {
        lines
            .iter()
            .map(|(name, value)| (HeaderName::try_from(*name).unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_header_is_believed_as_far_as_proxies_wrote_it() {
        for (peer, lines, expected) in [
            // Nobody in front, or a stranger who pretends.
            ("203.0.113.9", &[][..], Some("203.0.113.9")),
            ("203.0.113.9", &["198.51.100.1"], Some("203.0.113.9")),
            // A proxy.
            ("10.0.0.1", &["198.51.100.1"], Some("198.51.100.1")),
            ("::ffff:10.0.0.1", &["198.51.100.1"], Some("198.51.100.1")),
            ("10.0.0.1", &["1.1.1.1, 198.51.100.1"], Some("198.51.100.1")),
            (
                "10.0.0.1",
                &["1.1.1.1", "198.51.100.1"],
                Some("198.51.100.1"),
            ),
            // Several proxies.
            (
                "10.0.0.1",
                &["198.51.100.1, 10.2.0.1,fd00::7"],
                Some("198.51.100.1"),
            ),
            // The operator's own machines ask.
            ("10.0.0.1", &["10.0.0.9"], Some("10.0.0.9")),
            ("10.0.0.1", &[], Some("10.0.0.1")),
            // Spellings.
            ("10.0.0.1", &["198.51.100.1:4711"], Some("198.51.100.1")),
            ("10.0.0.1", &["[2001:db8::1]:4711"], Some("2001:db8::1")),
            ("10.0.0.1", &["[2001:db8::1]"], Some("2001:db8::1")),
            ("10.0.0.1", &["::ffff:198.51.100.1"], Some("198.51.100.1")),
            // What a proxy does not tell is not made up, and not the stranger's word.
            ("10.0.0.1", &["1.1.1.1, unknown"], None),
            ("10.0.0.1", &[""], None),
            ("10.0.0.1", &["1.1.1.1,"], None),
        ] {
            let lines: Vec<_> = lines
                .iter()
                .map(|line| ("x-forwarded-for", *line))
                .collect();
            let mut headers = headers(&lines);
            // The other header is a stranger's.
            headers.insert("forwarded", "for=9.9.9.9".parse().unwrap());
            let found = proxies(ProxyHeader::XForwardedFor).asker(peer.parse().unwrap(), &headers);
            let found = found.map(|ip| ip.to_string());
            assert_eq!(found.as_deref(), expected, "{peer} {lines:?}");
        }
    }

    #[test]
    fn the_standard_header_is_understood() {
        for (line, expected) in [
            ("for=198.51.100.1", Some("198.51.100.1")),
            (
                "proto=https; For=\"198.51.100.1:47011\" ;by=10.0.0.1",
                Some("198.51.100.1"),
            ),
            (
                "for=\"[2001:db8:cafe::17]:4711\"",
                Some("2001:db8:cafe::17"),
            ),
            (
                "for=1.1.1.1, for=198.51.100.1, for=10.0.0.3",
                Some("198.51.100.1"),
            ),
            (
                "for=\"1.1.1.1, for=2.2.2.2\", for=198.51.100.1",
                Some("198.51.100.1"),
            ),
            ("for=_hidden", None),
            ("for=unknown", None),
            ("proto=https", None),
            ("for=198.51.100.1, proto=https", None),
        ] {
            let headers = headers(&[("forwarded", line), ("x-forwarded-for", "9.9.9.9")]);
            let peer = "10.0.0.1".parse().unwrap();
            let found = proxies(ProxyHeader::Forwarded).asker(peer, &headers);
            let found = found.map(|ip| ip.to_string());
            assert_eq!(found.as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn addresses_of_one_household_count_as_one() {
        let at = |text: &str| Neighbourhood::of(Some(text.parse().unwrap()));
        assert_eq!(at("2001:db8:1:2::1"), at("2001:db8:1:2:ffff::9"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_eq!(at("192.0.2.1"), at("::ffff:192.0.2.1"));
        assert_ne!(at("192.0.2.1"), at("192.0.2.2"));
    }

    proptest! {
        #[test]
        fn a_stranger_cannot_pretend(said in "[ -~]{0,60}", seen in any::<u32>()) {
            let seen = IpAddr::V4(seen.into());
            for header in [ProxyHeader::XForwardedFor, ProxyHeader::Forwarded] {
                let proxies = proxies(header);
                prop_assume!(!proxies.trust(seen));
                // To the left of what the proxy saw a stranger wrote what he liked, in a line of
                // his own or, if he is careful with quotation marks, in the same one.
                let (name, node) = match header {
                    ProxyHeader::XForwardedFor => ("x-forwarded-for", seen.to_string()),
                    ProxyHeader::Forwarded => ("forwarded", format!("for={seen}")),
                };
                let peer = "10.0.0.1".parse().unwrap();
                let apart = headers(&[(name, &said), (name, &node)]);
                prop_assert_eq!(proxies.asker(peer, &apart), Some(seen));
                if header == ProxyHeader::XForwardedFor {
                    let together = headers(&[(name, &format!("{said}, {node}"))]);
                    prop_assert_eq!(proxies.asker(peer, &together), Some(seen));
                }
                prop_assert_eq!(proxies.asker(seen, &apart), Some(seen));
            }
        }
    }
}
