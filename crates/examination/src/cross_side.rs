//! Compares the pictures of what should be one document: whether they agree, and whether they show
//! both sides.
//!
//! A side is recognised by what a machine can read on it: the barcode of a licence and the zone of
//! a TD1 card are on the back, and the zone of a TD2 card or of a passport is below the portrait.
//! The portrait itself is not searched. The policy decides what follows.

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

/// Returns the findings about the sides: `shots` are the pages of the pictures, and `shown` is what
/// was read on them.
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

/// Finds one file that was submitted for both sides.
fn twins(wanted: &Wanted, pictures: &[Picture]) -> Option<Finding> {
    let of = |side| pictures.iter().find(|picture| picture.slot.side == side);
    let (front, back) = (of(Side::Proof)?, of(Side::AdditionalProof)?);
    (front.content == back.content).then(|| {
        let why = "both pictures are one file";
        Finding::new(wanted.service, SAME_SIDE, FindingOutcome::Failed, why)
            .resting_on([front.slot, back.slot])
    })
}

/// Finds that every page shows a back, so that the side with the portrait is missing. A page on
/// which nothing was read may be that side.
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

/// Returns true for what is only on the back of a card.
fn shows_back(shown: &Extraction) -> bool {
    match &shown.place {
        Some((format, _)) => *format == Format::Td1,
        None => !shown.is_mrz,
    }
}

/// Returns true if two pictures show the same side, because their contents are only on one side of
/// a document.
fn is_one_side(first: &Extraction, second: &Extraction) -> bool {
    let form = |shown: &Extraction| shown.place.as_ref().map(|(format, _)| *format);
    let are_pictures = first.page.is_some() && second.page.is_some();
    let are_alike = first.is_mrz == second.is_mrz && form(first) == form(second);
    are_pictures
        && are_alike
        && (first.text == second.text || difference(&first.reading, &second.reading).is_none())
}

/// Returns one finding if something was read in two pictures.
///
/// Documents of two kinds are SPDR125; another holder or another day is SPDR42; only another number
/// is SPDR261. Nothing follows from what only one side shows.
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
    // An uncertain value contradicts nothing.
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

/// Returns true if neither name can be the other.
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
