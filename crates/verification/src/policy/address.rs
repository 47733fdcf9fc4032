//! The policy for `address`, which compares the claimed address with the paper that proves it.
//!
//! A paper carries no signature that this server could check, so `address_document` is never 1: it
//! is 0 if the paper contradicts itself, and `null` otherwise.

mod checks;

use jiff::civil::Date;

use super::judged::Judged;
use super::rank::codes_of;
use crate::addresses;
use crate::comparison::{self, Agreement};
use crate::decline::DeclineCode;
use crate::finding::{Finding, FindingOutcome};
use crate::names::{NameMatch, NameReading, compare};
use crate::personal::Personal;
use crate::reading::{DocumentReading, ExaminedPaper, PaperReading, Unread};
use crate::request::{AddressService, AddressType, Asked, EvidenceSlot, Request, Side};
use crate::service::Service;
use crate::verdict::{DataValue, FieldResult, ServiceOutcome, ServiceResult};

const SERVICE: Service = Service::Address;

/// Judges the address service. `holder` is the reading of the identity document, if there is one.
pub(super) fn judge(
    asked: &AddressService,
    request: &Request,
    examined: &ExaminedPaper,
    holder: Option<&DocumentReading>,
    today: Date,
) -> Judged {
    let mut sheet = Sheet {
        results: Vec::new(),
        data: Vec::new(),
        findings: examined.findings.clone(),
    };
    let none = PaperReading::default();
    let kind = match &examined.readings {
        Err(unread) => {
            sheet.unreadable(request, *unread);
            sheet.claims(asked, &none, false);
            sheet.result("address_document", None);
            sheet.result("address_document_visibility", Some(false));
            None
        }
        Ok(readings) => {
            let first = readings.first().unwrap_or(&none);
            sheet.claims(asked, first, true);
            sheet.dates(first, today);
            sheet.kind(asked, first.kind);
            sheet.country(request, first);
            sheet.between(readings);
            if let Some(holder) = holder {
                sheet.against(holder, first);
            }
            let contradicts = sheet.findings.iter().any(|finding| {
                finding.outcome == FindingOutcome::Failed
                    && finding.code == Some(DeclineCode::PROOF_ALTERED)
            });
            sheet.result("address_document", contradicts.then_some(false));
            sheet.result("address_document_visibility", Some(true));
            first.kind
        }
    };
    sheet.types(asked, kind);
    Judged {
        outcome: ServiceOutcome {
            service: SERVICE,
            result: ServiceResult::Fields(sheet.results),
            data: sheet.data,
            additional: None,
            codes: codes_of(&sheet.findings),
        },
        findings: sheet.findings,
    }
}

struct Sheet {
    results: Vec<(String, FieldResult)>,
    data: Vec<(String, DataValue)>,
    findings: Vec<Finding>,
}

impl Sheet {
    fn result(&mut self, key: &str, result: FieldResult) {
        self.results.push((key.to_owned(), result));
    }

    fn data(&mut self, key: &str, value: DataValue) {
        self.data.push((key.to_owned(), value));
    }

    /// Adds the requested fields. If nothing was read at all, that is the reason, rather than each
    /// field.
    fn claims(&mut self, asked: &AddressService, reading: &PaperReading, was_read: bool) {
        let name = reading.name.as_ref();
        self.field(
            "name",
            &asked.name,
            name,
            was_read,
            DeclineCode::ADDRESS_NAME_DIFFERS,
            |claim, read| match compare(claim, read, asked.fuzzy_name) {
                NameMatch::Match { .. } => Agreement::Agrees,
                NameMatch::Differs { .. } => Agreement::Differs,
                NameMatch::NotComparable => Agreement::NotComparable,
            },
        );
        if asked.name.is_asked() {
            self.data("name", name.map_or(DataValue::Null, parts));
        }
        let address = reading.address.as_ref();
        let differs = DeclineCode::ADDRESS_DIFFERS;
        self.field(
            "full_address",
            &asked.full_address,
            address,
            was_read,
            differs,
            |claim, read| {
                addresses::compare(claim.reveal(), read.reveal(), asked.address_fuzzy_match)
            },
        );
        if asked.full_address.is_asked() {
            self.data(
                "full_address",
                address.map_or(DataValue::Null, |text| DataValue::Text(text.clone())),
            );
        }
        let (issued, differs) = (
            reading.issue_date.as_ref(),
            DeclineCode::ADDRESS_ISSUE_DATE_DIFFERS,
        );
        self.field(
            "issue_date",
            &asked.issue_date,
            issued,
            was_read,
            differs,
            |claim, read| comparison::date(Some(*claim), Some(*read)),
        );
        if asked.issue_date.is_asked() {
            self.data(
                "issue_date",
                issued.map_or(DataValue::Null, |day| text(&day.to_string())),
            );
        }
    }

