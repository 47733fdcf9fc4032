//! Colour: what a black and white copy of a document has lost. A soft signal: there are documents
//! without colours, and copies with them.

use crate::{Homography, Picture, Point, Quad};

/// Points looked at along and down.
const ALONG: u32 = 240;
const DOWN: u32 = 160;
/// How far, as a share of the brightness, a coloured point strays from the tint of most others.
const STRAY: f64 = 0.03;

/// Share of points whose colour is another than that of most. The light may have any tint: it
/// colours ink and paper alike. `None` for a picture without its colours.
pub(super) fn coloured(picture: &Picture, quad: Option<&Quad>) -> Option<f64> {
    let rgb = picture.rgb()?;
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let whole = Quad::of_size(picture.width(), picture.height());
    let map =
        Homography::from_rectangle(f64::from(ALONG), f64::from(DOWN), quad.unwrap_or(&whole))?;
    let mut tints = Vec::with_capacity((ALONG * DOWN) as usize);
    for y in 0..DOWN {
        for x in 0..ALONG {
            let at = map.apply(Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5));
            let (x, y) = (at.x.round() as usize, at.y.round() as usize);
            if x >= width || y >= height {
                continue;
            }
            let i = (y * width + x) * 3;
            let [r, g, b] = [rgb[i], rgb[i + 1], rgb[i + 2]].map(f64::from);
            // In the dark, noise has colours of its own.
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
    let strays = |tint: &&[f64; 2]| (tint[0] - usual[0]).hypot(tint[1] - usual[1]) > STRAY;
    Some(tints.iter().filter(strays).count() as f64 / tints.len() as f64)
}
