//! Soft decisions on codewords: a matched filter compares a profile of grey values with every
//! pattern of a cluster, as a blurred camera would see it.
//!
//! Comparing whole patterns, rather than edges found by a threshold, reads symbols whose narrow
//! bars have merged, and measures how certain the result is.

use std::sync::OnceLock;

use super::symbology::{MODULES, WORDS, patterns};

/// The number of grey samples per module in a fine profile.
pub(super) const FINE: usize = 3;
/// The number of samples in a fine profile.
pub(super) const SAMPLES: usize = FINE * MODULES;
/// The blurs that are tried, as standard deviations in modules.
const BLURS: [f32; 4] = [0.30, 0.50, 0.70, 0.95];

/// The number of codewords that are compared at once.
const BLOCK: usize = 32;

/// The best codeword for a profile.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Match {
    pub(super) word: u32,
    /// The correlation with the profile, −1 to 1.
    pub(super) score: f32,
    /// The lead over the second best codeword.
    pub(super) lead: f32,
}

/// All patterns of the three clusters under one blur, with zero mean and unit length.
#[derive(Debug)]
pub(super) struct Bank {
    samples: usize,
    /// `[cluster][block][sample][word of the block]`. A block has enough words for one sample to be
    /// compared with many at once, and few enough for their scores to stay in registers.
    values: [Vec<[f32; BLOCK]>; 3],
}

impl Bank {
    fn new(blur: f32, per_module: usize) -> Self {
        let samples = per_module * MODULES;
        let sigma = blur.hypot(0.29 / per_module as f32); // the sample's own width blurs too
        let values = [0, 1, 2].map(|cluster| {
            let mut values = vec![[0.0; BLOCK]; samples * WORDS.div_ceil(BLOCK)];
            for (word, widths) in patterns()[cluster].iter().enumerate() {
                let profile = normalised(&rendered(*widths, sigma, per_module));
                for (sample, value) in profile.into_iter().enumerate() {
                    values[word / BLOCK * samples + sample][word % BLOCK] = value;
                }
            }
            values
        });
        Self { samples, values }
    }

    /// Returns the banks for fine profiles, from sharp to blurred.
    pub(super) fn fine() -> &'static [Self; 4] {
        static BANKS: OnceLock<[Bank; 4]> = OnceLock::new();
        BANKS.get_or_init(|| BLURS.map(|blur| Self::new(blur, FINE)))
    }

    /// Returns a bank with one sample per module, which distinguishes clusters but not codewords.
    pub(super) fn coarse() -> &'static Self {
        static BANK: OnceLock<Bank> = OnceLock::new();
        BANK.get_or_init(|| Self::new(0.5, 1))
    }

    /// Returns the codeword of a cluster that correlates best with a normalised profile.
    pub(super) fn best(&self, cluster: usize, profile: &[f32]) -> Match {
        let mut best = Match {
            word: 0,
            score: -1.0,
            lead: 0.0,
        };
        let mut second = -1.0_f32;
        let scores = self.blocks(cluster, profile).flatten();
        for (word, score) in scores.enumerate().take(WORDS) {
            if score > best.score {
                second = best.score;
                best = Match {
                    word: word as u32,
                    score,
                    lead: 0.0,
                };
            } else if score > second {
                second = score;
            }
        }
        Match {
            lead: best.score - second,
            ..best
        }
    }

    /// Returns only the best correlation, in half the time.
    pub(super) fn best_score(&self, cluster: usize, profile: &[f32]) -> f32 {
        // The last block is padded with patterns of zeros, which correlate with nothing.
        let mut best = [-1.0_f32; BLOCK];
        for scores in self.blocks(cluster, profile) {
            for (best, &score) in best.iter_mut().zip(&scores) {
                *best = if score > *best { score } else { *best };
            }
        }
        best.into_iter().fold(-1.0, f32::max)
    }

    /// Returns the correlations with all codewords, block by block.
    fn blocks(&self, cluster: usize, profile: &[f32]) -> impl Iterator<Item = [f32; BLOCK]> {
        let blocks = self.values[cluster].chunks_exact(self.samples);
        blocks.map(|block| scores(block, profile))
    }

    /// Returns how well a codeword correlates with a normalised profile.
    pub(super) fn score(&self, cluster: usize, word: u32, profile: &[f32]) -> f32 {
        let (block, at) = (word as usize / BLOCK, word as usize % BLOCK);
        let rows = &self.values[cluster][block * self.samples..][..self.samples];
        rows.iter()
            .zip(profile)
            .map(|(row, value)| row[at] * value)
            .sum()
    }
}

/// Returns the correlations with a block. This is the most time-critical loop.
#[inline]
fn scores(block: &[[f32; BLOCK]], profile: &[f32]) -> [f32; BLOCK] {
    let mut scores = [0.0_f32; BLOCK];
    for (&value, row) in profile.iter().zip(block) {
        for i in 0..BLOCK {
            scores[i] += value * row[i];
        }
    }
    scores
}

/// Shifts a profile to zero mean and scales it to unit length. Without contrast, the result is
/// zero.
pub(super) fn normalised(profile: &[f32]) -> Vec<f32> {
    let mean = profile.iter().sum::<f32>() / profile.len().max(1) as f32;
    let length = profile
        .iter()
        .map(|v| (v - mean) * (v - mean))
        .sum::<f32>()
        .sqrt();
    if length < 1e-3 {
        return vec![0.0; profile.len()];
    }
    profile.iter().map(|v| (v - mean) / length).collect()
}

/// Renders a pattern as grey (bars 0, spaces 1) under a Gaussian blur, between the last space of
/// the previous codeword and the first bar of the next one.
fn rendered(widths: [u8; 8], sigma: f32, per_module: usize) -> Vec<f32> {
    let mut edges = Vec::with_capacity(9);
    let mut at = 0;
    for width in widths {
        edges.push(at as f32);
        at += usize::from(width);
    }
    edges.push(at as f32);
    let sample = |i: usize| {
        let x = (i as f32 + 0.5) / per_module as f32;
        edges.iter().enumerate().fold(1.0, |grey, (i, edge)| {
            let step = step((x - edge) / sigma);
            if i % 2 == 0 { grey - step } else { grey + step }
        })
    };
    (0..per_module * MODULES).map(sample).collect()
}

/// Approximates the cumulative normal distribution by a logistic curve (within 0.01).
fn step(x: f32) -> f32 {
    1.0 / (1.0 + (-1.702 * x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pattern matches itself best, under its own blur and under a wrong one.
    #[test]
    fn patterns_match_themselves() {
        let [sharp, _, _, blurred] = Bank::fine();
        for cluster in 0..3 {
            for word in (0..WORDS).step_by(7) {
                let widths = &patterns()[cluster][word];
                for (bank, sigma) in [(sharp, 0.3), (blurred, 0.9), (sharp, 0.6)] {
                    let found = bank.best(cluster, &normalised(&rendered(*widths, sigma, FINE)));
                    assert_eq!(found.word, word as u32, "cluster {cluster}, blur {sigma}");
                    assert!(found.score > 0.9 && found.lead > 0.0);
                }
            }
        }
    }
}
