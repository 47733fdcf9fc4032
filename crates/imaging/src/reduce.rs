//! Makes pictures smaller by whole factors.

use crate::picture::{Luma, Picture};

/// Returns the picture with at most this many pixels. A larger one is made smaller by the least
/// whole factor; see [`reduced`].
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
    let factor = (1..=width.max(height)).find(|factor| pixels(*factor) <= most.max(1));
    match factor {
        Some(factor) if factor > 1 => {
            reduced(&picture, [0, 0], [width / factor, height / factor], factor).unwrap_or(picture)
        }
        _ => picture,
    }
}

/// Returns a part of a picture, smaller by a factor: it begins at a corner (left, top) and has this
/// size (width, height), and each of its pixels is the mean of a square of `factor` × `factor`.
/// Returns `None` if it has no pixels, or some of them are outside the picture.
///
/// ```
/// use imaging::{Luma, Picture, reduced};
///
/// let grey = Picture::from_luma(Luma::new(4, 2, vec![9, 9, 0, 10, 9, 9, 20, 30]).unwrap());
/// let part = reduced(&grey, [2, 0], [1, 1], 2).unwrap();
/// assert_eq!(part.luma().data(), [15]);
/// assert!(reduced(&grey, [2, 0], [2, 1], 2).is_none());
/// ```
#[must_use]
pub fn reduced(
    picture: &Picture,
    corner: [u32; 2],
    size: [u32; 2],
    factor: u32,
) -> Option<Picture> {
    let whole = [picture.width(), picture.height()];
    let is_within = corner
        .into_iter()
        .zip(size)
        .zip(whole)
        .all(|((from, length), most)| {
            let end = u64::from(from) + u64::from(length) * u64::from(factor);
            length > 0 && factor > 0 && end <= u64::from(most)
        });
    if !is_within {
        return None;
    }
    let ([width, height], stride) = (size, picture.width());
    if let Some(rgb) = picture.rgb() {
        Picture::from_rgb(
            width,
            height,
            means::<3>(rgb, stride, corner, size, factor)?,
        )
    } else {
        let luma = means::<1>(picture.luma().data(), stride, corner, size, factor)?;
        Luma::new(width, height, luma).map(Picture::from_luma)
    }
}

/// The means of squares of pixels with `N` bytes each.
fn means<const N: usize>(
    data: &[u8],
    stride: u32,
    corner: [u32; 2],
    size: [u32; 2],
    factor: u32,
) -> Option<Vec<u8>> {
    let ([left, top], [wide, tall]) = (corner.map(|at| at as usize), size.map(|at| at as usize));
    let (line, step, area) = (stride as usize * N, factor as usize, factor * factor);
    let mut out = Vec::with_capacity(wide * tall * N);
    let mut sums = vec![[0_u32; N]; wide];
    for rows in data.get(top * line..)?.chunks(line * step).take(tall) {
        sums.fill([0; N]);
        for row in rows.chunks(line) {
            let squares = row.get(left * N..)?.chunks(step * N);
            for (sum, square) in sums.iter_mut().zip(squares) {
                for pixel in square.as_chunks::<N>().0 {
                    for (sum, value) in sum.iter_mut().zip(pixel) {
                        *sum += u32::from(*value);
                    }
                }
            }
        }
        out.extend(sums.iter().flatten().map(|sum| (sum / area) as u8));
    }
    Some(out)
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
