//! Samples grey values along a smooth curve through a picture, which all resampling is based on.

use crate::{Luma, Point};

/// Every how many places the curve is computed exactly; it is assumed to be straight in between.
const KNOT_SPACING: usize = 16;

/// Samples the plane bilinearly at `at(0)`, `at(1)`, …, one for each element of `greys`, in 256ths
/// of a grey level (0 to 65,280). Integer coordinates are pixel centres. Places outside repeat the
/// border.
///
/// Only every sixteenth place and the last one are computed; in between, the curve is assumed to be
/// straight. With as much perspective as cameras produce, a line deviates by less than a hundredth
/// of a pixel.
///
/// ```
/// use imaging::{Luma, Point, trace};
///
/// let ramp = Luma::new(4, 1, vec![0, 10, 20, 30]).unwrap();
/// let mut greys = [0; 4];
/// trace(&ramp, |x| Point::new(x, 0.0), &mut greys);
/// assert_eq!(greys.map(|grey| (grey + 128) / 256), [0, 10, 20, 30]);
/// ```
pub fn trace(luma: &Luma, at: impl Fn(f64) -> Point, greys: &mut [u16]) {
    let mut from = at(0.0);
    let mut done = 0;
    for greys in greys.chunks_mut(KNOT_SPACING) {
        done += greys.len();
        let to = at(done as f64);
        sample_segment(luma, from, to, greys);
        from = to;
    }
}

/// Samples at equal steps from `from` (included) to `to` (excluded).
fn sample_segment(luma: &Luma, from: Point, to: Point, greys: &mut [u16]) {
    let (width, height) = (luma.width() as usize, luma.height());
    let inside = |p: Point| {
        p.x >= 0.0
            && p.y >= 0.0
            && p.x < f64::from(luma.width()) - 1.0
            && p.y < f64::from(height) - 1.0
            && p.x.max(p.y) < 65_535.0
    };
    let steps = greys.len() as f64;
    let (mut from, mut to) = (from, to);
    if !inside(from) || !inside(to) {
        let most = (f64::from(luma.width()) - 1.01, f64::from(height) - 1.01);
        let beside = |a: f64, b: f64, most: f64| {
            (a >= 0.0 && b >= 0.0 && a <= most && b <= most)
                || (a < 0.0 && b < 0.0)
                || (a > most && b > most)
        };
        // If the stretch is completely beyond one side, every place repeats the nearest one inside.
        if beside(from.x, to.x, most.0) && beside(from.y, to.y, most.1) && most.0.min(most.1) > 0.0
        {
            let nearest = |p: Point| Point::new(p.x.clamp(0.0, most.0), p.y.clamp(0.0, most.1));
            (from, to) = (nearest(from), nearest(to));
        }
    }
    if !inside(from) || !inside(to) {
        for (i, grey) in greys.iter_mut().enumerate() {
            let p = from.towards(to, i as f64 / steps);
            *grey = (luma.sample(p.x as f32, p.y as f32) * 256.0) as u16;
        }
        return;
    }
    // Fixed point numbers with sixteen bits before and sixteen after the binary point.
    let fixed = |value: f64| (value * 65_536.0) as i64 as u32;
    let (mut x, mut y) = (fixed(from.x), fixed(from.y));
    let (across, down) = (
        fixed((to.x - from.x) / steps),
        fixed((to.y - from.y) / steps),
    );
    let data = luma.data();
    for grey in greys {
        let i = (y >> 16) as usize * width + (x >> 16) as usize;
        let (fx, fy) = (x >> 8 & 255, y >> 8 & 255);
        if let (Some(&[a, b]), Some(&[c, d])) = (
            data.get(i..).and_then(<[u8]>::first_chunk),
            data.get(i + width..).and_then(<[u8]>::first_chunk),
        ) {
            let upper = u32::from(a) * (256 - fx) + u32::from(b) * fx;
            let lower = u32::from(c) * (256 - fx) + u32::from(d) * fx;
            *grey = ((upper * (256 - fy) + lower * fy) >> 8) as u16;
        }
        x = x.wrapping_add(across);
        y = y.wrapping_add(down);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares with bilinear samples at every place.
    #[test]
    fn trace_matches_sampling_each_place() {
        let noise = |i: u32| (i.wrapping_mul(2_654_435_761) >> 24) as u8;
        let luma = Luma::new(40, 30, (0..1_200).map(noise).collect()).unwrap();
        let cases: [fn(f64) -> Point; 4] = [
            |i| Point::new(1.0 + i * 0.37, 2.0 + i * 0.21),
            |i| Point::new(38.0 - i * 0.5, 28.5 - i * 0.3),
            |i| Point::new(-5.0 + i, 12.3),
            |i| Point::new(i * 0.3, -1e9),
        ];
        for at in cases {
            let mut greys = [0; 70];
            trace(&luma, at, &mut greys);
            for (i, grey) in greys.into_iter().enumerate() {
                let p = at(i as f64);
                let plain = luma.sample(p.x as f32, p.y as f32);
                let (grey, at) = (f32::from(grey) / 256.0, (p.x, p.y));
                assert!((grey - plain).abs() < 3.0, "{grey} for {plain} at {at:?}");
            }
        }
    }
}
