//! Translates the examination of a licence's own data into findings.

use aamva::Licence;
use aamva::checks::{self, Check, Observation, Outcome, Severity};
use jiff::civil::Date;
use verification::Service;
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::request::EvidenceSlot;

/// Returns one finding per check. Two fields that exclude each other decline as an altered proof;
/// what is only unusual is reported without a code; what the policy decides is left to it.
pub(super) fn findings(
    service: Service,
    slot: EvidenceSlot,
    licence: &Licence,
    today: Date,
) -> Vec<Finding> {
    checks::examine(licence, today)
        .into_iter()
        // Whether the card has expired, and how old the holder is, are questions for the policy.
        .filter(|seen| !matches!(seen.check, Check::Expiry | Check::Age))
        .map(|seen| finding(service, &seen).resting_on([slot]))
        .collect()
}

fn finding(service: Service, seen: &Observation) -> Finding {
    let check = name(seen.check);
    match (seen.outcome, seen.severity) {
        (Outcome::Pass, _) => Finding::passed(service, &format!("barcode.{check}"), &seen.detail),
        (Outcome::NotChecked(_), _) => {
            Finding::not_made(service, &format!("barcode.{check}"), &seen.detail)
        }
        (Outcome::Fail, Severity::Contradiction) => Finding::failed(
            service,
            &format!("barcode.{check}"),
            DeclineCode::PROOF_ALTERED,
            &seen.detail,
        ),
        (Outcome::Fail, Severity::Suspicious) => Finding::new(
            service,
            &format!("barcode.{check}"),
            FindingOutcome::Failed,
            &seen.detail,
        ),
        // This says nothing about genuineness, so it must not count as suspicious.
        (Outcome::Fail, Severity::Info) => Finding::new(
            service,
            &format!("note.{check}"),
            FindingOutcome::Failed,
            &seen.detail,
        ),
    }
}

/// The check's own name in JSON is its stable name here.
fn name(check: Check) -> String {
    serde_json::to_value(check)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
