//! Copies a part of a picture, smaller and turned, for the search for faces.

use imaging::{Picture, Point};

/// The longest side of a copy in pixels: more than any portrait needs to be compared, and little
/// memory.
const LONGEST: u32 = 1_600;

/// The order in which the ways up are tried, in quarter turns against the clock. Most pictures are
/// upright, and few are upside down.
pub(super) const TURNS: [u8; 4] = [0, 1, 3, 2];

/// The score from which a face is certainly upright: real ones have 0.9. On a picture that lies on
/// its side, something else may be taken for a face, or the face itself be found askew.
pub(super) const UPRIGHT_SCORE: f32 = 0.8;

/// A part of a picture, turned.
#[derive(Debug)]
pub(super) struct Cutout {
    /// The copy.
    pub(super) picture: Picture,
    left: u32,
    top: u32,
    /// Pixels of the original along each side of a pixel of the copy.
    factor: u32,
    /// The part's size in pixels of the copy before it is turned.
    wide: u32,
    tall: u32,
    turns: u8,
}

impl Cutout {
    /// Copies the part between two corners, turned this often, or returns `None` if there is
    /// nothing to copy.
    pub(super) fn of(
        picture: &Picture,
        (left, top, right, bottom): (f64, f64, f64, f64),
        turns: u8,
    ) -> Option<Self> {
        let within = |at: f64, most: u32| at.clamp(0.0, f64::from(most)) as u32;
        let (left, top) = (within(left, picture.width()), within(top, picture.height()));
        let width = within(right.ceil() + 1.0, picture.width()).checked_sub(left)?;
        let height = within(bottom.ceil() + 1.0, picture.height()).checked_sub(top)?;
        let factor = width.max(height).div_ceil(LONGEST).max(1);
        let (wide, tall) = (width / factor, height / factor);
        let rgb = picture.rgb()?;
        let stride = picture.width() as usize * 3;
        let place = |x: u32, y: u32| {
            // From a place on the turned copy to one on the upright copy.
            match turns {
                1 => (wide - 1 - y, x),
                2 => (wide - 1 - x, tall - 1 - y),
                3 => (y, tall - 1 - x),
                _ => (x, y),
            }
        };
        let (out_wide, out_tall) = if turns % 2 == 1 {
            (tall, wide)
        } else {
            (wide, tall)
        };
        let mut out = Vec::with_capacity(out_wide as usize * out_tall as usize * 3);
        let area = factor * factor;
        for y in 0..out_tall {
            for x in 0..out_wide {
                let (from_x, from_y) = place(x, y);
                let mut sums = [0_u32; 3];
                for down in 0..factor {
                    let row = (top + from_y * factor + down) as usize * stride;
                    let start = row + (left + from_x * factor) as usize * 3;
                    let pixels = rgb.get(start..start + factor as usize * 3)?;
                    for pixel in pixels.as_chunks::<3>().0 {
                        for (sum, value) in sums.iter_mut().zip(pixel) {
                            *sum += u32::from(*value);
                        }
                    }
                }
                out.extend(sums.map(|sum| (sum / area) as u8));
            }
        }
        Some(Self {
            picture: Picture::from_rgb(out_wide, out_tall, out)?,
            left,
            top,
            factor,
            wide,
            tall,
            turns,
        })
    }

    /// Copies all of a picture.
    pub(super) fn whole(picture: &Picture, turns: u8) -> Option<Self> {
        let (right, bottom) = (f64::from(picture.width()), f64::from(picture.height()));
        Self::of(picture, (0.0, 0.0, right, bottom), turns)
    }

    /// Returns where a point of the copy is on the original.
    pub(super) fn on_original(&self, p: Point) -> Point {
        let (wide, tall) = (f64::from(self.wide), f64::from(self.tall));
        // Pixel centres are integers, so the corner of a picture is at minus a half.
        let (x, y) = match self.turns {
            1 => (wide - 1.0 - p.y, p.x),
            2 => (wide - 1.0 - p.x, tall - 1.0 - p.y),
            3 => (p.y, tall - 1.0 - p.x),
            _ => (p.x, p.y),
        };
        let factor = f64::from(self.factor);
        let of = |at: f64, from: u32| (at + 0.5) * factor - 0.5 + f64::from(from);
        Point::new(of(x, self.left), of(y, self.top))
    }

    /// Returns the longer side of the copy in pixels.
    pub(super) fn longest(&self) -> f64 {
        f64::from(self.picture.width().max(self.picture.height()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each pixel tells its own place.
    fn places(width: u32, height: u32) -> Picture {
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| [x as u8, y as u8, 7]));
        Picture::from_rgb(width, height, pixels.flatten().collect()).unwrap()
    }

    #[test]
    fn every_pixel_of_a_copy_is_where_it_says() {
        let picture = places(40, 30);
        for turns in TURNS {
            let copy = Cutout::of(&picture, (5.0, 3.0, 24.0, 20.0), turns).unwrap();
            let (wide, tall) = (copy.picture.width(), copy.picture.height());
            assert_eq!(wide * tall, 20 * 18, "{turns}");
            let rgb = copy.picture.rgb().unwrap();
            for (at, pixel) in rgb.chunks(3).enumerate() {
                let (x, y) = (at as u32 % wide, at as u32 / wide);
                let on = copy.on_original(Point::new(f64::from(x), f64::from(y)));
                assert_eq!([on.x, on.y], [pixel[0], pixel[1]].map(f64::from), "{turns}");
            }
        }
    }

    #[test]
    fn a_large_picture_becomes_smaller() {
        let picture = Picture::from_rgb(3_201, 400, vec![9; 3_201 * 400 * 3]).unwrap();
        let copy = Cutout::whole(&picture, 1).unwrap();
        assert_eq!((copy.picture.width(), copy.picture.height()), (133, 1_067));
        assert!(copy.picture.rgb().unwrap().iter().all(|level| *level == 9));
    }

    #[test]
    fn there_is_no_copy_of_nothing() {
        assert!(Cutout::of(&places(4, 4), (9.0, 9.0, 2.0, 2.0), 0).is_none());
        let grey = Picture::from_luma(imaging::Luma::filled(8, 8, 9));
        assert!(Cutout::whole(&grey, 0).is_none());
    }
}
