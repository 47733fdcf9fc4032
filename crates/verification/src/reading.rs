//! Readings: what an examiner found in a verification's pictures, before anyone judges it.
//!
//! The examiner says what is there; the [policy](crate::policy) says what follows from it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::finding::Finding;
use crate::names::NameReading;
use crate::personal::Personal;
use crate::request::{AddressType, DocumentType, EvidenceSlot, Gender};
use crate::service::Service;

/// A field of which a character is not sure.
///
/// Such a reading can bear a claim out, since nobody foresees how a picture is misread; it can
/// neither contradict one nor stand alone.
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

/// What was read of one document. Every field that could not be read is `None`.
#[derive(Clone, PartialEq, Default)]
pub struct DocumentReading {
    /// What kind of document the picture shows.
    pub kind: Option<DocumentType>,
    /// The holder's name with what is known about its truncation.
    pub name: Option<NameReading>,
    /// Date of birth.
    pub dob: Option<Date>,
    /// Date of issue.
    pub issue_date: Option<Date>,
    /// Date of expiry.
    pub expiry_date: Option<Date>,
    /// The document never expires, and says so.
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
    /// The picture that the fields came from.
    pub from: Option<EvidenceSlot>,
    /// What was read but is not sure.
    pub doubts: Vec<Doubt>,
}

/// What was read is about a person: only how much of it there is is shown.
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

/// Why nothing could be read from a document's pictures, most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    /// The code or text is there but blurred.
    Blurred,
    /// Too dark, too bright or in glare.
    NotVisible,
    /// The document runs out of the picture.
    CutOff,
    /// The picture is sharp and shows nothing that can be read; the other side was not sent.
    OtherSideMissing,
    /// The picture shows nothing that can be read.
    NothingFound,
    /// The code is encrypted or of a kind that cannot be read.
    Unsupported,
}

/// What an examiner found for one service.
#[derive(Debug, Clone, PartialEq)]
pub struct Examined {
    /// The service.
    pub service: Service,
    /// What was read, or why nothing was.
    pub reading: Result<DocumentReading, Unread>,
    /// What the examiner checked by itself: structure, consistency, quality.
    pub findings: Vec<Finding>,
}

/// Where on a document its words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    /// The barcode.
    Barcode,
    /// The machine-readable zone.
    Mrz,
    /// The printed zone, for people.
    Printed,
}

/// One zone of a document as it was read, word for word, for those who want what is written and no
/// judgement of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// The picture, or the barcode that was handed in.
    pub slot: EvidenceSlot,
    /// Which zone.
    pub kind: ZoneKind,
    /// Names and values, in order: element ids of a barcode, names of fields elsewhere.
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
    /// The value of a field.
    pub fn field(&self, name: &str) -> Option<&Personal> {
        self.fields
            .iter()
            .find(|(at, _)| at == name)
            .map(|(_, value)| value)
    }
}

/// What was read of one paper that proves an address. Every field that could not be read is `None`.
#[derive(Clone, PartialEq, Default)]
pub struct PaperReading {
    /// What kind of paper it is.
    pub kind: Option<AddressType>,
    /// To whom it is addressed, mostly on one line.
    pub name: Option<NameReading>,
    /// Where, in one line.
    pub address: Option<Personal>,
    /// Date of issue.
    pub issue_date: Option<Date>,
    /// Date of expiry, of a card that serves as a paper.
    pub expiry_date: Option<Date>,
    /// Country of the address, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The number of a card that serves as a paper.
    pub document_number: Option<Personal>,
    /// The picture that the fields came from.
    pub from: Option<EvidenceSlot>,
}

/// As for documents: only how much there is is shown.
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

/// What the examiner found for `address`.
#[derive(Debug, Clone, PartialEq)]
pub struct ExaminedPaper {
    /// One for each picture that something was read in, the proof first, never empty; or why there
    /// is none.
    pub readings: Result<Vec<PaperReading>, Unread>,
    /// What the examiner checked by itself.
    pub findings: Vec<Finding>,
}

/// All that the examiners found. A service that none of them can examine is not in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Examination {
    /// By service, in the protocol's order.
    pub services: Vec<Examined>,
    /// `address`, if it was examined.
    pub paper: Option<ExaminedPaper>,
    /// What the zones of the documents say, word for word.
    pub zones: Vec<Zone>,
}

impl Examination {
    /// What was found for one service.
    pub fn of(&self, service: Service) -> Option<&Examined> {
        self.services
            .iter()
            .find(|examined| examined.service == service)
    }
}
