//! Makes large pictures smaller by whole factors.

use crate::picture::{Luma, Picture};

/// Returns the picture with at most this many pixels. A larger one is made smaller by the least
/// whole factor, where each pixel is the mean of a square; what is left over at the right and lower
/// edges is lost.
///
/// ```
/// use imaging::{Luma, Picture, within_pixels};
///
/// let large = Picture::from_luma(Luma::filled(300, 200, 180));
/// let small = within_pixels(large, 20_000);
/// assert_eq!((small.width(), small.height()), (150, 100));
/// assert_eq!(small.luma().row(0)[0], 180);
/// ```
#[must_use]
pub fn within_pixels(picture: Picture, most: u64) -> Picture {
    let (width, height) = (picture.width(), picture.height());
    let pixels = |factor: u32| u64::from(width / factor) * u64::from(height / factor);
    let fits = |factor: &u32| pixels(*factor) <= most.max(1);
    let longest = width.max(height).max(1);
    let factor = (1..=longest).find(fits).unwrap_or(1);
    if factor == 1 || pixels(factor) == 0 {
        return picture;
    }
    let (wide, tall) = (width / factor, height / factor);
    let smaller = if let Some(rgb) = picture.rgb() {
        Picture::from_rgb(wide, tall, means::<3>(rgb, width, [wide, tall], factor))
    } else {
        let luma = means::<1>(picture.luma().data(), width, [wide, tall], factor);
        Luma::new(wide, tall, luma).map(Picture::from_luma)
    };
    smaller.unwrap_or(picture)
}

/// The means of squares of pixels with `N` bytes each.
fn means<const N: usize>(data: &[u8], stride: u32, [wide, tall]: [u32; 2], factor: u32) -> Vec<u8> {
    let (factor, line) = (factor as usize, stride as usize * N);
    let area = (factor * factor) as u32;
    let mut out = Vec::with_capacity(wide as usize * tall as usize * N);
    let mut sums = vec![[0_u32; N]; wide as usize];
    for rows in data.chunks(line * factor).take(tall as usize) {
        sums.fill([0; N]);
        for row in rows.chunks(line) {
            for (sum, square) in sums.iter_mut().zip(row.chunks(factor * N)) {
                for pixel in square.as_chunks::<N>().0 {
                    for (sum, value) in sum.iter_mut().zip(pixel) {
                        *sum += u32::from(*value);
                    }
                }
            }
        }
        out.extend(sums.iter().flatten().map(|sum| (sum / area) as u8));
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_pixel_is_the_mean_of_a_square() {
        let luma = Luma::new(5, 2, vec![0, 10, 100, 100, 9, 20, 30, 200, 200, 9]).unwrap();
        let small = within_pixels(Picture::from_luma(luma), 2);
        assert_eq!((small.width(), small.height()), (2, 1));
        assert_eq!(small.luma().data(), [15, 150]);
        let rgb = vec![0, 2, 4, 2, 4, 6, 4, 6, 8, 6, 8, 10];
        let small = within_pixels(Picture::from_rgb(2, 2, rgb).unwrap(), 1);
        assert_eq!(small.rgb(), Some(&[3, 5, 7][..]));
    }

    proptest! {
        #[test]
        fn no_picture_stays_too_large(
            width in 1..300_u32, height in 1..300_u32, most in 0..20_000_u64, grey in any::<u8>(),
            has_colours in any::<bool>(),
        ) {
            let picture = if has_colours {
                Picture::from_rgb(width, height, vec![grey; (width * height * 3) as usize]).unwrap()
            } else {
                Picture::from_luma(Luma::filled(width, height, grey))
            };
            let small = within_pixels(picture, most);
            let pixels = u64::from(small.width()) * u64::from(small.height());
            // A line is never made shorter than a pixel.
            let is_line = width.min(height) == 1 || small.width() == width;
            prop_assert!(pixels <= most.max(1) || is_line, "{pixels}");
            prop_assert_eq!(small.rgb().is_some(), has_colours);
            prop_assert!(small.luma().data().iter().all(|it| it.abs_diff(grey) <= 1));
        }
    }
}
