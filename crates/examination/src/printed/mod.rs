//! The printed side of a document, which is read if the operator has a text engine, and compared
//! with what machines read.
//!
//! Only the side that people read is read: of a licence or card the one without the code, of a
//! passport the page with the zone. `document::printed` decides what follows from a comparison.
//! Here, a contradiction gets its code, a date that no zone contains is taken from the print, and
//! what was not read gets a reason. Without an engine nothing is read and nothing changes.

mod fields;
mod place;

use std::time::Duration;

use document::printed::{self, Agreement, Compared, Field, Kind, Printed, Why, Written, compare};
use imaging::Picture as Page;
use jiff::ToSpan;
use jiff::civil::Date;
use mrz::Format;
use ocr::{Engine, SideText as Words};
use tracing::info_span;
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::personal::Personal;
use verification::reading::{DocumentReading, Doubt, Zone, ZoneKind};
use verification::request::EvidenceSlot;

use self::place::Shows;
use crate::budget::Spending;
use crate::extraction::{Extraction, Wanted};

/// The maximum number of sides of one document that are read.
const MOST_SIDES: usize = 2;
/// The minimum confidence of a field that is reported.
const TOLD: f64 = 0.6;

/// The result for the printed side.
#[derive(Default)]
pub(super) struct Found {
    pub(super) findings: Vec<Finding>,
    pub(super) zone: Option<Zone>,
}

/// Reads the printed side, compares it with the first reading of the document, and completes that
/// reading.
pub(super) fn examine(
    wanted: &Wanted,
    engine: Option<&Engine>,
    pages: &[(EvidenceSlot, &Page)],
    shown: &mut [Extraction],
) -> Found {
    let (first, others) = match shown.split_first_mut() {
        Some((first, others)) => (Some(first), others),
        None => (None, &mut [][..]),
    };
    if wanted.print.unwanted || (first.is_none() && !wanted.print.told) {
        return Found::default();
    }
    let occupied: Vec<usize> = others.iter().filter_map(|shown| shown.page).collect();
    let sides = place::sides(first.as_deref(), &occupied, pages);
    let _stage = info_span!("print").entered();
    let mut look = Look {
        wanted,
        pages,
        spending: wanted.print.within.begin(),
        found: Found::default(),
    };
    if sides.is_empty() {
        return look.found;
    }
    let Some(engine) = engine else {
        let slots = sides.iter().map(|side| side.slot);
        let why = "this server has no text engine";
        let finding = Finding::not_made(wanted.service, "printed.read", why);
        look.found.findings.push(finding.resting_on(slots));
        return look.found;
    };
    let mut first = first;
    for side in sides.iter().take(MOST_SIDES) {
        look.side(engine, side, first.as_deref_mut());
    }
    look.found
}

struct Look<'a> {
    wanted: &'a Wanted,
    pages: &'a [(EvidenceSlot, &'a Page)],
    spending: Spending,
    found: Found,
}

