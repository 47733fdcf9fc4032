//! The pictures of what should be one document: do they say the same, and do they show both sides?
//!
//! What is known of a side is what a machine can read on it: the bar code of a licence and the zone
//! of a TD1 card are on the back, the zone of a TD2 card or of a passport stands under the
//! portrait. The portrait itself is not looked for. What follows from it is the policy's.

use mrz::Format;
use proofing::ports::Picture;
use verification::comparison::{self, Agreement};
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::names::{NameMatch, NameReading, PersonName, compare as compare_names};
use verification::policy::{NO_PORTRAIT_SIDE, SAME_SIDE};
use verification::reading::{DocumentReading, Doubt};
use verification::request::{EvidenceSlot, Side};

use crate::extraction::{Extraction, Wanted};

/// What the sides tell: `shots` are the pages of the pictures, `shown` what was read on them.
pub(super) fn findings(
    wanted: &Wanted,
    pictures: &[Picture],
    shots: &[(EvidenceSlot, &imaging::Picture)],
    shown: &[Extraction],
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = compare(wanted, shown).into_iter().collect();
    let is_told = findings.iter().any(|finding| finding.check == SAME_SIDE);
    if !is_told {
        let rest = twins(wanted, pictures).or_else(|| no_portrait(wanted, shots, shown));
        findings.extend(rest);
    }
    findings
}

/// One file for both sides.
fn twins(wanted: &Wanted, pictures: &[Picture]) -> Option<Finding> {
    let of = |side| pictures.iter().find(|picture| picture.slot.side == side);
    let (front, back) = (of(Side::Proof)?, of(Side::AdditionalProof)?);
    (front.content == back.content).then(|| {
        let why = "both pictures are one file";
        Finding::new(wanted.service, SAME_SIDE, FindingOutcome::Failed, why)
            .resting_on([front.slot, back.slot])
    })
}

/// Every page shows a back, so that the side with the portrait was not seen. A page on which
/// nothing was read may be that side.
fn no_portrait(
    wanted: &Wanted,
    shots: &[(EvidenceSlot, &imaging::Picture)],
    shown: &[Extraction],
) -> Option<Finding> {
    let mut pages = shots
        .iter()
        .enumerate()
        .filter(|(_, (slot, _))| slot.side != Side::Barcode)
        .peekable();
    pages.peek()?;
    let is_back = |number| {
        let on_page = |shown: &&Extraction| shown.page == Some(number);
        shown.iter().filter(on_page).any(shows_back)
    };
    let slots: Vec<EvidenceSlot> = pages
        .map(|(number, (slot, _))| is_back(number).then_some(*slot))
        .collect::<Option<_>>()?;
    let why = "no picture shows the side with the portrait";
    let found = Finding::new(
        wanted.service,
        NO_PORTRAIT_SIDE,
        FindingOutcome::Failed,
        why,
    );
    Some(found.resting_on(slots))
}

/// What is on the back of a card and nowhere else.
fn shows_back(shown: &Extraction) -> bool {
    match &shown.place {
        Some((format, _)) => *format == Format::Td1,
        None => !shown.is_mrz,
    }
}

/// Whether two pictures show the same side: what they show is on one side of a document only.
fn is_one_side(first: &Extraction, second: &Extraction) -> bool {
    let form = |shown: &Extraction| shown.place.as_ref().map(|(format, _)| *format);
    let are_pictures = first.page.is_some() && second.page.is_some();
    let are_alike = first.is_mrz == second.is_mrz && form(first) == form(second);
    are_pictures
        && are_alike
        && (first.text == second.text || difference(&first.reading, &second.reading).is_none())
}

/// One finding if something was read in two pictures.
///
/// Documents of two kinds are SPDR125; another holder or another day is SPDR42; another number
/// alone is SPDR261. Of what only one side shows nothing follows.
fn compare(wanted: &Wanted, shown: &[Extraction]) -> Option<Finding> {
    let [first, second, ..] = shown else {
        return None;
    };
    let service = wanted.service;
    let slots = [first, second]
        .into_iter()
        .filter_map(|shown| shown.reading.from);
    let finding = if is_one_side(first, second) {
        let why = "both pictures show the same side";
        Finding::new(service, SAME_SIDE, FindingOutcome::Failed, why)
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
    let differ = |one, other| comparison::date(one, other) == Agreement::Differs;
    if (is_sure(Doubt::Name) && names_differ(first, second))
        || (is_sure(Doubt::Dob) && differ(first.dob, second.dob))
        || (is_sure(Doubt::ExpiryDate) && differ(first.expiry_date, second.expiry_date))
    {
        return Some((
            DeclineCode::SIDES_DIFFER,
            "the two pictures show documents of different people or times",
        ));
    }
    let numbers = comparison::document_number(&number(first), &number(second), false);
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
