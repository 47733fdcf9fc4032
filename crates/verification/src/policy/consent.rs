//! Judges a note that the person held to the camera.
//!
//! Only print can be judged: its words are compared with the text that was asked for. Handwriting
//! is left to a reviewer, and so is a note that may be handwritten and was not read as print.

use super::judged::Judged;
use super::note_text;
use super::rank::codes_of;
use crate::comparison::Agreement;
use crate::decline::DeclineCode;
use crate::finding::Finding;
use crate::reading::{ExaminedNote, NoteReading, Unread};
use crate::request::{ConsentService, ConsentType};
use crate::service::Service;
use crate::verdict::{DataValue, FieldResult, ServiceOutcome, ServiceResult};

/// Judges the note of a request, or says that nobody looked at it.
pub(super) fn judge(asked: &ConsentService, examined: Option<&ExaminedNote>) -> Judged {
    let Some(examined) = examined else {
        let why = "no examiner of this service is at work on this server";
        let finding = Finding::not_made(Service::Consent, "service", why);
        return judged(asked, None, Vec::new(), (None, None), vec![finding]);
    };
    let mut findings = examined.findings.clone();
    let text = ("text", read_of(examined));
    let is_shown = match &examined.reading {
        Ok(reading) => read(asked, reading, &mut findings),
        Err(why) => unread(asked, *why, &mut findings),
    };
    look_at_face(asked, examined, &mut findings);
    let kind = examined.reading.as_ref().ok().and_then(kind_of);
    let is_decided = is_shown.is_some();
    let kind = kind.filter(|_| is_decided);
    let offered = kind.map(|kind| asked.takes(kind));
    judged(asked, kind, vec![text], (is_shown, offered), findings)
}

/// Judges what was read. `None` if that decides nothing.
fn read(asked: &ConsentService, reading: &NoteReading, findings: &mut Vec<Finding>) -> FieldResult {
    let slot = reading.from;
    let agreement = note_text::compare(asked.text.reveal(), reading.text.reveal());
    let mut add = |finding: Finding| findings.push(finding.resting_on(slot));
    let failed = |check, code, detail: &str| Finding::failed(Service::Consent, check, code, detail);
    let not_made = |check, why: &str| Finding::not_made(Service::Consent, check, why);
    if !asked.takes(ConsentType::Printed) {
        if !reading.is_print {
            add(not_made("note.text", "handwriting is not read"));
            return None;
        }
        let code = DeclineCode::NOTE_NOT_HANDWRITTEN;
        add(failed("note.kind", code, "the note is printed"));
        return Some(false);
    }
    match agreement {
        Agreement::Agrees | Agreement::Near if reading.is_print => {
            let detail = "the note says what was asked for";
            add(Finding::passed(Service::Consent, "note.text", detail));
            Some(true)
        }
        Agreement::Differs if reading.is_print => {
            let code = DeclineCode::NOTE_TEXT_DIFFERS;
            add(failed("note.text", code, "the note says something else"));
            Some(false)
        }
        // Words that may be handwriting are no printed note, whatever they say.
        _ => {
            if asked.takes(ConsentType::Handwritten) {
                add(not_made("note.text", "the note was not read as print"));
                return None;
            }
            let code = DeclineCode::NOTE_NOT_VISIBLE;
            add(failed(
                "note.visible",
                code,
                "no print could be read clearly",
            ));
            Some(false)
        }
    }
}

/// Judges a note of which nothing was read. If it may be handwritten, that says nothing.
fn unread(asked: &ConsentService, why: Unread, findings: &mut Vec<Finding>) -> FieldResult {
    let (code, detail) = match why {
        Unread::Blurred => (DeclineCode::NOTE_NOT_VISIBLE, "the picture is blurred"),
        Unread::NotVisible => (
            DeclineCode::NOTE_NOT_VISIBLE,
            "the picture is too dark or has glare",
        ),
        Unread::CutOff => (
            DeclineCode::NOTE_NOT_VISIBLE,
            "the note is partly outside the picture",
        ),
        Unread::NothingFound | Unread::OtherSideMissing => {
            (DeclineCode::NO_NOTE, "no note was found in the picture")
        }
        Unread::Unsupported => {
            let why = "the picture could not be read";
            findings.push(Finding::not_made(Service::Consent, "note.text", why));
            return None;
        }
    };
    if asked.takes(ConsentType::Handwritten) {
        let why = "the note was not read as print";
        findings.push(Finding::not_made(Service::Consent, "note.text", why));
        return None;
    }
    findings.push(Finding::failed(
        Service::Consent,
        "note.visible",
        code,
        detail,
    ));
    Some(false)
}

/// Judges whether a face is in the picture with the note, which only concerns handwritten notes.
fn look_at_face(asked: &ConsentService, examined: &ExaminedNote, findings: &mut Vec<Finding>) {
    const CHECK: &str = "note.face";
    let is_print = matches!(&examined.reading, Ok(reading) if reading.is_print);
    if !asked.with_face || is_print || !asked.takes(ConsentType::Handwritten) {
        return;
    }
    let finding = match examined.face {
        Some(true) => Finding::passed(Service::Consent, CHECK, "a face is beside the note"),
        Some(false) => {
            let code = DeclineCode::NOTE_WITHOUT_FACE;
            Finding::failed(Service::Consent, CHECK, code, "no face is beside the note")
        }
        None => Finding::not_made(Service::Consent, CHECK, "nobody looked for a face"),
    };
    findings.push(finding);
}

/// What was read, as far as anything was.
fn read_of(examined: &ExaminedNote) -> DataValue {
    match &examined.reading {
        Ok(reading) => DataValue::Text(reading.text.clone()),
        Err(_) => DataValue::Null,
    }
}

/// Print is recognised; what is not print need not be handwriting.
fn kind_of(reading: &NoteReading) -> Option<ConsentType> {
    reading.is_print.then_some(ConsentType::Printed)
}

/// Puts the results into the shape of the service.
fn judged(
    asked: &ConsentService,
    kind: Option<ConsentType>,
    text: Vec<(&str, DataValue)>,
    (consent, selected): (FieldResult, FieldResult),
    findings: Vec<Finding>,
) -> Judged {
    let supported = asked.supported_types.iter();
    let supported = supported.map(|kind| kind.word().to_owned()).collect();
    let selected_type = kind.map(ConsentType::word).unwrap_or_default().to_owned();
    let types = [
        ("selected_type", DataValue::Words(vec![selected_type])),
        ("supported_types", DataValue::Words(supported)),
    ];
    let fields = [("consent", consent), ("selected_type", selected)];
    let named = |(key, result): (&str, FieldResult)| (key.to_owned(), result);
    Judged {
        outcome: ServiceOutcome {
            service: Service::Consent,
            result: ServiceResult::Fields(fields.map(named).to_vec()),
            data: text
                .into_iter()
                .chain(types)
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
            additional: None,
            codes: codes_of(&findings),
        },
        findings,
    }
}
