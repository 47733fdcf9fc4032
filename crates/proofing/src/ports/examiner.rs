//! The port that reads pictures, and the values that it takes and returns.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use verification::capture::turns::TurnsSeen;
use verification::enrolment::{Authentication, FaceTemplate};
use verification::reading::Examination;
use verification::request::{EvidenceSlot, MediaType};
use verification::{AccountId, Request, VerificationId};

use super::Refusal;
use super::thumbnail::Thumbnail;

/// The reason why an examiner did not look at a picture.
#[derive(Debug, thiserror::Error)]
pub enum ExaminerError {
    /// The picture cannot be used; this sentence tells its sender why.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The examiner is unavailable.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// The examiner is unavailable at the moment. Nothing is known about the pictures, and asking again
/// later may help.
#[derive(Debug, thiserror::Error)]
#[error("pictures cannot be examined at the moment")]
pub struct Unavailable(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// The party to whose share of the examiner a picture counts. Nobody may take all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Share {
    /// A person who uses the pages of a verification.
    Applicant(VerificationId),
    /// A business that sends pictures itself.
    Account(AccountId),
    /// The server, which checks whether its examiner works.
    Server,
}

/// A picture for an examiner.
#[derive(Clone)]
pub struct Picture {
    /// The slot of the picture.
    pub slot: EvidenceSlot,
    /// The type of the file.
    pub media: MediaType,
    /// The file.
    pub content: Bytes,
    /// What the examiner decoded when it inspected the file, so that nothing is decoded twice.
    pub decoded: Option<Arc<dyn Any + Send + Sync>>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Picture({}, {:?}, {} bytes)",
            self.slot,
            self.media,
            self.content.len()
        )
    }
}

/// What to look for in a frame of the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaptureTarget {
    /// The front of a document, or a paper.
    Front,
    /// The front of a driving licence, whose barcode is on the back.
    LicenceFront,
    /// The back of a document.
    Back,
    /// The back of a document whose front looks like this.
    BackOf(Thumbnail),
    /// The middle of the front of a document, at the resolution of the camera: whether this is the
    /// document itself or a screen.
    Surface,
    /// A readable barcode.
    Barcode,
    /// A face that looks straight ahead.
    Selfie,
    /// A face that turns to a side.
    TurnedFace,
}

/// Guidance for a person who aims a camera. Only the first hint that helps is given, and only if it
/// is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hint {
    /// More light is needed.
    TooDark,
    /// The light is reflected.
    Glare,
    /// The picture is out of focus, or moving.
    Blurred,
    /// The document has to come nearer.
    TooFar,
    /// The document is partly outside the picture.
    CutOff,
    /// The document has to be held flat.
    NotFlat,
    /// It is not certain where a document is, or whether there is one.
    NothingFound,
    /// No barcode can be read yet.
    NoBarcode,
    /// This is certainly the other side of the document.
    WrongSide,
    /// The face has to be farther away.
    TooNear,
    /// The face is beside the place where it belongs.
    OffCentre,
    /// The face looks to a side, up or down, or the head is tilted.
    NotStraight,
    /// There are several faces.
    SeveralFaces,
    /// This is certainly the cover of a passport.
    Cover,
    /// This is certainly a black and white copy.
    Copy,
    /// This is certainly a screen.
    Screen,
}

/// What a frame of the camera shows. None of it is kept.
#[derive(Clone, Default, PartialEq)]
pub struct Guidance {
    /// What would improve the picture, or `None` if this is a good moment.
    pub hint: Option<Hint>,
    /// The corners of the document, barcode or face as fractions of the frame's width and height,
    /// clockwise from the upper left, if they are certain.
    pub quad: Option<[(f32, f32); 4]>,
    /// How far the nose is beside the middle of a face, in distances between the eyes: 0 if it
    /// looks straight ahead, positive if it is turned to the person's left.
    pub turn: Option<f32>,
    /// The bytes of the barcode, if it was read.
    pub barcode: Option<Vec<u8>>,
    /// The front of a document, if this is a good moment for its picture.
    pub thumbnail: Option<Thumbnail>,
}

impl fmt::Debug for Guidance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Guidance({:?}, barcode: {})",
            self.hint,
            self.barcode.is_some()
        )
    }
}

/// Reads pictures. It reports what they show and judges nothing.
#[async_trait]
pub trait Examiner: Send + Sync + fmt::Debug {
    /// Returns the services that this server can examine.
    fn services(&self) -> &[verification::Service];
    /// Examines the pictures of a request. A picture that cannot be read is a finding, not an
    /// error.
    async fn examine(
        &self,
        request: &Request,
        pictures: Vec<Picture>,
        now: Timestamp,
    ) -> Result<Examination, Unavailable>;
    /// Looks at a frame of a live camera, which has at most a few hundred kilobytes, within a few
    /// milliseconds.
    async fn look(
        &self,
        frame: Bytes,
        look: CaptureTarget,
        share: Share,
    ) -> Result<Guidance, ExaminerError>;
    /// Reads the bytes of the barcode in a picture that was taken for it, as thoroughly as
    /// [`Examiner::examine`] would. Returns `None` if it cannot be read.
    async fn read_barcode(
        &self,
        picture: Picture,
        share: Share,
    ) -> Result<Option<Vec<u8>>, ExaminerError>;
    /// Returns true if this server can see in frames of a camera whether a head turns.
    fn sees_turns(&self) -> bool {
        false
    }
    /// Measures a selfie and the frames of the turns that are said to follow it. A frame without a
    /// face is a measurement and no error; nothing is kept.
    async fn turns(
        &self,
        _selfie: Bytes,
        _frames: Vec<Bytes>,
        _share: Share,
    ) -> Result<TurnsSeen, ExaminerError> {
        Err(Refusal("Nobody looks for faces on this server.".to_owned()).into())
    }
    /// Returns the digest of the network that makes templates of faces, if there is one.
    fn network(&self) -> Option<[u8; 32]> {
        None
    }
    /// Makes the template of the one face in a selfie, or `None` if it does not show one.
    async fn template(&self, _selfie: Picture) -> Result<Option<FaceTemplate>, Unavailable> {
        Ok(None)
    }
    /// Compares a selfie with an enrolled face.
    async fn recognise(
        &self,
        _selfie: Picture,
        _enrolled: FaceTemplate,
    ) -> Result<Authentication, Unavailable> {
        Ok(Authentication::BrokeDown)
    }
    /// Decodes a file before it is accepted.
    async fn inspect(&self, picture: Picture, share: Share) -> Result<Picture, ExaminerError>;
    /// Decodes a picture of its own, to find out whether it works.
    async fn check(&self) -> Result<(), Unavailable>;
}
