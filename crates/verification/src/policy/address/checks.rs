//! Compares an address paper with the current day, the request, a second paper and the identity
//! document.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{SERVICE, Sheet, text};
use crate::addresses;
use crate::comparison::{self, Agreement};
use crate::decline::DeclineCode;
use crate::finding::{Finding, FindingOutcome};
use crate::names::NameMatch;
use crate::policy::cross_document::either_way;
use crate::reading::{DocumentReading, PaperReading};
use crate::request::{AddressService, AddressType, Request};

/// The age in days above which a letter or bill leads to a decline, because nobody knows who lives
/// there now.
const OLDEST: i32 = 365;
/// The age in days above which a note is reported, and the business decides.
const OLD: i32 = 92;

impl Sheet {
    /// Checks that the paper is neither from the future nor too old.
    pub(super) fn dates(&mut self, reading: &PaperReading, today: Date) {
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
            return self.findings.push(Finding::not_made(
                SERVICE,
                "age_of_paper",
                "the paper shows no date of issue",
            ));
        };
        // It may already be tomorrow at the place of issue.
        if issued > today.saturating_add(1.day()) {
            let why = "the date of issue lies in the future";
            self.findings.push(Finding::failed(
                SERVICE,
                "issue_date.future",
                DeclineCode::PROOF_ALTERED,
                why,
            ));
            return;
        }
        if !reading.kind.is_none_or(ages) || reading.expiry_date.is_some() {
            return;
        }
        let days = (today - issued).get_days();
        let (limit, finding) = if days > OLDEST {
            self.result(KEY, Some(false));
            let code = DeclineCode::ADDRESS_DOCUMENT_EXPIRED;
            (
                OLDEST,
                Finding::failed(
                    SERVICE,
                    "age_of_paper",
                    code,
                    "the paper is more than a year old",
                ),
            )
        } else {
            self.result(KEY, Some(true));
            let outcome = if days > OLD {
                FindingOutcome::Failed
            } else {
                FindingOutcome::Passed
            };
            (
                OLD,
                Finding::new(SERVICE, "age_of_paper", outcome, "how old the paper is"),
            )
        };
        self.findings
            .push(finding.measured(f64::from(days), f64::from(limit), "days"));
    }

    pub(super) fn kind(&mut self, asked: &AddressService, kind: Option<AddressType>) {
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
                Finding::failed(
                    SERVICE,
                    "type",
                    code,
                    "the paper is of a type that was not offered",
                )
            }
            None => Finding::not_made(
                SERVICE,
                "type",
                "its words do not tell what kind of paper it is",
            ),
        });
    }

    pub(super) fn country(&mut self, request: &Request, reading: &PaperReading) {
        if let Some(country) = &reading.country {
            self.data("country", text(country));
        }
        let Some(given) = &request.country else {
            return;
        };
        let same = reading
            .country
            .as_deref()
            .map(|country| country.eq_ignore_ascii_case(&given.iso()));
        self.result("address_document_country", same);
        self.findings.push(match same {
            Some(true) => {
                Finding::passed(SERVICE, "country", "the address is in the given country")
            }
            Some(false) => {
                let code = DeclineCode::ADDRESS_COUNTRY_NOT_VERIFIED;
                Finding::failed(
                    SERVICE,
                    "country",
                    code,
                    "the address is in another country",
                )
            }
            None => Finding::not_made(SERVICE, "country", "the address does not say its country"),
        });
    }

    /// Checks that two papers name the same person and the same address. A value that one of them
    /// does not show is not compared, because it may be the second page of the other.
    pub(super) fn between(&mut self, readings: &[PaperReading]) {
        let [first, second, ..] = readings else {
            return;
        };
        if let (Some(one), Some(other)) = (&first.name, &second.name) {
            self.findings.push(match either_way(one, other) {
                NameMatch::Differs { .. } => {
                    let code = DeclineCode::ADDRESS_PROOFS_OF_ONE_PERSON;
                    Finding::failed(
                        SERVICE,
                        "name_across_proofs",
                        code,
                        "the two papers carry different names",
                    )
                }
                _ => Finding::passed(
                    SERVICE,
                    "name_across_proofs",
                    "both papers can be of one person",
                ),
            });
        }
        if let (Some(one), Some(other)) = (&first.address, &second.address) {
            self.findings.push(
                match addresses::compare(one.reveal(), other.reveal(), true) {
                    Agreement::Differs => {
                        let why = "the two papers carry different addresses";
                        Finding::failed(
                            SERVICE,
                            "address_across_proofs",
                            DeclineCode::ADDRESS_DIFFERS,
                            why,
                        )
                    }
                    _ => Finding::passed(
                        SERVICE,
                        "address_across_proofs",
                        "both papers can be of one address",
                    ),
                },
            );
        }
    }

    /// Compares the paper with the identity document: both must belong to one person, and must not
    /// be the same document sent twice.
    pub(super) fn against(&mut self, holder: &DocumentReading, paper: &PaperReading) {
        if let (Some(one), Some(other)) = (&holder.document_number, &paper.document_number)
            && comparison::document_number(one.reveal(), other.reveal(), false) == Agreement::Agrees
        {
            let code = DeclineCode::ADDRESS_NEEDS_ANOTHER_DOCUMENT;
            let why = "the document that proves the person was sent for the address too";
            self.findings
                .push(Finding::failed(SERVICE, "same_document", code, why));
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
            // People move and keep their licence, so this is reported but does not decline.
            let same = addresses::compare(one.reveal(), other.reveal(), true) != Agreement::Differs;
            let outcome = if same {
                FindingOutcome::Passed
            } else {
                FindingOutcome::Failed
            };
            let why = "the address on the document against that on the paper";
            self.findings.push(Finding::new(
                SERVICE,
                "note.address_on_document",
                outcome,
                why,
            ));
        }
    }
}

/// Returns true for papers that only prove an address as of their date. A contract or a certificate
/// proves it for longer.
fn ages(kind: AddressType) -> bool {
    use AddressType::{
        BankLetterReceipt, BankStatement, CreditCardStatement, ECommerceReceipt, EmployerLetter,
        Envelope, PropertyTax, SalarySlip, TaxBill, UtilityBill,
    };
    matches!(
        kind,
        BankLetterReceipt
            | BankStatement
            | CreditCardStatement
            | ECommerceReceipt
            | EmployerLetter
            | Envelope
            | PropertyTax
            | SalarySlip
            | TaxBill
            | UtilityBill
    )
}

/// Returns true for kinds that either word may name.
fn alike(one: AddressType, other: AddressType) -> bool {
    use AddressType::{
        InsuranceAgreement, InsurancePolicy, LeaseAgreement, PropertyTax, RentAgreement, TaxBill,
    };
    let group = |kind| match kind {
        RentAgreement | LeaseAgreement => 1,
        InsuranceAgreement | InsurancePolicy => 2,
        TaxBill | PropertyTax => 3,
        _ => 0,
    };
    one == other || (group(one) != 0 && group(one) == group(other))
}
