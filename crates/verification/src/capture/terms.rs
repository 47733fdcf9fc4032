//! What a transaction of the capture protocol asks for besides the verification that it is.

use std::collections::BTreeSet;

use crate::personal::Personal;
use crate::words::words;

words!(
    /// Who started a transaction and who hands the evidence in: status events 100, 105 and 110.
    Kind {
        /// Staff started it; the person walks the hosted pages.
        Portal = "portal",
        /// A client started it; the person walks the hosted pages.
        Capture = "capture",
        /// A client started it and hands the evidence in by `submit-…`: there is no link.
        Direct = "direct",
    }
);

words!(
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

words!(
    /// What is to be found out about the evidence.
    Signal {
        /// The barcode: structure and content.
        Idcheck = "idcheck",
        /// The printed zone.
        OcrScan = "ocr_scan",
        /// The printed zone against the barcode or the MRZ.
        OcrMatch = "ocr_match",
        /// The selfie against the portrait.
        Selfie = "selfie",
        /// Whether the document itself was before the camera.
        DocumentLivenessIdrnd = "document_liveness_idrnd",
        /// What the browser tells of its device.
        DeviceValidation = "device_validation",
        /// The e-mail address; of older versions.
        EmailValidation = "email_validation",
    }
);

words!(
    /// How a client of the capture protocol writes its bodies.
    Envelope {
        /// JSON.
        Json = "json",
        /// The base64 text of the JSON.
        Base64 = "base64",
    }
);

words!(
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

words!(
    /// By which way a link reaches the person: the value of status event 405.
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
    /// By which way.
    pub channel: Channel,
    /// A telephone number in E.164 with `+`, or an e-mail address.
    pub to: Personal,
    /// The text in place of the usual one; the link follows it.
    pub body: Option<Personal>,
}

/// What `/start` asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptureTerms {
    /// Who started it and who hands in.
    pub kind: Kind,
    /// The type of the one document.
    pub document_type: CaptureDocument,
    /// What is to be found out: the confirmed list.
    pub signals: BTreeSet<Signal>,
    /// The link is sent to the person.
    pub send_link: Option<SendLink>,
    /// The link is handed back to the client.
    pub return_link: bool,
    /// Results carry the pictures.
    pub return_images: bool,
    /// Windows wider than this, in CSS pixels, are offered the hand-off by QR code.
    pub qr_breakpoint_px: Option<u32>,
    /// The language of the pages, if one was asked for.
    pub language: Option<CaptureLanguage>,
    /// The client's label of the place.
    pub location: Option<Personal>,
    /// The client's label of the purpose.
    pub purpose: Option<Personal>,
    /// The client's own object, as JSON text, given back as it came.
    pub user_defined: Option<Personal>,
    /// How `/start` was written, which its postbacks follow.
    pub envelope: Envelope,
}

impl CaptureTerms {
    /// True if the person walks the hosted pages.
    pub fn has_pages(&self) -> bool {
        self.kind != Kind::Direct
    }

    /// Whether a signal is wanted.
    pub fn wants(&self, signal: Signal) -> bool {
        self.signals.contains(&signal)
    }
}
