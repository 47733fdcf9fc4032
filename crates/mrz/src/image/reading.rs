//! Zones read from pictures, and the options for reading them.

use imaging::Quad;

use crate::format::Field;
use crate::parse::Mrz;

/// How thoroughly [`read`](super::read::read) tries.
///
/// ```
/// let quick = mrz::Options::new().bands(6).attempts(0);
/// assert!(quick != mrz::Options::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The number of bands of the picture to view. The default is 10.
    pub bands: usize,
    /// How often to cut out a zone again that reads badly. The default is 4.
    pub attempts: usize,
}

impl Options {
    /// Returns the defaults, which suit a picture that should contain a zone.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the number of bands of the picture to view, the likeliest first.
    #[must_use]
    pub fn bands(self, bands: usize) -> Self {
        Self { bands, ..self }
    }

    /// Sets how often to cut out a zone again that reads badly.
    #[must_use]
    pub fn attempts(self, attempts: usize) -> Self {
        Self { attempts, ..self }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            bands: 10,
            attempts: 4,
        }
    }
}

/// A zone as it was read in a picture.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct MrzReading {
    /// Its contents. Its lines have as many characters of `A-Z`, `0-9` and `<` as the format has.
    pub mrz: Mrz,
    /// The probability, from 0 to 1, that each character of each line is right.
    pub confidence: Vec<Vec<f32>>,
    /// The fields with an uncertain character, in the order of the format. Even if all check digits
    /// match, they do not prove the other characters: only the picture vouches for names, states
    /// and sex.
    pub unsure: Vec<Field>,
    /// How many check digits match, and how many the format has.
    pub digits: (usize, usize),
    /// Where the characters are in the picture, in pixels.
    pub quad: Quad,
}

/// A zone contains a person's data, so only its format is shown.
impl std::fmt::Debug for MrzReading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MrzReading")
            .field("format", &self.mrz.format)
            .field("unsure", &self.unsure)
            .field("digits", &self.digits)
            .field("quad", &self.quad)
            .finish_non_exhaustive()
    }
}
