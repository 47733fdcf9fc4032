//! The policy for `address`: what was claimed of a person's address against the paper that proves it.
//!
//! A paper carries no signature that anybody here could check, so `address_document` is never 1: it is 0
//! where the paper contradicts itself, and `null` otherwise.

use jiff::ToSpan;
use jiff::civil::Date;

use super::across::either_way;
use super::{Judged, codes_of};
use crate::addresses;
use crate::comparing::{self, Agreement};
use crate::decline::DeclineCode;
use crate::finding::{Finding, FindingOutcome};
use crate::names::{NameMatch, NameReading, compare};
use crate::personal::Personal;
use crate::reading::{DocumentReading, ExaminedPaper, PaperReading, Unread};
use crate::request::{AddressService, AddressType, Asked, EvidenceSlot, Request, Side};
use crate::service::Service;
use crate::verdict::{DataValue, FieldResult, ServiceOutcome, ServiceResult};

/// A letter or bill older than this many days declines: nobody knows who lives there now.
const OLDEST: i32 = 365;
/// Older than this is told, and left to the business.
const OLD: i32 = 92;

const SERVICE: Service = Service::Address;

/// Judges the address service. `holder` is what was read of the identity document, if there is one.
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

    /// The fields asked for. Where nothing at all was read, that is the reason, and not each field.
    fn claims(&mut self, asked: &AddressService, reading: &PaperReading, was_read: bool) {
        let name = reading.name.as_ref();
        self.field("name", &asked.name, name, was_read, DeclineCode::ADDRESS_NAME_DIFFERS, |claim, read| {
            match compare(claim, read, asked.fuzzy_name) {
                NameMatch::Match { .. } => Agreement::Agrees,
                NameMatch::Differs { .. } => Agreement::Differs,
                NameMatch::NotComparable => Agreement::NotComparable,
            }
        });
        if asked.name.is_asked() {
            self.data("name", name.map_or(DataValue::Null, parts));
        }
        let address = reading.address.as_ref();
        let differs = DeclineCode::ADDRESS_DIFFERS;
        self.field("full_address", &asked.full_address, address, was_read, differs, |claim, read| {
            addresses::compare(claim.reveal(), read.reveal(), asked.address_fuzzy_match)
        });
        if asked.full_address.is_asked() {
            self.data("full_address", address.map_or(DataValue::Null, |text| DataValue::Text(text.clone())));
        }
        let (issued, differs) = (reading.issue_date.as_ref(), DeclineCode::ADDRESS_ISSUE_DATE_DIFFERS);
        self.field("issue_date", &asked.issue_date, issued, was_read, differs, |claim, read| {
            comparing::date(Some(*claim), Some(*read))
        });
        if asked.issue_date.is_asked() {
            self.data("issue_date", issued.map_or(DataValue::Null, |day| text(&day.to_string())));
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
            (Asked::Read, Some(_)) => (Some(true), Finding::passed(SERVICE, key, "read from the paper")),
            (Asked::Check(claim), Some(read)) => match agree(claim, read) {
                Agreement::Agrees => {
                    (Some(true), Finding::passed(SERVICE, key, "the claim agrees with the paper"))
                }
                Agreement::Near => {
                    (Some(true), Finding::passed(SERVICE, key, "the claim is near to the paper"))
                }
                Agreement::Differs => {
                    (Some(false), Finding::failed(SERVICE, key, code, "the claim differs from the paper"))
                }
                // Nobody may get past a check by claiming what cannot be compared.
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

    /// Not from the future, and not too old.
    fn dates(&mut self, reading: &PaperReading, today: Date) {
        const KEY: &str = "address_document_must_not_be_expired";
        if let Some(expiry) = reading.expiry_date {
            let valid = expiry >= today;
            self.result(KEY, Some(valid));
            self.findings.push(if valid {
                Finding::passed(SERVICE, "expiry", "the document has not expired")
            } else {
                let code = DeclineCode::ADDRESS_DOCUMENT_EXPIRED;
                Finding::failed(SERVICE, "expiry", code, "the document has expired")
            });
        }
        let Some(issued) = reading.issue_date else {
            return self
                .findings
                .push(Finding::not_made(SERVICE, "age_of_paper", "the paper shows no date of issue"));
        };
        // It may be tomorrow already where it was issued.
        if issued > today.saturating_add(1.day()) {
            let why = "the date of issue lies in the future";
            self.findings
                .push(Finding::failed(SERVICE, "issue_date.future", DeclineCode::PROOF_ALTERED, why));
            return;
        }
        if !reading.kind.is_none_or(ages) || reading.expiry_date.is_some() {
            return;
        }
        let days = (today - issued).get_days();
        let (limit, finding) = if days > OLDEST {
            self.result(KEY, Some(false));
            let code = DeclineCode::ADDRESS_DOCUMENT_EXPIRED;
            (OLDEST, Finding::failed(SERVICE, "age_of_paper", code, "the paper is more than a year old"))
        } else {
            self.result(KEY, Some(true));
            let outcome = if days > OLD { FindingOutcome::Failed } else { FindingOutcome::Passed };
            (OLD, Finding::new(SERVICE, "age_of_paper", outcome, "how old the paper is"))
        };
        self.findings.push(finding.measured(f64::from(days), f64::from(limit), "days"));
    }

    fn kind(&mut self, asked: &AddressService, kind: Option<AddressType>) {
        let supported = &asked.supported_types;
        let taken = if supported.is_empty() || supported.contains(&AddressType::Any) {
            Some(true)
        } else {
            kind.map(|kind| supported.iter().any(|offered| alike(*offered, kind)))
        };
        self.result("selected_type", taken);
        self.findings.push(match taken {
            Some(true) => Finding::passed(SERVICE, "type", "the paper is of a type that is taken"),
            Some(false) => {
                let code = DeclineCode::ADDRESS_TYPE_NOT_OFFERED;
                Finding::failed(SERVICE, "type", code, "the paper is of a type that was not offered")
            }
            None => Finding::not_made(SERVICE, "type", "its words do not tell what kind of paper it is"),
        });
    }

    fn country(&mut self, request: &Request, reading: &PaperReading) {
        if let Some(country) = &reading.country {
            self.data("country", text(country));
        }
        let Some(given) = &request.country else { return };
        let same = reading
            .country
            .as_deref()
            .map(|country| country.eq_ignore_ascii_case(given.as_str()));
        self.result("address_document_country", same);
        self.findings.push(match same {
            Some(true) => Finding::passed(SERVICE, "country", "the address is in the given country"),
            Some(false) => {
                let code = DeclineCode::ADDRESS_COUNTRY_NOT_VERIFIED;
                Finding::failed(SERVICE, "country", code, "the address is in another country")
            }
            None => Finding::not_made(SERVICE, "country", "the address does not say its country"),
        });
    }

    /// Two papers speak of one person and one address. What one of them does not show is not compared:
    /// it may be the second page of the other.
    fn between(&mut self, readings: &[PaperReading]) {
        let [first, second, ..] = readings else { return };
        if let (Some(one), Some(other)) = (&first.name, &second.name) {
            self.findings.push(match either_way(one, other) {
                NameMatch::Differs { .. } => {
                    let code = DeclineCode::ADDRESS_PROOFS_OF_ONE_PERSON;
                    Finding::failed(SERVICE, "name_across_proofs", code, "the two papers carry different names")
                }
                _ => Finding::passed(SERVICE, "name_across_proofs", "both papers can be of one person"),
            });
        }
        if let (Some(one), Some(other)) = (&first.address, &second.address) {
            self.findings.push(match addresses::compare(one.reveal(), other.reveal(), true) {
                Agreement::Differs => {
                    let why = "the two papers carry different addresses";
                    Finding::failed(SERVICE, "address_across_proofs", DeclineCode::ADDRESS_DIFFERS, why)
                }
                _ => Finding::passed(SERVICE, "address_across_proofs", "both papers can be of one address"),
            });
        }
    }

    /// The paper against the identity document: one person, and not one document sent for both.
    fn against(&mut self, holder: &DocumentReading, paper: &PaperReading) {
        if let (Some(one), Some(other)) = (&holder.document_number, &paper.document_number)
            && comparing::document_number(one.reveal(), other.reveal(), false) == Agreement::Agrees
        {
            let code = DeclineCode::ADDRESS_NEEDS_ANOTHER_DOCUMENT;
            let why = "the document that proves the person was sent for the address too";
            self.findings.push(Finding::failed(SERVICE, "same_document", code, why));
        }
        if let (Some(one), Some(other)) = (&holder.name, &paper.name) {
            const CHECK: &str = "name_against_document";
            let (result, finding) = match either_way(one, other) {
                NameMatch::Match { .. } => {
                    let why = "the paper and the document can be of one person";
                    (Some(true), Finding::passed(SERVICE, CHECK, why))
                }
                NameMatch::Differs { .. } => {
                    let code = DeclineCode::ADDRESS_OF_ANOTHER_PERSON;
                    let why = "the paper and the document carry different names";
                    (Some(false), Finding::failed(SERVICE, CHECK, code, why))
                }
                NameMatch::NotComparable => {
                    let why = "the names of paper and document cannot be compared";
                    (None, Finding::not_made(SERVICE, CHECK, why))
                }
            };
            self.result("match_address_proofs_with_document_proofs", result);
            self.findings.push(finding);
        }
        if let (Some(one), Some(other)) = (&holder.address, &paper.address) {
            // People move and keep their licence: told, and no reason to decline.
            let same = addresses::compare(one.reveal(), other.reveal(), true) != Agreement::Differs;
            let outcome = if same { FindingOutcome::Passed } else { FindingOutcome::Failed };
            let why = "the address on the document against that on the paper";
            self.findings.push(Finding::new(SERVICE, "note.address_on_document", outcome, why));
        }
    }

    fn unreadable(&mut self, request: &Request, unread: Unread) {
        let (code, detail) = match unread {
            Unread::Blurred => (DeclineCode::ADDRESS_DOCUMENT_BLURRED, "the picture is blurred"),
            Unread::NotVisible => (
                DeclineCode::INFORMATION_NOT_VISIBLE,
                "the picture is too dark, too bright or in glare",
            ),
            Unread::CutOff => (DeclineCode::NOT_FULLY_DISPLAYED, "the paper runs out of the picture"),
            Unread::NothingFound | Unread::OtherSideMissing => (
                DeclineCode::INFORMATION_NOT_VISIBLE,
                "no text that can be read was found in the picture",
            ),
            Unread::Unsupported => (DeclineCode::CHECK_NOT_MADE, "the paper could not be examined"),
        };
        let slots = [Side::Proof, Side::AdditionalProof].map(|side| EvidenceSlot::new(SERVICE, side));
        let there = slots.into_iter().filter(|slot| request.proofs.contains(slot));
        self.findings
            .push(Finding::failed(SERVICE, "reading", code, detail).resting_on(there));
    }

    fn types(&mut self, asked: &AddressService, kind: Option<AddressType>) {
        let selected = kind.map_or_else(String::new, |kind| kind.word().to_owned());
        let supported = asked.supported_types.iter().map(|kind| kind.word().to_owned());
        self.data("selected_type", DataValue::Words(vec![selected]));
        self.data("supported_types", DataValue::Words(supported.collect()));
    }
}

/// Papers that say where somebody lived on their day. A contract or a certificate holds longer.
fn ages(kind: AddressType) -> bool {
    use AddressType::{
        BankLetterReceipt, BankStatement, CreditCardStatement, ECommerceReceipt, EmployerLetter, Envelope,
        PropertyTax, SalarySlip, TaxBill, UtilityBill,
    };
    matches!(
        kind,
        BankLetterReceipt | BankStatement | CreditCardStatement | ECommerceReceipt | EmployerLetter | Envelope
            | PropertyTax | SalarySlip | TaxBill | UtilityBill
    )
}

/// Kinds that go by either word.
fn alike(one: AddressType, other: AddressType) -> bool {
    use AddressType::{InsuranceAgreement, InsurancePolicy, LeaseAgreement, PropertyTax, RentAgreement, TaxBill};
    let group = |kind| match kind {
        RentAgreement | LeaseAgreement => 1,
        InsuranceAgreement | InsurancePolicy => 2,
        TaxBill | PropertyTax => 3,
        _ => 0,
    };
    one == other || (group(one) != 0 && group(one) == group(other))
}

fn text(text: &str) -> DataValue {
    DataValue::Text(Personal::new(text))
}

/// A name on one line in the three parts of the protocol: the first word, the last, and what is between.
fn parts(name: &NameReading) -> DataValue {
    let part = |part: Option<&str>| part.filter(|text| !text.is_empty()).map(Personal::new);
    let Some(line) = name.full.as_deref().filter(|_| name.given.is_none() && name.family.is_none()) else {
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
