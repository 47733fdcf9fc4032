//! The rules about which addresses may be called, without asking anybody.
//!
//! A callback URL comes from outside and is called from inside, so it could point at something that
//! only this machine can reach. By default only the public internet may be called. This module
//! resolves no names and opens no connections; [`guard`](crate::guard) and
//! [`connect`](crate::connect) do, and judge every address by these rules.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ops::RangeInclusive;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use url::{Host, Url};

/// The rules of one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Whether private networks and this machine may be called: RFC 1918, shared address space,
    /// loopback and unique local addresses. Link-local addresses and cloud metadata services stay
    /// forbidden.
    pub allow_private: bool,
    /// Networks that may be called whatever they are, except for multicast, broadcast and
    /// unspecified addresses.
    pub allowed: Vec<IpNet>,
    /// The addresses on which this server listens, which are refused even if everything else is
    /// allowed.
    pub own: Vec<SocketAddr>,
    /// The ports that may be called.
    pub ports: Vec<RangeInclusive<u16>>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            allow_private: false,
            allowed: Vec::new(),
            own: Vec::new(),
            ports: vec![80..=80, 443..=443, 1024..=u16::MAX],
        }
    }
}

/// The reason why an address may not be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blocked {
    /// The scheme is neither `http` nor `https`, or there is no host.
    Malformed,
    /// It contains a user name or password.
    UserInfo,
    /// The port may not be called.
    Port,
    /// It belongs to a private network, to this machine, or to a service that only this machine can
    /// reach.
    Private,
    /// It is not the address of a single machine on the internet.
    Reserved,
    /// It is this server itself.
    Own,
}

impl Blocked {
    /// Returns the stable word that is stored with an attempt.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Malformed => "address.malformed",
            Self::UserInfo => "address.userinfo",
            Self::Port => "address.port",
            Self::Private => "address.private",
            Self::Reserved => "address.reserved",
            Self::Own => "address.own",
        }
    }

    /// Returns the sentence for the caller, which does not reveal the address of a name.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Malformed => "The address is not an http or https address with a host.",
            Self::UserInfo => "The address must not contain a user name or password.",
            Self::Port => "The address has a port that may not be called.",
            Self::Private => "The address leads to a private network.",
            Self::Reserved => "The address leads to a reserved network.",
            Self::Own => "The address leads to this server itself.",
        }
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

impl std::error::Error for Blocked {}

/// Where a URL leads, as far as it says so itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A machine, which has been judged.
    Machine(SocketAddr),
    /// A name without trailing dots, and a port. The addresses of the name still have to be judged.
    Name(String, u16),
}

impl Rules {
    /// Judges everything that needs no resolving: scheme, user, port, names of this machine and
    /// literal addresses in any spelling (`Url` normalises decimal, octal and hexadecimal ones).
    pub fn target(&self, url: &Url) -> Result<Target, Blocked> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Blocked::Malformed);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Blocked::UserInfo);
        }
        let port = url.port_or_known_default().ok_or(Blocked::Malformed)?;
        if !self.ports.iter().any(|range| range.contains(&port)) {
            return Err(Blocked::Port);
        }
        match url.host().ok_or(Blocked::Malformed)? {
            Host::Ipv4(ip) => self.machine(ip.into(), port).map(Target::Machine),
            Host::Ipv6(ip) => self.machine(ip.into(), port).map(Target::Machine),
            Host::Domain(name) => {
                let name = name.trim_end_matches('.').to_ascii_lowercase();
                if name.is_empty() {
                    return Err(Blocked::Malformed);
                }
                // With dots at its end the name of a machine is no address to `Url`, but to a
                // resolver it is.
                if let Ok(ip) = name.parse::<IpAddr>() {
                    return self.machine(ip, port).map(Target::Machine);
                }
                if is_this_machines_name(&name) {
                    self.judge(Ipv4Addr::LOCALHOST.into())?;
                }
                Ok(Target::Name(name, port))
            }
        }
    }

    /// Judges one machine and port.
    pub fn machine(&self, ip: IpAddr, port: u16) -> Result<SocketAddr, Blocked> {
        let ip = ip.to_canonical();
        self.judge(ip)?;
        let within = embedded(ip).map(IpAddr::V4);
        if self.is_own(ip, port) || within.is_some_and(|within| self.is_own(within, port)) {
            return Err(Blocked::Own);
        }
        Ok(SocketAddr::new(ip, port))
    }

    /// Judges an address. One that contains another (NAT64, 6to4, Teredo) is judged by both.
    pub fn judge(&self, ip: IpAddr) -> Result<(), Blocked> {
        let ip = ip.to_canonical();
        let class = match ip {
            IpAddr::V4(ip) => class_v4(ip),
            IpAddr::V6(ip) => class_v6(ip),
        };
        match class {
            Class::Never => return Err(Blocked::Reserved),
            _ if self.allowed.iter().any(|net| net.contains(&ip)) => {}
            Class::Public => {}
            Class::Private if self.allow_private => {}
            Class::Private | Class::Local => return Err(Blocked::Private),
            Class::Reserved => return Err(Blocked::Reserved),
        }
        embedded(ip).map_or(Ok(()), |within| self.judge(within.into()))
    }

    fn is_own(&self, ip: IpAddr, port: u16) -> bool {
        self.own.iter().any(|own| {
            let listens = own.ip().to_canonical();
            own.port() == port && (listens == ip || listens.is_unspecified() && is_here(ip))
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// The public internet.
    Public,
    /// Allowed by `allow_private`.
    Private,
    /// Only reaches this machine's link or its host; allowed by naming the network.
    Local,
    /// Not a machine on the internet; allowed by naming the network.
    Reserved,
    /// Not a single machine at all; never allowed.
    Never,
}

const fn v4(a: u8, b: u8, c: u8, d: u8, length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length)
}

const fn v6(segments: [u16; 8], length: u8) -> Ipv6Net {
    let [a, b, c, d, e, f, g, h] = segments;
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, d, e, f, g, h), length)
}

