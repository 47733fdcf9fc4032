//! The structure of PDF417 symbols (ISO/IEC 15438, 5.1 to 5.3): patterns, clusters, guards and row
//! indicators.

use rxing::pdf417::pdf_417_common::getCodeword;

/// The number of modules in a codeword: four bars and four spaces, each 1 to 6 modules wide.
pub(super) const MODULES: usize = 17;
/// The number of codewords in a cluster.
pub(super) const WORDS: usize = 929;
/// The maximum number of rows in a symbol.
pub(super) const MAX_ROWS: usize = 90;
/// The maximum number of data columns in a symbol.
pub(super) const MAX_COLUMNS: usize = 30;
/// The maximum number of codewords in a symbol, without guards and indicators.
pub(super) const MAX_WORDS: usize = 928;

/// A guard pattern.
#[derive(Debug)]
pub(super) struct Pattern {
    /// The edges in modules from its left; bars start at the even ones.
    pub(super) edges: &'static [usize],
    /// The total width of its bars in modules.
    pub(super) dark: usize,
}

/// The start pattern, 81111113.
pub(super) const START: Pattern = Pattern {
    edges: &[0, 8, 9, 10, 11, 12, 13, 14, 17],
    dark: 11,
};
/// The stop pattern, 711311121.
pub(super) const STOP: Pattern = Pattern {
    edges: &[0, 7, 8, 9, 12, 13, 14, 15, 17, 18],
    dark: 11,
};

impl Pattern {
    /// Returns its width in modules.
    pub(super) fn modules(&self) -> usize {
        self.edges.last().copied().unwrap_or_default()
    }

    /// Returns both edges of each bar.
    pub(super) fn bars(&self) -> impl Iterator<Item = (usize, usize)> {
        self.edges.chunks_exact(2).map(|edges| (edges[0], edges[1]))
    }
}

/// The width of the stop pattern in modules.
pub(super) const STOP_MODULES: usize = 18;

/// Returns the widths of bar, space, bar, … for each codeword of the three clusters:
/// `[cluster][word][element]`. Row r uses cluster r mod 3 (numbers 0, 3 and 6 in the standard).
pub(super) fn patterns() -> &'static [Vec<[u8; 8]>; 3] {
    static PATTERNS: std::sync::OnceLock<[Vec<[u8; 8]>; 3]> = std::sync::OnceLock::new();
    PATTERNS.get_or_init(|| {
        let mut clusters = [(); 3].map(|()| vec![[0; 8]; WORDS]);
        for_each_pattern(&mut [0; 8], 0, MODULES as u8, &mut |widths| {
            // The standard's table is taken from the decoder, which is linked anyway.
            let word = getCodeword(bits(*widths));
            let [b1, _, b2, _, b3, _, b4, _] = widths.map(i32::from);
            let cluster = (b1 - b2 + b3 - b4 + 9) % 9;
            if let (Ok(word), 0) = (usize::try_from(word), cluster % 3) {
                clusters[(cluster / 3) as usize][word] = *widths;
            }
        });
        clusters
    })
}

/// Calls `found` with every way to divide `left` modules among the elements from `at` on.
fn for_each_pattern(widths: &mut [u8; 8], at: usize, left: u8, found: &mut impl FnMut(&[u8; 8])) {
    if at == widths.len() {
        if left == 0 {
            found(widths);
        }
        return;
    }
    let rest = (widths.len() - at - 1) as u8;
    for width in 1..=6.min(left.saturating_sub(rest)) {
        widths[at] = width;
        for_each_pattern(widths, at + 1, left - width, found);
    }
}

/// Returns one bit per module, set for bars, with the leftmost module as the highest bit.
fn bits(widths: [u8; 8]) -> u32 {
    widths.iter().enumerate().fold(0, |bits, (i, &width)| {
        let ones = if i % 2 == 0 { (1 << width) - 1 } else { 0 };
        bits << width | ones
    })
}

/// The size of a symbol, which the row indicators repeat on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    /// The number of rows, 3 to 90.
    pub(super) rows: usize,
    /// The number of data columns, 1 to 30.
    pub(super) columns: usize,
    /// The error correction level, 0 to 8.
    pub(super) level: usize,
}

impl Shape {
    /// Returns the number of check codewords.
    pub(super) fn check_words(self) -> usize {
        2 << self.level
    }

    /// Returns true if such a symbol is possible.
    pub(super) fn is_possible(self) -> bool {
        (3..=MAX_ROWS).contains(&self.rows)
            && (1..=MAX_COLUMNS).contains(&self.columns)
            && self.level <= 8
            && self.rows * self.columns <= MAX_WORDS
            && self.rows * self.columns > self.check_words()
    }

    /// Returns the left and the right row indicator of a row (5.11.3).
    pub(super) fn indicators(self, row: usize) -> (usize, usize) {
        let base = 30 * (row / 3);
        let thirds = base + (self.rows - 1) / 3;
        let level = base + 3 * self.level + (self.rows - 1) % 3;
        let columns = base + self.columns - 1;
        match row % 3 {
            0 => (thirds, columns),
            1 => (level, thirds),
            _ => (columns, level),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cluster_has_its_929_patterns() {
        for cluster in patterns() {
            assert!(cluster.iter().all(|widths| widths.iter().sum::<u8>() == 17));
        }
        let mut all: Vec<_> = patterns().iter().flatten().collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 3 * WORDS);
    }
}
