//! Options for reading symbols.

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
    /// takes one step; laying a lattice takes one step per 400,000 pixels of the straightened
    /// symbol, and most symbols have fewer; an attempt of the second decoder takes four. A step
    /// takes 5 to 20 ms on one core. The default is 64.
    pub attempts: u32,
    /// The number of symbols after which the search ends. The default is 1.
    pub symbols: usize,
}

impl Options {
    /// Returns the defaults: one symbol, with the effort that suits an ordinary photograph.
    ///
    /// ```
    /// assert!(pdf417::Options::new() == pdf417::Options::default());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the maximum number of steps of work.
    ///
    /// ```
    /// assert_eq!(pdf417::Options::new().attempts(256).attempts, 256);
    /// ```
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Sets the number of symbols after which the search ends.
    ///
    /// ```
    /// assert_eq!(pdf417::Options::new().symbols(64).symbols, 64);
    /// ```
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
