//! Squaring up: a quadrilateral of the picture sampled as if seen from straight above.

use crate::{Homography, Luma, Quad};

/// Samples `quad` as a rectangle of `width` × `height` pixels, bilinearly; places outside the
/// picture repeat its border. `None` when the quad has no area or the size is zero.
///
/// When one pixel of the answer covers several of the picture, up to 4 × 4 samples are averaged,
/// so that fine structure does not alias.
#[must_use]
pub fn warp(luma: &Luma, quad: &Quad, width: u32, height: u32) -> Option<Luma> {
    if width == 0 || height == 0 || luma.data().is_empty() {
        return None;
    }
    let map = Homography::from_rectangle(f64::from(width), f64::from(height), quad)?;
    let per_axis = |length: f64, pixels: u32| (length / f64::from(pixels)).ceil().clamp(1.0, 4.0);
    let across = per_axis(quad.width(), width) as u32;
    let down = per_axis(quad.height(), height) as u32;
    let samples = (across * down) as f32;
    let offsets = |n: u32| (0..n).map(move |i| (f64::from(i) + 0.5) / f64::from(n));
    let mut data = Vec::with_capacity(width as usize * height as usize);
    let mut sums = vec![0.0_f32; width as usize];
    for y in 0..height {
        sums.fill(0.0);
        for v in offsets(down) {
            let line = map.along(f64::from(y) + v);
            for (x, sum) in sums.iter_mut().enumerate() {
                for u in offsets(across) {
                    let at = line.apply(x as f64 + u);
                    *sum += luma.sample(at.x as f32, at.y as f32);
                }
            }
        }
        data.extend(sums.iter().map(|sum| (sum / samples + 0.5) as u8));
    }
    Luma::new(width, height, data)
}
