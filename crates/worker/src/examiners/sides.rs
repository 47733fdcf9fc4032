//! Two pictures of what should be one document: do they say the same?

use verification::comparing::{self, Agreement};
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::names::{NameMatch, NameReading, PersonName, compare as compare_names};
use verification::reading::{DocumentReading, Doubt};

use super::document_shown::{Shown, Wanted};

/// One finding if something was read in two pictures.
///
/// Documents of two kinds are SPDR125; another holder or another day is SPDR42; another number alone is SPDR261. One side
/// sent twice is SPDR252 where both were asked for. Of what only one side shows nothing follows.
pub(super) fn compare(wanted: &Wanted, shown: &[Shown]) -> Option<Finding> {
    let [first, second, ..] = shown else {
        return None;
    };
    let service = wanted.service;
    let slots = [first, second]
        .into_iter()
        .filter_map(|shown| shown.reading.from);
    let finding = if first.text == second.text {
        if wanted.back_required {
            let code = DeclineCode::SAME_SIDE_TWICE;
            Finding::failed(service, "sides", code, "both pictures show the same side")
        } else {
            let (outcome, why) = (FindingOutcome::Failed, "both pictures show the same side");
            Finding::new(service, "note.sides", outcome, why)
        }
    } else {
        match difference(&first.reading, &second.reading) {
            Some((code, why)) => Finding::failed(service, "sides", code, why),
            None => Finding::passed(service, "sides", "both sides say the same"),
        }
    };
    Some(finding.resting_on(slots))
}

fn difference(
    first: &DocumentReading,
    second: &DocumentReading,
) -> Option<(DeclineCode, &'static str)> {
    let number = |reading: &DocumentReading| {
        reading
            .document_number
            .as_ref()
            .map(|number| number.reveal().to_owned())
            .unwrap_or_default()
    };
    if first.kind != second.kind {
        return Some((
            DeclineCode::SIDES_OF_DIFFERENT_DOCUMENTS,
            "the two pictures show documents of different kinds",
        ));
    }
    // What is not sure contradicts nothing.
    let is_sure = |doubt| !first.doubts.contains(&doubt) && !second.doubts.contains(&doubt);
    let differ = |one, other| comparing::date(one, other) == Agreement::Differs;
    if (is_sure(Doubt::Name) && names_differ(first, second))
        || (is_sure(Doubt::Dob) && differ(first.dob, second.dob))
        || (is_sure(Doubt::ExpiryDate) && differ(first.expiry_date, second.expiry_date))
    {
        return Some((
            DeclineCode::SIDES_DIFFER,
            "the two pictures show documents of different people or times",
        ));
    }
    let numbers = comparing::document_number(&number(first), &number(second), false);
    (is_sure(Doubt::DocumentNumber) && numbers == Agreement::Differs).then_some((
        DeclineCode::MRZ_NUMBER_DIFFERS,
        "the two pictures show different numbers",
    ))
}

/// Whether neither name can be the other.
fn names_differ(first: &DocumentReading, second: &DocumentReading) -> bool {
    let (Some(one), Some(other)) = (&first.name, &second.name) else {
        return false;
    };
    let differ = |claim: &NameReading, reading: &NameReading| {
        let claim = PersonName {
            first: claim.given.clone(),
            middle: claim.middle.clone(),
            last: claim.family.clone(),
            full: None,
        };
        matches!(
            compare_names(&claim, reading, false),
            NameMatch::Differs { .. }
        )
    };
    differ(one, other) && differ(other, one)
}
