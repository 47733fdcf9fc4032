//! Checks of the layout: the header, the designators, and which elements are present.

use std::collections::BTreeMap;

use super::observation::{Check, Reason, Severity};
use super::report::Report;
use crate::raw::{ElementId, FileType, Repair};
use crate::table::{DEFINITIONS, definition};
use crate::text::{alphanumerics, clean};
use crate::{Kind, licence::Licence};

/// The newest version that this crate knows.
const NEWEST: u8 = 10;

pub(super) fn examine(report: &mut Report<'_>) {
    header(report);
    version(report);
    entry_count(report);
    subfile_types(report);
    subfile_places(report);
    mandatory_elements(report);
    elements_of_version(report);
    repeated_elements(report);
    discriminator(report);
}

fn header(report: &mut Report<'_>) {
    let header = &report.licence.header;
    let jurisdiction = report.licence.issuer.map(|i| i.jurisdiction);
    if header.file_type == FileType::MagneticStripe {
        return report.skip(Check::Header, Reason::Absent, &[]);
    }
    let early = header.version.is_some_and(|v| v <= 1);
    // The first cards of Connecticut, Maryland and North Carolina have the magic word `AAMVA`.
    let printed_aamva = early && matches!(jurisdiction, Some("CT" | "MD" | "NC"));
    let magic = match header.file_type {
        FileType::Ansi => !report.licence.repairs.contains(&Repair::Magic),
        FileType::Aamva => printed_aamva,
        FileType::TestCard | FileType::MagneticStripe | FileType::Changed | FileType::Missing => {
            false
        }
    };
    if magic && !report.licence.repairs.contains(&Repair::Prologue) {
        report.pass(Check::Header, &[], "the header begins as the standard says");
    } else {
        // A scanner that emulates a keyboard loses control characters, so a difference proves
        // nothing.
        let severity = if report.is_retyped() {
            Severity::Info
        } else {
            Severity::Suspicious
        };
        report.fail(
            Check::Header,
            severity,
            &[],
            "the header does not begin as the standard says",
        );
    }
}

fn version(report: &mut Report<'_>) {
    match report.licence.header.version {
        None => report.skip(Check::Version, Reason::Absent, &[]),
        Some(version) if version <= NEWEST => {
            report.pass(Check::Version, &[], "the version is one of the standard");
        }
        Some(version) => report.fail(
            Check::Version,
            Severity::Info,
            &[],
            format!("version {version:02} is newer than any known here"),
        ),
    }
}

fn entry_count(report: &mut Report<'_>) {
    let header = &report.licence.header;
    let Some(entries) = header.entries else {
        return report.skip(Check::EntryCount, Reason::Absent, &[]);
    };
    let there = header.designators.len();
    if usize::from(entries) == there {
        return report.pass(Check::EntryCount, &[], "as many designators as announced");
    }
    if report.is_retyped() {
        return report.skip(Check::EntryCount, Reason::Retyped, &[]);
    }
    let detail = format!("{entries} designators announced, {there} there");
    report.fail(Check::EntryCount, Severity::Suspicious, &[], detail);
}

fn subfile_types(report: &mut Report<'_>) {
    let licence = report.licence;
    let designated = &licence.header.designators;
    if designated.is_empty() {
        return report.skip(Check::SubfileTypes, Reason::Absent, &[]);
    }
    if report.is_retyped() {
        return report.skip(Check::SubfileTypes, Reason::Retyped, &[]);
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
            report.fail(Check::SubfileTypes, Severity::Suspicious, &[], detail);
        }
        (None, Some(subfile)) => {
            let detail = format!("the {} subfile is there but not announced", subfile.kind);
            report.fail(Check::SubfileTypes, Severity::Suspicious, &[], detail);
        }
        (None, None) => report.pass(Check::SubfileTypes, &[], "the subfiles are those announced"),
    }
}

