//! The policy for `document` and `document_two`, which compares claims with readings.

use jiff::civil::Date;

use super::doubt::settled;
use super::judged::Judged;
use super::rank::codes_of;
use crate::comparison::{self, Agreement};
use crate::decline::DeclineCode;
use crate::finding::Finding;
use crate::names::{NameMatch, compare};
use crate::personal::Personal;
use crate::reading::{DocumentReading, Examined, Unread};
use crate::request::{Asked, DocumentService, DocumentType, EvidenceSlot, Request, Side};
use crate::rules::age_on;
use crate::service::Service;
use crate::verdict::{DataValue, FieldResult, ServiceOutcome, ServiceResult};

/// The keys of `verification_result` in the order of the protocol's own sample. Keys that the
/// sample lacks come last.
const RESULT_ORDER: &[&str] = &[
    "name",
    "dob",
    "expiry_date",
    "issue_date",
    "document_number",
    "document",
    "gender",
];

/// The keys of `verification_data` in the order of the protocol's own sample.
const DATA_ORDER: &[&str] = &[
    "name",
    "dob",
    "issue_date",
    "expiry_date",
    "document_number",
    "selected_type",
    "supported_types",
    "gender",
];

/// The claims that must be confirmed: one that could not be compared leads to a decline, with the
/// result `null`. Gender and place of issue are not included, because a licence may state neither.
const BINDING: &[&str] = &[
    "name",
    "dob",
    "age",
    "document_number",
    "issue_date",
    "expiry_date",
];

/// Judges one document service.
pub(super) fn judge(
    service: Service,
    asked: &DocumentService,
    request: &Request,
    examined: Option<&Examined>,
    today: Date,
) -> Judged {
    let mut sheet = Sheet {
        service,
        results: Vec::new(),
        data: Vec::new(),
        findings: Vec::new(),
    };
    let mut additional = None;
    match examined.map(|examined| (&examined.reading, &examined.findings)) {
        None => {
            let why = "no examiner could look at the pictures";
            sheet.findings.push(Finding::failed(
                service,
                "reading",
                DeclineCode::CHECK_NOT_MADE,
                why,
            ));
            sheet.all_null(asked);
        }
        Some((Err(unread), findings)) => {
            sheet.findings.extend(findings.iter().cloned());
            sheet.sides(asked, request);
            sheet.unreadable(asked, request, *unread);
        }
        Some((Ok(reading), findings)) => {
            let reading = &settled(reading, asked);
            sheet.findings.extend(findings.iter().cloned());
            sheet.sides(asked, request);
            sheet.claims(asked, reading, today);
            sheet.document(asked, request, reading, today);
            sheet.originality(request);
            additional = asked
                .fetch_enhanced_data
                .then(|| reading.additional.clone());
        }
    }
    let kind = examined
        .and_then(|examined| examined.reading.as_ref().ok())
        .and_then(|reading| reading.kind);
    sheet.types(asked, kind);
    sheet.order();
    Judged {
        outcome: ServiceOutcome {
            service,
            result: ServiceResult::Fields(sheet.results),
            data: sheet.data,
            additional,
            codes: codes_of(&sheet.findings),
        },
        findings: sheet.findings,
    }
}

/// The result sheet of one document while it is being filled in.
pub(super) struct Sheet {
    pub(super) service: Service,
    results: Vec<(String, FieldResult)>,
    pub(super) data: Vec<(String, DataValue)>,
    pub(super) findings: Vec<Finding>,
}

impl Sheet {
    pub(super) fn result(&mut self, key: &str, result: FieldResult) {
        self.results.push((key.to_owned(), result));
    }

    /// Adds one field: its result, the reported value, and the finding if it was checked.
    fn field(
        &mut self,
        key: &'static str,
        code: DeclineCode,
        result: FieldResult,
        was_claimed: bool,
        data: DataValue,
    ) {
        self.result(key, result);
        self.data.push((key.to_owned(), data));
        self.findings.push(match (result, was_claimed) {
            (Some(true), true) => {
                Finding::passed(self.service, key, "the claim agrees with the document")
            }
            (Some(true), false) => Finding::passed(self.service, key, "read from the document"),
            (Some(false), _) => Finding::failed(
                self.service,
                key,
                code,
                "the claim differs from the document",
            ),
            // Nobody may pass a check by claiming something that cannot be compared.
            (None, true) if BINDING.contains(&key) => {
                let is_shown = !matches!(self.data.last(), Some((_, DataValue::Null)));
                let code = if is_shown {
                    code
                } else {
                    DeclineCode::INFORMATION_NOT_VISIBLE
                };
                let why = "the claim could not be compared with the document";
                Finding::failed(self.service, key, code, why)
            }
            (None, _) => Finding::not_made(
                self.service,
                key,
                "the document shows nothing that could be read for it",
            ),
        });
    }

