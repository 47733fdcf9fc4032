//! The pages that events refer to, with their labels on the wire. Routes and markup are defined
//! elsewhere.

use std::fmt;

/// A page of the hosted flow, or the part of the server that raised an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// Not a page: the details of the transaction itself.
    Transaction,
    Landing,
    CaptureFront,
    /// Codes 1207 and 1208 of the table, which two pages share. A message names the page on which
    /// it was raised.
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
    /// Our own: the page on a computer that sends the person to a phone.
    HandOff,
    /// Our own: the paper that proves an address.
    CaptureAddress,
    /// Our own: the note held up to the camera.
    CaptureConsent,
    /// Our own: the code sent to a phone.
    Phone,
    /// Our own: the form in which the person confirms what was read.
    Confirm,
    /// Our own: the work of staff in the back office.
    Review,
}

impl Page {
    /// All pages, in the order of the table.
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

    /// Returns the label that precedes the text of a message.
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
