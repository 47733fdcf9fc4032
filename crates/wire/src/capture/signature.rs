//! The `signature` header: an HMAC over the body exactly as it was sent, with the API key.
//!
//! In the protocol, the signature only covers the body, so a recorded call can be replayed, also to
//! another path with similar bodies. A client that adds the header `signature-time` binds its call
//! to a path and a time ([`Bond`]); an account can require this for every signed call.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq as _;
use verification::account::SecretKey;

/// The header that names the account.
pub const CUSTOMER_ID: &str = "customer-id";

/// The header that carries the signature.
pub const SIGNATURE: &str = "signature";

/// The header that binds a call to its time and path.
pub const SIGNATURE_TIME: &str = "signature-time";

/// How far the time of a bound call may differ from the server's own, in either direction, in
/// seconds: clocks differ, and a picture takes time to arrive.
pub const TOLERANCE: i64 = 300;

/// The text that is signed before the body of a bound call: `1766000000`, a line end,
/// `/api/v1/end`, a line end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bond(String);

impl Bond {
    /// Parses the header of a call to this path. Returns `None` if it is not a whole number of
    /// seconds since 1970, or not close to the current time. The path starts at
    /// [`PREFIX`](super::PREFIX) and has no slash at its end, because whatever precedes it belongs
    /// to proxies.
    pub fn read(header: &str, path: &str, now: Timestamp) -> Option<Self> {
        let header = header.trim();
        if header.is_empty() || !header.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let seconds: i64 = header.parse().ok()?;
        let is_now =
            now.as_second().checked_sub(seconds)?.unsigned_abs() <= TOLERANCE.unsigned_abs();
        is_now.then(|| Self::to(header, path))
    }

    /// Creates the bond of a call to this path at this time.
    pub fn to(seconds: &str, path: &str) -> Self {
        let own = path.rfind(super::PREFIX).and_then(|at| path.get(at..));
        let path = own.unwrap_or(path).trim_end_matches('/');
        Self(format!("{seconds}\n{path}\n"))
    }
}

/// The hash of a signature; the prefix of the header says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Digest {
    /// `sha256=`.
    #[default]
    Sha256,
    /// `sha512=`.
    Sha512,
}

/// A signature as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The hash.
    pub digest: Digest,
    code: Vec<u8>,
}

impl Given {
    /// Parses a header: `sha256=` with 64 hexadecimal digits, or `sha512=` with 128. Either case is
    /// accepted, because the libraries of clients differ.
    pub fn parse(header: &str) -> Option<Self> {
        let (name, digits) = header.trim().split_once('=')?;
        let (digest, length) = if name.eq_ignore_ascii_case("sha256") {
            (Digest::Sha256, 32)
        } else if name.eq_ignore_ascii_case("sha512") {
            (Digest::Sha512, 64)
        } else {
            return None;
        };
        let code = hex::decode(digits).ok()?;
        (code.len() == length).then_some(Self { digest, code })
    }

    /// Returns true if it is the signature of this body, in constant time.
    pub fn is_of(&self, key: &SecretKey, bond: Option<&Bond>, body: &[u8]) -> bool {
        code(self.digest, key, bond, body).is_some_and(|right| right.ct_eq(&self.code).into())
    }
}

/// Returns the value of the header for a body.
pub fn sign(digest: Digest, key: &SecretKey, body: &[u8]) -> String {
    signed(digest, key, None, body)
}

/// Returns the value of the header for the body of a bound call.
pub fn sign_bound(digest: Digest, key: &SecretKey, bond: &Bond, body: &[u8]) -> String {
    signed(digest, key, Some(bond), body)
}

fn signed(digest: Digest, key: &SecretKey, bond: Option<&Bond>, body: &[u8]) -> String {
    let name = match digest {
        Digest::Sha256 => "sha256",
        Digest::Sha512 => "sha512",
    };
    let code = code(digest, key, bond, body).unwrap_or_default();
    format!("{name}={}", hex::encode(code))
}

