//! Measures colour, which a black and white copy of a document has lost. It is a soft signal,
//! because there are documents without colours and colour copies.

use crate::{Homography, Picture, Point, Quad};

/// The maximum number of points examined in each direction.
const MAX_ALONG: u32 = 240;
const MAX_DOWN: u32 = 160;
/// The minimum deviation of a coloured point from the prevailing tint, as a fraction of the
/// brightness.
const MIN_DEVIATION: f64 = 0.03;

/// Returns the fraction of points whose colour differs from that of most. The light may have any
/// tint, because it colours ink and paper alike. Returns `None` for a picture without colours.
pub(super) fn coloured(picture: &Picture, quad: Option<&Quad>) -> Option<f64> {
    let rgb = picture.rgb()?;
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let whole = Quad::of_size(picture.width(), picture.height());
    let map = Homography::from_rectangle(
        f64::from(MAX_ALONG),
        f64::from(MAX_DOWN),
        quad.unwrap_or(&whole),
    )?;
    let mut tints = Vec::with_capacity((MAX_ALONG * MAX_DOWN) as usize);
    for y in 0..MAX_DOWN {
        for x in 0..MAX_ALONG {
            let at = map.apply(Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5));
            let (x, y) = (at.x.round() as usize, at.y.round() as usize);
            if x >= width || y >= height {
                continue;
            }
            let i = (y * width + x) * 3;
            let [r, g, b] = [rgb[i], rgb[i + 1], rgb[i + 2]].map(f64::from);
            // In the dark, noise has random colours.
            let brightness = r + g + b + 90.0;
            tints.push([(r - g) / brightness, (b - g) / brightness]);
        }
    }
    let median = |axis: usize| {
        let mut values: Vec<f64> = tints.iter().map(|tint| tint[axis]).collect();
        let half = values.len() / 2;
        (!values.is_empty()).then(|| *values.select_nth_unstable_by(half, f64::total_cmp).1)
    };
    let usual = [median(0)?, median(1)?];
    let strays = |tint: &&[f64; 2]| (tint[0] - usual[0]).hypot(tint[1] - usual[1]) > MIN_DEVIATION;
    Some(tints.iter().filter(strays).count() as f64 / tints.len() as f64)
}
