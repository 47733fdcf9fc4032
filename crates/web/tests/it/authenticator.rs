//! The app on a telephone: generates codes from the secret that a page shows.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;

/// The app of one person.
pub(crate) struct Authenticator(Vec<u8>);

impl Authenticator {
    /// From a secret in Base32, with or without blanks.
    pub(crate) fn new(secret: &str) -> Self {
        let mut bits = 0_u32;
        let mut buffer = 0_u32;
        let mut bytes = Vec::new();
        for letter in secret.chars().filter(|c| !c.is_whitespace()) {
            let digit = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).unwrap();
            buffer = (buffer << 5 | digit as u32) & 0xffff;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                bytes.push((buffer >> bits) as u8);
            }
        }
        Self(bytes)
    }

    /// The code that is shown at this time.
    pub(crate) fn code(&self, now: Timestamp) -> String {
        let step = u64::try_from(now.as_second() / 30).unwrap();
        let mut mac = <Hmac<Sha1> as KeyInit>::new_from_slice(&self.0).unwrap();
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let offset = usize::from(hash[19] & 15);
        let number = u32::from_be_bytes(hash[offset..offset + 4].try_into().unwrap());
        format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
    }
}
