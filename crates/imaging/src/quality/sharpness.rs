//! Sharpness by edge slope: how much of an edge's own contrast is crossed in one pixel. Unlike the
//! variance of the Laplacian it does not confuse a plain page with a blurred one.

use crate::Luma;

/// The median over the steepest 2 % of pixels of gradient divided by local contrast, in 1/px:
/// about 0.5 for edges as sharp as pixels allow, below 0.15 for visible blur. 0 when the picture
/// has no edges.
pub(super) fn edge_slope(luma: &Luma) -> f64 {
    let (width, height) = (luma.width() as usize, luma.height() as usize);
    if width < 2 * REACH + 3 || height < 2 * REACH + 3 {
        return 0.0;
    }
    let data = luma.data();
    let gradient = |x: usize, y: usize| {
        let i = y * width + x;
        let dx = i32::from(data[i + 1]) - i32::from(data[i - 1]);
        let dy = i32::from(data[i + width]) - i32::from(data[i - width]);
        ((dx * dx + dy * dy) as f64).sqrt() / 2.0
    };
    let inner =
        || (REACH..height - REACH).flat_map(|y| (REACH..width - REACH).map(move |x| (x, y)));
    let mut histogram = [0_usize; 182];
    for (x, y) in inner() {
        histogram[gradient(x, y) as usize] += 1;
    }
    let mut wanted = (width - 2 * REACH) * (height - 2 * REACH) / 50;
    let steep = histogram.iter().rposition(|&count| {
        let reached = count >= wanted;
        wanted = wanted.saturating_sub(count);
        reached
    });
    // Below this much per pixel there is noise rather than an edge.
    let steep = steep.unwrap_or(0).max(3) as f64;
    let mut slopes: Vec<f64> = inner()
        .filter_map(|(x, y)| Some((x, y, gradient(x, y))).filter(|&(_, _, g)| g >= steep))
        .enumerate()
        // A large sharp picture has more edges than a median needs.
        .filter(|(n, _)| n % STRIDE == 0)
        .filter_map(|(_, (x, y, g))| {
            let (mut darkest, mut brightest) = (255_u8, 0_u8);
            for row in (y - REACH..=y + REACH).map(|y| y * width) {
                for &grey in &data[row + x - REACH..=row + x + REACH] {
                    darkest = darkest.min(grey);
                    brightest = brightest.max(grey);
                }
            }
            let contrast = f64::from(brightest) - f64::from(darkest);
            (contrast >= 20.0).then_some(g / contrast)
        })
        .collect();
    let middle = slopes.len() / 2;
    if slopes.is_empty() {
        return 0.0;
    }
    *slopes.select_nth_unstable_by(middle, f64::total_cmp).1
}

/// Pixels each way in which the contrast of an edge is looked for.
const REACH: usize = 5;
const STRIDE: usize = 3;
