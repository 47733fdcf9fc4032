//! The pages that events speak of, with their labels on the wire. Routes and markup live elsewhere.

use std::fmt;

/// A page of the hosted flow, or the part of the server that raised the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// Not a page: details of the transaction itself.
    Transaction,
    Landing,
    CaptureFront,
    /// 1207 and 1208 in the table, where two pages share them. A message names the page it came
    /// from.
    CaptureFrontOrBack,
    CaptureBack,
    CaptureBarcode,
    BiometricsAccept,
    CaptureSelfie,
    Complete,
    NotFound,
    CameraAccessDenied,
    BiometricsDenied,
    Timeout,
    /// Ours: the page on a computer that sends the person to a telephone.
    HandOff,
    /// Ours: the paper that proves an address.
    CaptureAddress,
    /// Ours: the note held up to the camera.
    CaptureConsent,
    /// Ours: the code sent to a telephone.
    Phone,
    /// Ours: the form in which the person confirms what was read.
    Confirm,
    /// Ours: what staff do in the back office.
    Review,
}

impl Page {
    /// Every page, in the order of the table.
    pub const ALL: &'static [Self] = &[
        Self::Transaction,
        Self::Landing,
        Self::CaptureFront,
        Self::CaptureFrontOrBack,
        Self::CaptureBack,
        Self::CaptureBarcode,
        Self::BiometricsAccept,
        Self::CaptureSelfie,
        Self::Complete,
        Self::NotFound,
        Self::CameraAccessDenied,
        Self::BiometricsDenied,
        Self::Timeout,
        Self::HandOff,
        Self::CaptureAddress,
        Self::CaptureConsent,
        Self::Phone,
        Self::Confirm,
        Self::Review,
    ];

    /// The label that precedes the text of a message.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Transaction => "Transaction",
            Self::Landing => "Landing",
            Self::CaptureFront => "Capture Front",
            Self::CaptureFrontOrBack => "Capture Front / Capture Back",
            Self::CaptureBack => "Capture Back",
            Self::CaptureBarcode => "Capture Barcode",
            Self::BiometricsAccept => "Biometrics Accept",
            Self::CaptureSelfie => "Capture Selfie",
            Self::Complete => "Complete",
            Self::NotFound => "404",
            Self::CameraAccessDenied => "Camera Access Denied",
            Self::BiometricsDenied => "Biometrics Denied",
            Self::Timeout => "Timeout",
            Self::HandOff => "Hand-off",
            Self::CaptureAddress => "Capture Address",
            Self::CaptureConsent => "Capture Consent",
            Self::Phone => "Phone",
            Self::Confirm => "Confirm",
            Self::Review => "Review",
        }
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}
