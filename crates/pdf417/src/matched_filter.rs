//! Soft codewords: compares a strip of grey values with every pattern of a cluster as a blurred
//! camera would see it.
//!
//! Comparing whole patterns instead of thresholding edges reads symbols whose narrow bars have
//! merged, and measures how certain the result is.

use std::sync::OnceLock;

use super::symbology::{MODULES, WORDS, patterns};

/// Grey samples per module in a fine profile.
pub(super) const FINE: usize = 3;
/// Samples of a fine profile.
pub(super) const SAMPLES: usize = FINE * MODULES;
/// Blurs that are tried, as standard deviations in modules.
const BLURS: [f32; 4] = [0.30, 0.50, 0.70, 0.95];

/// Codewords compared at once.
const BLOCK: usize = 32;

/// The best codeword for a profile.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Match {
    pub(super) word: u32,
    /// Correlation with the profile, −1 to 1.
    pub(super) score: f32,
    /// Lead over the next best codeword.
    pub(super) lead: f32,
}

/// All patterns of the three clusters under one blur, each of zero mean and unit length.
#[derive(Debug)]
pub(super) struct Bank {
    samples: usize,
    /// `[cluster][block][sample][word of the block]`: so many words side by side that one sample
    /// meets all of them at once, and so few that their scores stay in registers.
    values: [Vec<[f32; BLOCK]>; 3],
}

impl Bank {
    fn new(blur: f32, per_module: usize) -> Self {
        let samples = per_module * MODULES;
        let sigma = blur.hypot(0.29 / per_module as f32); // the sample's own width blurs too
        let values = [0, 1, 2].map(|cluster| {
            let mut values = vec![[0.0; BLOCK]; samples * WORDS.div_ceil(BLOCK)];
            for (word, widths) in patterns()[cluster].iter().enumerate() {
                let profile = normalised(&drawn(*widths, sigma, per_module));
                for (sample, value) in profile.into_iter().enumerate() {
                    values[word / BLOCK * samples + sample][word % BLOCK] = value;
                }
            }
            values
        });
        Self { samples, values }
    }

    /// Banks of fine profiles, from sharp to blurred.
    pub(super) fn fine() -> &'static [Self; 4] {
        static BANKS: OnceLock<[Bank; 4]> = OnceLock::new();
        BANKS.get_or_init(|| BLURS.map(|blur| Self::new(blur, FINE)))
    }

    /// One sample per module: for telling clusters apart, not codewords.
    pub(super) fn coarse() -> &'static Self {
        static BANK: OnceLock<Bank> = OnceLock::new();
        BANK.get_or_init(|| Self::new(0.5, 1))
    }

    /// The codeword of a cluster that correlates best with a normalised profile.
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
        // The last block is filled up with patterns of zeros, which correlate with nothing.
        let mut best = [-1.0_f32; BLOCK];
        for scores in self.blocks(cluster, profile) {
            for (best, &score) in best.iter_mut().zip(&scores) {
                *best = if score > *best { score } else { *best };
            }
        }
        best.into_iter().fold(-1.0, f32::max)
    }

    /// Correlations with all codewords, block after block.
    fn blocks(&self, cluster: usize, profile: &[f32]) -> impl Iterator<Item = [f32; BLOCK]> {
        let blocks = self.values[cluster].chunks_exact(self.samples);
        blocks.map(|block| scores(block, profile))
    }

    /// How well one codeword correlates with a normalised profile.
    pub(super) fn score(&self, cluster: usize, word: u32, profile: &[f32]) -> f32 {
        let (block, at) = (word as usize / BLOCK, word as usize % BLOCK);
        let rows = &self.values[cluster][block * self.samples..][..self.samples];
        rows.iter()
            .zip(profile)
            .map(|(row, value)| row[at] * value)
            .sum()
    }
}

/// This is the most time-critical loop.
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

/// A profile shifted to zero mean and scaled to unit length; all zeros where there is no contrast.
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

/// A pattern as grey (bars 0, spaces 1) under a Gaussian blur, between the last space of the
/// codeword before it and the first bar of the one behind.
fn drawn(widths: [u8; 8], sigma: f32, per_module: usize) -> Vec<f32> {
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

/// The cumulative normal distribution, by a logistic curve (within 0.01).
fn step(x: f32) -> f32 {
    1.0 / (1.0 + (-1.702 * x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pattern is its own best match, under its own blur and under a wrong one.
    #[test]
    fn patterns_match_themselves() {
        let [sharp, _, _, blurred] = Bank::fine();
        for cluster in 0..3 {
            for word in (0..WORDS).step_by(7) {
                let widths = &patterns()[cluster][word];
                for (bank, sigma) in [(sharp, 0.3), (blurred, 0.9), (sharp, 0.6)] {
                    let found = bank.best(cluster, &normalised(&drawn(*widths, sigma, FINE)));
                    assert_eq!(found.word, word as u32, "cluster {cluster}, blur {sigma}");
                    assert!(found.score > 0.9 && found.lead > 0.0);
                }
            }
        }
    }
}
