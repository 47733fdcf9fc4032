//! What the capture protocol asked for, and what the capture has come to.

use std::collections::BTreeMap;

use jiff::Timestamp;
use verification::capture;

use super::device::DeviceRecord;
use super::outcome::Outcome;
use super::phone::PhoneState;
use super::turns::TurnState;
use super::words::{Channel, DocumentType, EvidenceSlot, Service, StatusCode};
use crate::codec::form::{Form, Text, stored_enum, stored_struct};

stored_enum!(
    /// Who started a transaction and who hands the evidence in.
    Kind of capture::Kind { Portal = "portal", Capture = "capture", Direct = "direct" }
);
stored_enum!(
    /// The document types of `/start`.
    CaptureDocument of capture::CaptureDocument {
        NaDl = "na_dl",
        Passport = "passport",
        Other = "other",
    }
);
stored_enum!(
    /// What is to be found out about the evidence.
    Signal of capture::Signal {
        Idcheck = "idcheck",
        OcrScan = "ocr_scan",
        OcrMatch = "ocr_match",
        Selfie = "selfie",
        DocumentLivenessIdrnd = "document_liveness_idrnd",
        DeviceValidation = "device_validation",
        EmailValidation = "email_validation",
    }
);
stored_enum!(
    /// How a client writes its bodies.
    Envelope of capture::Envelope { Json = "json", Base64 = "base64" }
);
stored_enum!(
    /// The languages of `capture_language`.
    CaptureLanguage of capture::CaptureLanguage { EnUs = "en-us", FrCa = "fr-ca", EsMx = "es-mx" }
);
stored_struct!(
    /// A message with the link.
    SendLink of capture::SendLink { channel: Channel, to: Text, body: Option<Text> }
);
stored_struct!(
    /// What `/start` asks for.
    CaptureTerms of capture::CaptureTerms {
        kind: Kind,
        document_type: CaptureDocument,
        signals: Vec<Signal>,
        send_link: Option<SendLink>,
        return_link: bool,
        return_images: bool,
        qr_breakpoint_px: Option<u32>,
        language: Option<CaptureLanguage>,
        location: Option<Text>,
        purpose: Option<Text>,
        user_defined: Option<Text>,
        #[serde(default = "json")]
        envelope: Envelope,
    }
);

/// What versions that did not keep it told postbacks in.
const fn json() -> Envelope {
    Envelope::Json
}

stored_struct!(
    /// That a person agreed to a text.
    ConsentRecord of capture::ConsentRecord {
        text: String,
        sha256: String,
        version: String,
        language: String,
        at: Timestamp,
    }
);
stored_enum!(
    /// Where the consent to biometrics stands.
    Biometrics of capture::Biometrics {
        Open = "open",
        Refused = "refused",
        Accepted(record: ConsentRecord) = "accepted",
    }
);
stored_struct!(
    /// A field that the person confirmed or corrected.
    Confirmed of capture::Confirmed {
        service: Service,
        field: String,
        value: Option<Text>,
        is_corrected: bool,
    }
);
stored_struct!(
    /// The state of a capture.
    #[serde(default)]
    CaptureState of capture::CaptureState {
        skips_landing: bool,
        own_codes: bool,
        id_opens_link: bool,
        requirements_told: bool,
        chosen: BTreeMap<Service, DocumentType>,
        submitted: Vec<EvidenceSlot>,
        terms: Option<ConsentRecord>,
        biometrics: Biometrics,
        device: Option<DeviceRecord>,
        confirmed: Option<Vec<Confirmed>>,
        retries: u8,
        last_try: Option<Box<Outcome>>,
        is_retrying: bool,
        is_late: bool,
        language: Option<String>,
        #[serde(skip_serializing_if = "is_zero")]
        links_sent: u8,
        #[serde(skip_serializing_if = "TurnState::is_untouched")]
        turns: TurnState,
        #[serde(skip_serializing_if = "is_zero")]
        selfie_retakes: u8,
        #[serde(skip_serializing_if = "PhoneState::is_untouched")]
        phone: PhoneState,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        asked_again: Vec<EvidenceSlot>,
        told: Vec<(StatusCode, Timestamp)>,
    }
);

/// Earlier versions did not count, and what they stored has no such field.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_zero(count: &u8) -> bool {
    *count == 0
}

impl Default for CaptureState {
    fn default() -> Self {
        Self::of(&capture::CaptureState::default())
    }
}
