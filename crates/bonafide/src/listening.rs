//! Where the server of a data folder listens, for commands that print links to it.
//!
//! Only the running server knows its `--listen` flag and what port 0 became, so it keeps its
//! address in a file in the folder. A server that was killed leaves the file behind, and the next
//! one replaces it.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The file in the data folder.
const FILE: &str = "listening";

/// Writes the address into the folder. A failure is logged and does not stop the server.
pub fn leave(data: &Path, address: SocketAddr) {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(data.join(FILE));
    if let Err(error) = file.and_then(|mut file| file.write_all(format!("{address}\n").as_bytes()))
    {
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
    fs::read_to_string(data.join(FILE))
        .ok()?
        .trim()
        .parse()
        .ok()
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
