//! What a similarity means.

/// From where on two faces are of the same person, and below which they are not.
///
/// Thresholds follow from how many strangers are taken for the same person, never from accuracy.
/// The default ones are for SFace: of all pairs of strangers in the measured sets, at most 1.5 in
/// 10,000 were called the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    same: f32,
    different: f32,
}

impl Thresholds {
    /// Thresholds for an embedder: `same` is the least similarity of one person, and whatever is
    /// less than `different` is two people.
    ///
    /// # Errors
    ///
    /// Returns an error unless -1 ≤ `different` ≤ `same` ≤ 1.
    ///
    /// ```
    /// use face::Thresholds;
    ///
    /// assert!(Thresholds::new(0.5, 0.35).is_ok());
    /// assert!(Thresholds::new(0.3, 0.5).is_err());
    /// ```
    pub fn new(same: f32, different: f32) -> Result<Self, NotThresholds> {
        let is_ordered = different <= same;
        if is_ordered && (-1.0..=1.0).contains(&same) && (-1.0..=1.0).contains(&different) {
            Ok(Self { same, different })
        } else {
            Err(NotThresholds)
        }
    }

    /// The least similarity of one person.
    ///
    /// ```
    /// assert_eq!(face::Thresholds::default().same(), 0.42);
    /// ```
    #[must_use]
    pub const fn same(&self) -> f32 {
        self.same
    }

    /// The similarity below which two faces are of two people.
    ///
    /// ```
    /// assert_eq!(face::Thresholds::default().different(), 0.30);
    /// ```
    #[must_use]
    pub const fn different(&self) -> f32 {
        self.different
    }
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            same: 0.42,
            different: 0.30,
        }
    }
}

/// The numbers are no thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("thresholds must be from -1 to 1, and `different` must not exceed `same`")]
pub struct NotThresholds;
