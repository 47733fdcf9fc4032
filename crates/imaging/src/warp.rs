//! Rectifies a quadrilateral of the picture, as if it were seen from directly above.

use crate::{Homography, Luma, Quad, trace};

/// Samples `quad` as a rectangle of `width` × `height` pixels, bilinearly. Places outside the
/// picture repeat its border. Returns `None` if the quad has no area or the size is zero.
///
/// If a pixel of the result covers several of the picture, up to 4 × 4 samples are averaged to
/// avoid aliasing.
///
/// ```
/// use imaging::{Luma, Quad, warp};
///
/// let picture = Luma::filled(64, 48, 200);
/// let upper_left = warp(&picture, &Quad::of_size(32, 24), 16, 12).unwrap();
/// assert_eq!((upper_left.width(), upper_left.at(8, 6)), (16, 200));
/// ```
#[must_use]
pub fn warp(luma: &Luma, quad: &Quad, width: u32, height: u32) -> Option<Luma> {
    if width == 0 || height == 0 || luma.data().is_empty() {
        return None;
    }
    let map = Homography::from_rectangle(f64::from(width), f64::from(height), quad)?;
    let per_axis = |length: f64, pixels: u32| (length / f64::from(pixels)).ceil().clamp(1.0, 4.0);
    let across = per_axis(quad.width(), width) as u32;
    let down = per_axis(quad.height(), height) as u32;
    let samples = across * down;
    let offsets = |n: u32| (0..n).map(move |i| (f64::from(i) + 0.5) / f64::from(n));
    let mut data = Vec::with_capacity(width as usize * height as usize);
    let mut sums = vec![0_u32; width as usize];
    let mut greys = vec![0_u16; (width * across) as usize];
    let step = 1.0 / f64::from(across);
    for y in 0..height {
        sums.fill(0);
        for v in offsets(down) {
            let line = map.along(f64::from(y) + v);
            trace(luma, |i| line.apply((i + 0.5) * step), &mut greys);
            for (sum, greys) in sums.iter_mut().zip(greys.chunks_exact(across as usize)) {
                *sum += greys.iter().map(|&grey| u32::from(grey)).sum::<u32>();
            }
        }
        let whole = 256 * samples;
        data.extend(sums.iter().map(|sum| ((sum + whole / 2) / whole) as u8));
    }
    Luma::new(width, height, data)
}
