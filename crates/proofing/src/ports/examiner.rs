//! Who reads pictures, and what passes to and fro.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use verification::reading::Examination;
use verification::request::{EvidenceSlot, MediaType};
use verification::{AccountId, Request, VerificationId};

use super::Refusal;

/// Why an examiner did not look at a picture.
#[derive(Debug, thiserror::Error)]
pub enum ExaminerError {
    /// The picture is at fault: a sentence for whoever sent it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The examiner is at fault.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// The examiner cannot work now. Nothing is known of the pictures; asking again later may help.
#[derive(Debug, thiserror::Error)]
#[error("pictures cannot be examined at the moment")]
pub struct Unavailable(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Whose share of the examiner a picture takes: one peer may never take all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Share {
    /// A person who walks the pages of a verification.
    Applicant(VerificationId),
    /// A business that sends pictures itself.
    Account(AccountId),
    /// The server, which asks whether its examiner works.
    Server,
}

/// A picture on its way to an examiner.
#[derive(Clone)]
pub struct Picture {
    /// Which picture of the verification it is.
    pub slot: EvidenceSlot,
    /// What kind of file.
    pub media: MediaType,
    /// The file.
    pub content: Bytes,
    /// What the examiner made of the file when it inspected it, so that nothing is decoded twice.
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

/// What a frame of the camera is looked at for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaptureTarget {
    /// A document's front, or a paper.
    Front,
    /// A document's back.
    Back,
    /// A barcode that can be read.
    Barcode,
    /// A face.
    Selfie,
}

/// What a person who aims a camera is told. One thing at a time: the first that helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hint {
    /// More light is needed.
    TooDark,
    /// Light is reflected.
    Glare,
    /// Out of focus, or moving.
    Blurred,
    /// Nearer.
    TooFar,
    /// It runs out of the picture.
    CutOff,
    /// Hold it flat.
    NotFlat,
    /// No document is to be seen.
    NothingFound,
    /// No barcode is to be read yet.
    NoBarcode,
}

/// What a frame of the camera shows. Nothing of it is kept.
#[derive(Clone, Default, PartialEq)]
pub struct Guidance {
    /// What would make it better; `None`: the moment is good.
    pub hint: Option<Hint>,
    /// The corners of the document or the code, in parts of the frame's width and height, from the
    /// upper left one clockwise.
    pub quad: Option<[(f32, f32); 4]>,
    /// The bytes of the barcode, if it was read.
    pub barcode: Option<Vec<u8>>,
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

/// Reads pictures. It says what is there and judges nothing.
#[async_trait]
pub trait Examiner: Send + Sync + fmt::Debug {
    /// The services that this server can examine.
    fn services(&self) -> &'static [verification::Service];
    /// Examines the pictures of a request. A picture that cannot be read is a finding, not an
    /// error.
    async fn examine(
        &self,
        request: &Request,
        pictures: Vec<Picture>,
        now: Timestamp,
    ) -> Result<Examination, Unavailable>;
    /// Looks at a frame of a camera's live picture, at most a few hundred kilobytes, in a few
    /// milliseconds.
    async fn look(
        &self,
        frame: Bytes,
        look: CaptureTarget,
        share: Share,
    ) -> Result<Guidance, ExaminerError>;
    /// Reads the bytes of the barcode in a picture that was taken for it, as hard as
    /// [`Examiner::examine`] would; `None` where none can be read.
    async fn read_barcode(
        &self,
        picture: Picture,
        share: Share,
    ) -> Result<Option<Vec<u8>>, ExaminerError>;
    /// Decodes a file before it is taken.
    async fn inspect(&self, picture: Picture, share: Share) -> Result<Picture, ExaminerError>;
    /// Decodes a picture of its own, to find out whether it works.
    async fn check(&self) -> Result<(), Unavailable>;
}
