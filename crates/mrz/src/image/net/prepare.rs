//! Normalises grey levels for the net: ink is positive, paper is about 0, in any light.

use super::strip::HEIGHT;

/// Half the width of the neighbourhood over which light and contrast are evened out, in pixels;
/// about three characters.
const REACH: usize = 44;
/// Contrast below this many levels is taken to be noise and is not amplified.
const NOISE_LEVEL: f32 = 2.5;

/// Normalises [`HEIGHT`] rows of grey levels, 0 to 255, by the mean and the spread of each place's
/// neighbourhood.
#[must_use]
pub fn prepare(levels: &[f32]) -> Vec<f32> {
    let width = levels.len() / HEIGHT;
    let mut sums = Vec::with_capacity(width + 1);
    let (mut sum, mut squares) = (0.0_f64, 0.0_f64);
    sums.push((sum, squares));
    for x in 0..width {
        for y in 0..HEIGHT {
            let level = f64::from(levels[y * width + x]);
            sum += level;
            squares += level * level;
        }
        sums.push((sum, squares));
    }
    let scale: Vec<(f32, f32)> = (0..width)
        .map(|x| {
            let (from, to) = (x.saturating_sub(REACH), (x + REACH + 1).min(width));
            let count = ((to - from) * HEIGHT) as f64;
            let mean = (sums[to].0 - sums[from].0) / count;
            let variance = (sums[to].1 - sums[from].1) / count - mean * mean;
            (
                mean as f32,
                1.0 / (variance.max(0.0).sqrt() as f32 + NOISE_LEVEL),
            )
        })
        .collect();
    let rows = levels.chunks_exact(width.max(1)).take(HEIGHT);
    rows.flat_map(|row| row.iter().zip(&scale))
        .map(|(level, (mean, scale))| ((mean - level) * scale).clamp(-3.0, 3.0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_and_contrast_do_not_matter() {
        let pattern = |x: usize, y: usize| f32::from(u8::from((x / 3 + y / 5).is_multiple_of(3)));
        let strip = |dark: f32, light: f32| -> Vec<f32> {
            let pixels = (0..HEIGHT).flat_map(|y| (0..120).map(move |x| (x, y)));
            pixels
                .map(|(x, y)| light + (dark - light) * pattern(x, y))
                .collect()
        };
        let (bright, dim) = (prepare(&strip(20.0, 240.0)), prepare(&strip(60.0, 120.0)));
        assert!(bright.iter().zip(&dim).all(|(a, b)| (a - b).abs() < 0.15));
        assert!(bright.iter().all(|value| value.abs() <= 3.0));
        assert!(prepare(&[]).is_empty());
        assert!(prepare(&[7.0; HEIGHT]).iter().all(|&value| value == 0.0));
    }
}
