//! Where the server of a data folder listens, for commands that print links to it.
//!
//! Only the running server knows its `--listen` flag and what port 0 became, so it keeps its
//! address and its process ID in a file in the folder. A server that was killed leaves the file
//! behind, and the next one replaces it. [`running`] therefore asks for the server's lock first.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The file in the data folder.
const FILE: &str = "listening";

/// A server that uses a data folder at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// The address that it listens on, or `None` while it is starting or stopping.
    pub address: Option<SocketAddr>,
    /// Its process ID, if it is known.
    pub process: Option<u32>,
}

impl fmt::Display for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.process {
            Some(process) => write!(f, "process {process}")?,
            None => f.write_str("another server")?,
        }
        match self.address {
            Some(address) => write!(f, ", which listens on {address}"),
            None => f.write_str(", which is starting or stopping"),
        }
    }
}

/// Returns the server that certainly uses the folder at the moment, if there is one.
pub fn running(data: &Path) -> Option<Running> {
    store::is_served(data)
        .unwrap_or(false)
        .then(|| Running::left_in(data))
}

/// Returns true if links to this folder's server work. Where the file system cannot say whether it
/// runs, it is believed to run if it has left its address.
pub fn is_reached(data: &Path) -> bool {
    store::is_served(data).unwrap_or(true) && Running::left_in(data).address.is_some()
}

impl Running {
    fn left_in(data: &Path) -> Self {
        let text = fs::read_to_string(data.join(FILE)).unwrap_or_default();
        Self {
            address: address_in(&text),
            process: text
                .lines()
                .nth(1)
                .and_then(|line| line.trim().parse().ok()),
        }
    }
}

/// Removes what a server that was killed has left, because the next one is starting.
pub fn clear(data: &Path) {
    // There is usually no such file. If it cannot be removed, `leave` says so.
    let _ = fs::remove_file(data.join(FILE));
}

/// Writes the address into the folder. A failure is logged and does not stop the server.
pub fn leave(data: &Path, address: SocketAddr) {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(data.join(FILE));
    let text = format!("{address}\n{}\n", std::process::id());
    if let Err(error) = file.and_then(|mut file| file.write_all(text.as_bytes())) {
        tracing::warn!(%error, "cannot write the listening address to the data folder");
    }
}

/// Removes the address, unless another server has written its own in the meantime.
pub fn take_back(data: &Path, address: SocketAddr) {
    if left(data) == Some(address)
        && let Err(error) = fs::remove_file(data.join(FILE))
    {
        tracing::debug!(%error, "cannot remove the listening address from the data folder");
    }
}

/// Returns the address that a server has written into the folder.
pub fn left(data: &Path) -> Option<SocketAddr> {
    address_in(&fs::read_to_string(data.join(FILE)).ok()?)
}

fn address_in(text: &str) -> Option<SocketAddr> {
    text.lines().next()?.trim().parse().ok()
}

/// Returns the URL of a server as seen from this machine, with loopback for an unspecified address.
pub fn url(address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(ip, address.port()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_left_and_taken_back_by_who_left_it() {
        let dir = tempfile::tempdir().unwrap();
        let (one, two): (SocketAddr, SocketAddr) = (
            "127.0.0.1:4711".parse().unwrap(),
            "[::1]:4712".parse().unwrap(),
        );
        assert_eq!(left(dir.path()), None);
        leave(dir.path(), one);
        assert_eq!(left(dir.path()), Some(one));
        leave(dir.path(), two);
        take_back(dir.path(), one);
        assert_eq!(left(dir.path()), Some(two));
        take_back(dir.path(), two);
        assert_eq!(left(dir.path()), None);
        fs::write(dir.path().join(FILE), "nonsense").unwrap();
        assert_eq!(left(dir.path()), None);
    }

    #[test]
    fn a_server_is_running_while_it_holds_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        let address: SocketAddr = "127.0.0.1:4711".parse().unwrap();
        leave(dir.path(), address);
        assert_eq!(running(dir.path()), None, "it was killed");
        assert!(!is_reached(dir.path()));
        let lock = fs::File::create(dir.path().join("serving.lock")).unwrap();
        assert_eq!(running(dir.path()), None);
        lock.lock_shared().unwrap();
        assert!(is_reached(dir.path()));
        let found = running(dir.path()).unwrap();
        let process = std::process::id();
        let expected = format!("process {process}, which listens on 127.0.0.1:4711");
        assert_eq!(found.to_string(), expected);
        clear(dir.path());
        let starting = running(dir.path()).unwrap().to_string();
        assert_eq!(starting, "another server, which is starting or stopping");
        assert!(!is_reached(dir.path()));
    }

    #[test]
    fn any_address_is_reached_here() {
        for (address, expected) in [
            ("0.0.0.0:8080", "http://127.0.0.1:8080"),
            ("[::]:8080", "http://[::1]:8080"),
            ("10.0.0.7:80", "http://10.0.0.7:80"),
        ] {
            assert_eq!(url(address.parse().unwrap()), expected);
        }
    }
}
