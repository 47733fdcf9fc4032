//! What an examiner found out about a selfie, and about the portraits that it was compared with.

use super::picture_trace::PictureTrace;
use crate::finding::Finding;
use crate::service::Service;

/// The findings of an examiner for `face`. They contain no picture and nothing from which a person
/// could be known again; only the trace tells whether a picture is the same one.
#[derive(Debug, Clone, PartialEq)]
pub struct ExaminedFace {
    /// Whether the selfie shows one face that can be compared.
    pub selfie: Selfie,
    /// What came of the portrait on each document of which there is a picture, in the protocol's
    /// order.
    pub portraits: Vec<Portrait>,
    /// The examiner's own measurements of the selfie. One that failed does not decline by itself.
    pub findings: Vec<Finding>,
    /// By what the selfie is found again, if a search for duplicates was asked for and the selfie
    /// shows one face.
    pub trace: Option<PictureTrace>,
}

impl ExaminedFace {
    /// Returns what came of the portrait on a document.
    pub fn portrait(&self, service: Service) -> Option<&Comparison> {
        self.portraits
            .iter()
            .find(|portrait| portrait.service == service)
            .map(|portrait| &portrait.comparison)
    }
}

/// What a selfie shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selfie {
    /// One face that can be compared.
    Usable,
    /// No face.
    NoFace,
    /// More than one face, and the second is not much smaller.
    SeveralFaces,
    /// A face with too few pixels between the eyes.
    TooSmall,
    /// The file could not be decoded.
    NotAPicture,
}

/// What came of the portrait on one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Portrait {
    /// The document that shows the portrait.
    pub service: Service,
    /// The comparison with the selfie.
    pub comparison: Comparison,
}

/// The comparison of a portrait with the selfie, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Comparison {
    /// They were compared.
    Compared(Compared),
    /// They were not compared, so nothing follows for or against the person.
    NotCompared(NotCompared),
}

/// Why a portrait was not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCompared {
    /// The selfie cannot be compared with anything.
    Selfie,
    /// No portrait was found on the document.
    NoPortrait,
    /// The portrait has too few pixels between the eyes.
    TooSmall,
    /// It is not certain which face is the portrait: different people are in the picture.
    Ambiguous,
    /// The comparison broke down.
    BrokeDown,
}

/// Two faces that were compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// What follows from the similarity under the thresholds.
    pub likeness: Likeness,
    /// How similar the faces are, -1 to 1. It is no probability.
    pub similarity: f64,
    /// The least similarity of one person.
    pub same_from: f64,
    /// Faces with a smaller similarity are of two people.
    pub different_below: f64,
}

/// What follows from a similarity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// One person.
    Same,
    /// Neither is certain. This is no pass.
    Unsure,
    /// The faces are certainly those of two people.
    Different,
}

/// The least confidence of faces that are called the same, and of those that are not called
/// different.
const SAME_FROM: f64 = 80.0;
const UNSURE_FROM: f64 = 40.0;

impl Compared {
    /// Returns the similarity as whole points from 0 to 100, which mean the same whatever network
    /// compared the faces.
    ///
    /// Faces that are called the same have at least 80, and faces that are called different less
    /// than 40. In between and outside it grows in a straight line with the similarity: 0 for a
    /// similarity of 0 or less, 40 and 80 at the two thresholds, 100 for the same picture.
    pub fn confidence(&self) -> u8 {
        let (same, different) = (self.same_from, self.different_below);
        let between = |from: (f64, f64), to: (f64, f64)| {
            let share = (self.similarity - from.0) / (to.0 - from.0).max(1e-9);
            from.1 + share.clamp(0.0, 1.0) * (to.1 - from.1)
        };
        let (points, least, most) = match self.likeness {
            Likeness::Same => (between((same, SAME_FROM), (1.0, 100.0)), SAME_FROM, 100.0),
            Likeness::Unsure => (
                between((different, UNSURE_FROM), (same, SAME_FROM)),
                UNSURE_FROM,
                SAME_FROM - 1.0,
            ),
            Likeness::Different => (
                between((0.0_f64.min(different), 0.0), (different, UNSURE_FROM)),
                0.0,
                UNSURE_FROM - 1.0,
            ),
        };
        // Rounded down, so that no threshold is reached by rounding.
        points.clamp(least, most) as u8
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn compared(likeness: Likeness, similarity: f64) -> Compared {
        Compared {
            likeness,
            similarity,
            same_from: 0.42,
            different_below: 0.30,
        }
    }

    fn by_thresholds(similarity: f64) -> Compared {
        let likeness = match similarity {
            far if far < 0.30 => Likeness::Different,
            near if near >= 0.42 => Likeness::Same,
            _ => Likeness::Unsure,
        };
        compared(likeness, similarity)
    }

    #[test]
    fn confidence_meets_the_thresholds() {
        let points = [-1.0, 0.0, 0.15, 0.2999, 0.30, 0.36, 0.4199, 0.42, 0.71, 1.0]
            .map(|similarity| by_thresholds(similarity).confidence());
        assert_eq!(points, [0, 0, 20, 39, 40, 60, 79, 80, 90, 100]);
        // Of a portrait that is too small to be sure, whatever the similarity.
        assert_eq!(compared(Likeness::Unsure, 0.9).confidence(), 79);
    }

    proptest! {
        #[test]
        fn confidence_never_falls_while_the_similarity_grows(a in -1.0..1.0_f64, b in -1.0..1.0_f64) {
            let (less, more) = (a.min(b), a.max(b));
            prop_assert!(by_thresholds(less).confidence() <= by_thresholds(more).confidence());
        }
    }
}
