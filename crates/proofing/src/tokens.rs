//! Self-verifying tokens, so that links to hosted pages and to proofs need no table.
//!
//! Each token is an HMAC-SHA256 under a key derived from the server's master key, so it cannot be
//! guessed or forged. Temporary access tokens are random instead, because they are only used once.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use verification::VerificationId;
use verification::rules::PROOF_LIFE;
use zeroize::Zeroizing;

/// The key of links and proof tokens.
#[derive(Clone)]
pub struct LinkKey(Zeroizing<[u8; 32]>);

impl fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKey(…)")
    }
}

impl LinkKey {
    /// Creates a key from 32 secret bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        // HMAC fills a short key up with zeros to its block of 64 bytes.
        let mut block = Zeroizing::new([0; 64]);
        block
            .iter_mut()
            .zip(self.0.iter())
            .for_each(|(to, from)| *to = *from);
        let mut mac = <Hmac<Sha256> as KeyInit>::new((&*block).into());
        mac.update(purpose.as_bytes());
        for part in parts {
            mac.update(&[0]);
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Returns the token of a hosted link: 96 hex digits, of which 64 are the HMAC.
    pub fn link(&self, id: VerificationId) -> String {
        let mac = self.mac("link", &[id.uuid().as_bytes()]);
        format!("{}{}", id.uuid().simple(), hex::encode(mac))
    }

    /// Returns the verification to which a hosted link leads.
    pub fn open_link(&self, token: &str) -> Option<VerificationId> {
        let (id, proof) = token.split_at_checked(32)?;
        let id = VerificationId::new(uuid::Uuid::try_parse(id).ok()?);
        let proof = hex::decode(proof).ok()?;
        let mac = self.mac("link", &[id.uuid().as_bytes()]);
        bool::from(proof.ct_eq(&mac)).then_some(id)
    }

    /// Returns a token of 64 hex digits that opens the proofs of a verification for 15 minutes.
    pub fn proof_token(&self, id: VerificationId, now: Timestamp) -> String {
        let until = now.checked_add(PROOF_LIFE).unwrap_or(now);
        let until = until.as_second().to_be_bytes();
        let mac = self.mac("proof", &[id.uuid().as_bytes(), &until]);
        let (mac, _) = mac.split_at(24);
        format!("{}{}", hex::encode(until), hex::encode(mac))
    }

    /// Returns true if the token opens this verification's proofs at this time.
    pub fn opens_proofs(&self, id: VerificationId, token: &str, now: Timestamp) -> bool {
        let Some((until, proof)) = token.split_at_checked(16) else {
            return false;
        };
        let (Ok(until), Ok(proof)) = (hex::decode(until), hex::decode(proof)) else {
            return false;
        };
        let mac = self.mac("proof", &[id.uuid().as_bytes(), &until]);
        let (mac, _) = mac.split_at(24);
        let Ok(until) = <[u8; 8]>::try_from(until.as_slice()) else {
            return false;
        };
        let alive = now.as_second() < i64::from_be_bytes(until);
        bool::from(proof.ct_eq(mac)) && alive
    }
}

impl LinkKey {
    /// Returns the code with this number for the phone of a verification: six digits. Nobody can
    /// compute it without the key, so it need not be stored to be sent again.
    pub(crate) fn phone_code(&self, id: VerificationId, series: u8) -> Zeroizing<String> {
        let mac = self.mac("phone code", &[id.uuid().as_bytes(), &[series]]);
        // 64 bits, so that no code is noticeably likelier than another.
        let number = mac
            .iter()
            .take(8)
            .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        Zeroizing::new(format!("{:06}", number % 1_000_000))
    }

    /// Returns the hash of a code for a verification, by which what a person enters is compared.
    pub(crate) fn phone_code_hash(&self, id: VerificationId, code: &str) -> [u8; 32] {
        self.mac("phone code hash", &[id.uuid().as_bytes(), code.as_bytes()])
    }

    /// Returns the hash by which a number is counted.
    pub(crate) fn number_hash(&self, number: &str) -> [u8; 32] {
        self.mac("phone number", &[number.as_bytes()])
    }
}

impl LinkKey {
    /// Returns a keyed hash about staff. Those for different purposes have nothing in common.
    pub(crate) fn staff(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(&format!("staff {purpose}"), parts)
    }
}

/// Returns the hash under which a temporary access token is stored.
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> VerificationId {
        VerificationId::new(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn a_link_opens_its_own_verification_only() {
        let key = LinkKey::new([7; 32]);
        let token = key.link(id(1));
        assert_eq!(token.len(), 96);
        assert_eq!(key.open_link(&token), Some(id(1)));
        assert_eq!(LinkKey::new([8; 32]).open_link(&token), None);
        for bad in [
            "",
            "0",
            &token[..95],
            &token.replace(&token[40..42], "zz"),
            "é".repeat(48).as_str(),
        ] {
            assert_eq!(key.open_link(bad), None, "{bad}");
        }
        let other = format!("{}{}", id(2).uuid().simple(), &token[32..]);
        assert_eq!(key.open_link(&other), None);
    }

    #[test]
    fn a_proof_token_lives_for_fifteen_minutes() {
        let key = LinkKey::new([7; 32]);
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let later = |seconds: i64| Timestamp::from_second(1_800_000_000 + seconds).unwrap();
        let token = key.proof_token(id(1), now);
        assert_eq!(token.len(), 64);
        assert!(key.opens_proofs(id(1), &token, later(899)));
        assert!(!key.opens_proofs(id(1), &token, later(900)));
        assert!(!key.opens_proofs(id(2), &token, now));
        let longer = format!("{}{}", hex::encode(i64::MAX.to_be_bytes()), &token[16..]);
        assert!(!key.opens_proofs(id(1), &longer, now));
        assert!(!key.opens_proofs(id(1), "", now));
    }
}
