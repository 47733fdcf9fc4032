//! The networks that were measured with this crate. They are other people's work: none of them is
//! part of it, and a file is known by its digest, not by its name or by where it came from.

use sha2::{Digest, Sha256};

/// A file that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Model {
    /// What it is for.
    pub role: Role,
    /// The name that the file has in a folder of models.
    pub file: &'static str,
    /// The size in bytes.
    pub bytes: usize,
    /// The SHA-256 of the file in hexadecimal digits.
    pub sha256: &'static str,
    /// The licence of the weights, as their publisher states it.
    pub licence: &'static str,
    /// Where they come from.
    pub source: &'static str,
}

/// What a network is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Finds faces.
    Detector,
    /// Makes faceprints.
    Embedder,
}

/// YuNet of March 2023, packed in eight bits.
pub const YUNET: Model = Model {
    role: Role::Detector,
    file: "face_detection_yunet_2023mar_int8bq.onnx",
    bytes: 122_489,
    sha256: "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
    licence: "MIT",
    source: "opencv_zoo, models/face_detection_yunet",
};

/// SFace of December 2021, packed in eight bits.
pub const SFACE: Model = Model {
    role: Role::Embedder,
    file: "face_recognition_sface_2021dec_int8bq.onnx",
    bytes: 10_667_852,
    sha256: "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
    licence: "Apache-2.0",
    source: "opencv_zoo, models/face_recognition_sface",
};

/// Every known file.
pub const KNOWN: [Model; 2] = [YUNET, SFACE];

/// The SHA-256 of a file in hexadecimal digits.
///
/// ```
/// let digest = face::models::sha256(b"");
/// assert!(digest.starts_with("e3b0c44298fc1c14"));
/// ```
#[must_use]
pub fn sha256(file: &[u8]) -> String {
    hex::encode(Sha256::digest(file))
}

/// The known file with these bytes, if there is one.
///
/// ```
/// assert_eq!(face::models::identify(b"something else"), None);
/// ```
#[must_use]
pub fn identify(file: &[u8]) -> Option<Model> {
    let same_size: Vec<Model> = KNOWN
        .into_iter()
        .filter(|model| model.bytes == file.len())
        .collect();
    if same_size.is_empty() {
        return None;
    }
    let digest = sha256(file);
    same_size.into_iter().find(|model| model.sha256 == digest)
}
