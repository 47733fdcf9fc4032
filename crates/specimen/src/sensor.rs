//! What lens and sensor do to a picture: blur, shake, exposure and noise.
#![expect(
    clippy::indexing_slicing,
    reason = "pixel loops over buffers of known size"
)]

use crate::rng::splitmix;
use crate::scene::Scene;
use image::RgbImage;

/// Blurs with a Gaussian of `sigma` pixels.
pub(crate) fn defocus(image: &mut RgbImage, sigma: f32) {
    if sigma < 0.15 {
        return;
    }
    if sigma <= 2.5 {
        return convolve(image, &gaussian(sigma));
    }
    // Three box filters approximate a Gaussian, and their cost does not grow with their size.
    let radius = (((4.0 * sigma * sigma + 1.0).sqrt() - 1.0) / 2.0).round() as usize;
    for _ in 0..3 {
        let source = image.clone();
        slide(&source, image, radius, Axis::Across);
        let source = image.clone();
        slide(&source, image, radius, Axis::Down);
    }
}

/// Smears along a line of `length` pixels at `degrees`.
pub(crate) fn shake(image: &mut RgbImage, length: f32, degrees: f32) {
    if length < 1.0 {
        return;
    }
    let (sin, cos) = degrees.to_radians().sin_cos();
    let taps = (length.ceil() as i32 + 1).min(400);
    let steps: Vec<(i32, i32)> = (0..taps)
        .map(|tap| {
            let along = (tap as f32 / (taps - 1) as f32 - 0.5) * length;
            ((along * cos).round() as i32, (along * sin).round() as i32)
        })
        .collect();
    let (wide, tall) = (image.width() as i32, image.height() as i32);
    let source = image.clone();
    let bytes = source.as_raw();
    let mut sums = vec![0_u32; wide as usize * 3];
    for (y, target) in (0..tall).zip(image.chunks_exact_mut(wide as usize * 3)) {
        sums.fill(0);
        for (across, down) in &steps {
            let row = (y + down).clamp(0, tall - 1) as usize * wide as usize * 3;
            let row = &bytes[row..row + wide as usize * 3];
            // The part of the row that stays inside the picture comes first, then its ends.
            let (first, last) = ((-across).clamp(0, wide), (wide - across).clamp(0, wide));
            if first < last {
                let from = (first + across) as usize * 3;
                let inside = &mut sums[first as usize * 3..last as usize * 3];
                for (sum, byte) in inside.iter_mut().zip(&row[from..]) {
                    *sum += u32::from(*byte);
                }
            }
            for x in (0..first).chain(last.max(first)..wide) {
                let from = (x + across).clamp(0, wide - 1) as usize * 3;
                for channel in 0..3 {
                    sums[x as usize * 3 + channel] += u32::from(row[from + channel]);
                }
            }
        }
        for (byte, sum) in target.iter_mut().zip(&sums) {
            *byte = (sum / taps as u32) as u8;
        }
    }
}

/// Applies the sensor: dims to the exposure, then adds noise proportional to the square root of the
/// light.
pub(crate) fn apply_sensor(image: &mut RgbImage, scene: &Scene) {
    let tone: Vec<(f32, f32)> = (0..256)
        .map(|level| {
            let value = level as f32 * scene.exposure.min(1.0);
            (value, scene.noise * (0.35 + 0.65 * (value / 128.0).sqrt()))
        })
        .collect();
    let mut state = scene.seed ^ 0x5eed_f11a_5eed_f11a;
    for pixel in image.chunks_exact_mut(3) {
        let bits = splitmix(&mut state);
        let part = |at: u32| (bits >> at & 0xffff) as f32 / 65_536.0;
        // Three uniform numbers, centred and scaled to a variance of one.
        let grain = (part(0) + part(16) + part(32) - 1.5) * 2.0;
        let reddish = part(48) - 0.5;
        let bluish = (bits >> 48 & 0xff) as f32 / 256.0 - 0.5;
        for (byte, stain) in pixel.iter_mut().zip([reddish, 0.0, bluish]) {
            let (value, spread) = tone[usize::from(*byte)];
            *byte = (value + spread * (grain + stain) + 0.5).clamp(0.0, 255.0) as u8;
        }
    }
}

/// Returns the picture at half its size, where each pixel is the mean of four.
pub(crate) fn halve(image: &RgbImage) -> RgbImage {
    let (wide, tall) = (image.width() / 2, image.height() / 2);
    let source = image.as_raw();
    let stride = image.width() as usize * 3;
    let mut half = RgbImage::new(wide, tall);
    for (y, row) in half.chunks_exact_mut(wide as usize * 3).enumerate() {
        for (at, byte) in row.iter_mut().enumerate() {
            let from = y * 2 * stride + at / 3 * 6 + at % 3;
            let sum = u16::from(source[from])
                + u16::from(source[from + 3])
                + u16::from(source[from + stride])
                + u16::from(source[from + stride + 3]);
            *byte = ((sum + 2) / 4) as u8;
        }
    }
    half
}

