//! What came of comparing two faces, in three ways; or why they were not compared.

use crate::thresholds::Thresholds;

/// What came of two pictures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Comparison {
    /// The faces were compared.
    Compared {
        /// What the score means.
        outcome: Outcome,
        /// The similarity, -1 to 1. It is no probability.
        score: f32,
        /// Why the outcome is not what the score alone would say.
        reason: Option<Reason>,
    },
    /// The faces were not compared: there is no score, and nothing follows for or against.
    NotChecked {
        /// Which picture is the reason: 0 or 1.
        picture: usize,
        /// What is the matter with it.
        reason: Reason,
    },
}

/// What a score means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// One person.
    Same,
    /// Neither is certain enough. This is no pass.
    Unsure,
    /// Two people.
    Different,
}

/// Why faces were not compared, or why the outcome is less certain than the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// There is no face in the picture.
    NoFace,
    /// There is more than one face, and the second is not much smaller.
    SeveralFaces,
    /// There are too few pixels between the eyes to say anything.
    TooSmall,
    /// There are so few pixels between the eyes that a high score is no proof.
    Small,
}

impl Reason {
    /// The word for scripts.
    ///
    /// ```
    /// assert_eq!(face::Reason::NoFace.word(), "no_face");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoFace => "no_face",
            Self::SeveralFaces => "several_faces",
            Self::TooSmall => "too_small",
            Self::Small => "small",
        }
    }
}

impl Comparison {
    /// The word for scripts: `same`, `unsure`, `different` or `not_checked`.
    ///
    /// ```
    /// use face::{Comparison, Reason};
    ///
    /// let none = Comparison::NotChecked { picture: 0, reason: Reason::NoFace };
    /// assert_eq!((none.word(), none.score()), ("not_checked", None));
    /// ```
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Compared {
                outcome: Outcome::Same,
                ..
            } => "same",
            Self::Compared {
                outcome: Outcome::Unsure,
                ..
            } => "unsure",
            Self::Compared {
                outcome: Outcome::Different,
                ..
            } => "different",
            Self::NotChecked { .. } => "not_checked",
        }
    }

    /// The similarity, if the faces were compared.
    ///
    /// ```
    /// use face::{Comparison, Thresholds};
    ///
    /// let compared = Comparison::of(0.7, false, &Thresholds::default());
    /// assert_eq!((compared.word(), compared.score()), ("same", Some(0.7)));
    /// ```
    #[must_use]
    pub const fn score(&self) -> Option<f32> {
        match self {
            Self::Compared { score, .. } => Some(*score),
            Self::NotChecked { .. } => None,
        }
    }

    /// Why the faces were not compared, or why the outcome is less certain than the score.
    ///
    /// ```
    /// use face::{Comparison, Reason, Thresholds};
    ///
    /// let small = Comparison::of(0.7, true, &Thresholds::default());
    /// assert_eq!((small.word(), small.reason()), ("unsure", Some(Reason::Small)));
    /// ```
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        match self {
            Self::Compared { reason, .. } => *reason,
            Self::NotChecked { reason, .. } => Some(*reason),
        }
    }

    /// What a score means. If a face `is_small`, the outcome is never [`Outcome::Same`].
    ///
    /// ```
    /// use face::{Comparison, Thresholds};
    ///
    /// let word = |score| Comparison::of(score, false, &Thresholds::default()).word();
    /// assert_eq!([0.42, 0.41, 0.30, 0.29].map(word), ["same", "unsure", "unsure", "different"]);
    /// ```
    #[must_use]
    pub fn of(score: f32, is_small: bool, thresholds: &Thresholds) -> Self {
        let (outcome, reason) = if score < thresholds.different() {
            (Outcome::Different, None)
        } else if score < thresholds.same() {
            (Outcome::Unsure, None)
        } else if is_small {
            (Outcome::Unsure, Some(Reason::Small))
        } else {
            (Outcome::Same, None)
        };
        Self::Compared {
            outcome,
            score,
            reason,
        }
    }
}
