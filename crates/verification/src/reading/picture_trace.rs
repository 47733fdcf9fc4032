//! What a selfie leaves by which the same picture is known again.

use std::fmt;

/// A hash of a selfie by which the same picture is known again, but no other picture of the same
/// person.
///
/// It follows from a face and is personal data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PictureHash(u128);

impl PictureHash {
    /// Wraps the bits of a hash.
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// Returns the bits, for storing them.
    pub const fn bits(self) -> u128 {
        self.0
    }
}

impl fmt::Debug for PictureHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PictureHash(…)")
    }
}

/// A picture that can be searched for: its hash, and the hashes that its copies may have.
#[derive(Clone, PartialEq, Eq)]
pub struct PictureTrace {
    /// The hash that is stored.
    pub hash: PictureHash,
    /// The hashes to compare with what was stored. Copies of the picture are near one of them.
    pub probes: Vec<PictureHash>,
    /// In how many bits copies of one picture differ at most.
    pub same_within: u32,
}

impl PictureTrace {
    /// Returns true if the stored hash is that of a copy of this picture.
    pub fn is_copy_of(&self, stored: PictureHash) -> bool {
        let differing = |probe: &PictureHash| (probe.0 ^ stored.0).count_ones();
        let mut probes = self.probes.iter();
        probes.any(|probe| differing(probe) <= self.same_within)
    }
}

impl fmt::Debug for PictureTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PictureTrace({} probes)", self.probes.len())
    }
}
