//! Measures sharpness by edge slope: how much of an edge's contrast is crossed within one pixel.
//! Unlike the variance of the Laplacian, it does not confuse a plain page with a blurred one.

use crate::Luma;

/// Returns the median of gradient divided by local contrast over the steepest 2 % of pixels, in
/// 1/px: about 0.5 for edges as sharp as pixels allow, below 0.15 for visible blur, and 0 if there
/// are no edges.
pub(super) fn edge_slope(luma: &Luma) -> f64 {
    let (width, height) = (luma.width() as usize, luma.height() as usize);
    if width < 2 * REACH + 3 || height < 2 * REACH + 3 {
        return 0.0;
    }
    let data = luma.data();
    let inner = width - 2 * REACH;
    let mut steepness = Vec::with_capacity(inner * (height - 2 * REACH));
    for y in REACH..height - REACH {
        let near = |place: usize| &data[place..][..inner];
        let row = y * width + REACH;
        let across = near(row - 1).iter().zip(near(row + 1));
        let down = near(row - width).iter().zip(near(row + width));
        steepness.extend(
            across
                .zip(down)
                .map(|(across, down)| gradient(across, down) as u8),
        );
    }
    let mut histogram = [0_usize; 256];
    for &steepness in &steepness {
        histogram[usize::from(steepness)] += 1;
    }
    let mut wanted = steepness.len() / 50;
    let steep = histogram.iter().rposition(|&count| {
        let reached = count >= wanted;
        wanted = wanted.saturating_sub(count);
        reached
    });
    // A smaller change per pixel is noise rather than an edge.
    let steep = steep.unwrap_or(0).max(3) as u8;
    let mut slopes: Vec<f64> = steepness
        .iter()
        .enumerate()
        .filter(|&(_, &steepness)| steepness >= steep)
        // A large sharp picture has more edges than the median needs.
        .step_by(STRIDE)
        .filter_map(|(n, _)| {
            let (x, y) = (REACH + n % inner, REACH + n / inner);
            let (mut darkest, mut brightest) = (255_u8, 0_u8);
            for row in (y - REACH..=y + REACH).map(|y| y * width) {
                for &grey in &data[row + x - REACH..=row + x + REACH] {
                    darkest = darkest.min(grey);
                    brightest = brightest.max(grey);
                }
            }
            let contrast = f64::from(brightest) - f64::from(darkest);
            let at = y * width + x;
            let gradient = gradient(
                (&data[at - 1], &data[at + 1]),
                (&data[at - width], &data[at + width]),
            );
            (contrast >= 20.0).then_some(f64::from(gradient) / contrast)
        })
        .collect();
    let middle = slopes.len() / 2;
    if slopes.is_empty() {
        return 0.0;
    }
    *slopes.select_nth_unstable_by(middle, f64::total_cmp).1
}

/// Returns how much the grey changes per pixel, at most 181, given the adjacent pixels on all four
/// sides.
fn gradient((left, right): (&u8, &u8), (above, below): (&u8, &u8)) -> f32 {
    let across = i32::from(*right) - i32::from(*left);
    let down = i32::from(*below) - i32::from(*above);
    ((across * across + down * down) as f32).sqrt() / 2.0
}

/// The distance within which the contrast of an edge is determined, in pixels.
const REACH: usize = 5;
const STRIDE: usize = 3;
