//! How hard a picture is searched.

/// How hard [`read`](crate::read()) looks.
///
/// ```
/// let thorough = pdf417::Options::new().attempts(256).symbols(64);
/// assert!(thorough != pdf417::Options::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Most steps of work, over all places: a view of a place searched for guards is one, a
    /// lattice laid over what they bound one for each 400,000 pixels of the straightened symbol
    /// (most have fewer), a try of the second decoder four. A step takes 5 to 20 ms of one core.
    /// Default 64.
    pub attempts: u32,
    /// Most symbols to look for; the search ends with the last of them. Default 1.
    pub symbols: usize,
}

impl Options {
    /// The defaults: one symbol, looked for as long as an ordinary photograph is worth.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes at most this many steps of work.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Looks for at most this many symbols.
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
