//! Measures light: how much of the picture is too dark, too bright, or covered by a reflection.

use crate::Luma;

/// The distribution of greys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exposure {
    /// The mean grey, 0 to 255.
    pub(super) mean: f64,
    /// The fraction of pixels at 8 or below.
    pub(super) dark: f64,
    /// The fraction of pixels at 250 or above.
    pub(super) bright: f64,
}

impl Exposure {
    pub(super) fn of(luma: &Luma) -> Self {
        let data = luma.data();
        let total = data.len().max(1) as f64;
        let mut counts = [0_u64; 256];
        for &grey in data {
            counts[usize::from(grey)] += 1;
        }
        let sum: u64 = (0..).zip(counts).map(|(grey, count)| grey * count).sum();
        let share = |counts: &[u64]| counts.iter().sum::<u64>() as f64 / total;
        Self {
            mean: sum as f64 / total,
            dark: share(&counts[..=8]),
            bright: share(&counts[250..]),
        }
    }
}

/// Returns true if a pixel belongs to a reflection. Phones compress highlights instead of clipping
/// them, so even the middle of a lamp may be slightly below white.
fn is_saturated(grey: u8) -> bool {
    grey >= 242
}

/// Returns the fraction of the area inside saturated blobs that are at least seven pixels wide. If
/// more than half of the area is saturated, white is the paper and not a reflection, and the result
/// is 0.
pub(super) fn glare(luma: &Luma) -> f64 {
    let (width, height) = (luma.width() as usize, luma.height() as usize);
    let saturated: Vec<u8> = luma
        .data()
        .iter()
        .map(|&grey| u8::from(is_saturated(grey)))
        .collect();
    let count = |mask: &[u8]| mask.iter().map(|&set| u32::from(set)).sum::<u32>();
    let total = saturated.len().max(1) as f64;
    let share = f64::from(count(&saturated)) / total;
    if share > 0.5 || share == 0.0 {
        return 0.0;
    }
    // Morphological opening: erosion by a 7 × 7 square, followed by dilation.
    let eroded = spread_mask(&saturated, width, height, 1, |one, other| one & other);
    if count(&eroded) == 0 {
        return 0.0;
    }
    let opened = spread_mask(&eroded, width, height, 0, |one, other| one | other);
    f64::from(count(&opened)) / total
}

/// Combines every place of a mask with those up to three pixels away along its row, then along its
/// column. Places outside the mask count as `neutral`.
fn spread_mask(
    mask: &[u8],
    width: usize,
    height: usize,
    neutral: u8,
    join: impl Fn(u8, u8) -> u8,
) -> Vec<u8> {
    const REACH: usize = 3;
    let put = |into: &mut [u8], other: &[u8]| {
        for (one, &other) in into.iter_mut().zip(other) {
            *one = join(*one, other);
        }
    };
    let mut rows = vec![neutral; mask.len()];
    let mut padded = vec![neutral; width + 2 * REACH];
    for (row, out) in mask
        .chunks_exact(width.max(1))
        .zip(rows.chunks_exact_mut(width.max(1)))
    {
        padded[REACH..REACH + width].copy_from_slice(row);
        for shift in 0..=2 * REACH {
            put(out, &padded[shift..shift + width]);
        }
    }
    let mut out = vec![neutral; mask.len()];
    for (y, into) in out.chunks_exact_mut(width.max(1)).enumerate() {
        for near in y.saturating_sub(REACH)..(y + REACH + 1).min(height) {
            put(into, &rows[near * width..][..width]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_blob_is_glare_and_a_thin_line_is_not() {
        let scene = |left: u32, width: u32| {
            let grey = |i: u32| {
                if (left..left + width).contains(&(i % 100)) {
                    255
                } else {
                    90
                }
            };
            Luma::new(100, 100, (0..10_000).map(grey).collect()).unwrap()
        };
        assert!((glare(&scene(40, 20)) - 0.2).abs() < 1e-9);
        assert_eq!(glare(&scene(40, 5)), 0.0);
        assert_eq!(glare(&scene(0, 90)), 0.0, "white paper");
    }
}
