//! Zones read from pictures, and the options for reading them.

use imaging::Quad;

use crate::format::Field;
use crate::zone::Mrz;

/// Options for how thoroughly [`read`](super::read::read) tries.
///
/// ```
/// let quick = mrz::Options::new().bands(6).attempts(0);
/// assert!(quick != mrz::Options::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The maximum number of bands of the picture to examine. The default is 10.
    pub bands: usize,
    /// How often to cut out again a zone that reads badly. The default is 4.
    pub attempts: usize,
}

impl Options {
    /// Returns the defaults, which suit a picture that should contain a zone.
    ///
    /// ```
    /// assert!(mrz::Options::new() == mrz::Options::default());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the maximum number of bands of the picture to examine, the likeliest first.
    ///
    /// ```
    /// assert_eq!(mrz::Options::new().bands(6).bands, 6);
    /// ```
    #[must_use]
    pub fn bands(self, bands: usize) -> Self {
        Self { bands, ..self }
    }

    /// Sets how often to cut out again a zone that reads badly.
    ///
    /// ```
    /// assert_eq!(mrz::Options::new().attempts(0).attempts, 0);
    /// ```
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

/// A zone that was read in a picture.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct MrzReading {
    /// The contents of the zone. Its lines have as many characters of `A-Z`, `0-9` and `<` as the
    /// format.
    pub mrz: Mrz,
    /// The probability, from 0 to 1, that each character of each line is right.
    pub confidence: Vec<Vec<f32>>,
    /// The fields with an uncertain character, in the order of the format. Even if all check digits
    /// match, they do not prove the other characters, and only the picture supports names, states
    /// and sex.
    pub unsure: Vec<Field>,
    /// How many check digits match, and how many the format has.
    pub digits: (usize, usize),
    /// Where the characters are in the picture, in pixels.
    pub quad: Quad,
}

/// A zone contains a person's data, so only its format is printed.
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
