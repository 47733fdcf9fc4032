//! Checks of the holder's description: codes, measures and names.

use super::observation::{Check, Reason, Severity};
use super::report::Report;
use crate::names::Truncated;
use crate::physical::{Eyes, Hair, Height};
use crate::text::alphanumerics;

pub(super) fn examine(report: &mut Report<'_>) {
    sex(report);
    code(
        report,
        Check::EyeCode,
        "DAY",
        Eyes::is_standard,
        report.licence.holder.eyes.is_some(),
    );
    code(
        report,
        Check::HairCode,
        "DAZ",
        Hair::is_standard,
        report.licence.holder.hair.is_some(),
    );
    height(report);
    weight(report);
    truncation(report);
    name_parts(report);
}

fn sex(report: &mut Report<'_>) {
    if report.text("DBC").is_none() {
        return report.skip(Check::SexCode, Reason::Absent, &["DBC"]);
    }
    let known = report.licence.holder.sex.is_some();
    let sentences = [
        "the sex is one of the codes",
        "the sex is none of the codes",
    ];
    report.judge(
        Check::SexCode,
        &["DBC"],
        known,
        Severity::Suspicious,
        sentences,
    );
}

/// Checks a colour code. Many issuers write colours as words, so another spelling is only reported.
fn code(report: &mut Report<'_>, check: Check, id: &str, standard: fn(&str) -> bool, known: bool) {
    let Some(value) = report.text(id) else {
        return report.skip(check, Reason::Absent, &[id]);
    };
    if standard(value) {
        report.pass(check, &[id], "the colour is one of the codes");
    } else if known {
        report.fail(
            check,
            Severity::Info,
            &[id],
            "the colour is written in another way than the codes",
        );
    } else {
        report.fail(
            check,
            Severity::Suspicious,
            &[id],
            "the colour is none of the codes",
        );
    }
}

fn height(report: &mut Report<'_>) {
    let read = |id| report.text(id).map(Height::read);
    let (usual, metric) = (read("DAU"), read("DAV"));
    if usual.is_none() && metric.is_none() {
        return report.skip(Check::Height, Reason::Absent, &["DAU", "DAV"]);
    }
    let heights = [usual, metric];
    let plausible = heights
        .iter()
        .flatten()
        .all(|h| h.as_ref().is_some_and(|h| (50..=250).contains(&h.cm)));
    let agree = match &heights {
        [Some(Some(a)), Some(Some(b))] => a.cm.abs_diff(b.cm) <= 3,
        _ => true,
    };
    let no = if plausible {
        "the two heights differ"
    } else {
        "the height is not that of a person"
    };
    report.judge(
        Check::Height,
        &["DAU", "DAV"],
        plausible && agree,
        Severity::Suspicious,
        ["the height is that of a person", no],
    );
}

/// The upper bounds of the weight ranges 0 to 8 in kilograms; range 9 has none.
const RANGES: [u16; 9] = [31, 45, 59, 70, 86, 100, 113, 127, 145];

fn weight(report: &mut Report<'_>) {
    let ids = &["DAW", "DAX", "DCE"];
    let holder = &report.licence.holder;
    let (Some(weight), Some(range)) = (&holder.weight, holder.weight_range) else {
        return report.skip(Check::Weight, Reason::Absent, ids);
    };
    let range = usize::from(range);
    let least = range
        .checked_sub(1)
        .and_then(|r| RANGES.get(r))
        .map_or(0, |below| below + 1);
    let most = RANGES.get(range).copied().unwrap_or(u16::MAX);
    // Converting between pounds and kilograms can change a weight by one through rounding.
    let fits = weight.kg + 1 >= least && weight.kg <= most.saturating_add(1);
    let sentences = [
        "the weight is in its range",
        "the weight is not in its range",
    ];
    report.judge(Check::Weight, ids, fits, Severity::Suspicious, sentences);
}

/// Checks the truncation flags. A name flagged as truncated must be long enough to have needed it,
/// and a name flagged as complete must fit its field.
fn truncation(report: &mut Report<'_>) {
    const SHORTEST_CUT: usize = 8;
    const FIELD: usize = 40;
    let names = &report.licence.names;
    let flags = &names.truncation;
    let length = |name: &Option<String>| name.as_ref().map_or(0, |n| n.chars().count());
    let rows = [
        ("DDE", flags.family, length(&names.family)),
        ("DDF", flags.given, length(&names.given)),
        ("DDG", flags.middle, names.middle_joined().chars().count()),
    ];
    let mut flagged = rows.iter().filter(|(_, flag, _)| flag.is_some()).peekable();
    if flagged.peek().is_none() {
        return report.skip(Check::Truncation, Reason::Absent, &["DDE", "DDF", "DDG"]);
    }
    let wrong = flagged.find(|(_, flag, length)| match flag {
        Some(Truncated::Yes) => *length < SHORTEST_CUT,
        Some(Truncated::No) => *length > FIELD,
        _ => false,
    });
    match wrong {
        Some((id, _, _)) => {
            let detail = format!("{id} does not fit the length of its name");
            report.fail(Check::Truncation, Severity::Suspicious, &[id], detail);
        }
        None => {
            report.pass(
                Check::Truncation,
                &["DDE", "DDF", "DDG"],
                "the flags fit the names",
            );
        }
    }
}

/// Checks cards that contain both the whole name and its parts, such as those of Arizona and
/// Alberta: every part must occur in the whole.
fn name_parts(report: &mut Report<'_>) {
    let whole: String = ["DAA", "DCT"]
        .iter()
        .filter_map(|id| report.text(id))
        .map(alphanumerics)
        .collect();
    let parts: Vec<(&str, String)> = ["DAB", "DAC", "DAD"]
        .into_iter()
        .filter(|id| *id != "DAB" || report.text("DAA").is_some())
        .filter_map(|id| Some((id, alphanumerics(report.text(id)?))))
        .collect();
    if whole.is_empty() || parts.is_empty() {
        return report.skip(Check::NameParts, Reason::Absent, &["DAA", "DCT"]);
    }
    let strange: Vec<&str> = parts
        .iter()
        .filter(|(_, part)| !whole.contains(part))
        .map(|p| p.0)
        .collect();
    if strange.is_empty() {
        report.pass(
            Check::NameParts,
            &["DAA", "DCT"],
            "the parts of the name are in the whole",
        );
    } else {
        let detail = format!("{} is not in the whole name", strange.join(", "));
        report.fail(Check::NameParts, Severity::Suspicious, &strange, detail);
    }
}
