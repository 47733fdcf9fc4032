//! A short digest of an aligned face, by which the same picture is known again.

use zeroize::Zeroize;

use crate::chip::{CHIP, Chip};

/// 117 bits about a chip. Copies of one picture differ in few bits, two pictures in many.
///
/// It tells pictures apart, not people: another photograph of the same person has another hash. The
/// chips must be aligned by marks that [`Detector::settle`](crate::Detector::settle) found;
/// `docs/benchmarks.md` says how often copies are known again.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChipHash(u128);

impl ChipHash {
    /// The number of bits.
    pub const BITS: u32 = 117;

    /// Copies of one picture differ in at most this many bits.
    pub const SAME_PICTURE: u32 = 20;

    /// The hash with these bits.
    ///
    /// ```
    /// assert_eq!(face::ChipHash::from_bits(5).bits(), 5);
    /// ```
    #[must_use]
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// The bits, for storing. They follow from a face and are personal data.
    ///
    /// ```
    /// assert_eq!(face::ChipHash::from_bits(5).bits(), 5);
    /// ```
    #[must_use]
    pub const fn bits(self) -> u128 {
        self.0
    }

    /// In how many bits two hashes differ, 0 to 117.
    ///
    /// ```
    /// let hash = face::ChipHash::from_bits;
    /// assert_eq!(hash(0b1100).distance(hash(0b1010)), 2);
    /// ```
    #[must_use]
    pub const fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

/// It follows from a face, so it does not print.
impl std::fmt::Debug for ChipHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ChipHash({} bits)", Self::BITS)
    }
}

/// The hashes of a chip and of the chip moved and scaled a little, by which a new picture is looked
/// for among hashes that were stored.
///
/// The marks of a copy lie up to three pixels of the chip beside those of the picture. Whatever is
/// stored is one hash; only whoever looks tries several.
#[derive(Clone)]
pub struct ChipProbes(Vec<ChipHash>);

impl ChipProbes {
    /// The probes of a chip.
    ///
    /// ```
    /// let chip = |turn| {
    ///     let rgb = (0..112 * 112).map(|i| (i % 112 / 9 * 31 + (i / 112 + turn) / 7 * 57) % 200);
    ///     let rgb = rgb.flat_map(|level| [level as u8; 3]);
    ///     face::Chip::from_rgb(rgb.collect()).unwrap()
    /// };
    /// let probes = face::ChipProbes::of(&chip(0));
    /// assert!(probes.know(face::hash(&chip(0))));
    /// assert!(!probes.know(face::hash(&chip(35))));
    /// ```
    #[must_use]
    pub fn of(chip: &Chip) -> Self {
        let mut luma = chip.luma();
        let mut all = Vec::with_capacity(SCALES.len() * SHIFTS.len() * SHIFTS.len());
        for scale in SCALES {
            for down in SHIFTS {
                for across in SHIFTS {
                    all.push(hash_moved(&luma, scale, [across, down]));
                }
            }
        }
        luma.zeroize();
        Self(all)
    }

    /// The hashes, for a search elsewhere.
    ///
    /// ```
    /// let chip = face::Chip::from_rgb((0..112 * 112 * 3).map(|i| (i % 251) as u8).collect());
    /// let chip = chip.unwrap();
    /// assert!(face::ChipProbes::of(&chip).hashes().contains(&face::hash(&chip)));
    /// ```
    #[must_use]
    pub fn hashes(&self) -> &[ChipHash] {
        &self.0
    }

    /// In how many bits the nearest probe differs from a stored hash.
    ///
    /// ```
    /// let chip = face::Chip::from_rgb((0..112 * 112 * 3).map(|i| (i % 251) as u8).collect());
    /// let chip = chip.unwrap();
    /// assert_eq!(face::ChipProbes::of(&chip).distance(face::hash(&chip)), 0);
    /// ```
    #[must_use]
    pub fn distance(&self, stored: ChipHash) -> u32 {
        let distances = self.0.iter().map(|probe| probe.distance(stored));
        distances.min().unwrap_or(ChipHash::BITS)
    }

    /// Returns true if the stored hash is that of a copy of the picture.
    ///
    /// ```
    /// let chip = face::Chip::from_rgb((0..112 * 112 * 3).map(|i| (i % 251) as u8).collect());
    /// let chip = chip.unwrap();
    /// assert!(face::ChipProbes::of(&chip).know(face::hash(&chip)));
    /// ```
    #[must_use]
    pub fn know(&self, stored: ChipHash) -> bool {
        self.distance(stored) <= ChipHash::SAME_PICTURE
    }
}

/// They follow from a face, so they do not print.
impl std::fmt::Debug for ChipProbes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ChipProbes({})", self.0.len())
    }
}

/// Hashes a chip, whose marks should be settled: whether each of its low frequencies is stronger
/// than in the median of many faces.
///
/// ```
/// let chip = |shift| {
///     let rgb = (0..112 * 112 * 3).map(|i| ((i / 3 % 112 / 9 * 31 + i / 336 / 7 * 57) % 200 + shift) as u8);
///     face::Chip::from_rgb(rgb.collect()).unwrap()
/// };
/// // More light changes nothing.
/// assert_eq!(face::hash(&chip(0)), face::hash(&chip(40)));
/// ```
#[must_use]
pub fn hash(chip: &Chip) -> ChipHash {
    let mut luma = chip.luma();
    let hash = hash_moved(&luma, 1.0, [0.0, 0.0]);
    luma.zeroize();
    hash
}

