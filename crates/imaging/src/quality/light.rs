//! Light: how much of the picture is too dark, too bright, or covered by a reflection.

use crate::Luma;

/// The distribution of greys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exposure {
    /// Mean grey, 0–255.
    pub(super) mean: f64,
    /// Share of pixels at 8 or below.
    pub(super) dark: f64,
    /// Share of pixels at 250 or above.
    pub(super) bright: f64,
}

impl Exposure {
    pub(super) fn of(luma: &Luma) -> Self {
        let total = luma.data().len().max(1) as f64;
        let share =
            |f: fn(u8) -> bool| luma.data().iter().filter(|&&g| f(g)).count() as f64 / total;
        let sum: u64 = luma.data().iter().map(|&grey| u64::from(grey)).sum();
        Self {
            mean: sum as f64 / total,
            dark: share(|grey| grey <= 8),
            bright: share(is_saturated),
        }
    }
}

fn is_saturated(grey: u8) -> bool {
    grey >= 250
}

/// Whether a pixel belongs to a reflection. Phones let bright light fade into white instead of
/// cutting it off, so the middle of a lamp may stay a little below it.
fn is_burnt(grey: u8) -> bool {
    grey >= 242
}

/// Share of the area inside saturated blobs at least seven pixels wide. Where more than half of
/// everything is saturated, white is the paper and not a reflection, and the answer is 0.
pub(super) fn glare(luma: &Luma) -> f64 {
    let (width, height) = (luma.width() as usize, luma.height() as usize);
    let saturated: Vec<bool> = luma.data().iter().map(|&grey| is_burnt(grey)).collect();
    let total = saturated.len().max(1) as f64;
    if saturated.iter().filter(|&&s| s).count() as f64 > total / 2.0 {
        return 0.0;
    }
    // Opening: what survives erosion by a 7 × 7 square, grown back.
    let eroded = spread(
        &spread(&saturated, width, height, false, true),
        width,
        height,
        false,
        false,
    );
    let opened = spread(
        &spread(&eroded, width, height, true, true),
        width,
        height,
        true,
        false,
    );
    opened.iter().filter(|&&s| s).count() as f64 / total
}

/// One pass of dilation (`wanted` true) or erosion (false) by three pixels each way along rows or
/// columns. Outside the picture counts as its nearest border.
fn spread(mask: &[bool], width: usize, height: usize, wanted: bool, rows: bool) -> Vec<bool> {
    const REACH: usize = 3;
    let (lines, length) = if rows {
        (height, width)
    } else {
        (width, height)
    };
    let index = |line: usize, i: usize| {
        if rows {
            line * width + i
        } else {
            i * width + line
        }
    };
    let mut out = vec![!wanted; mask.len()];
    for line in 0..lines {
        let mut until = 0; // out is `wanted` before this place
        for i in 0..length {
            if mask[index(line, i)] == wanted {
                let from = until.max(i.saturating_sub(REACH));
                until = (i + REACH + 1).min(length);
                for j in from..until {
                    out[index(line, j)] = wanted;
                }
            }
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
