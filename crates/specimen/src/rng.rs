//! A small seeded random number generator (xoshiro256**, seeded by SplitMix64).
//!
//! Every part of a drawing has a stream of its own, named by a label, so that one more number in
//! one part leaves all other parts unchanged. It does not use the system's randomness, and is not
//! cryptographic.

use std::f32::consts::TAU;

/// A stream of random numbers that depends only on a seed and a label.
#[derive(Debug, Clone)]
pub(crate) struct Rng {
    state: [u64; 4],
}

impl Rng {
    /// Creates the stream `label` of `seed`.
    pub(crate) fn new(seed: u64, label: &str) -> Self {
        // FNV-1a hashes the label together with the seed.
        let named = label.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mut at = seed ^ named;
        Self {
            state: std::array::from_fn(|_| splitmix(&mut at)),
        }
    }

    /// Returns 64 uniform bits.
    pub(crate) fn bits(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }

    /// Returns a number from 0 to `sides - 1`, or 0 if there are no sides.
    pub(crate) fn below(&mut self, sides: u32) -> u32 {
        ((u64::from((self.bits() >> 32) as u32) * u64::from(sides)) >> 32) as u32
    }

    /// Returns a number from `low` to `high`, both included.
    pub(crate) fn within(&mut self, low: i32, high: i32) -> i32 {
        low + self.below(high.saturating_sub(low).max(0) as u32 + 1) as i32
    }

    /// Returns a number in `[0, 1)`.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// Returns a number in `[low, high)`.
    pub(crate) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Returns an angle in radians.
    pub(crate) fn angle(&mut self) -> f32 {
        self.between(0.0, TAU)
    }

    /// Returns true with this probability.
    pub(crate) fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    /// Returns one of `items`, or `None` if there are none.
    pub(crate) fn choose<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len() as u32) as usize)
    }

    /// Returns one of a list of words, or an empty one if there are none.
    pub(crate) fn word(&mut self, words: &[&'static str]) -> &'static str {
        self.choose(words).copied().unwrap_or_default()
    }

    /// Fills a pattern: `9` becomes a digit, `8` a digit from 1 to 9, `A` a letter other than I and
    /// O, `@` the given initial, and anything else stays.
    pub(crate) fn fill(&mut self, pattern: &str, initial: char) -> String {
        pattern
            .chars()
            .map(|mark| match mark {
                '9' => char::from(b'0' + self.below(10) as u8),
                '8' => char::from(b'1' + self.below(9) as u8),
                'A' => self
                    .choose(b"ABCDEFGHJKLMNPQRSTUVWXYZ")
                    .map_or('A', |&b| char::from(b)),
                '@' => initial,
                other => other,
            })
            .collect()
    }
}

/// Performs one step of SplitMix64.
pub(crate) fn splitmix(at: &mut u64) -> u64 {
    *at = at.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*at ^ (*at >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_label_has_its_own_stream() {
        let first = |label| Rng::new(7, label).bits();
        assert_eq!(first("name"), first("name"));
        assert_ne!(first("name"), first("address"));
        assert_ne!(Rng::new(7, "name").bits(), Rng::new(8, "name").bits());
    }

    #[test]
    fn numbers_stay_in_range_and_reach_both_ends() {
        let mut rng = Rng::new(1, "range");
        let throws: Vec<i32> = (0..2000).map(|_| rng.within(-2, 3)).collect();
        assert_eq!(throws.iter().min(), Some(&-2));
        assert_eq!(throws.iter().max(), Some(&3));
        assert!((0..2000).all(|_| (0.0..1.0).contains(&rng.unit())));
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.choose::<u8>(&[]), None);
    }

    #[test]
    fn patterns_are_filled() {
        let filled = Rng::new(3, "fill").fill("@-89 A", 'Q');
        let marks: Vec<char> = filled.chars().collect();
        assert_eq!(marks.len(), 6);
        assert!(filled.starts_with("Q-"));
        assert!(marks[2].is_ascii_digit() && marks[2] != '0' && marks[3].is_ascii_digit());
        assert!(marks[4] == ' ' && marks[5].is_ascii_uppercase());
    }
}
