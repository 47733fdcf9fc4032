//! The `signature` header: an HMAC over the body exactly as it was sent, with the API key.
//!
//! The signature covers the body alone. Whoever records a call can send it again; what is worth
//! protecting against that is protected by the transaction's own state.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq as _;
use verification::account::SecretKey;

/// The header that names the account.
pub const CUSTOMER_ID: &str = "customer-id";

/// The header that carries the signature.
pub const SIGNATURE: &str = "signature";

/// The hash of a signature; the prefix of the header says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Digest {
    /// `sha256=`
    #[default]
    Sha256,
    /// `sha512=`
    Sha512,
}

/// A signature as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// By which hash.
    pub digest: Digest,
    code: Vec<u8>,
}

impl Given {
    /// Reads a header: `sha256=` and 64 hexadecimal digits, or `sha512=` and 128. Digits may be of either
    /// case, since clients' libraries differ.
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

    /// True if it is the signature of this body; takes the same time whichever byte differs.
    pub fn is_of(&self, key: &SecretKey, body: &[u8]) -> bool {
        code(self.digest, key, body).is_some_and(|right| right.ct_eq(&self.code).into())
    }
}

/// The value of the header for a body.
pub fn sign(digest: Digest, key: &SecretKey, body: &[u8]) -> String {
    let name = match digest {
        Digest::Sha256 => "sha256",
        Digest::Sha512 => "sha512",
    };
    let code = code(digest, key, body).unwrap_or_default();
    format!("{name}={}", hex::encode(code))
}

/// A key of any length is a key of HMAC, so there is always a code.
fn code(digest: Digest, key: &SecretKey, body: &[u8]) -> Option<Vec<u8>> {
    let key = key.reveal().as_bytes();
    Some(match digest {
        Digest::Sha256 => {
            let mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
            mac.chain_update(body).finalize().into_bytes().to_vec()
        }
        Digest::Sha512 => {
            let mac = Hmac::<Sha512>::new_from_slice(key).ok()?;
            mac.chain_update(body).finalize().into_bytes().to_vec()
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
            assert!(given.is_of(&key(), b"e30="));
            assert!(!given.is_of(&key(), b"e30"));
            assert!(!given.is_of(&SecretKey::new("x".repeat(32)).unwrap(), b"e30="));
            let shouted = Given::parse(&expected.to_uppercase()).unwrap();
            assert!(shouted.is_of(&key(), b"e30="));
        }
    }

    const SHA256: &str = "sha256=70605a372d7bb8c6f2a88f53de0183b09915b38f3cf10ac7c23ade1424007fb0";
    const SHA512: &str = "sha512=3801a53dfdca36fa84f80fcecab98c69db1d57e2c0404623e89390389d3e0b7864abc6d5694c84b1dc88ea535d921d0abb17ed3a0985c42ecf576807d0dbee4a";

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
