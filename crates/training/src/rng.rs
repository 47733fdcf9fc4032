//! Seeded random numbers (SplitMix64): the same seed draws the same strips on every machine.

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Creates the stream for the item `index` of `seed`.
    pub(crate) fn at(seed: u64, index: u64) -> Self {
        let mut first = Self(seed ^ index.wrapping_mul(0xd134_2543_de82_ef95));
        Self(first.bits())
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number in `[0, 1)`.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// Returns a number in `[low, high)`.
    pub(crate) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Returns a number from 0 to `sides - 1`.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        (((self.bits() >> 32) * sides as u64) >> 32) as usize
    }

    pub(crate) fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    /// Returns an approximately normal number with a standard deviation of 1, never beyond 3.
    pub(crate) fn normal(&mut self) -> f32 {
        ((0..6).map(|_| self.unit()).sum::<f32>() - 3.0) * std::f32::consts::SQRT_2
    }

    /// Returns one of some items.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// Returns one byte of a text.
    pub(crate) fn byte(&mut self, text: &[u8]) -> u8 {
        text[self.below(text.len())]
    }
}
