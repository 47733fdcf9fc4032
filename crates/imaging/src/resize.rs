//! Resizes the grey plane.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

use crate::Luma;

/// Returns the plane at `width` × `height` pixels (at least one each), averaged when it shrinks and
/// interpolated when it grows.
///
/// ```
/// use imaging::{Luma, resize};
///
/// let half = resize(&Luma::filled(64, 48, 200), 32, 24);
/// assert_eq!((half.width(), half.height(), half.at(3, 3)), (32, 24, 200));
/// ```
#[must_use]
pub fn resize(luma: &Luma, width: u32, height: u32) -> Luma {
    let (width, height) = (width.max(1), height.max(1));
    if (width, height) == (luma.width(), luma.height()) {
        return luma.clone();
    }
    resized(luma, width, height).unwrap_or_else(|| Luma::filled(width, height, 0))
}

/// Returns a copy whose longer side is at most `side` pixels, and the factor from its coordinates
/// to those of the original (1 if nothing had to shrink).
///
/// ```
/// use imaging::{Luma, fit_within};
///
/// let (small, factor) = fit_within(&Luma::filled(640, 480, 200), 320);
/// assert_eq!((small.width(), small.height(), factor), (320, 240, 2.0));
/// ```
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

/// Resizes a plane. Returns `None` only if it has no pixels.
///
/// The pixel type is explicit, so that the resizer is compiled for this type only and not for the
/// twelve others that it supports, which took most of the compile time of this crate.
fn resized(luma: &Luma, width: u32, height: u32) -> Option<Luma> {
    let from = TypedImageRef::<U8>::from_buffer(luma.width(), luma.height(), luma.data()).ok()?;
    let mut data = vec![0; width as usize * height as usize];
    let mut to = TypedImage::<U8>::from_buffer(width, height, &mut data).ok()?;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    Resizer::new().resize_typed(&from, &mut to, &options).ok()?;
    Luma::new(width, height, data)
}