/// The IANA IPv4 Special-Purpose Address Registry, and what clouds use elsewhere. The first match
/// counts.
const V4: &[(Ipv4Net, Class)] = &[
    (v4(0, 0, 0, 0, 8), Class::Never), // "this network": Linux connects 0.0.0.0 to itself
    (v4(224, 0, 0, 0, 4), Class::Never), // multicast
    (v4(255, 255, 255, 255, 32), Class::Never), // broadcast
    (v4(169, 254, 0, 0, 16), Class::Local), // link-local, with the metadata services of clouds
    (v4(100, 100, 100, 200, 32), Class::Local), // Alibaba Cloud metadata, in the shared space
    (v4(168, 63, 129, 16, 32), Class::Local), // Azure's host, in public space
    (v4(10, 0, 0, 0, 8), Class::Private), // RFC 1918
    (v4(172, 16, 0, 0, 12), Class::Private), // RFC 1918
    (v4(192, 168, 0, 0, 16), Class::Private), // RFC 1918
    (v4(100, 64, 0, 0, 10), Class::Private), // shared address space, RFC 6598
    (v4(127, 0, 0, 0, 8), Class::Private), // loopback
    (v4(192, 0, 0, 0, 24), Class::Reserved), // protocol assignments, with Oracle Cloud metadata
    (v4(192, 0, 2, 0, 24), Class::Reserved), // documentation
    (v4(198, 51, 100, 0, 24), Class::Reserved), // documentation
    (v4(203, 0, 113, 0, 24), Class::Reserved), // documentation
    (v4(192, 88, 99, 0, 24), Class::Reserved), // 6to4 relays, deprecated
    (v4(198, 18, 0, 0, 15), Class::Reserved), // benchmarks
    (v4(240, 0, 0, 0, 4), Class::Reserved), // future use
];

/// In IPv6, only global unicast (2000::/3) is public, and not even all of that. The first match
/// counts.
const V6: &[(Ipv6Net, Class)] = &[
    (v6([0, 0, 0, 0, 0, 0, 0, 0], 128), Class::Never), // unspecified
    (v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8), Class::Never), // multicast
    (v6([0, 0, 0, 0, 0, 0, 0, 1], 128), Class::Private), // loopback
    (v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254], 128), Class::Local), // AWS metadata, in unique local space
    (v6([0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254], 128), Class::Local),  // Google Cloud metadata
    (v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7), Class::Private),         // unique local
    (v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10), Class::Local),          // link-local
    (v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23), Class::Reserved), // protocol assignments: Teredo, ORCHID, …
    (v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32), Class::Reserved), // documentation
    (v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16), Class::Reserved), // 6to4
    (v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20), Class::Reserved), // documentation
    (v6([0x2000, 0, 0, 0, 0, 0, 0, 0], 3), Class::Public),
];

fn class_v4(ip: Ipv4Addr) -> Class {
    V4.iter()
        .find(|(net, _)| net.contains(&ip))
        .map_or(Class::Public, |(_, class)| *class)
}

fn class_v6(ip: Ipv6Addr) -> Class {
    V6.iter()
        .find(|(net, _)| net.contains(&ip))
        .map_or(Class::Reserved, |(_, class)| *class)
}

/// Returns the IPv4 address in an IPv6 address that a translator or a tunnel would unwrap.
fn embedded(ip: IpAddr) -> Option<Ipv4Addr> {
    let IpAddr::V6(ip) = ip else { return None };
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let join = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match (a, b) {
        // Compatible (::a.b.c.d), but neither :: nor ::1; and translated (::ffff:0:a.b.c.d).
        (0, 0) if [c, d, e, f] == [0; 4] && (g, h) > (0, 1) => Some(join(g, h)),
        (0, 0) if [c, d, e, f] == [0, 0, 0xffff, 0] => Some(join(g, h)),
        (0x64, 0xff9b) => Some(join(g, h)), // NAT64
        (0x2002, _) => Some(join(b, c)),    // 6to4
        (0x2001, 0) => Some(join(!g, !h)),  // Teredo: the client's, inverted
        _ => None,
    }
}

/// Returns true for names that machines give themselves, whatever a resolver says about them (RFC
/// 6761).
fn is_this_machines_name(name: &str) -> bool {
    name == "localhost"
        || name.ends_with(".localhost")
        || matches!(
            name,
            "localhost.localdomain" | "localhost6" | "localhost6.localdomain6"
        )
        || matches!(name, "ip6-localhost" | "ip6-loopback" | "loopback")
}

/// Returns true if this machine has the address, because the route to it then starts at the address
/// itself.
///
/// It asks the routing table by connecting a datagram socket, which sends nothing.
fn is_here(ip: IpAddr) -> bool {
    if ip.is_loopback() {
        return true;
    }
    let any: IpAddr = if ip.is_ipv4() {
        Ipv4Addr::UNSPECIFIED.into()
    } else {
        Ipv6Addr::UNSPECIFIED.into()
    };
    std::net::UdpSocket::bind((any, 0))
        .and_then(|socket| socket.connect((ip, 9)).and_then(|()| socket.local_addr()))
        .is_ok_and(|local| local.ip().to_canonical() == ip)
}

#[cfg(test)]
mod tests;