/// Checks offsets and lengths. Issuers sometimes err by one, so a difference is only a hint that
/// the text was edited.
fn subfile_places(report: &mut Report<'_>) {
    let licence = report.licence;
    let placed: Vec<_> = licence
        .header
        .designators
        .iter()
        .filter_map(|d| Some((usize::from(d.offset?), usize::from(d.length?), d.kind)))
        .collect();
    if placed.is_empty() {
        return report.skip(Check::SubfilePlaces, Reason::Absent, &[]);
    }
    if report.is_retyped() {
        return report.skip(Check::SubfilePlaces, Reason::Retyped, &[]);
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
        return report.fail(Check::SubfilePlaces, Severity::Suspicious, &[], detail);
    }
    report.pass(
        Check::SubfilePlaces,
        &[],
        "the subfiles are where their designators say",
    );
}

fn mandatory_elements(report: &mut Report<'_>) {
    let licence = report.licence;
    let Some(version) = licence.header.version.filter(|v| (1..=NEWEST).contains(v)) else {
        return report.skip(Check::MandatoryElements, Reason::Absent, &[]);
    };
    let driving = licence.kind != Kind::IdentificationCard;
    let missing: Vec<&str> = DEFINITIONS
        .iter()
        .filter(|row| row.is_mandatory(version, driving) && !is_there(licence, row.id))
        .map(|row| row.id.as_str())
        .collect();
    if missing.is_empty() {
        return report.pass(
            Check::MandatoryElements,
            &[],
            "every mandatory element is there",
        );
    }
    let detail = format!("version {version:02} demands {}", missing.join(", "));
    report.fail(
        Check::MandatoryElements,
        Severity::Suspicious,
        &missing,
        detail,
    );
}

/// Returns true if the element is present, even without data. A whole name also counts for its
/// parts, and the parts count for the whole.
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

fn elements_of_version(report: &mut Report<'_>) {
    let Some(version) = report
        .licence
        .header
        .version
        .filter(|v| (1..=NEWEST).contains(v))
    else {
        return report.skip(Check::ElementsOfVersion, Reason::Absent, &[]);
    };
    let mut newer: Vec<String> = report
        .licence
        .elements()
        .filter(|e| definition(e.id).is_some_and(|d| *d.versions().start() > version))
        .map(|e| e.id.to_string())
        .collect();
    newer.sort_unstable();
    newer.dedup();
    if newer.is_empty() {
        return report.pass(
            Check::ElementsOfVersion,
            &[],
            "no element is newer than the version",
        );
    }
    // Issuers adopt an element before they adopt the version that introduces it, and some number
    // their versions differently.
    let ids: Vec<&str> = newer.iter().map(String::as_str).collect();
    let detail = format!("version {version:02} does not know {}", newer.join(", "));
    report.fail(Check::ElementsOfVersion, Severity::Info, &ids, detail);
}

/// Checks for elements that occur twice in one subfile with different values. No issuer's program
/// does that with the fields that identify the holder, unless separators had to be guessed.
fn repeated_elements(report: &mut Report<'_>) {
    const IDENTIFYING: [&str; 4] = ["DAQ", "DBA", "DBB", "DCS"];
    let mut differing: Vec<ElementId> = Vec::new();
    for subfile in report
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
            let previous = values.entry(element.id).or_insert_with(|| value.clone());
            if *previous != value && !differing.contains(&element.id) {
                differing.push(element.id);
            }
        }
    }
    if differing.is_empty() {
        return report.pass(
            Check::RepeatedElements,
            &[],
            "no element is there twice with different values",
        );
    }
    let decisive = differing
        .iter()
        .any(|id| IDENTIFYING.contains(&id.as_str()));
    let severity = if decisive && !report.is_retyped() {
        Severity::Contradiction
    } else {
        Severity::Suspicious
    };
    let ids: Vec<&str> = differing.iter().map(ElementId::as_str).collect();
    let detail = format!("{} with different values", ids.join(", "));
    report.fail(Check::RepeatedElements, severity, &ids, detail);
}

fn discriminator(report: &mut Report<'_>) {
    if report.licence.header.version.is_none_or(|v| v < 2) {
        return report.skip(Check::Discriminator, Reason::NoRule, &["DCF"]);
    }
    let there = report.licence.document.discriminator.is_some();
    report.judge(
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