/// Returns a Gaussian in parts of 65536, from its middle outwards.
fn gaussian(sigma: f32) -> Vec<u32> {
    let reach = (sigma * 3.0).ceil().max(1.0) as i32;
    let weight = |at: i32| (-(at * at) as f32 / (2.0 * sigma * sigma)).exp();
    let whole: f32 = (-reach..=reach).map(weight).sum();
    (0..=reach)
        .map(|at| (weight(at) / whole * 65_536.0).round() as u32)
        .collect()
}

/// Convolves rows, then columns, with a kernel that is given from its middle outwards.
fn convolve(image: &mut RgbImage, kernel: &[u32]) {
    let (wide, tall) = (image.width() as usize, image.height() as usize);
    let stride = wide * 3;
    let mut level = vec![0_u8; stride * tall];
    let mut sums = vec![0_u32; stride];
    for (row, target) in image
        .chunks_exact(stride)
        .zip(level.chunks_exact_mut(stride))
    {
        for (sum, byte) in sums.iter_mut().zip(row) {
            *sum = 32_768 + u32::from(*byte) * kernel[0];
        }
        for (away, weight) in kernel.iter().enumerate().skip(1) {
            let away = away * 3;
            for at in 0..stride {
                let left = if at >= away {
                    row[at - away]
                } else {
                    row[at % 3]
                };
                let right = row
                    .get(at + away)
                    .copied()
                    .unwrap_or(row[stride - 3 + at % 3]);
                sums[at] += (u32::from(left) + u32::from(right)) * weight;
            }
        }
        for (byte, sum) in target.iter_mut().zip(&sums) {
            *byte = (sum >> 16).min(255) as u8;
        }
    }
    let row_of = |y: usize| &level[y * stride..(y + 1) * stride];
    for (y, target) in image.chunks_exact_mut(stride).enumerate() {
        for (sum, byte) in sums.iter_mut().zip(row_of(y)) {
            *sum = 32_768 + u32::from(*byte) * kernel[0];
        }
        for (away, weight) in kernel.iter().enumerate().skip(1) {
            let above = row_of(y.saturating_sub(away));
            let below = row_of((y + away).min(tall - 1));
            for ((sum, above), below) in sums.iter_mut().zip(above).zip(below) {
                *sum += (u32::from(*above) + u32::from(*below)) * weight;
            }
        }
        for (byte, sum) in target.iter_mut().zip(&sums) {
            *byte = (sum >> 16).min(255) as u8;
        }
    }
}

/// The direction in which a box slides.
#[derive(Clone, Copy)]
enum Axis {
    Across,
    Down,
}

/// Averages over `2 * radius + 1` pixels along one axis, repeating the edges.
fn slide(source: &RgbImage, target: &mut RgbImage, radius: usize, axis: Axis) {
    let (wide, tall) = (source.width() as usize, source.height() as usize);
    let stride = wide * 3;
    let bytes = source.as_raw();
    let count = (2 * radius + 1) as u32;
    match axis {
        Axis::Across => {
            for (row, target) in bytes
                .chunks_exact(stride)
                .zip(target.chunks_exact_mut(stride))
            {
                for channel in 0..3 {
                    let at = |x: usize| u32::from(row[x.min(wide - 1) * 3 + channel]);
                    let mut sum = at(0) * (radius as u32 + 1) + (1..=radius).map(at).sum::<u32>();
                    for x in 0..wide {
                        target[x * 3 + channel] = (sum / count) as u8;
                        sum = sum + at(x + radius + 1) - at(x.saturating_sub(radius));
                    }
                }
            }
        }
        Axis::Down => {
            let row_of = |y: usize| {
                let start = y.min(tall - 1) * stride;
                &bytes[start..start + stride]
            };
            let mut sums: Vec<u32> = row_of(0)
                .iter()
                .map(|byte| u32::from(*byte) * (radius as u32 + 1))
                .collect();
            for y in 1..=radius {
                for (sum, byte) in sums.iter_mut().zip(row_of(y)) {
                    *sum += u32::from(*byte);
                }
            }
            for (y, target) in target.chunks_exact_mut(stride).enumerate() {
                for (byte, sum) in target.iter_mut().zip(&sums) {
                    *byte = (sum / count) as u8;
                }
                let (enters, leaves) = (row_of(y + radius + 1), row_of(y.saturating_sub(radius)));
                for ((sum, enters), leaves) in sums.iter_mut().zip(enters).zip(leaves) {
                    *sum = *sum + u32::from(*enters) - u32::from(*leaves);
                }
            }
        }
    }
}