impl Look<'_> {
    fn left(&self) -> Duration {
        self.spending.left()
    }

    fn side(&mut self, engine: &Engine, side: &Shows, first: Option<&mut Extraction>) {
        let service = self.wanted.service;
        let Some((_, page)) = self.pages.get(side.page) else {
            return;
        };
        let country = first.as_deref().and_then(country);
        let language = engine.language_for(country.as_deref());
        let left = || self.left();
        let mut words = match engine.side(page.luma(), side.place, language, &left) {
            Ok(words) => words,
            Err(error) => {
                let finding = Finding::not_made(service, "printed.read", error.to_string());
                self.found.findings.push(finding.resting_on([side.slot]));
                return;
            }
        };
        let mut printed = Printed::read(&fields::words(&words));
        let mut compared = first
            .as_deref()
            .map(|first| compare(&printed, &written(first)))
            .unwrap_or_default();
        if self.is_more_wanted(&printed, &compared, first.as_deref())
            && engine.rest(&mut words, self.left()).is_ok()
        {
            printed = Printed::read(&fields::words(&words));
            if let Some(first) = first.as_deref() {
                compared = compare(&printed, &written(first));
            }
        }
        let agrees = compared
            .iter()
            .any(|one| one.agreement == Agreement::Agrees);
        if printed.is_empty() && !agrees {
            let why = "no printed field could be read";
            let finding = Finding::not_made(service, "printed.read", why);
            self.found.findings.push(finding.resting_on([side.slot]));
            return;
        }
        let found = Finding::passed(service, "printed.read", "printed fields were read");
        self.found.findings.push(found.resting_on([side.slot]));
        let again = Again {
            engine,
            words: &words,
        };
        for one in &mut compared {
            if one.agreement == Agreement::Contradicts
                && !again.confirms(one.printed.as_ref(), self.left())
            {
                one.agreement = Agreement::NotCompared(Why::NotSure);
            }
        }
        if let Some(first) = first {
            self.findings(side.slot, first, &compared);
            settle(first, &compared);
            self.complete(first, &printed, &again);
        }
        self.tell(side.slot, &printed, &compared);
    }

    /// Whether small print is worth a second pass: where everything is to be told, a date that
    /// nothing else has, or the number of a document with a zone, which a forger changes first. To
    /// compare a few fields more it is not, since it costs a third of the first.
    fn is_more_wanted(
        &self,
        printed: &Printed,
        compared: &[Compared],
        first: Option<&Extraction>,
    ) -> bool {
        let lacks = |kind| printed.field(kind).is_none();
        let issue = self.wanted.print.issue_date && lacks(Kind::Issue);
        let expiry = first.is_some_and(|first| lacks_expiry(&first.reading)) && lacks(Kind::Expiry);
        let is_uncompared = |one: &Compared| {
            one.kind == Kind::Number && matches!(one.agreement, Agreement::NotCompared(_))
        };
        let number = first.is_some_and(|first| first.is_mrz) && compared.iter().any(is_uncompared);
        self.wanted.print.told || issue || expiry || number
    }

    /// Returns one finding each for the name, the dates and the number.
    fn findings(&mut self, slot: EvidenceSlot, first: &Extraction, compared: &[Compared]) {
        let service = self.wanted.service;
        let of = |kind| {
            compared
                .iter()
                .find(|one| one.kind == kind)
                .map(|one| one.agreement)
        };
        // Of two names, the less favourable comparison counts.
        let name = [of(Kind::Family), of(Kind::Given)]
            .into_iter()
            .flatten()
            .filter(|agreement| *agreement != Agreement::NotCompared(Why::NotWritten))
            .min_by_key(|agreement| match agreement {
                Agreement::Contradicts => 0,
                Agreement::NotCompared(_) => 1,
                Agreement::Agrees => 2,
            });
        let checks = [
            ("printed.name", Kind::Family, name),
            ("printed.dob", Kind::Birth, of(Kind::Birth)),
            ("printed.issue_date", Kind::Issue, of(Kind::Issue)),
            ("printed.expiry_date", Kind::Expiry, of(Kind::Expiry)),
            ("printed.document_number", Kind::Number, of(Kind::Number)),
        ];
        let slots = [Some(slot), first.reading.from.filter(|from| *from != slot)];
        let slots: Vec<EvidenceSlot> = slots.into_iter().flatten().collect();
        for (check, kind, agreement) in checks {
            let finding = match agreement {
                None | Some(Agreement::NotCompared(Why::NotWritten)) => continue,
                Some(Agreement::Agrees) => {
                    Finding::passed(service, check, "the print says what machines read")
                }
                Some(Agreement::NotCompared(why)) => Finding::not_made(service, check, why.said()),
                // Cards are reprinted with another date of issue, without always updating the code.
                Some(Agreement::Contradicts) if kind == Kind::Issue => {
                    let why = "the print says another date of issue than what machines read";
                    Finding::new(service, "note.issue_date", FindingOutcome::Failed, why)
                }
                Some(Agreement::Contradicts) => {
                    let why = "the print says something else than what machines read";
                    Finding::failed(service, check, code(kind, slot, first), why)
                }
            };
            self.found
                .findings
                .push(finding.resting_on(slots.iter().copied()));
        }
    }

    /// Takes from the print what the machine-readable part has no field for: the date of issue
    /// beside a zone, and the date of expiry of a French card. If a second look confirms it, it is
    /// certain; otherwise it can confirm a claim and nothing else.
    fn complete(&mut self, first: &mut Extraction, printed: &Printed, again: &Again<'_>) {
        if !first.is_mrz {
            return;
        }
        let wants = [
            (
                Kind::Issue,
                self.wanted.print.issue_date && first.reading.issue_date.is_none(),
            ),
            (Kind::Expiry, lacks_expiry(&first.reading)),
        ];
        for (kind, _) in wants.into_iter().filter(|(_, is_wanted)| *is_wanted) {
            let Some(field) = printed.field(kind) else {
                continue;
            };
            let Some(day) = day_of(field, &first.reading) else {
                continue;
            };
            if !is_possible(kind, day, &first.reading, self.wanted.day) {
                continue;
            }
            let is_sure =
                field.confidence >= printed::SURE && again.confirms(Some(field), self.left());
            let reading = &mut first.reading;
            let (key, doubt) = if kind == Kind::Issue {
                reading.issue_date = Some(day);
                ("issue_date", Doubt::IssueDate)
            } else {
                reading.expiry_date = Some(day);
                ("expiry_date", Doubt::ExpiryDate)
            };
            reading
                .additional
                .push((key.to_owned(), Personal::new(day.to_string())));
            if !is_sure {
                reading.doubts.push(doubt);
            }
        }
    }

    /// Keeps what was read, word for word. Of two sides, the first that contains a value counts.
    fn tell(&mut self, slot: EvidenceSlot, printed: &Printed, compared: &[Compared]) {
        let fields = fields::of(printed, compared, TOLD);
        match &mut self.found.zone {
            Some(zone) => {
                for (name, value) in fields {
                    if zone.field(&name).is_none() {
                        zone.fields.push((name, value));
                    }
                }
            }
            None => {
                self.found.zone = Some(Zone {
                    slot,
                    kind: ZoneKind::Printed,
                    fields,
                });
            }
        }
    }
}

