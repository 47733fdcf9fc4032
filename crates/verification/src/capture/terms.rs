//! The terms of a capture transaction besides those of its verification.

use std::collections::BTreeSet;

use crate::personal::Personal;
use crate::wire_enum::wire_enum;

wire_enum!(
    /// Who started a transaction and who submits the evidence: status events 100, 105 and 110.
    Kind {
        /// Staff started it, and the person uses the hosted pages.
        Portal = "portal",
        /// A client started it, and the person uses the hosted pages.
        Capture = "capture",
        /// A client started it and submits the evidence with `submit-…`; there is no link.
        Direct = "direct",
    }
);

wire_enum!(
    /// The document types of `/start`.
    CaptureDocument {
        /// A North American licence or identity card.
        NaDl = "na_dl",
        /// A passport booklet or a visa.
        Passport = "passport",
        /// Any other document with two sides.
        Other = "other",
    }
);

wire_enum!(
    /// The checks of the evidence.
    Signal {
        /// Checks structure and contents of the barcode.
        Idcheck = "idcheck",
        /// Reads the printed zone.
        OcrScan = "ocr_scan",
        /// Compares the printed zone with the barcode or MRZ.
        OcrMatch = "ocr_match",
        /// Compares the selfie with the portrait.
        Selfie = "selfie",
        /// Checks whether the document itself was in front of the camera.
        DocumentLivenessIdrnd = "document_liveness_idrnd",
        /// Collects what the browser reveals about its device.
        DeviceValidation = "device_validation",
        /// The e-mail address, from older versions.
        EmailValidation = "email_validation",
    }
);

wire_enum!(
    /// The encoding of bodies in the capture protocol.
    Envelope {
        /// JSON.
        Json = "json",
        /// JSON encoded in Base64.
        Base64 = "base64",
    }
);

wire_enum!(
    /// The languages of `capture_language`.
    CaptureLanguage {
        /// English.
        EnUs = "en-us",
        /// French.
        FrCa = "fr-ca",
        /// Spanish.
        EsMx = "es-mx",
    }
);

wire_enum!(
    /// The channel by which a link reaches the person, which is the value of status event 405.
    Channel {
        /// A text message.
        Sms = "sms",
        /// An e-mail.
        Email = "email",
        /// A WhatsApp message.
        Whatsapp = "whatsapp",
    }
);

/// A message with the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendLink {
    /// The channel.
    pub channel: Channel,
    /// A telephone number in E.164 with `+`, or an e-mail address.
    pub to: Personal,
    /// The text that replaces the usual one; the link follows it.
    pub body: Option<Personal>,
}

/// The terms of a `/start` call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptureTerms {
    /// Who started it and who submits the evidence.
    pub kind: Kind,
    /// The type of the document.
    pub document_type: CaptureDocument,
    /// The confirmed list of checks.
    pub signals: BTreeSet<Signal>,
    /// The message with the link, if one is sent to the person.
    pub send_link: Option<SendLink>,
    /// Whether the link is returned to the client.
    pub return_link: bool,
    /// Whether results include the pictures.
    pub return_images: bool,
    /// The width in CSS pixels above which a window is offered the hand-off by QR code.
    pub qr_breakpoint_px: Option<u32>,
    /// The language of the pages, if one was requested.
    pub language: Option<CaptureLanguage>,
    /// The client's label for the location.
    pub location: Option<Personal>,
    /// The client's label for the purpose.
    pub purpose: Option<Personal>,
    /// The client's own object as JSON text, which is returned unchanged.
    pub user_defined: Option<Personal>,
    /// How `/start` was written, which its postbacks follow.
    pub envelope: Envelope,
}

impl CaptureTerms {
    /// Returns true if the person uses the hosted pages.
    pub fn has_pages(&self) -> bool {
        self.kind != Kind::Direct
    }

    /// Returns true if this check is requested.
    pub fn wants(&self, signal: Signal) -> bool {
        self.signals.contains(&signal)
    }
}
