//! A zone as a picture shows it, and how hard it was looked for.

use imaging::Quad;

use crate::format::Field;
use crate::parse::Mrz;

/// How hard [`read`](super::read::read) tries.
///
/// ```
/// let quick = mrz::Options::new().bands(6).attempts(0);
/// assert!(quick != mrz::Options::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// How many bands of the picture are looked at. Default 10.
    pub bands: usize,
    /// How often a zone that reads badly is cut out anew. Default 4.
    pub attempts: usize,
}

impl Options {
    /// The defaults: what a picture that should have a zone is worth.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks at this many bands of the picture, the likeliest first.
    #[must_use]
    pub fn bands(self, bands: usize) -> Self {
        Self { bands, ..self }
    }

    /// Cuts a zone that reads badly out anew at most this often.
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
    /// What it says. Its lines have as many characters of `A-Z`, `0-9` and `<` as the form has.
    pub mrz: Mrz,
    /// For each character of each line the probability that it is right, 0 to 1.
    pub confidence: Vec<Vec<f32>>,
    /// Fields in which a character is not sure, in the order of the form. That all check digits
    /// hold does not prove the others: nothing but the picture vouches for names, states and sex.
    pub unsure: Vec<Field>,
    /// How many check digits hold, and how many the form has.
    pub digits: (usize, usize),
    /// Where the characters are in the picture, in pixels.
    pub quad: Quad,
}

/// A zone is a person's data: only its form is shown.
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