/// HMAC accepts a key of any length, so there is always a code.
fn code(digest: Digest, key: &SecretKey, bond: Option<&Bond>, body: &[u8]) -> Option<Vec<u8>> {
    let key = key.reveal().as_bytes();
    let bond = bond.map_or(&[][..], |bond| bond.0.as_bytes());
    Some(match digest {
        Digest::Sha256 => {
            let mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
            mac.chain_update(bond)
                .chain_update(body)
                .finalize()
                .into_bytes()
                .to_vec()
        }
        Digest::Sha512 => {
            let mac = Hmac::<Sha512>::new_from_slice(key).ok()?;
            mac.chain_update(bond)
                .chain_update(body)
                .finalize()
                .into_bytes()
                .to_vec()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SecretKey {
        SecretKey::new("0123456789abcdef0123456789abcdef").unwrap()
    }

    /// Codes of `printf '%s' e30= | openssl dgst -hmac 0123456789abcdef0123456789abcdef`.
    #[test]
    fn signatures_are_those_of_other_tools() {
        let cases = [(Digest::Sha256, SHA256), (Digest::Sha512, SHA512)];
        for (digest, expected) in cases {
            assert_eq!(sign(digest, &key(), b"e30="), expected);
            let given = Given::parse(expected).unwrap();
            assert_eq!(given.digest, digest);
            assert!(given.is_of(&key(), None, b"e30="));
            assert!(!given.is_of(&key(), None, b"e30"));
            assert!(!given.is_of(&SecretKey::new("x".repeat(32)).unwrap(), None, b"e30="));
            let shouted = Given::parse(&expected.to_uppercase()).unwrap();
            assert!(shouted.is_of(&key(), None, b"e30="));
        }
    }

    const SHA256: &str = "sha256=70605a372d7bb8c6f2a88f53de0183b09915b38f3cf10ac7c23ade1424007fb0";
    const SHA512: &str = "sha512=3801a53dfdca36fa84f80fcecab98c69db1d57e2c0404623e89390389d3e0b7864abc6d5694c84b1dc88ea535d921d0abb17ed3a0985c42ecf576807d0dbee4a";

    #[test]
    fn a_bound_call_is_good_for_its_path_and_its_moment() {
        let now = Timestamp::from_second(1_766_000_000).unwrap();
        let bond = Bond::read("1766000000", "/api/v1/get-status", now).unwrap();
        let code = sign_bound(Digest::Sha256, &key(), &bond, b"{}");
        let given = Given::parse(&code).unwrap();
        let is_good = |seconds: &str, path: &str, body: &[u8]| {
            Bond::read(seconds, path, now)
                .is_some_and(|bond| given.is_of(&key(), Some(&bond), body))
        };
        assert!(is_good("1766000000", "/api/v1/get-status", b"{}"));
        assert!(is_good(" 1766000000", "/idv/api/v1/get-status/", b"{}"));
        assert!(!is_good("1766000000", "/api/v1/end", b"{}"));
        assert!(!is_good("1766000001", "/api/v1/get-status", b"{}"));
        assert!(!is_good("1766000000", "/api/v1/get-status", b"{ }"));
        // It is not valid either without its bond, or with a bond where there was none.
        assert!(!given.is_of(&key(), None, b"{}"));
        assert!(
            !Given::parse(&sign(Digest::Sha256, &key(), b"{}"))
                .unwrap()
                .is_of(&key(), Some(&bond), b"{}")
        );
        for (seconds, is_now) in [
            ("1765999700", true),
            ("1766000300", true),
            ("1765999699", false),
            ("1766000301", false),
            ("-1766000000", false),
            ("+1766000000", false),
            ("1766000000.5", false),
            ("99999999999999999999", false),
            ("", false),
        ] {
            assert_eq!(
                Bond::read(seconds, "/api/v1/end", now).is_some(),
                is_now,
                "{seconds}"
            );
        }
    }

    #[test]
    fn what_is_no_signature_is_none() {
        for header in [
            "",
            "sha256",
            "sha256=",
            "sha256=zz",
            "md5=00",
            "sha512=00",
            "00",
        ] {
            assert_eq!(Given::parse(header), None, "{header}");
        }
        assert_eq!(Given::parse(&format!("sha512={}", "0".repeat(64))), None);
    }
}
