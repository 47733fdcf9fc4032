//! Smaller (or larger) copies of the grey plane.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::Luma;

/// The plane at `width` × `height` pixels (at least one each), by a filter that averages when it
/// shrinks and interpolates when it grows.
#[must_use]
pub fn resize(luma: &Luma, width: u32, height: u32) -> Luma {
    let (width, height) = (width.max(1), height.max(1));
    if (width, height) == (luma.width(), luma.height()) {
        return luma.clone();
    }
    resized(luma, width, height).unwrap_or_else(|| Luma::filled(width, height, 0))
}

/// A copy whose longer side is at most `side` pixels, and the factor from its coordinates to
/// those of the original (1 when nothing had to shrink).
#[must_use]
pub fn fit_within(luma: &Luma, side: u32) -> (Luma, f64) {
    let longest = luma.width().max(luma.height());
    if longest <= side || side == 0 {
        return (luma.clone(), 1.0);
    }
    let factor = f64::from(longest) / f64::from(side);
    let shrink = |length: u32| (f64::from(length) / factor).round() as u32;
    (
        resize(luma, shrink(luma.width()), shrink(luma.height())),
        factor,
    )
}

/// `None` only for a plane without pixels.
fn resized(luma: &Luma, width: u32, height: u32) -> Option<Luma> {
    let from = ImageRef::new(luma.width(), luma.height(), luma.data(), PixelType::U8).ok()?;
    let mut to = Image::new(width, height, PixelType::U8);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    Resizer::new().resize(&from, &mut to, &options).ok()?;
    Luma::new(width, height, to.into_vec())
}