/// The factors and the pixels by which a chip is scaled and moved for its probes.
const SCALES: [f32; 3] = [0.97, 1.0, 1.03];
const SHIFTS: [f32; 3] = [-2.0, 0.0, 2.0];

/// The point about which a chip is scaled, between nose and eyes.
const MIDDLE: [f32; 2] = [56.0, 60.0];

/// The part of the chip that counts: its left and top edge, and its side. Every copy has it.
const EDGES: [usize; 2] = [8, 12];
const SIDE: usize = 96;

/// Width and height of the copy that is transformed, and pixels of the chip along a pixel of it.
const SMALL: usize = 32;
const BOX: usize = SIDE / SMALL;

/// As many frequencies down and across are computed; those whose sum is 1 to 14 count.
const WAVES: usize = 14;

/// The medians of the 117 frequencies over 300 photographs of 150 people, as shares of the length
/// of all, in ten thousandths. They describe a mean face, which is nobody's. Without them most
/// faces would share many bits.
#[rustfmt::skip]
const MEDIANS: [i16; ChipHash::BITS as usize] = [
    81, -3481, 39, -907, 205, -405, 74, 367, 72, -218, -20, 81, 18, 929, 15, -1184, -50, 683,
    -12, -265, 41, -101, 44, 5, 21, -5, 5, -650, -2, -852, 60, 47, -21, 709, 27, -268, -33,
    178, 30, -148, 1013, -41, 43, -27, -674, 1, 415, -32, -28, -48, 35, -56, -363, -56, 110,
    20, 376, -29, -96, -49, 38, -10, -101, -1806, 24, 1171, -41, 530, -34, -603, -2, 73, -1,
    -634, 2, 143, -32, 152, -12, 117, -65, -53, 640, -3, -218, -20, -437, 24, 28, 20, 332, -28,
    -346, -11, 87, -24, 151, -393, 7, 282, -1, -58, -2, -311, 13, 93, 11, 171, -38, -14, 84,
    19, -206, -26, 252, 77, 15,
];

/// The hash of grey levels that are scaled about the middle and moved.
fn hash_moved(luma: &[f32], scale: f32, shift: [f32; 2]) -> ChipHash {
    let mut small = small(luma, scale, shift);
    let frequencies = frequencies(&small);
    small.zeroize();
    let length = frequencies
        .iter()
        .map(|value| value * value)
        .sum::<f32>()
        .sqrt();
    let mut bits = 0_u128;
    for (at, (value, median)) in frequencies.iter().zip(MEDIANS).enumerate() {
        let is_strong = *value > f32::from(median) * 1e-4 * length;
        bits |= u128::from(is_strong) << at;
    }
    ChipHash(bits)
}

/// A copy of 32 × 32 means of the part that counts.
fn small(luma: &[f32], scale: f32, shift: [f32; 2]) -> Vec<f32> {
    let place = |at: usize, axis: usize| {
        let [middle, shift] = [MIDDLE, shift].map(|pair| pair.get(axis).copied().unwrap_or(0.0));
        (middle + (at as f32 - middle) * scale + shift).clamp(0.0, CHIP as f32 - 1.001)
    };
    let level = |x: f32, y: f32| {
        let (column, row) = (x as usize, y as usize);
        let at = |down: usize| {
            let start = (row + down) * CHIP + column;
            match luma.get(start..start + 2) {
                Some([left, right]) => left + (right - left) * x.fract(),
                _ => 0.0,
            }
        };
        let (upper, lower) = (at(0), at(1));
        upper + (lower - upper) * y.fract()
    };
    let [left, top] = EDGES;
    let mut out = vec![0.0; SMALL * SMALL];
    for y in 0..SIDE {
        for x in 0..SIDE {
            if let Some(mean) = out.get_mut(y / BOX * SMALL + x / BOX) {
                *mean += level(place(x + left, 0), place(y + top, 1)) / (BOX * BOX) as f32;
            }
        }
    }
    out
}

/// The low frequencies of the discrete cosine transform (type II, orthonormal), down before across.
fn frequencies(small: &[f32]) -> Vec<f32> {
    let wave = |frequency: usize, at: usize| {
        let angle = std::f32::consts::PI * frequency as f32 * (at as f32 + 0.5) / SMALL as f32;
        let scale: f32 = if frequency == 0 { 1.0 } else { 2.0 };
        (scale / SMALL as f32).sqrt() * angle.cos()
    };
    let waves: Vec<Vec<f32>> = (0..WAVES)
        .map(|frequency| (0..SMALL).map(|at| wave(frequency, at)).collect())
        .collect();
    // Each row of the copy by each frequency across.
    let across: Vec<Vec<f32>> = waves
        .iter()
        .map(|wave| {
            let rows = small.chunks_exact(SMALL);
            rows.map(|row| row.iter().zip(wave).map(|(a, b)| a * b).sum())
                .collect()
        })
        .collect();
    let pairs = waves.iter().enumerate().flat_map(|(down, wave)| {
        let counts = move |(right, _): &(usize, _)| (1..=WAVES).contains(&(down + right));
        let columns = across.iter().enumerate().filter(counts);
        columns.map(move |(_, rows)| rows.iter().zip(wave).map(|(a, b)| a * b).sum())
    });
    pairs.collect()
}
