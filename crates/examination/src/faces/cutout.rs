//! Copies a part of a picture, smaller and turned, for the search for faces.

use face::{Error, Examiner, Face};
use imaging::{Picture, Point, reduced};

/// The longest side of a copy in pixels: more than any portrait needs to be compared, and little
/// memory.
const LONGEST: u32 = 1_600;

/// The order in which the other ways up are tried, in quarter turns against the clock. Most
/// pictures are upright, and few are upside down.
const OTHER_TURNS: [u8; 3] = [1, 3, 2];

/// The score from which a face is certainly upright: real ones have 0.9. On a picture that lies on
/// its side, something else may be taken for a face, or the face itself be found askew.
const UPRIGHT_SCORE: f32 = 0.8;

/// A part of a picture, turned.
#[derive(Debug)]
pub(super) struct Cutout {
    /// The part as it stands now.
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
    /// Copies the part between two corners, or returns `None` if there is nothing to copy.
    pub(super) fn of(
        picture: &Picture,
        (left, top, right, bottom): (f64, f64, f64, f64),
    ) -> Option<Self> {
        let within = |at: f64, most: u32| at.clamp(0.0, f64::from(most)) as u32;
        let (left, top) = (within(left, picture.width()), within(top, picture.height()));
        let width = within(right.ceil() + 1.0, picture.width()).checked_sub(left)?;
        let height = within(bottom.ceil() + 1.0, picture.height()).checked_sub(top)?;
        let factor = width.max(height).div_ceil(LONGEST).max(1);
        let (wide, tall) = (width / factor, height / factor);
        picture.rgb()?;
        Some(Self {
            picture: reduced(picture, [left, top], [wide, tall], factor)?,
            left,
            top,
            factor,
            wide,
            tall,
            turns: 0,
        })
    }

    /// Copies all of a picture.
    pub(super) fn whole(picture: &Picture) -> Option<Self> {
        let (right, bottom) = (f64::from(picture.width()), f64::from(picture.height()));
        Self::of(picture, (0.0, 0.0, right, bottom))
    }

    /// Returns the part turned this often from how it was copied.
    fn turned(&self, turns: u8) -> Option<Self> {
        let (wide, tall) = (self.wide as usize, self.tall as usize);
        let (out_wide, out_tall) = if turns % 2 == 1 {
            (self.tall, self.wide)
        } else {
            (self.wide, self.tall)
        };
        let pixels = self.picture.rgb()?.as_chunks::<3>().0;
        let mut out = Vec::with_capacity(pixels.len() * 3);
        for y in 0..out_tall as usize {
            for x in 0..out_wide as usize {
                // From a place on the turned copy to one on the upright copy.
                let (x, y) = match turns {
                    1 => (wide - 1 - y, x),
                    2 => (wide - 1 - x, tall - 1 - y),
                    3 => (y, tall - 1 - x),
                    _ => (x, y),
                };
                out.extend(pixels.get(y * wide + x)?);
            }
        }
        Some(Self {
            picture: Picture::from_rgb(out_wide, out_tall, out)?,
            turns,
            ..*self
        })
    }

    /// Looks for faces on every way up. Returns the first that certainly has one, or the part as it
    /// was copied if that has an uncertain one, with the faces that count there, the largest first.
    /// `counts` says which do.
    pub(super) fn search(
        self,
        faces: &Examiner,
        counts: impl Fn(&Self, &Face) -> bool,
    ) -> Result<Option<(Self, Vec<Face>)>, Error> {
        let look = |copy: &Self| -> Result<(Vec<Face>, bool), Error> {
            let mut found = faces.find(&copy.picture)?;
            found.retain(|face| counts(copy, face));
            let is_certain = found.iter().any(|face| face.score >= UPRIGHT_SCORE);
            Ok((found, is_certain))
        };
        let (as_copied, is_certain) = look(&self)?;
        if is_certain {
            return Ok(Some((self, as_copied)));
        }
        for copy in OTHER_TURNS
            .into_iter()
            .map_while(|turns| self.turned(turns))
        {
            let (found, is_certain) = look(&copy)?;
            if is_certain {
                return Ok(Some((copy, found)));
            }
        }
        Ok((!as_copied.is_empty()).then_some((self, as_copied)))
    }

    /// Returns true if a face on this way up is certain enough to count: on another than the one
    /// that was sent, something else may be taken for a face.
    pub(super) fn is_certain(&self, face: &Face) -> bool {
        self.turns == 0 || face.score >= UPRIGHT_SCORE
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
        let part = Cutout::of(&places(40, 30), (5.0, 3.0, 24.0, 20.0)).unwrap();
        for turns in 0..4 {
            let copy = part.turned(turns).unwrap();
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
        let copy = Cutout::whole(&picture).unwrap().turned(1).unwrap();
        assert_eq!((copy.picture.width(), copy.picture.height()), (133, 1_067));
        assert!(copy.picture.rgb().unwrap().iter().all(|level| *level == 9));
    }

    #[test]
    fn there_is_no_copy_of_nothing() {
        assert!(Cutout::of(&places(4, 4), (9.0, 9.0, 2.0, 2.0)).is_none());
        let grey = Picture::from_luma(imaging::Luma::filled(8, 8, 9));
        assert!(Cutout::whole(&grey).is_none());
    }
}
