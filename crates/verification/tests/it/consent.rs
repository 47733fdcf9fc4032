//! Notes that are held to the camera: what follows from what was read of them.

use insta::assert_snapshot;
use verification::decline::DeclineCode;
use verification::policy::judge;
use verification::reading::{Examination, ExaminedNote, NoteReading, Unread};
use verification::request::{ConsentService, ConsentType, EvidenceSlot, Services, Side};
use verification::verdict::{ServiceResult, Verdict};
use verification::{Personal, Request, Service};

use crate::builders::{TODAY, request};

const BOTH: &[ConsentType] = &[];
const PRINTED: &[ConsentType] = &[ConsentType::Printed];
const HANDWRITTEN: &[ConsentType] = &[ConsentType::Handwritten];

fn read(text: &str, is_print: bool) -> NoteReading {
    NoteReading {
        text: Personal::new(text),
        is_print,
        from: Some(EvidenceSlot::new(Service::Consent, Side::Proof)),
    }
}

/// The results and codes of a note that should say "I agree to the terms".
fn judged(
    types: &[ConsentType],
    reading: Result<NoteReading, Unread>,
    face: Option<bool>,
) -> String {
    let request = Request {
        services: Services {
            consent: Some(ConsentService {
                supported_types: types.to_vec(),
                text: Personal::new("I agree to the terms"),
                with_face: true,
                verification_mode: None,
                allow_offline: None,
                allow_online: None,
            }),
            ..Services::default()
        },
        ..request(true)
    };
    let examination = Examination {
        note: Some(ExaminedNote {
            reading,
            face,
            findings: Vec::new(),
        }),
        ..Examination::default()
    };
    let outcome = judge(&request, &examination, TODAY);
    let [service] = outcome.services.as_slice() else {
        panic!("{:?}", outcome.services)
    };
    let ServiceResult::Fields(fields) = &service.result else {
        panic!("{:?}", service.result)
    };
    let digit =
        |result: &Option<bool>| result.map_or("null", |holds| if holds { "1" } else { "0" });
    let results: Vec<String> = fields
        .iter()
        .map(|(key, result)| format!("{key} {}", digit(result)))
        .collect();
    let codes: Vec<&str> = outcome.codes.iter().map(DeclineCode::as_str).collect();
    let is_accepted = outcome.verdict == Verdict::Accepted;
    assert_eq!(is_accepted, codes.is_empty());
    format!("{}: {}", results.join(", "), codes.join(" "))
}

#[test]
fn printed_notes_are_judged_and_handwriting_is_not() {
    let text = "I agree to the terms. 4 May 2026";
    let cases = [
        ("both, print", BOTH, Ok(read(text, true))),
        ("printed, print", PRINTED, Ok(read(text, true))),
        (
            "printed, a slip",
            PRINTED,
            Ok(read("I agree to the terns", true)),
        ),
        (
            "printed, other text",
            PRINTED,
            Ok(read("I agree to nothing", true)),
        ),
        (
            "both, other text",
            BOTH,
            Ok(read("I agree to nothing", true)),
        ),
        ("printed, not print", PRINTED, Ok(read(text, false))),
        ("both, not print", BOTH, Ok(read(text, false))),
        ("handwritten, print", HANDWRITTEN, Ok(read(text, true))),
        ("handwritten, not print", HANDWRITTEN, Ok(read(text, false))),
        ("printed, blurred", PRINTED, Err(Unread::Blurred)),
        ("printed, nothing", PRINTED, Err(Unread::NothingFound)),
        (
            "printed, unreadable file",
            PRINTED,
            Err(Unread::Unsupported),
        ),
        ("both, nothing", BOTH, Err(Unread::NothingFound)),
    ];
    let lines: Vec<String> = cases
        .into_iter()
        .map(|(name, types, reading)| format!("{name}: {}", judged(types, reading, None)))
        .collect();
    assert_snapshot!(lines.join("\n"), @r"
    both, print: consent 1, selected_type 1: 
    printed, print: consent 1, selected_type 1: 
    printed, a slip: consent 1, selected_type 1: 
    printed, other text: consent 0, selected_type 1: SPDR32
    both, other text: consent 0, selected_type 1: SPDR32
    printed, not print: consent 0, selected_type null: SPDR254
    both, not print: consent null, selected_type null: BNFD03
    handwritten, print: consent 0, selected_type 0: SPDR106
    handwritten, not print: consent null, selected_type null: BNFD03
    printed, blurred: consent 0, selected_type null: SPDR254
    printed, nothing: consent 0, selected_type null: SPDR292
    printed, unreadable file: consent null, selected_type null: BNFD03
    both, nothing: consent null, selected_type null: BNFD03
    ");
}

#[test]
fn a_face_belongs_to_handwritten_notes_only() {
    let text = "I agree to the terms";
    let check = |types, is_print, face, expected: &str| {
        assert_eq!(judged(types, Ok(read(text, is_print)), face), expected);
    };
    let open = "consent null, selected_type null: ";
    check(HANDWRITTEN, false, Some(false), &format!("{open}SPDR108"));
    check(HANDWRITTEN, false, Some(true), &format!("{open}BNFD03"));
    let shown = "consent 1, selected_type 1: ";
    check(BOTH, true, Some(false), shown);
}
