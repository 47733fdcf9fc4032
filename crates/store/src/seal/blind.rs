//! Keyed hashes of search terms, which a database compares without knowing what they mean.

use std::collections::BTreeSet;
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use verification::AccountId;
use verification::search::SearchTerm;
use zeroize::Zeroizing;

use super::cipher::Key;
use crate::ports::BlindTerm;

/// Hashes search terms under a key of their own, which the master key wraps. A new master key
/// therefore leaves the hashes as they are.
pub(crate) struct Blinder(Hmac<Sha256>);

impl Blinder {
    pub(super) fn new(key: &Key) -> Self {
        // HMAC pads a short key with zeros to its block of 64 bytes.
        let mut block = Zeroizing::new([0; 64]);
        let bytes = block.iter_mut().zip(key.reveal());
        bytes.for_each(|(to, from)| *to = *from);
        Self(<Hmac<Sha256> as KeyInit>::new((&*block).into()))
    }

    /// Hashes a term for an account. Equal terms of different accounts have different hashes, so
    /// nobody can tell that a person is known to two businesses.
    pub(crate) fn blind(&self, account: AccountId, term: &SearchTerm) -> BlindTerm {
        self.hash(&[
            term.field().word().as_bytes(),
            &[0],
            account.uuid().as_bytes(),
            term.folded().reveal().as_bytes(),
        ])
    }

    /// Hashes all terms of a verification. The hashes are in ascending order.
    pub(crate) fn blind_all(
        &self,
        account: AccountId,
        terms: &BTreeSet<SearchTerm>,
    ) -> Vec<BlindTerm> {
        let hashes: BTreeSet<BlindTerm> =
            terms.iter().map(|term| self.blind(account, term)).collect();
        hashes.into_iter().collect()
    }

    /// Returns a number that tells this key from others. It belongs to no term, because the name of
    /// no field is empty.
    pub(crate) fn mark(&self) -> BlindTerm {
        self.hash(&[&[0], b"mark"])
    }

    fn hash(&self, pieces: &[&[u8]]) -> BlindTerm {
        let mut mac = self.0.clone();
        for piece in pieces {
            mac.update(piece);
        }
        let hash: [u8; 32] = mac.finalize().into_bytes().into();
        let [a, b, c, d, e, f, g, h, ..] = hash;
        BlindTerm(i64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }
}

impl fmt::Debug for Blinder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blinder(…)")
    }
}

#[cfg(test)]
mod tests {
    use testkit::builders::account_id;
    use verification::search::SearchField;

    use super::*;

    fn blinder(byte: u8) -> Blinder {
        Blinder::new(&Key::from_bytes(&[byte; 32]).unwrap())
    }

    fn term(field: SearchField, text: &str) -> SearchTerm {
        let words = field.seek(text).unwrap();
        words[0].spellings()[0].clone()
    }

    #[test]
    fn a_hash_depends_on_key_account_field_and_text() {
        let doe = term(SearchField::Name, "Doe");
        let known = blinder(1).blind(account_id(1), &doe);
        assert_eq!(known, blinder(1).blind(account_id(1), &doe));
        for other in [
            blinder(2).blind(account_id(1), &doe),
            blinder(1).blind(account_id(2), &doe),
            blinder(1).blind(account_id(1), &term(SearchField::Name, "Roe")),
            blinder(1).blind(account_id(1), &term(SearchField::DocumentNumber, "Doe")),
            blinder(1).mark(),
        ] {
            assert_ne!(known, other);
        }
        assert_eq!(format!("{:?}", blinder(1)), "Blinder(…)");
    }
}
