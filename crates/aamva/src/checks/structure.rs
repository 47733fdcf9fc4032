//! The layout of the text: header, designators, and which elements are there.

use std::collections::BTreeMap;

use super::observation::{Check, Reason, Severity};
use super::sheet::Sheet;
use crate::raw::{ElementId, FileType, Repair};
use crate::table::{DEFINITIONS, definition};
use crate::text::{alphanumerics, clean};
use crate::{Kind, licence::Licence};

/// The newest version this crate knows.
const NEWEST: u8 = 10;

pub(super) fn examine(sheet: &mut Sheet<'_>) {
    header(sheet);
    version(sheet);
    entry_count(sheet);
    subfile_types(sheet);
    subfile_places(sheet);
    mandatory_elements(sheet);
    elements_of_version(sheet);
    repeated_elements(sheet);
    discriminator(sheet);
}

fn header(sheet: &mut Sheet<'_>) {
    let header = &sheet.licence.header;
    let jurisdiction = sheet.licence.issuer.map(|i| i.jurisdiction);
    if header.file_type == FileType::MagneticStripe {
        return sheet.skip(Check::Header, Reason::Absent, &[]);
    }
    let early = header.version.is_some_and(|v| v <= 1);
    // Connecticut's, Maryland's and North Carolina's first cards print AAMVA.
    let printed_aamva = early && matches!(jurisdiction, Some("CT" | "MD" | "NC"));
    let magic = match header.file_type {
        FileType::Ansi => !sheet.licence.repairs.contains(&Repair::Magic),
        FileType::Aamva => printed_aamva,
        FileType::TestCard | FileType::MagneticStripe | FileType::Changed | FileType::Missing => {
            false
        }
    };
    if magic && !sheet.licence.repairs.contains(&Repair::Prologue) {
        sheet.pass(Check::Header, &[], "the header begins as the standard says");
    } else {
        // A scanner that types through a keyboard loses control characters: then this proves
        // nothing.
        let severity = if sheet.is_retyped() {
            Severity::Info
        } else {
            Severity::Suspicious
        };
        sheet.fail(
            Check::Header,
            severity,
            &[],
            "the header does not begin as the standard says",
        );
    }
}

fn version(sheet: &mut Sheet<'_>) {
    match sheet.licence.header.version {
        None => sheet.skip(Check::Version, Reason::Absent, &[]),
        Some(version) if version <= NEWEST => {
            sheet.pass(Check::Version, &[], "the version is one of the standard");
        }
        Some(version) => sheet.fail(
            Check::Version,
            Severity::Info,
            &[],
            format!("version {version:02} is newer than any known here"),
        ),
    }
}

fn entry_count(sheet: &mut Sheet<'_>) {
    let header = &sheet.licence.header;
    let Some(entries) = header.entries else {
        return sheet.skip(Check::EntryCount, Reason::Absent, &[]);
    };
    let there = header.designators.len();
    if usize::from(entries) == there {
        return sheet.pass(Check::EntryCount, &[], "as many designators as announced");
    }
    if sheet.is_retyped() {
        return sheet.skip(Check::EntryCount, Reason::Retyped, &[]);
    }
    let detail = format!("{entries} designators announced, {there} there");
    sheet.fail(Check::EntryCount, Severity::Suspicious, &[], detail);
}

fn subfile_types(sheet: &mut Sheet<'_>) {
    let licence = sheet.licence;
    let designated = &licence.header.designators;
    if designated.is_empty() {
        return sheet.skip(Check::SubfileTypes, Reason::Absent, &[]);
    }
    if sheet.is_retyped() {
        return sheet.skip(Check::SubfileTypes, Reason::Retyped, &[]);
    }
    let missing = designated
        .iter()
        .find(|d| licence.subfiles.iter().all(|s| s.kind != d.kind));
    let unannounced = licence
        .subfiles
        .iter()
        .find(|s| designated.iter().all(|d| d.kind != s.kind));
    match (missing, unannounced) {
        (Some(designator), _) => {
            let detail = format!("the {} subfile is announced but not there", designator.kind);
            sheet.fail(Check::SubfileTypes, Severity::Suspicious, &[], detail);
        }
        (None, Some(subfile)) => {
            let detail = format!("the {} subfile is there but not announced", subfile.kind);
            sheet.fail(Check::SubfileTypes, Severity::Suspicious, &[], detail);
        }
        (None, None) => sheet.pass(Check::SubfileTypes, &[], "the subfiles are those announced"),
    }
}

/// Offsets and lengths. Issuers themselves err by one here and there, so only the suspicion of a
/// text that was written anew follows from a difference.
fn subfile_places(sheet: &mut Sheet<'_>) {
    let licence = sheet.licence;
    let placed: Vec<_> = licence
        .header
        .designators
        .iter()
        .filter_map(|d| Some((usize::from(d.offset?), usize::from(d.length?), d.kind)))
        .collect();
    if placed.is_empty() {
        return sheet.skip(Check::SubfilePlaces, Reason::Absent, &[]);
    }
    if sheet.is_retyped() {
        return sheet.skip(Check::SubfilePlaces, Reason::Retyped, &[]);
    }
    for (offset, length, kind) in placed {
        let Some(subfile) = licence.subfiles.iter().find(|s| s.kind == kind) else {
            continue;
        };
        let detail = if subfile.offset.abs_diff(offset) > 1 {
            format!(
                "the {kind} subfile starts at {}, its designator says {offset}",
                subfile.offset
            )
        } else if subfile.length.abs_diff(length) > 2 {
            format!(
                "the {kind} subfile has {} characters, its designator says {length}",
                subfile.length
            )
        } else {
            continue;
        };
        return sheet.fail(Check::SubfilePlaces, Severity::Suspicious, &[], detail);
    }
    sheet.pass(
        Check::SubfilePlaces,
        &[],
        "the subfiles are where their designators say",
    );
}

