//! What was read of a verification's pictures: `examinations.sealed`.

use jiff::civil::Date;
use proofing::ports;
use verification::{names, reading};

use super::evidence::Digest;
use super::words::{AddressType, DocumentType, EvidenceSlot, Finding, Gender, Service, Zone};
#[cfg(test)]
use crate::codec::form::Variants;
use crate::codec::form::{Form, Listed, Text, stored_enum, stored_struct, stored_text};

stored_enum!(
    /// Why nothing could be read.
    Unread of reading::Unread {
        Blurred = "blurred",
        NotVisible = "not_visible",
        CutOff = "cut_off",
        OtherSideMissing = "other_side_missing",
        NothingFound = "nothing_found",
        Unsupported = "unsupported",
    }
);
stored_enum!(
    /// A field of which a character is not sure.
    Doubt of reading::Doubt {
        Name = "name",
        Dob = "dob",
        IssueDate = "issue_date",
        ExpiryDate = "expiry_date",
        DocumentNumber = "document_number",
    }
);
stored_enum!(
    /// Whether a document may have cut a name at its end.
    #[expect(clippy::enum_variant_names, reason = "the names are the core's")]
    Cut of names::Cut {
        Whole = "whole",
        Cut = "cut",
        AtLength(length: u64) = "at_length",
        ByWord = "by_word",
    }
);
stored_struct!(
    /// A name as read.
    NameReading of names::NameReading {
        given: Option<String>,
        middle: Option<String>,
        family: Option<String>,
        suffix: Option<String>,
        full: Option<String>,
        given_cut: Cut,
        family_cut: Cut,
    }
);
stored_struct!(
    /// What was read of one document.
    DocumentReading of reading::DocumentReading {
        kind: Option<DocumentType>,
        name: Option<NameReading>,
        dob: Option<Date>,
        issue_date: Option<Date>,
        expiry_date: Option<Date>,
        never_expires: bool,
        document_number: Option<Text>,
        gender: Option<Gender>,
        country: Option<String>,
        address: Option<Text>,
        additional: Vec<(String, Text)>,
        from: Option<EvidenceSlot>,
        doubts: Vec<Doubt>,
    }
);
stored_struct!(
    /// What was read of one paper.
    PaperReading of reading::PaperReading {
        kind: Option<AddressType>,
        name: Option<NameReading>,
        address: Option<Text>,
        issue_date: Option<Date>,
        expiry_date: Option<Date>,
        country: Option<String>,
        document_number: Option<Text>,
        from: Option<EvidenceSlot>,
    }
);

/// What was read, or why nothing was.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) enum Reading<F> {
    #[serde(rename = "read")]
    Read(F),
    #[serde(rename = "unread")]
    Unread(Unread),
}

impl<C, F: Form<C>> Form<Result<C, reading::Unread>> for Reading<F> {
    fn of(core: &Result<C, reading::Unread>) -> Self {
        match core {
            Ok(read) => Self::Read(F::of(read)),
            Err(why) => Self::Unread(Unread::of(why)),
        }
    }
    fn into_core(self) -> Option<Result<C, reading::Unread>> {
        Some(match self {
            Self::Read(read) => Ok(read.into_core()?),
            Self::Unread(why) => Err(why.into_core()?),
        })
    }
}

impl<F: Listed> Listed for Reading<F> {
    #[cfg(test)]
    fn list(all: &mut Variants) {
        all.extend(["read", "unread"].map(|word| ("Reading", word)));
        F::list(all);
        Unread::list(all);
    }
    #[cfg(test)]
    fn note(&self, seen: &mut Variants) {
        match self {
            Self::Read(read) => {
                seen.insert(("Reading", "read"));
                read.note(seen);
            }
            Self::Unread(why) => {
                seen.insert(("Reading", "unread"));
                why.note(seen);
            }
        }
    }
}

stored_struct!(
    /// What was found for one service.
    Examined of reading::Examined {
        service: Service,
        reading: Reading<DocumentReading>,
        findings: Vec<Finding>,
    }
);
stored_struct!(
    /// What was found for `address`.
    ExaminedPaper of reading::ExaminedPaper {
        readings: Reading<Vec<PaperReading>>,
        findings: Vec<Finding>,
    }
);
stored_enum!(
    /// What a selfie shows.
    Selfie of reading::Selfie {
        Usable = "usable",
        NoFace = "no_face",
        SeveralFaces = "several_faces",
        TooSmall = "too_small",
        NotAPicture = "not_a_picture",
    }
);
stored_enum!(
    /// What follows from a similarity.
    Likeness of reading::Likeness {
        Same = "same",
        Unsure = "unsure",
        Different = "different",
    }
);
stored_struct!(
    /// Two faces that were compared.
    Compared of reading::Compared {
        likeness: Likeness,
        similarity: f64,
        same_from: f64,
        different_below: f64,
    }
);
stored_enum!(
    /// Why a portrait was not compared.
    NotCompared of reading::NotCompared {
        Selfie = "selfie",
        NoPortrait = "no_portrait",
        TooSmall = "too_small",
        Ambiguous = "ambiguous",
        BrokeDown = "broke_down",
    }
);
stored_enum!(
    /// What came of a portrait.
    Comparison of reading::Comparison {
        Compared(compared: Compared) = "compared",
        NotCompared(why: NotCompared) = "not_compared",
    }
);
stored_struct!(
    /// The portrait on one document.
    Portrait of reading::Portrait {
        service: Service,
        comparison: Comparison,
    }
);
stored_text!(
    /// 32 hexadecimal digits.
    PictureHash of reading::PictureHash,
    |hash| format!("{:032x}", hash.bits()),
    |text| Some(reading::PictureHash::from_bits(u128::from_str_radix(text, 16).ok()?))
);
stored_struct!(
    /// By what a selfie is found again.
    PictureTrace of reading::PictureTrace {
        hash: PictureHash,
        probes: Vec<PictureHash>,
        same_within: u32,
    }
);
stored_struct!(
    /// What was found for `face`.
    ExaminedFace of reading::ExaminedFace {
        selfie: Selfie,
        portraits: Vec<Portrait>,
        findings: Vec<Finding>,
        // Earlier versions searched for no duplicates, and stored no such field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        trace: Option<PictureTrace>,
    }
);
stored_struct!(
    /// What was read of a note.
    NoteReading of reading::NoteReading {
        text: Text,
        is_print: bool,
        from: Option<EvidenceSlot>,
    }
);
stored_struct!(
    /// What was found for `consent`.
    ExaminedNote of reading::ExaminedNote {
        reading: Reading<NoteReading>,
        face: Option<bool>,
        findings: Vec<Finding>,
    }
);
stored_struct!(
    /// All that the examiners found.
    Examination of reading::Examination {
        services: Vec<Examined>,
        paper: Option<ExaminedPaper>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        face: Option<ExaminedFace>,
        // Earlier versions read no notes, and stored no such field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<ExaminedNote>,
        zones: Vec<Zone>,
    }
);
stored_struct!(
    /// The same, with the pictures that it rests on.
    KeptExamination of ports::KeptExamination {
        evidence: Vec<(EvidenceSlot, Digest)>,
        examination: Examination,
    }
);
stored_struct!(
    /// What of a fingerprint is sealed.
    Traced of crate::codec::kind::Traced { selfie: PictureHash }
);
