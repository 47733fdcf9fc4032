//! Readings: what an examiner found in the pictures of a verification, before it is judged.
//!
//! The examiner reports what is there, and the [policy](crate::policy) decides what follows.

mod face;
mod picture_trace;

use jiff::civil::Date;
use std::fmt;

pub use self::face::{Compared, Comparison, ExaminedFace, Likeness, NotCompared, Portrait, Selfie};
pub use self::picture_trace::{PictureHash, PictureTrace};
use crate::finding::Finding;
use crate::names::NameReading;
use crate::personal::Personal;
use crate::request::{AddressType, DocumentType, EvidenceSlot, Gender};
use crate::service::Service;

/// A field with an uncertain character.
///
/// Such a reading can confirm a claim, because nobody can foresee how a picture is misread. It can
/// neither refute a claim nor stand alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// The name.
    Name,
    /// The date of birth.
    Dob,
    /// The date of issue.
    IssueDate,
    /// The date of expiry.
    ExpiryDate,
    /// The document's number.
    DocumentNumber,
}

/// The reading of one document. Every field that could not be read is `None`.
#[derive(Clone, PartialEq, Default)]
pub struct DocumentReading {
    /// The type of document in the picture.
    pub kind: Option<DocumentType>,
    /// The holder's name, with what is known about its truncation.
    pub name: Option<NameReading>,
    /// Date of birth.
    pub dob: Option<Date>,
    /// Date of issue.
    pub issue_date: Option<Date>,
    /// Date of expiry.
    pub expiry_date: Option<Date>,
    /// Whether the document states that it never expires.
    pub never_expires: bool,
    /// The document's number.
    pub document_number: Option<Personal>,
    /// Gender.
    pub gender: Option<Gender>,
    /// Issuing country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The holder's address in one line.
    pub address: Option<Personal>,
    /// Everything else worth reporting: `additional_data` keys and values, in order.
    pub additional: Vec<(String, Personal)>,
    /// The picture from which the fields were read.
    pub from: Option<EvidenceSlot>,
    /// The fields that were read with uncertainty.
    pub doubts: Vec<Doubt>,
}

/// Readings are about a person, so only the number of fields is shown.
impl fmt::Debug for DocumentReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let there = [
            self.name.is_some(),
            self.dob.is_some(),
            self.issue_date.is_some(),
            self.expiry_date.is_some(),
            self.document_number.is_some(),
            self.gender.is_some(),
            self.address.is_some(),
        ];
        let fields = there.into_iter().filter(|is_there| *is_there).count();
        write!(
            f,
            "DocumentReading({:?}, {fields} fields, {} more)",
            self.kind,
            self.additional.len()
        )
    }
}

/// Why nothing could be read from a document's pictures, with the most telling reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// The code or text is there but blurred.
    Blurred,
    /// The picture is too dark, too bright or has glare.
    NotVisible,
    /// The document is partly outside the picture.
    CutOff,
    /// The picture is sharp but shows nothing that can be read, and the other side was not sent.
    OtherSideMissing,
    /// The picture shows nothing that can be read.
    NothingFound,
    /// The code is encrypted or of a kind that cannot be read.
    Unsupported,
}

/// The findings of an examiner for one service.
#[derive(Debug, Clone, PartialEq)]
pub struct Examined {
    /// The service.
    pub service: Service,
    /// The reading, or why there is none.
    pub reading: Result<DocumentReading, Unread>,
    /// The examiner's own checks: structure, consistency and quality.
    pub findings: Vec<Finding>,
}

/// The zones of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ZoneKind {
    /// The barcode.
    Barcode,
    /// The machine-readable zone.
    Mrz,
    /// The printed zone, which is meant for people.
    Printed,
}

/// A zone of a document, word for word and without any judgement.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone {
    /// The picture, or the barcode that was submitted.
    pub slot: EvidenceSlot,
    /// Which zone.
    pub kind: ZoneKind,
    /// Names and values in order: element IDs in a barcode, field names elsewhere.
    pub fields: Vec<(String, Personal)>,
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Zone({:?} of {}, {} fields)",
            self.kind,
            self.slot,
            self.fields.len()
        )
    }
}

impl Zone {
    /// Returns the value of a field.
    pub fn field(&self, name: &str) -> Option<&Personal> {
        self.fields
            .iter()
            .find(|(at, _)| at == name)
            .map(|(_, value)| value)
    }
}

/// The reading of one proof of address. Every field that could not be read is `None`.
#[derive(Clone, PartialEq, Default)]
pub struct PaperReading {
    /// The type of document.
    pub kind: Option<AddressType>,
    /// The addressee, usually on one line.
    pub name: Option<NameReading>,
    /// The address in one line.
    pub address: Option<Personal>,
    /// Date of issue.
    pub issue_date: Option<Date>,
    /// Date of expiry of a card that serves as proof of address.
    pub expiry_date: Option<Date>,
    /// Country of the address, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The number of a card that serves as proof of address.
    pub document_number: Option<Personal>,
    /// The picture from which the fields were read.
    pub from: Option<EvidenceSlot>,
}

/// As for documents, only the number of fields is shown.
impl fmt::Debug for PaperReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let there = [
            self.name.is_some(),
            self.address.is_some(),
            self.issue_date.is_some(),
            self.document_number.is_some(),
        ];
        let fields = there.into_iter().filter(|is_there| *is_there).count();
        write!(f, "PaperReading({:?}, {fields} fields)", self.kind)
    }
}

/// The findings of an examiner for `address`.
#[derive(Debug, Clone, PartialEq)]
pub struct ExaminedPaper {
    /// One reading for each picture in which something was read, with the proof first and never
    /// empty; or why there is none.
    pub readings: Result<Vec<PaperReading>, Unread>,
    /// The examiner's own checks.
    pub findings: Vec<Finding>,
}

/// The reading of a note that the person held to the camera.
#[derive(Clone, PartialEq, Eq)]
pub struct NoteReading {
    /// The words, in the order in which they stand.
    pub text: Personal,
    /// Whether the words are certainly printed. What is not certain need not be handwritten.
    pub is_print: bool,
    /// The picture from which the words were read.
    pub from: Option<EvidenceSlot>,
}

/// As for documents, what was read is not shown.
impl fmt::Debug for NoteReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteReading({:?}, print: {})", self.text, self.is_print)
    }
}

/// The findings of an examiner for `consent`.
#[derive(Debug, Clone, PartialEq)]
pub struct ExaminedNote {
    /// The reading, or why there is none.
    pub reading: Result<NoteReading, Unread>,
    /// Whether a face is in the picture with the note, or `None` if nobody looked for one.
    pub face: Option<bool>,
    /// The examiner's own checks.
    pub findings: Vec<Finding>,
}

/// All findings of the examiners. Services that none of them can examine are not included.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Examination {
    /// The findings by service, in the protocol's order.
    pub services: Vec<Examined>,
    /// The findings for `address`, if it was examined.
    pub paper: Option<ExaminedPaper>,
    /// The findings for `face`, if it was examined.
    pub face: Option<ExaminedFace>,
    /// The findings for `consent`, if it was examined.
    pub note: Option<ExaminedNote>,
    /// The zones of the documents, word for word.
    pub zones: Vec<Zone>,
}

impl Examination {
    /// Returns the findings for one service.
    pub fn of(&self, service: Service) -> Option<&Examined> {
        self.services
            .iter()
            .find(|examined| examined.service == service)
    }
}
