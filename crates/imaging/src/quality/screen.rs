//! Detects the grid of a photographed screen: sharp peaks in the spectrum that paper does not have.
//! It is a soft signal, because fabric, half-tone print and fine guilloche have grids too.

use super::spectrum::spectrum;
use crate::{Luma, Point, Quad};

/// The side of a tile in pixels, at the picture's own resolution, because shrinking would remove
/// the grid.
const TILE: usize = 256;
/// The number of tiles that are examined, spread over the picture.
const TILES: usize = 12;
const PEAKS: usize = 6;

/// Returns the mean of the six strongest spectral peaks relative to their neighbourhood, as the
/// 75th percentile over tiles. If `quad` is given and large enough, the tiles are inside it,
/// because a table may have a grain. Ordinary photographs are around 10. A picture smaller than a
/// tile has 0.
pub(super) fn grid_strength(luma: &Luma, quad: Option<&Quad>) -> f64 {
    let (width, height) = (luma.width() as usize, luma.height() as usize);
    let (across, down) = (width / TILE, height / TILE);
    let mut tiles: Vec<(usize, usize)> = (0..across * down)
        .map(|n| ((n % across) * TILE, (n / across) * TILE))
        .collect();
    if let Some(quad) = quad {
        let middle = |&(left, top): &(usize, usize)| {
            let centre = |from: usize| (from + TILE / 2) as f64;
            quad.contains(Point::new(centre(left), centre(top)))
        };
        let inside: Vec<(usize, usize)> = tiles.iter().copied().filter(middle).collect();
        if !inside.is_empty() {
            tiles = inside;
        }
    }
    let step = tiles.len().div_ceil(TILES).max(1);
    let mut strengths: Vec<f64> = tiles
        .into_iter()
        .step_by(step)
        .filter_map(|(left, top)| tile_strength(luma, left, top))
        .collect();
    if strengths.is_empty() {
        return 0.0;
    }
    let at = (strengths.len() * 3 / 4).min(strengths.len() - 1);
    *strengths.select_nth_unstable_by(at, f64::total_cmp).1
}

/// Returns the strength of a tile, or `None` if it has no texture.
fn tile_strength(luma: &Luma, left: usize, top: usize) -> Option<f64> {
    let mut tile: Vec<f64> = Vec::with_capacity(TILE * TILE);
    for y in top..top + TILE {
        let row = &luma.row(y as u32)[left..left + TILE];
        tile.extend(row.iter().map(|&grey| f64::from(grey)));
    }
    let mean = tile.iter().sum::<f64>() / (TILE * TILE) as f64;
    // A Hann window keeps the border of the tile from looking like a structure.
    let window: Vec<f64> = (0..TILE)
        .map(|i| 0.5 - 0.5 * (std::f64::consts::TAU * i as f64 / TILE as f64).cos())
        .collect();
    for (row, down) in tile.chunks_exact_mut(TILE).zip(&window) {
        for (value, across) in row.iter_mut().zip(&window) {
            *value = (*value - mean) * across * down;
        }
    }
    peaks_over_floor(&spectrum::<TILE>(&tile))
}

/// Returns the peaks relative to the noise floor. A screen's grid has periods of about 2.1 to 12
/// pixels. Lower frequencies belong to the scene, and the two axes to the block structure of JPEG.
fn peaks_over_floor(power: &[f64]) -> Option<f64> {
    const REACH: usize = 4;
    let distance = |i: usize| i.min(TILE - i);
    let mut ratios = Vec::new();
    for y in 0..TILE / 2 {
        for x in 0..TILE {
            let (fx, fy) = (distance(x), distance(y));
            let radius = ((fx * fx + fy * fy) as f64).sqrt();
            if !(21.0..122.0).contains(&radius) || fx < 3 || fy < 3 {
                continue;
            }
            let here = power[y * TILE + x];
            let around = |dx: usize, dy: usize| {
                power[(y + TILE + dy - REACH) % TILE * TILE + (x + TILE + dx - REACH) % TILE]
            };
            // The ring excludes the middle nine values. Most places are no peak, and the first few
            // values show that.
            let ring = || {
                (0..=2 * REACH)
                    .flat_map(|dy| (0..=2 * REACH).map(move |dx| (dx, dy)))
                    .filter(|(dx, dy)| dx.abs_diff(REACH) > 1 || dy.abs_diff(REACH) > 1)
                    .map(|(dx, dy)| around(dx, dy))
            };
            if ring().any(|value| value >= here) {
                continue;
            }
            let floor = ring().sum::<f64>() / (((2 * REACH + 1) * (2 * REACH + 1) - 9) as f64);
            if floor > 1.0 {
                ratios.push(here / floor);
            }
        }
    }
    ratios.sort_by(|a, b| b.total_cmp(a));
    ratios.truncate(PEAKS);
    (!ratios.is_empty()).then(|| ratios.iter().sum::<f64>() / ratios.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_grid_stands_out_of_noise() {
        let scene = |grid: f64| {
            let mut seed = 1_u32;
            let pixel = |i: u32| {
                let (x, y) = (f64::from(i % 512), f64::from(i / 512));
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let noise = f64::from(seed >> 24) / 16.0;
                let wave = (x * 1.3 + y * 0.4).sin() + (y * 1.2 - x * 0.3).sin();
                (120.0 + grid * wave + noise) as u8
            };
            Luma::new(512, 512, (0..512 * 512).map(pixel).collect()).unwrap()
        };
        let (paper, screen) = (
            grid_strength(&scene(0.0), None),
            grid_strength(&scene(6.0), None),
        );
        assert!(paper < 10.0 && screen > 30.0, "{paper} {screen}");
    }
}
