//! Options for reading.

/// How thoroughly [`read`](crate::read()) searches.
///
/// ```
/// let thorough = pdf417::Options::new().attempts(256).symbols(64);
/// assert!(thorough != pdf417::Options::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The maximum number of steps of work for all places. Searching a view of a place for guards
    /// is one step; laying a lattice between them is one for each 400,000 pixels of the
    /// straightened symbol (most have fewer); an attempt of the second decoder is four. A step
    /// takes 5 to 20 ms on one core. The default is 64.
    pub attempts: u32,
    /// The maximum number of symbols, after which the search ends. The default is 1.
    pub symbols: usize,
}

impl Options {
    /// Returns the defaults: one symbol, with the effort that suits an ordinary photograph.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the maximum number of steps of work.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Sets the maximum number of symbols.
    #[must_use]
    pub fn symbols(self, symbols: usize) -> Self {
        Self { symbols, ..self }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            attempts: 64,
            symbols: 1,
        }
    }
}
