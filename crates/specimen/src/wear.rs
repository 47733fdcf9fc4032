//! Wears a print as years in a pocket do: scratches, and patches where the ink is rubbed off.

use crate::rng::Rng;
use image::{Rgb, RgbImage};

/// The grey of bare plastic, which shows where ink is missing.
const PLASTIC: f32 = 236.0;

/// Wears a print of `scale` dots per millimetre by `amount`, from 0 (new) to 1 (very worn).
pub(crate) fn wear(print: &mut RgbImage, scale: f32, amount: f32, seed: u64) {
    if amount <= 0.0 {
        return;
    }
    let amount = amount.min(1.0);
    let mut rng = Rng::new(seed, "wear");
    let size = [print.width() as f32, print.height() as f32];
    for _ in 0..(amount * 7.0) as u32 {
        rub(print, &mut rng, size, scale, amount);
    }
    for _ in 0..(amount * 46.0) as u32 {
        scratch(print, &mut rng, size, scale, amount);
    }
}

/// Rubs off grains of ink in a soft patch.
fn rub(print: &mut RgbImage, rng: &mut Rng, size: [f32; 2], scale: f32, amount: f32) {
    let middle = [rng.between(0.0, size[0]), rng.between(0.0, size[1])];
    let radius = rng.between(3.0, 9.0) * scale;
    let stretch = rng.between(0.4, 1.0);
    let grain = (0.12 * scale).max(1.0);
    let seed = rng.bits();
    let [left, top] = [middle[0] - radius, middle[1] - radius].map(|edge| edge.max(0.0) as u32);
    let right = (middle[0] + radius).clamp(0.0, size[0]) as u32;
    let bottom = (middle[1] + radius).clamp(0.0, size[1]) as u32;
    for y in top..bottom {
        for x in left..right {
            let (across, down) = (x as f32 - middle[0], (y as f32 - middle[1]) / stretch);
            let depth = 1.0 - (across * across + down * down) / (radius * radius);
            if depth <= 0.0 {
                continue;
            }
            let cell = ((x as f32 / grain) as u64) << 32 | (y as f32 / grain) as u64;
            let mut state = seed ^ cell.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let throw = (crate::rng::splitmix(&mut state) >> 40) as f32 / (1_u32 << 24) as f32;
            if throw < depth * (0.25 + 0.4 * amount) {
                thin(print, x, y, 0.35 + 0.35 * amount);
            }
        }
    }
}

/// Draws a slightly bent line through the ink.
fn scratch(print: &mut RgbImage, rng: &mut Rng, size: [f32; 2], scale: f32, amount: f32) {
    let mut at = [rng.between(0.0, size[0]), rng.between(0.0, size[1])];
    let mut turn = rng.angle();
    let bend = rng.between(-0.02, 0.02) / scale;
    let length = rng.between(3.0, 34.0) * scale;
    let half = (rng.between(0.02, 0.07) * scale).max(0.5);
    let depth = rng.between(0.2, 0.55) + 0.3 * amount;
    let mut gone = 0.0;
    while gone < length {
        let (sin, cos) = turn.sin_cos();
        // The width of the pen is covered perpendicular to the line, whose ends are shallow.
        let fade = depth * (1.0 - (2.0 * gone / length - 1.0).abs().powi(4));
        let mut aside = -half;
        while aside <= half {
            let (x, y) = (at[0] - aside * sin, at[1] + aside * cos);
            if x >= 0.0 && y >= 0.0 {
                thin(print, x as u32, y as u32, fade * 0.6);
            }
            aside += 0.7;
        }
        at = [at[0] + cos * 0.7, at[1] + sin * 0.7];
        turn += bend * 0.7;
        gone += 0.7;
    }
}

/// Lets the plastic show through at a pixel, if it exists.
fn thin(print: &mut RgbImage, x: u32, y: u32, share: f32) {
    if let Some(Rgb(levels)) = print.get_pixel_mut_checked(x, y) {
        for level in levels {
            *level = (f32::from(*level) + (PLASTIC - f32::from(*level)) * share) as u8;
        }
    }
}