    fn field<T, R>(
        &mut self,
        key: &'static str,
        asked: &Asked<T>,
        read: Option<&R>,
        was_read: bool,
        code: DeclineCode,
        agree: impl Fn(&T, &R) -> Agreement,
    ) {
        let (result, finding) = match (asked, read) {
            (Asked::No, _) => return,
            (Asked::Read, Some(_)) => (
                Some(true),
                Finding::passed(SERVICE, key, "read from the paper"),
            ),
            (Asked::Check(claim), Some(read)) => match agree(claim, read) {
                Agreement::Agrees => (
                    Some(true),
                    Finding::passed(SERVICE, key, "the claim agrees with the paper"),
                ),
                Agreement::Near => (
                    Some(true),
                    Finding::passed(SERVICE, key, "the claim is near to the paper"),
                ),
                Agreement::Differs => (
                    Some(false),
                    Finding::failed(SERVICE, key, code, "the claim differs from the paper"),
                ),
                // Nobody may pass a check by claiming something that cannot be compared.
                Agreement::NotComparable => {
                    let why = "the claim could not be compared with the paper";
                    (None, Finding::failed(SERVICE, key, code, why))
                }
            },
            (Asked::Check(_), None) if was_read => {
                let code = DeclineCode::INFORMATION_NOT_VISIBLE;
                let why = "the paper shows nothing that the claim could be compared with";
                (None, Finding::failed(SERVICE, key, code, why))
            }
            (_, None) => {
                let why = "the paper shows nothing that could be read for it";
                (None, Finding::not_made(SERVICE, key, why))
            }
        };
        self.result(key, result);
        self.findings.push(finding);
    }

    fn unreadable(&mut self, request: &Request, unread: Unread) {
        let (code, detail) = match unread {
            Unread::Blurred => (
                DeclineCode::ADDRESS_DOCUMENT_BLURRED,
                "the picture is blurred",
            ),
            Unread::NotVisible => (
                DeclineCode::INFORMATION_NOT_VISIBLE,
                "the picture is too dark, too bright or in glare",
            ),
            Unread::CutOff => (
                DeclineCode::NOT_FULLY_DISPLAYED,
                "the paper runs out of the picture",
            ),
            Unread::NothingFound | Unread::OtherSideMissing => (
                DeclineCode::INFORMATION_NOT_VISIBLE,
                "no text that can be read was found in the picture",
            ),
            Unread::Unsupported => (
                DeclineCode::CHECK_NOT_MADE,
                "the paper could not be examined",
            ),
        };
        let slots =
            [Side::Proof, Side::AdditionalProof].map(|side| EvidenceSlot::new(SERVICE, side));
        let there = slots
            .into_iter()
            .filter(|slot| request.proofs.contains(slot));
        self.findings
            .push(Finding::failed(SERVICE, "reading", code, detail).resting_on(there));
    }

    fn types(&mut self, asked: &AddressService, kind: Option<AddressType>) {
        let selected = kind.map_or_else(String::new, |kind| kind.word().to_owned());
        let supported = asked
            .supported_types
            .iter()
            .map(|kind| kind.word().to_owned());
        self.data("selected_type", DataValue::Words(vec![selected]));
        self.data("supported_types", DataValue::Words(supported.collect()));
    }
}

fn text(text: &str) -> DataValue {
    DataValue::Text(Personal::new(text))
}

/// Splits a name on one line into the protocol's three parts: the first word, the last word, and
/// everything between them.
fn parts(name: &NameReading) -> DataValue {
    let part = |part: Option<&str>| part.filter(|text| !text.is_empty()).map(Personal::new);
    let Some(line) = name
        .full
        .as_deref()
        .filter(|_| name.given.is_none() && name.family.is_none())
    else {
        return DataValue::Name {
            first: part(name.given.as_deref()),
            middle: part(name.middle.as_deref()),
            last: part(name.family.as_deref()),
        };
    };
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [first, middle @ .., last] => DataValue::Name {
            first: part(Some(first)),
            middle: part(Some(middle.join(" ").as_str())),
            last: part(Some(last)),
        },
        [first] => DataValue::Name {
            first: part(Some(first)),
            middle: None,
            last: None,
        },
        [] => DataValue::Null,
    }
}
