//! A short digest of an aligned face, by which the same picture is known again.

use crate::chip::{CHIP, Chip};

/// 64 bits about a chip. Copies of one picture differ in few bits, two pictures in many.
///
/// It tells pictures apart, not people: another photograph of the same person has another hash. A
/// copy that was cut or made smaller is often not known again, because its marks are found a little
/// elsewhere; `docs/benchmarks.md` has the figures.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChipHash(u64);

impl ChipHash {
    /// Copies of one picture differ in at most this many bits.
    pub const SAME_PICTURE: u32 = 6;

    /// The hash with these bits.
    ///
    /// ```
    /// assert_eq!(face::ChipHash::from_bits(5).bits(), 5);
    /// ```
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits, for storing. They follow from a face and are personal data.
    ///
    /// ```
    /// assert_eq!(face::ChipHash::from_bits(5).bits(), 5);
    /// ```
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// In how many bits two hashes differ, 0 to 64.
    ///
    /// ```
    /// let hash = face::ChipHash::from_bits;
    /// assert_eq!(hash(0b1100).distance(hash(0b1010)), 2);
    /// ```
    #[must_use]
    pub const fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// Returns true for copies of one picture.
    ///
    /// ```
    /// let hash = face::ChipHash::from_bits;
    /// assert!(hash(0).is_same_picture(hash(0b111)));
    /// assert!(!hash(0).is_same_picture(hash(0xffff)));
    /// ```
    #[must_use]
    pub const fn is_same_picture(self, other: Self) -> bool {
        self.distance(other) <= Self::SAME_PICTURE
    }
}

/// It follows from a face, so it does not print.
impl std::fmt::Debug for ChipHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChipHash(64 bits)")
    }
}

/// Hashes a chip: the signs of low frequencies of its grey levels.
///
/// ```
/// let chip = |shift| {
///     let rgb = (0..112 * 112 * 3).map(|i| ((i / 3 % 112 / 9 * 31 + i / 336 / 7 * 57) % 200 + shift) as u8);
///     face::Chip::from_rgb(rgb.collect()).unwrap()
/// };
/// // More light changes nothing.
/// assert!(face::hash(&chip(0)).is_same_picture(face::hash(&chip(40))));
/// ```
#[must_use]
pub fn hash(chip: &Chip) -> ChipHash {
    let small = small(&chip.luma());
    let frequencies = frequencies(&small);
    let mut bits = 0_u64;
    for (at, value) in frequencies.iter().enumerate() {
        bits |= u64::from(*value > 0.0) << at;
    }
    ChipHash(bits)
}

/// Width and height of the copy that is transformed.
const SMALL: usize = 28;

/// A copy of 28 × 28 means.
fn small(luma: &[f32]) -> Vec<f32> {
    const BOX: usize = CHIP / SMALL;
    let mut out = vec![0.0; SMALL * SMALL];
    for (rows, out) in luma
        .chunks_exact(CHIP * BOX)
        .zip(out.chunks_exact_mut(SMALL))
    {
        for row in rows.chunks_exact(CHIP) {
            for (sum, levels) in out.iter_mut().zip(row.chunks_exact(BOX)) {
                *sum += levels.iter().sum::<f32>() / (BOX * BOX) as f32;
            }
        }
    }
    out
}

/// The 64 lowest frequencies of the discrete cosine transform (type II) without the mean: 8 across
/// times 8 down, from the second on in one direction.
fn frequencies(small: &[f32]) -> [f64; 64] {
    let wave = |frequency: usize, at: usize| {
        let angle = std::f64::consts::PI * frequency as f64 * (at as f64 + 0.5) / SMALL as f64;
        angle.cos()
    };
    std::array::from_fn(|at| {
        let (down, across) = (at / 8 + 1, at % 8 + 1);
        let rows = small.chunks_exact(SMALL).enumerate();
        rows.map(|(y, row)| {
            let along = row.iter().enumerate();
            let sum: f64 = along
                .map(|(x, level)| f64::from(*level) * wave(across, x))
                .sum();
            sum * wave(down, y)
        })
        .sum()
    })
}
