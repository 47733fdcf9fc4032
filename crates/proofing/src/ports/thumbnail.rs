//! A picture of a side of a document that is so small that nothing on it can be read.

use std::fmt;

/// The width and height of a [`Thumbnail`] in points.
pub const THUMBNAIL: (usize, usize) = (20, 12);

const POINTS: usize = THUMBNAIL.0 * THUMBNAIL.1;
const BYTES: usize = POINTS / 2;

/// A side of a document in 20 × 12 points of sixteen greys: enough to know the side again, and too
/// little to read anything or to recognise anybody.
///
/// The server keeps none. Whoever aims a camera at the back hands in the thumbnail that they got
/// at the front, so that a front that is shown again is called one.
///
/// ```
/// use proofing::ports::Thumbnail;
///
/// let thumbnail = Thumbnail::of(|x, y| ((x + y) * 8) as u8);
/// assert_eq!(Thumbnail::parse(&thumbnail.to_string()), Some(thumbnail));
/// assert_eq!(Thumbnail::parse("0123"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Thumbnail([u8; BYTES]);

impl Thumbnail {
    /// Returns the thumbnail whose points have these greys, of which the upper four bits are kept.
    pub fn of(grey: impl Fn(usize, usize) -> u8) -> Self {
        let mut bytes = [0; BYTES];
        for (n, byte) in bytes.iter_mut().enumerate() {
            let at = |n: usize| grey(n % THUMBNAIL.0, n / THUMBNAIL.0) >> 4;
            *byte = at(2 * n) << 4 | at(2 * n + 1);
        }
        Self(bytes)
    }

    /// Returns the greys from 0 to 15, row after row.
    pub fn greys(&self) -> impl DoubleEndedIterator<Item = u8> {
        self.0.into_iter().flat_map(|byte| [byte >> 4, byte & 15])
    }

    /// Parses one hexadecimal digit for each point, as [`ToString`] writes them.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; BYTES];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

impl fmt::Display for Thumbnail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Thumbnail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Thumbnail({POINTS} points)")
    }
}