/// Takes a second look at single places.
struct Again<'a> {
    engine: &'a Engine,
    words: &'a Words,
}

impl Again<'_> {
    /// Returns true if a second look reads the same.
    fn confirms(&self, field: Option<&Field>, left: Duration) -> bool {
        let Some(field) = field else { return false };
        let again = self
            .engine
            .again(self.words, field.area, left)
            .unwrap_or_default();
        let again: Vec<printed::Word> = again.iter().map(fields::word).collect();
        printed::value_of(field.kind, &again)
            .is_some_and(|second| printed::is_confirmed(field, &second))
    }
}

/// Returns the protocol's codes if it has any: two pictures of different documents are SPDR42,
/// another number beside a zone is SPDR261. It has none for one picture that contradicts itself.
fn code(kind: Kind, slot: EvidenceSlot, first: &Extraction) -> DeclineCode {
    let from = first.reading.from;
    if first.is_mrz && kind == Kind::Number {
        return DeclineCode::MRZ_NUMBER_DIFFERS;
    }
    match (from == Some(slot), first.is_mrz) {
        (false, _) => DeclineCode::SIDES_DIFFER,
        (true, true) => DeclineCode::ZONE_DIFFERS,
        (true, false) => DeclineCode::BARCODE_DIFFERS,
    }
}

/// Returns the country whose language the print is in, by the zone or the code, with its region if
/// that has a language of its own and the code names it. There is none for the page of a passport,
/// whose labels are in English beside the country's language (Doc 9303-4, 4.1): the engine's first
/// language reads them better than the country's does.
fn country(first: &Extraction) -> Option<String> {
    if first
        .place
        .as_ref()
        .is_some_and(|(format, _)| *format == Format::Td3)
    {
        return None;
    }
    let country = first.reading.country.as_deref()?;
    let part = first.zone.field("issuer_state").map(Personal::reveal);
    Some(match part {
        Some(part) => format!("{country}-{part}"),
        None => country.to_owned(),
    })
}

/// Returns what machines read, without uncertain values.
fn written(first: &Extraction) -> Written<'_> {
    let reading = &first.reading;
    let is_sure = |doubt| !reading.doubts.contains(&doubt);
    let name = reading.name.as_ref().filter(|_| is_sure(Doubt::Name));
    let others = [
        "document_discriminator",
        "personal_number",
        "DCF",
        "DCK",
        "DCJ",
    ];
    Written {
        family: name.and_then(|name| name.family.as_deref()),
        given: first.given.as_deref().filter(|_| is_sure(Doubt::Name)),
        // Uncertain dates are compared, because two readings that agree make them certain.
        birth: reading.dob,
        issue: reading.issue_date,
        expiry: reading.expiry_date,
        number: reading
            .document_number
            .as_ref()
            .filter(|_| is_sure(Doubt::DocumentNumber))
            .map(Personal::reveal),
        other_numbers: others
            .into_iter()
            .filter_map(|name| first.zone.field(name))
            .map(Personal::reveal)
            .collect(),
    }
}

/// A date that the zone's reader was not sure of, and that the print confirms, was read correctly
/// twice.
fn settle(first: &mut Extraction, compared: &[Compared]) {
    let agrees = |kind| {
        compared
            .iter()
            .any(|one| one.kind == kind && one.agreement == Agreement::Agrees)
    };
    let settled = [
        (Doubt::Dob, agrees(Kind::Birth)),
        (Doubt::ExpiryDate, agrees(Kind::Expiry)),
    ];
    first
        .reading
        .doubts
        .retain(|doubt| !settled.contains(&(*doubt, true)));
}

fn lacks_expiry(reading: &DocumentReading) -> bool {
    reading.expiry_date.is_none() && !reading.never_expires
}

/// Returns the day that a date means. If there are two, the issuing country's order decides;
/// otherwise there is none.
fn day_of(field: &Field, reading: &DocumentReading) -> Option<Date> {
    match field.days.as_slice() {
        [day] => Some(*day),
        // Countries whose documents have a zone write the day first, except for these.
        [day, _] if !matches!(reading.country.as_deref(), None | Some("US" | "CA")) => Some(*day),
        _ => None,
    }
}

/// Returns true if a document can contain this, given what its zone says.
fn is_possible(kind: Kind, day: Date, reading: &DocumentReading, today: Date) -> bool {
    let is_after_birth = reading.dob.is_none_or(|born| born < day);
    let is_in_order = match kind {
        Kind::Issue => {
            day <= today.saturating_add(1.day())
                && reading.expiry_date.is_none_or(|expiry| day < expiry)
        }
        _ => reading.issue_date.is_none_or(|issued| issued < day),
    };
    is_after_birth && is_in_order
}
