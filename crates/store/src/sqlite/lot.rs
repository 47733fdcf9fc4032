//! Random numbers of one opening of a store.

use sha2::{Digest, Sha256};

/// Random numbers of one opening of a store.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lot {
    /// The store's name, if it has none yet.
    pub(crate) name: [u8; 16],
    /// The number under which this process holds leases.
    pub(crate) holder: i64,
}

impl Lot {
    /// Derives it from bytes that were drawn for this opening and are used for nothing else.
    pub(crate) fn of(drawn: &[u8]) -> Self {
        let drawn: [u8; 32] = Sha256::digest(drawn).into();
        let number = u128::from_le_bytes(half(&drawn, 16));
        Self {
            name: half(&drawn, 0),
            holder: (number as u64).cast_signed(),
        }
    }
}

/// Returns sixteen bytes of a digest.
fn half(drawn: &[u8; 32], from: usize) -> [u8; 16] {
    let mut half = [0; 16];
    half.iter_mut()
        .zip(drawn.iter().skip(from))
        .for_each(|(to, byte)| *to = *byte);
    half
}