fn mandatory_elements(sheet: &mut Sheet<'_>) {
    let licence = sheet.licence;
    let Some(version) = licence.header.version.filter(|v| (1..=NEWEST).contains(v)) else {
        return sheet.skip(Check::MandatoryElements, Reason::Absent, &[]);
    };
    let driving = licence.kind != Kind::IdentificationCard;
    let missing: Vec<&str> = DEFINITIONS
        .iter()
        .filter(|row| row.is_demanded(version, driving) && !is_there(licence, row.id))
        .map(|row| row.id.as_str())
        .collect();
    if missing.is_empty() {
        return sheet.pass(
            Check::MandatoryElements,
            &[],
            "every mandatory element is there",
        );
    }
    let detail = format!("version {version:02} demands {}", missing.join(", "));
    sheet.fail(
        Check::MandatoryElements,
        Severity::Suspicious,
        &missing,
        detail,
    );
}

/// Present, be it without data; a whole name may stand in parts and parts may stand in a whole.
fn is_there(licence: &Licence, id: ElementId) -> bool {
    let has = |id: &str| licence.elements().any(|e| e.id == ElementId::of(id));
    match id.as_str() {
        "DAA" => has("DAA") || has("DAB") || has("DCS"),
        "DCT" => has("DCT") || has("DAC"),
        "DAU" => has("DAU") || has("DAV"),
        "DAR" => has("DAR") || has("DCA") || has("PAA"),
        "DAS" => has("DAS") || has("DCB") || has("PAE"),
        "DAT" => has("DAT") || has("DCD") || has("PAF"),
        other => has(other),
    }
}

fn elements_of_version(sheet: &mut Sheet<'_>) {
    let Some(version) = sheet
        .licence
        .header
        .version
        .filter(|v| (1..=NEWEST).contains(v))
    else {
        return sheet.skip(Check::ElementsOfVersion, Reason::Absent, &[]);
    };
    let mut newer: Vec<String> = sheet
        .licence
        .elements()
        .filter(|e| definition(e.id).is_some_and(|d| *d.versions().start() > version))
        .map(|e| e.id.to_string())
        .collect();
    newer.sort_unstable();
    newer.dedup();
    if newer.is_empty() {
        return sheet.pass(
            Check::ElementsOfVersion,
            &[],
            "no element is newer than the version",
        );
    }
    // Issuers adopt an element before they adopt the version, and some count versions in their own
    // way.
    let ids: Vec<&str> = newer.iter().map(String::as_str).collect();
    let detail = format!("version {version:02} does not know {}", newer.join(", "));
    sheet.fail(Check::ElementsOfVersion, Severity::Info, &ids, detail);
}

/// The same element twice in one subfile with different values. For the fields that make the holder
/// no issuer's program writes two; unless separators had to be guessed.
fn repeated_elements(sheet: &mut Sheet<'_>) {
    const DECISIVE: [&str; 4] = ["DAQ", "DBA", "DBB", "DCS"];
    let mut differing: Vec<ElementId> = Vec::new();
    for subfile in sheet
        .licence
        .subfiles
        .iter()
        .filter(|s| !s.kind.is_jurisdiction())
    {
        let mut values: BTreeMap<ElementId, String> = BTreeMap::new();
        for element in &subfile.elements {
            let Some(value) = clean(&element.value).map(alphanumerics) else {
                continue;
            };
            let held = values.entry(element.id).or_insert_with(|| value.clone());
            if *held != value && !differing.contains(&element.id) {
                differing.push(element.id);
            }
        }
    }
    if differing.is_empty() {
        return sheet.pass(
            Check::RepeatedElements,
            &[],
            "no element is there twice with different values",
        );
    }
    let decisive = differing.iter().any(|id| DECISIVE.contains(&id.as_str()));
    let severity = if decisive && !sheet.is_retyped() {
        Severity::Contradiction
    } else {
        Severity::Suspicious
    };
    let ids: Vec<&str> = differing.iter().map(ElementId::as_str).collect();
    let detail = format!("{} with different values", ids.join(", "));
    sheet.fail(Check::RepeatedElements, severity, &ids, detail);
}

fn discriminator(sheet: &mut Sheet<'_>) {
    if sheet.licence.header.version.is_none_or(|v| v < 2) {
        return sheet.skip(Check::Discriminator, Reason::NoRule, &["DCF"]);
    }
    let there = sheet.licence.document.discriminator.is_some();
    sheet.judge(
        Check::Discriminator,
        &["DCF"],
        there,
        Severity::Suspicious,
        [
            "the document discriminator is there",
            "the document discriminator is missing or empty",
        ],
    );
}