    /// Adds the requested fields, whether they are checked or only read.
    fn claims(&mut self, asked: &DocumentService, reading: &DocumentReading, today: Date) {
        self.name(asked, reading);
        self.date("dob", DeclineCode::DOB_DIFFERS, &asked.dob, reading.dob);
        self.age(asked, reading, today);
        self.date(
            "issue_date",
            DeclineCode::ISSUE_DATE_DIFFERS,
            &asked.issue_date,
            reading.issue_date,
        );
        self.date(
            "expiry_date",
            DeclineCode::EXPIRY_DATE_DIFFERS,
            &asked.expiry_date,
            reading.expiry_date,
        );
        let number = reading.document_number.as_ref();
        self.compared(
            "document_number",
            DeclineCode::NUMBER_DIFFERS,
            &asked.document_number,
            number,
            |claim, read| comparison::document_number(claim.reveal(), read.reveal(), false),
        );
        self.compared(
            "gender",
            DeclineCode::GENDER_NOT_VERIFIED,
            &asked.gender,
            reading.gender.as_ref(),
            |claim, read| comparison::gender(Some(*claim), Some(*read)),
        );
        // Licences do not state their place of issue, so a claim about it stays unchecked.
        self.compared(
            "place_of_issue",
            DeclineCode::PLACE_OF_ISSUE_NOT_VERIFIED,
            &asked.place_of_issue,
            None,
            |_, _| Agreement::NotComparable,
        );
    }

    fn name(&mut self, asked: &DocumentService, reading: &DocumentReading) {
        if !asked.name.is_asked() {
            return;
        }
        let read = reading.name.as_ref();
        let result = match (&asked.name, read) {
            (Asked::Check(claim), Some(read)) => match compare(claim, read, asked.fuzzy_name) {
                NameMatch::Match { .. } => Some(true),
                NameMatch::Differs { .. } => Some(false),
                NameMatch::NotComparable => None,
            },
            (Asked::Read, Some(_)) => Some(true),
            _ => None,
        };
        let data = read.map_or(DataValue::Null, |read| {
            let part = |part: &Option<String>| {
                part.as_deref()
                    .filter(|text| !text.is_empty())
                    .map(Personal::new)
            };
            DataValue::Name {
                first: part(&read.given),
                middle: part(&read.middle),
                last: part(&read.family),
            }
        });
        self.field(
            "name",
            DeclineCode::NAME_DIFFERS,
            result,
            asked.name.claim().is_some(),
            data,
        );
    }

    fn date(
        &mut self,
        key: &'static str,
        code: DeclineCode,
        asked: &Asked<Date>,
        read: Option<Date>,
    ) {
        self.compared(key, code, asked, read.as_ref(), |claim, read| {
            comparison::date(Some(*claim), Some(*read))
        });
    }

    fn compared<T: Reported>(
        &mut self,
        key: &'static str,
        code: DeclineCode,
        asked: &Asked<T>,
        read: Option<&T>,
        agree: impl Fn(&T, &T) -> Agreement,
    ) {
        let result = match (asked, read) {
            (Asked::No, _) => return,
            (_, None) => None,
            (Asked::Read, Some(_)) => Some(true),
            (Asked::Check(claim), Some(read)) => match agree(claim, read) {
                Agreement::Agrees | Agreement::Near => Some(true),
                Agreement::Differs => Some(false),
                Agreement::NotComparable => None,
            },
        };
        let data = read.map_or(DataValue::Null, Reported::reported);
        self.field(key, code, result, asked.claim().is_some(), data);
    }

