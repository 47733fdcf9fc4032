//! The policy for the document itself: whether its type is accepted, both sides were shown, it is
//! still valid, and its own data give no sign of forgery.

use jiff::ToSpan;
use jiff::civil::Date;

use super::document::Sheet;
use crate::decline::DeclineCode;
use crate::finding::{Finding, FindingOutcome};
use crate::personal::Personal;
use crate::reading::DocumentReading;
use crate::request::{DocumentService, DocumentType, EvidenceSlot, Request, Side};
use crate::verdict::DataValue;

/// The examiner's finding that two pictures show the same side of the document.
pub const SAME_SIDE: &str = "sides.same";

/// The examiner's finding that no picture shows the side with the portrait, because everything that
/// a machine could read is on a back. Nothing is known about a picture in which no machine reads
/// anything.
pub const NO_PORTRAIT_SIDE: &str = "sides.portrait";

/// The examiner's finding that the picture of the front shows no colour where documents have some.
pub const COPY: &str = "original.copy";

/// The examiner's finding that the picture of the front shows the grid of a screen.
pub const SCREEN: &str = "original.screen";

/// The instructions of the business that allow the one and the other.
const COPIES_ALLOWED: [&str; 3] = ["photocopy", "black_and_white", "scanned"];
const SCREENS_ALLOWED: [&str; 2] = ["screenshot", "e_document"];

/// Returns true if the business takes a black and white copy for the document.
pub fn accepts_copies(asked: &DocumentService) -> bool {
    allows_any(asked, &COPIES_ALLOWED)
}

/// Returns true if the business takes a document on a screen for the document.
pub fn accepts_screens(asked: &DocumentService) -> bool {
    allows_any(asked, &SCREENS_ALLOWED)
}

fn allows_any(asked: &DocumentService, kinds: &[&str]) -> bool {
    let allowed = &asked.instructions.allowed;
    kinds.iter().any(|kind| allowed.contains(*kind))
}

/// How far a date on a document may lie in the future, because it may already be tomorrow at the
/// place of issue.
const AHEAD: i64 = 1;

/// The number of suspicious signs from which a document is declined if stricter checks were
/// requested.
const SUSPICIOUS_LIMIT: usize = 2;

impl Sheet {
    /// Checks the document itself: that it is visible, of an accepted type, from the requested
    /// country and not expired.
    pub(super) fn document(
        &mut self,
        asked: &DocumentService,
        request: &Request,
        reading: &DocumentReading,
        today: Date,
    ) {
        let service = self.service;
        self.result("document_visibility", Some(true));
        let expired = match reading.expiry_date {
            _ if reading.never_expires => Some(false),
            Some(expiry) => Some(expiry < today),
            None => None,
        };
        self.result(
            "document_must_not_be_expired",
            expired.map(|expired| !expired),
        );
        self.findings.push(match expired {
            Some(true) => Finding::failed(
                service,
                "expiry",
                DeclineCode::DOCUMENT_EXPIRED,
                "the document has expired",
            ),
            Some(false) => Finding::passed(service, "expiry", "the document has not expired"),
            None => Finding::failed(
                service,
                "expiry",
                DeclineCode::INFORMATION_NOT_VISIBLE,
                "no expiry date could be read, and the document does not say that it has none",
            ),
        });
        self.back(asked, request, reading);
        self.not_from_the_future(reading, today);
        if let Some(claimed) = &request.country {
            let same = reading
                .country
                .as_deref()
                .map(|country| country.eq_ignore_ascii_case(&claimed.iso()));
            self.result("document_country", same);
            self.findings.push(match same {
                Some(true) => {
                    Finding::passed(service, "country", "the document is from the given country")
                }
                Some(false) => Finding::failed(
                    service,
                    "country",
                    DeclineCode::COUNTRY_DIFFERS_FROM_GIVEN,
                    "the document is from another country",
                ),
                None => Finding::not_made(service, "country", "the issuing country was not read"),
            });
        }
        let taken = reading
            .kind
            .map(|kind| asked.supported_types.is_empty() || asked.supported_types.contains(&kind));
        self.result("selected_type", taken);
        self.findings.push(match taken {
            Some(true) => {
                Finding::passed(service, "type", "the document is of a type that is taken")
            }
            Some(false) => Finding::failed(
                service,
                "type",
                DeclineCode::TYPE_NOT_OFFERED,
                "the document is of a type that was not offered",
            ),
            None => Finding::not_made(
                service,
                "type",
                "the type of the document was not recognised",
            ),
        });
        if let Some(country) = &reading.country {
            self.data.push((
                "country".to_owned(),
                DataValue::Text(Personal::new(country.as_str())),
            ));
        }
    }

