//! Recovery codes, for whoever has lost the app: each works once.

use verification::{Personal, StaffId};

use super::totp::base32;
use crate::tokens::LinkKey;

/// How many codes somebody gets.
const CODES: usize = 10;

/// Returns new codes, and their hashes, which are stored.
pub(crate) fn fresh_codes(
    key: &LinkKey,
    member: StaffId,
    random: [u8; 80],
) -> (Vec<Personal>, Vec<[u8; 32]>) {
    let chunks = random.chunks_exact(8).take(CODES);
    let codes = chunks.map(|bytes| {
        // Twelve of thirteen letters: sixty bits, which nobody guesses.
        let letters = base32(bytes).to_lowercase();
        let group = |from: usize| letters.get(from..from + 4).unwrap_or_default().to_owned();
        Personal::new(format!("{}-{}-{}", group(0), group(4), group(8)))
    });
    let codes: Vec<Personal> = codes.collect();
    let hashes = codes
        .iter()
        .map(|code| hash_of_code(key, member, code))
        .collect();
    (codes, hashes)
}

/// Returns the hash of a code as it was entered: with or without hyphens, in any case.
pub(crate) fn hash_of_code(key: &LinkKey, member: StaffId, code: &Personal) -> [u8; 32] {
    let letters = code.reveal().chars().filter(char::is_ascii_alphanumeric);
    let letters: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    key.staff("recovery", &[member.uuid().as_bytes(), letters.as_bytes()])
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn codes_are_different_and_read_as_they_are_typed() {
        let key = LinkKey::new([7; 32]);
        let member = StaffId::new(Uuid::from_u128(1));
        let mut random = [0; 80];
        (0_u8..).zip(&mut random).for_each(|(n, byte)| *byte = n);
        let (codes, hashes) = fresh_codes(&key, member, random);
        assert_eq!((codes.len(), hashes.len()), (CODES, CODES));
        let first = codes[0].reveal();
        assert_eq!(first.len(), 14, "{first}");
        let typed = Personal::new(first.replace('-', " ").to_uppercase());
        assert_eq!(hash_of_code(&key, member, &typed), hashes[0]);
        let other = StaffId::new(Uuid::from_u128(2));
        assert_ne!(hash_of_code(&key, other, &codes[0]), hashes[0]);
        let mut different = hashes.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), CODES);
    }
}
