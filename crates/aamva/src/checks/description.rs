//! The holder as described: codes, measures and names.

use super::observation::{Check, Reason, Severity};
use super::sheet::Sheet;
use crate::names::Truncated;
use crate::physical::{Eyes, Hair, Height};
use crate::text::alphanumerics;

pub(super) fn examine(sheet: &mut Sheet<'_>) {
    sex(sheet);
    code(
        sheet,
        Check::EyeCode,
        "DAY",
        Eyes::is_standard,
        sheet.licence.holder.eyes.is_some(),
    );
    code(
        sheet,
        Check::HairCode,
        "DAZ",
        Hair::is_standard,
        sheet.licence.holder.hair.is_some(),
    );
    height(sheet);
    weight(sheet);
    truncation(sheet);
    name_parts(sheet);
}

fn sex(sheet: &mut Sheet<'_>) {
    if sheet.text("DBC").is_none() {
        return sheet.skip(Check::SexCode, Reason::Absent, &["DBC"]);
    }
    let known = sheet.licence.holder.sex.is_some();
    let told = [
        "the sex is one of the codes",
        "the sex is none of the codes",
    ];
    sheet.judge(Check::SexCode, &["DBC"], known, Severity::Suspicious, told);
}

/// Colours are written as words by issuers old and new, so that is only told.
fn code(sheet: &mut Sheet<'_>, check: Check, id: &str, standard: fn(&str) -> bool, known: bool) {
    let Some(value) = sheet.text(id) else {
        return sheet.skip(check, Reason::Absent, &[id]);
    };
    if standard(value) {
        sheet.pass(check, &[id], "the colour is one of the codes");
    } else if known {
        sheet.fail(
            check,
            Severity::Info,
            &[id],
            "the colour is written in another way than the codes",
        );
    } else {
        sheet.fail(
            check,
            Severity::Suspicious,
            &[id],
            "the colour is none of the codes",
        );
    }
}

fn height(sheet: &mut Sheet<'_>) {
    let read = |id| sheet.text(id).map(Height::read);
    let (usual, metric) = (read("DAU"), read("DAV"));
    if usual.is_none() && metric.is_none() {
        return sheet.skip(Check::Height, Reason::Absent, &["DAU", "DAV"]);
    }
    let told = [usual, metric];
    let plausible = told
        .iter()
        .flatten()
        .all(|h| h.as_ref().is_some_and(|h| (50..=250).contains(&h.cm)));
    let agree = match &told {
        [Some(Some(a)), Some(Some(b))] => a.cm.abs_diff(b.cm) <= 3,
        _ => true,
    };
    let no = if plausible {
        "the two heights differ"
    } else {
        "the height is not that of a person"
    };
    sheet.judge(
        Check::Height,
        &["DAU", "DAV"],
        plausible && agree,
        Severity::Suspicious,
        ["the height is that of a person", no],
    );
}

/// Upper bounds in kilograms of the weight ranges 0 to 8; range 9 is open.
const RANGES: [u16; 9] = [31, 45, 59, 70, 86, 100, 113, 127, 145];

fn weight(sheet: &mut Sheet<'_>) {
    let ids = &["DAW", "DAX", "DCE"];
    let holder = &sheet.licence.holder;
    let (Some(weight), Some(range)) = (&holder.weight, holder.weight_range) else {
        return sheet.skip(Check::Weight, Reason::Absent, ids);
    };
    let range = usize::from(range);
    let least = range
        .checked_sub(1)
        .and_then(|r| RANGES.get(r))
        .map_or(0, |below| below + 1);
    let most = RANGES.get(range).copied().unwrap_or(u16::MAX);
    // Rounding between pounds and kilograms moves a weight by one.
    let fits = weight.kg + 1 >= least && weight.kg <= most.saturating_add(1);
    let told = [
        "the weight is in its range",
        "the weight is not in its range",
    ];
    sheet.judge(Check::Weight, ids, fits, Severity::Suspicious, told);
}

/// A name said to be cut must be long enough to have needed it; one said to be whole must fit its
/// field.
fn truncation(sheet: &mut Sheet<'_>) {
    const SHORTEST_CUT: usize = 8;
    const FIELD: usize = 40;
    let names = &sheet.licence.names;
    let flags = &names.truncation;
    let length = |name: &Option<String>| name.as_ref().map_or(0, |n| n.chars().count());
    let rows = [
        ("DDE", flags.family, length(&names.family)),
        ("DDF", flags.given, length(&names.given)),
        ("DDG", flags.middle, names.middle_joined().chars().count()),
    ];
    let mut flagged = rows.iter().filter(|(_, flag, _)| flag.is_some()).peekable();
    if flagged.peek().is_none() {
        return sheet.skip(Check::Truncation, Reason::Absent, &["DDE", "DDF", "DDG"]);
    }
    let wrong = flagged.find(|(_, flag, length)| match flag {
        Some(Truncated::Yes) => *length < SHORTEST_CUT,
        Some(Truncated::No) => *length > FIELD,
        _ => false,
    });
    match wrong {
        Some((id, _, _)) => {
            let detail = format!("{id} does not fit the length of its name");
            sheet.fail(Check::Truncation, Severity::Suspicious, &[id], detail);
        }
        None => {
            sheet.pass(
                Check::Truncation,
                &["DDE", "DDF", "DDG"],
                "the flags fit the names",
            );
        }
    }
}

/// Cards that carry the whole name and its parts (Arizona, Alberta): every part must be in the
/// whole.
fn name_parts(sheet: &mut Sheet<'_>) {
    let whole: String = ["DAA", "DCT"]
        .iter()
        .filter_map(|id| sheet.text(id))
        .map(alphanumerics)
        .collect();
    let parts: Vec<(&str, String)> = ["DAB", "DAC", "DAD"]
        .into_iter()
        .filter(|id| *id != "DAB" || sheet.text("DAA").is_some())
        .filter_map(|id| Some((id, alphanumerics(sheet.text(id)?))))
        .collect();
    if whole.is_empty() || parts.is_empty() {
        return sheet.skip(Check::NameParts, Reason::Absent, &["DAA", "DCT"]);
    }
    let strange: Vec<&str> = parts
        .iter()
        .filter(|(_, part)| !whole.contains(part))
        .map(|p| p.0)
        .collect();
    if strange.is_empty() {
        sheet.pass(
            Check::NameParts,
            &["DAA", "DCT"],
            "the parts of the name are in the whole",
        );
    } else {
        let detail = format!("{} is not in the whole name", strange.join(", "));
        sheet.fail(Check::NameParts, Severity::Suspicious, &strange, detail);
    }
}
