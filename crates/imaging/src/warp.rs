//! Squaring up: a quadrilateral of the picture sampled as if seen from straight above.

use crate::{Homography, Luma, Point, Quad};

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
    let mut data = Vec::with_capacity(width as usize * height as usize);
    for y in 0..height {
        for x in 0..width {
            let mut sum = 0.0;
            for j in 0..down {
                for i in 0..across {
                    let u = f64::from(x) + (f64::from(i) + 0.5) / f64::from(across);
                    let v = f64::from(y) + (f64::from(j) + 0.5) / f64::from(down);
                    let at = map.apply(Point::new(u, v));
                    sum += luma.sample(at.x as f32, at.y as f32);
                }
            }
            data.push((sum / (across * down) as f32 + 0.5) as u8);
        }
    }
    Luma::new(width, height, data)
}