    /// Checks that both sides were shown. The hosted pages request both, and a document that proves
    /// an identity has to be seen from the side with the portrait. A business that submits pictures
    /// itself decides which ones it sends, unless it requires the back. On the hosted pages, a copy
    /// and a screen are no document either, unless the business allows them. Whether a picture is
    /// original is only judged if it shows the front: backs often have no colour.
    pub(super) fn sides(&mut self, asked: &DocumentService, request: &Request) {
        let is_captured = request.is_captured(self.service);
        let is_other_side =
            |finding: &Finding| [SAME_SIDE, NO_PORTRAIT_SIDE].contains(&finding.check.as_str());
        let shows_front = !self.findings.iter().any(is_other_side);
        let is_original_asked = is_captured && shows_front;
        for finding in &mut self.findings {
            finding.code = match finding.check.as_str() {
                SAME_SIDE if is_captured || asked.backside_proof_required => {
                    Some(DeclineCode::SAME_SIDE_TWICE)
                }
                NO_PORTRAIT_SIDE if is_captured => Some(DeclineCode::FRONT_MISSING),
                COPY if is_original_asked && !accepts_copies(asked) => {
                    Some(DeclineCode::ORIGINALITY_NOT_VERIFIED)
                }
                SCREEN if is_original_asked && !accepts_screens(asked) => {
                    Some(DeclineCode::OTHER_SCREEN)
                }
                _ => continue,
            };
        }
    }

    /// Checks that the back was shown, if the request requires it. Passports have none.
    fn back(&mut self, asked: &DocumentService, request: &Request, reading: &DocumentReading) {
        let back = EvidenceSlot::new(self.service, Side::AdditionalProof);
        if asked.backside_proof_required
            && reading.kind != Some(DocumentType::Passport)
            && !request.proofs.contains(&back)
        {
            let why = "the back of the document was not sent";
            self.findings.push(Finding::failed(
                self.service,
                "back",
                DeclineCode::SIDE_MISSING,
                why,
            ));
        }
    }

    /// No genuine document was issued in the future, or to somebody who was not born yet.
    fn not_from_the_future(&mut self, reading: &DocumentReading, today: Date) {
        let latest = today.saturating_add(AHEAD.days());
        let dates = [
            ("barcode.birth_date", reading.dob),
            ("barcode.issue_date", reading.issue_date),
        ];
        for (check, date) in dates {
            if date.is_some_and(|date| date > latest) {
                let why = "the date lies in the future";
                self.findings.push(Finding::failed(
                    self.service,
                    check,
                    DeclineCode::PROOF_ALTERED,
                    why,
                ));
            }
        }
    }

    /// Sets `document`: whether the document is what it claims to be, as far as its own data tell.
    pub(super) fn originality(&mut self, request: &Request) {
        let suspicious = self
            .findings
            .iter()
            .filter(|finding| is_suspicious(finding))
            .count();
        if request.flags.enhanced_originality_checks && suspicious >= SUSPICIOUS_LIMIT {
            let found = Finding::failed(
                self.service,
                "originality",
                DeclineCode::ORIGINALITY_NOT_VERIFIED,
                "several signs that the document is not an original",
            );
            self.findings
                .push(found.measured(suspicious as f64, SUSPICIOUS_LIMIT as f64, "signs"));
        }
        let examined = self.findings.iter().any(|finding| {
            finding.check.starts_with("barcode.") || finding.check.starts_with("mrz.")
        });
        let forged = self.findings.iter().any(|finding| {
            finding.outcome == FindingOutcome::Failed
                && finding.code.as_ref().is_some_and(|code| {
                    *code == DeclineCode::PROOF_ALTERED
                        || *code == DeclineCode::EDITED_MRZ
                        || *code == DeclineCode::ORIGINALITY_NOT_VERIFIED
                        || *code == DeclineCode::OTHER_SCREEN
                        // A document that contradicts itself is not what it claims to be.
                        || finding.check.starts_with("printed.")
                })
        });
        self.result(
            "document",
            if forged {
                Some(false)
            } else {
                examined.then_some(true)
            },
        );
    }
}

/// Returns true for a failed check that does not decline by itself but makes the document
/// suspicious. Only the machine-readable part can be suspicious: a dark picture is not a sign, and
/// neither is a mere note.
fn is_suspicious(finding: &Finding) -> bool {
    let is_about_the_data = ["barcode.", "mrz."]
        .iter()
        .any(|part| finding.check.starts_with(part));
    finding.outcome == FindingOutcome::Failed && finding.code.is_none() && is_about_the_data
}
