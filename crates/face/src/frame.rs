//! The face in one frame of a camera, and what two frames of it say about each other.

use imaging::Picture;

use crate::align::align;
use crate::compare::Reason;
use crate::error::Error;
use crate::examiner::Examiner;
use crate::faceprint::Faceprint;
use crate::found::Face;
use crate::quality::{Quality, quality};
use crate::relief::{Relief, relief};

/// The one face of a frame, measured.
///
/// It holds a faceprint, so it neither prints it nor can be cloned.
#[derive(Debug)]
pub struct Frame {
    /// Where the face is.
    pub face: Face,
    /// How good the picture of it is.
    pub quality: Quality,
    print: Faceprint,
}

/// What two frames say about each other.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Turned {
    /// How the nose moved, and how far it left the plane of the face.
    pub relief: Relief,
    /// The similarity of both faces (cosine), -1 to 1.
    pub similarity: f32,
}

impl Examiner {
    /// Finds and measures the face that a frame is about, or says why there is none.
    ///
    /// # Errors
    ///
    /// Returns an error if a network cannot be run. A frame without a face, or with several, is no
    /// error.
    ///
    /// ```no_run
    /// # fn with(examiner: &face::Examiner, ahead: &imaging::Picture, left: &imaging::Picture)
    /// # -> Result<(), face::Error> {
    /// if let (Ok(ahead), Ok(left)) = (examiner.frame(ahead)?, examiner.frame(left)?)
    ///     && let Some(turned) = ahead.turned_to(&left)
    /// {
    ///     println!("{} {}", turned.relief.change, turned.similarity);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn frame(&self, picture: &Picture) -> Result<Result<Frame, Reason>, Error> {
        let face = match self.the_one(&self.find(picture)?) {
            Ok(face) => face,
            Err(reason) => return Ok(Err(reason)),
        };
        let Some(chip) = align(picture, &face.marks) else {
            return Ok(Err(Reason::NoFace));
        };
        Ok(Ok(Frame {
            face,
            quality: quality(&face.marks, &chip),
            print: self.embed(&chip)?,
        }))
    }
}

impl Frame {
    /// Compares this frame, which looks straight ahead, with a later one. `None` if the marks of
    /// one of them do not span a face.
    ///
    /// ```no_run
    /// # fn with(ahead: &face::Frame, later: &face::Frame) {
    /// let is_turned = ahead
    ///     .turned_to(later)
    ///     .is_some_and(|turned| turned.relief.is_turned_head() && turned.similarity >= 0.42);
    /// # }
    /// ```
    #[must_use]
    pub fn turned_to(&self, later: &Self) -> Option<Turned> {
        Some(Turned {
            relief: relief(&self.face.marks, &later.face.marks)?,
            similarity: self.print.similarity(&later.print)?,
        })
    }
}