    fn age(&mut self, asked: &DocumentService, reading: &DocumentReading, today: Date) {
        if !asked.age.is_asked() {
            return;
        }
        let age = reading.dob.and_then(|born| age_on(born, today));
        let result = age.map(|age| {
            asked.age.claim().is_none_or(|range| {
                range.min.is_none_or(|min| age >= min) && range.max.is_none_or(|max| age <= max)
            })
        });
        let data = age.map_or(DataValue::Null, |age| DataValue::Number(i64::from(age)));
        self.field(
            "age",
            DeclineCode::AGE_NOT_VERIFIED,
            result,
            asked.age.claim().is_some(),
            data,
        );
    }

    /// Fills the sheet when nothing was read: every field is `null`, and the reason is what the
    /// pictures showed.
    fn unreadable(&mut self, asked: &DocumentService, request: &Request, unread: Unread) {
        self.all_null(asked);
        self.result("document_visibility", Some(false));
        let (code, detail) = match unread {
            Unread::Blurred => (DeclineCode::DOCUMENT_BLURRED, "the picture is blurred"),
            Unread::NotVisible => (
                DeclineCode::INFORMATION_NOT_VISIBLE,
                "the picture is too dark, too bright or in glare",
            ),
            Unread::CutOff => (
                DeclineCode::NOT_FULLY_DISPLAYED,
                "the document runs out of the picture",
            ),
            Unread::OtherSideMissing => (
                DeclineCode::SIDE_MISSING,
                "the side that can be read was not sent",
            ),
            Unread::NothingFound => (
                DeclineCode::INFORMATION_NOT_VISIBLE,
                "nothing that can be read was found in the picture",
            ),
            Unread::Unsupported => (
                DeclineCode::TYPE_NOT_SUPPORTED,
                "the document's code is encrypted or of an unknown kind",
            ),
        };
        let slots =
            [Side::Proof, Side::AdditionalProof].map(|side| EvidenceSlot::new(self.service, side));
        let there = slots
            .into_iter()
            .filter(|slot| request.proofs.contains(slot));
        self.findings
            .push(Finding::failed(self.service, "reading", code, detail).resting_on(there));
    }

    fn all_null(&mut self, asked: &DocumentService) {
        for key in asked_keys(asked) {
            self.result(key, None);
            self.data.push((key.to_owned(), DataValue::Null));
        }
        self.result("document", None);
    }

    fn types(&mut self, asked: &DocumentService, kind: Option<DocumentType>) {
        let selected = kind.map_or_else(String::new, |kind| kind.word().to_owned());
        let supported = asked
            .supported_types
            .iter()
            .map(|kind| kind.word().to_owned())
            .collect();
        self.data
            .push(("selected_type".to_owned(), DataValue::Words(vec![selected])));
        self.data
            .push(("supported_types".to_owned(), DataValue::Words(supported)));
    }

    /// Puts results and data into the order in which they are reported.
    fn order(&mut self) {
        self.results
            .sort_by_key(|(key, _)| place(RESULT_ORDER, key));
        self.data.sort_by_key(|(key, _)| place(DATA_ORDER, key));
    }
}

/// Returns the place of a key in an order. Keys that are not in it come last and keep their order.
fn place(order: &[&str], key: &str) -> usize {
    order
        .iter()
        .position(|known| *known == key)
        .unwrap_or(order.len())
}

/// Returns the keys of the requested fields.
fn asked_keys(asked: &DocumentService) -> impl Iterator<Item = &'static str> {
    [
        ("name", asked.name.is_asked()),
        ("dob", asked.dob.is_asked()),
        ("age", asked.age.is_asked()),
        ("issue_date", asked.issue_date.is_asked()),
        ("expiry_date", asked.expiry_date.is_asked()),
        ("document_number", asked.document_number.is_asked()),
        ("gender", asked.gender.is_asked()),
        ("place_of_issue", asked.place_of_issue.is_asked()),
    ]
    .into_iter()
    .filter_map(|(key, is_asked)| is_asked.then_some(key))
}

/// Returns a value as it is reported in `verification_data`.
trait Reported {
    fn reported(&self) -> DataValue;
}

impl Reported for Date {
    fn reported(&self) -> DataValue {
        DataValue::Text(Personal::new(self.to_string()))
    }
}

impl Reported for Personal {
    fn reported(&self) -> DataValue {
        DataValue::Text(self.clone())
    }
}

impl Reported for crate::request::Gender {
    fn reported(&self) -> DataValue {
        DataValue::Text(Personal::new(self.as_str()))
    }
}
