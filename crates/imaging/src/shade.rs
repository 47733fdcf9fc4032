//! Removes shadows from a page, for readers that expect a scan.

use crate::{Luma, resize};

/// The number of blocks across the longer side in which the brightness of the paper is estimated.
const BLOCKS: u32 = 40;
/// The quantile of a block's pixels that is taken as paper, because print covers less than the
/// rest.
const PAPER: f64 = 0.85;
/// A block darker than the brightest by more than this factor is a dark surface and not paper in
/// shade.
const DARK_SURFACE_FACTOR: u8 = 6;

/// Divides the picture by the brightness of its paper, so that paper is white everywhere and print
/// keeps its contrast. Dark surfaces stay dark.
///
/// ```
/// use imaging::{Luma, without_shade};
///
/// // The right half of this page lies in shadow.
/// let greys = (0..400 * 300).map(|i| if i % 400 < 200 { 220 } else { 130 }).collect();
/// let page = Luma::new(400, 300, greys).unwrap();
/// let even = without_shade(&page);
/// assert!(even.at(100, 150).abs_diff(even.at(300, 150)) < 20);
/// ```
#[must_use]
pub fn without_shade(luma: &Luma) -> Luma {
    let (width, height) = (luma.width(), luma.height());
    if width < 2 * BLOCKS || height < 2 * BLOCKS {
        return luma.clone();
    }
    let block = width.max(height).div_ceil(BLOCKS).max(8);
    let (across, down) = (width.div_ceil(block), height.div_ceil(block));
    let mut paper = Vec::with_capacity((across * down) as usize);
    for by in 0..down {
        for bx in 0..across {
            paper.push(paper_level(luma, bx * block, by * block, block));
        }
    }
    let brightest = paper.iter().copied().max().unwrap_or(255);
    let floor = (brightest / DARK_SURFACE_FACTOR).max(8);
    let Some(paper) = Luma::new(
        across,
        down,
        median_filtered(&paper, across as usize, floor),
    ) else {
        return luma.clone();
    };
    let paper = resize(&paper, width, height);
    let data = luma.data().iter().zip(paper.data());
    let even = data.map(|(&grey, &paper)| {
        let paper = u32::from(paper.max(floor));
        // Everything slightly darker than paper is white too, because the noise of the paper is not
        // needed.
        ((u32::from(grey) * 265) / paper).min(255) as u8
    });
    Luma::new(width, height, even.collect()).unwrap_or_else(|| luma.clone())
}

/// Returns the grey that this fraction of a block's pixels does not exceed.
fn paper_level(luma: &Luma, left: u32, top: u32, block: u32) -> u8 {
    let mut histogram = [0_u32; 256];
    let right = (left + block).min(luma.width()) as usize;
    let mut all = 0;
    for y in (top..(top + block).min(luma.height())).step_by(2) {
        for &grey in luma.row(y)[left as usize..right].iter().step_by(2) {
            histogram[grey as usize] += 1;
            all += 1;
        }
    }
    let wanted = (f64::from(all) * PAPER) as u32;
    let mut sum = 0;
    let at = histogram.iter().position(|&count| {
        sum += count;
        sum > wanted
    });
    at.unwrap_or(255) as u8
}

/// Replaces each block by the median of it and its neighbours, so that a block full of print
/// becomes like the others.
fn median_filtered(blocks: &[u8], across: usize, floor: u8) -> Vec<u8> {
    let down = blocks.len() / across.max(1);
    let mut out = Vec::with_capacity(blocks.len());
    for y in 0..down {
        for x in 0..across {
            let rows = y.saturating_sub(1)..=(y + 1).min(down - 1);
            let mut near: Vec<u8> = rows
                .flat_map(|y| {
                    let columns = x.saturating_sub(1)..=(x + 1).min(across - 1);
                    columns.map(move |x| blocks[y * across + x])
                })
                .collect();
            near.sort_unstable();
            out.push(near[near.len() / 2].max(floor));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shadows_are_removed_and_print_is_kept() {
        let page = |x: u32, y: u32| {
            let paper = if x > 300 { 220 } else { 80 };
            let is_print = y % 20 < 3 && x % 7 < 3;
            if is_print { paper / 4 } else { paper }
        };
        let data = (0..600 * 400)
            .map(|i| page(i % 600, i / 600) as u8)
            .collect();
        let even = without_shade(&Luma::new(600, 400, data).unwrap());
        for x in [100, 500] {
            assert!(even.at(x, 210) > 230, "paper at {x}: {}", even.at(x, 210));
            let print = (0..20).map(|dx| even.at(x + dx, 201)).min().unwrap();
            assert!(print < 90, "print at {x}: {print}");
        }
    }

    #[test]
    fn small_and_empty_pictures_stay_as_they_are() {
        for luma in [Luma::filled(0, 0, 0), Luma::filled(10, 300, 9)] {
            assert_eq!(without_shade(&luma), luma);
        }
    }
}
