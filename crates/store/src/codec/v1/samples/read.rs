//! Examinations.

use jiff::civil::date;
use proofing::ports::KeptExamination;
use testkit::builders::FRONT;
use verification::names::{Cut, NameReading};
use verification::reading::{
    Compared, Comparison, DocumentReading, Doubt, Examination, Examined, ExaminedFace,
    ExaminedNote, ExaminedPaper, Likeness, NotCompared, NoteReading, PaperReading, PictureHash,
    PictureTrace, Portrait, Selfie, Unread,
};
use verification::request::{AddressType, DocumentType, EvidenceSlot, Gender, Side};
use verification::{Personal, Service};

use super::parts::{evidence, findings, turn, zones};

/// What was read of documents and papers of each kind, and why nothing was.
pub(crate) fn examinations() -> Vec<KeptExamination> {
    let why = [
        Unread::Blurred,
        Unread::NotVisible,
        Unread::CutOff,
        Unread::OtherSideMissing,
        Unread::NothingFound,
        Unread::Unsupported,
    ];
    let of = |number: usize| KeptExamination {
        evidence: evidence()
            .iter()
            .map(|picture| (picture.slot, picture.digest))
            .collect(),
        examination: Examination {
            services: Service::ALL
                .iter()
                .enumerate()
                .map(|(at, service)| Examined {
                    service: *service,
                    reading: if at % 2 == 0 {
                        Ok(document_read(number + at / 2))
                    } else {
                        Err(turn(&why, number + at))
                    },
                    findings: findings(),
                })
                .collect(),
            paper: Some(ExaminedPaper {
                readings: match number {
                    0 => Ok(AddressType::ALL.iter().copied().map(paper_read).collect()),
                    _ => Err(turn(&why, number)),
                },
                findings: findings(),
            }),
            note: None,
            zones: zones(),
            ..Examination::default()
        },
    };
    let nothing = KeptExamination {
        evidence: Vec::new(),
        examination: Examination::default(),
    };
    (0..4)
        .map(of)
        .chain([nothing])
        .chain(faces())
        .chain(notes())
        .chain([traced()])
        .collect()
}

/// A selfie of each kind, with what came of the portraits.
fn faces() -> Vec<KeptExamination> {
    let selfies = [
        Selfie::Usable,
        Selfie::NoFace,
        Selfie::SeveralFaces,
        Selfie::TooSmall,
        Selfie::NotAPicture,
    ];
    let why = [
        NotCompared::Selfie,
        NotCompared::NoPortrait,
        NotCompared::TooSmall,
        NotCompared::Ambiguous,
        NotCompared::BrokeDown,
    ];
    let likenesses = [Likeness::Same, Likeness::Unsure, Likeness::Different];
    let of = |(number, selfie): (usize, Selfie)| KeptExamination {
        evidence: Vec::new(),
        examination: Examination {
            face: Some(ExaminedFace {
                selfie,
                portraits: vec![
                    Portrait {
                        service: Service::Document,
                        comparison: Comparison::Compared(Compared {
                            likeness: turn(&likenesses, number),
                            similarity: 0.4375,
                            same_from: 0.42,
                            different_below: 0.3,
                        }),
                    },
                    Portrait {
                        service: Service::DocumentTwo,
                        comparison: Comparison::NotCompared(turn(&why, number)),
                    },
                ],
                findings: findings(),
                trace: None,
            }),
            ..Examination::default()
        },
    };
    selfies.into_iter().enumerate().map(of).collect()
}

/// A selfie with what it leaves for a search.
fn traced() -> KeptExamination {
    KeptExamination {
        evidence: Vec::new(),
        examination: Examination {
            face: Some(ExaminedFace {
                selfie: Selfie::Usable,
                portraits: Vec::new(),
                findings: Vec::new(),
                trace: Some(PictureTrace {
                    hash: PictureHash::from_bits(7),
                    probes: vec![
                        PictureHash::from_bits(7),
                        PictureHash::from_bits(u128::MAX >> 11),
                    ],
                    same_within: 20,
                }),
            }),
            ..Examination::default()
        },
    }
}

/// Notes that were read, and that were not.
fn notes() -> Vec<KeptExamination> {
    [Ok(note_read()), Err(Unread::NotVisible)]
        .map(|reading| KeptExamination {
            evidence: Vec::new(),
            examination: Examination {
                note: Some(ExaminedNote {
                    reading,
                    face: Some(true),
                    findings: findings(),
                }),
                ..Examination::default()
            },
        })
        .into()
}

fn note_read() -> NoteReading {
    NoteReading {
        text: Personal::new("I am Jo"),
        is_print: true,
        from: Some(EvidenceSlot::new(Service::Consent, Side::Proof)),
    }
}

fn name_read(number: usize) -> NameReading {
    let cuts = [Cut::Whole, Cut::Cut, Cut::AtLength(20), Cut::ByWord];
    NameReading {
        given: Some("JO".to_owned()),
        middle: Some("ANN".to_owned()),
        family: Some("SPECIMEN".to_owned()),
        suffix: Some("JR".to_owned()),
        full: None,
        given_cut: turn(&cuts, number),
        family_cut: turn(&cuts, number + 1),
    }
}

fn document_read(number: usize) -> DocumentReading {
    let genders = [
        Gender::Male,
        Gender::Female,
        Gender::Other,
        Gender::Unspecified,
    ];
    DocumentReading {
        kind: Some(turn(DocumentType::ALL, number)),
        name: Some(name_read(number)),
        dob: Some(date(1990, 2, 28)),
        issue_date: None,
        expiry_date: Some(date(2031, 12, 31)),
        never_expires: true,
        document_number: Some(Personal::new("S1234567")),
        gender: Some(turn(&genders, number)),
        country: Some("US".to_owned()),
        address: Some(Personal::new("1 EXAMPLE ST, SPRINGFIELD")),
        additional: vec![("height".to_owned(), Personal::new("180 cm"))],
        from: Some(FRONT),
        doubts: vec![
            Doubt::Name,
            Doubt::Dob,
            Doubt::IssueDate,
            Doubt::ExpiryDate,
            Doubt::DocumentNumber,
        ],
    }
}

fn paper_read(kind: AddressType) -> PaperReading {
    PaperReading {
        kind: Some(kind),
        name: Some(NameReading {
            full: Some("SPECIMEN, JO".to_owned()),
            ..NameReading::default()
        }),
        address: Some(Personal::new("1 EXAMPLE ST, SPRINGFIELD")),
        issue_date: Some(date(2025, 11, 1)),
        expiry_date: None,
        country: Some("US".to_owned()),
        document_number: None,
        from: Some(EvidenceSlot::new(Service::Address, Side::Proof)),
    }
}
