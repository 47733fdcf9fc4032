//! Which reason comes first where there are several.

use crate::decline::{Category, DeclineCode};
use crate::finding::{Finding, FindingOutcome};

/// The importance of a reason: 0 comes first.
///
/// Forgery, then nothing to read, then the wrong document, then claims that differ (the person
/// before the paper), then expiry, then the rest.
pub fn rank(code: &DeclineCode) -> u8 {
    match code {
        _ if *code == DeclineCode::PROOF_ALTERED => 0,
        _ if *code == DeclineCode::TYPE_NOT_OFFERED => 20,
        _ if *code == DeclineCode::NAME_DIFFERS => 30,
        _ if *code == DeclineCode::DOB_DIFFERS => 31,
        _ => match code.definition().map(|definition| definition.category) {
            Some(Category::DocumentAuthenticity) => 1,
            Some(Category::Liveness) => 2,
            Some(Category::ImageQuality) => 10,
            Some(Category::DocumentUnreadable | Category::Barcode) => 11,
            Some(Category::DocumentUnsupported) => 21,
            Some(Category::FaceMismatch) => 32,
            Some(Category::DataMismatch) => 40,
            Some(Category::DocumentExpired) => 50,
            _ => 60,
        },
    }
}

/// Codes of failed findings, in order, each once.
pub(super) fn codes_of(findings: &[Finding]) -> Vec<DeclineCode> {
    let mut codes: Vec<DeclineCode> = Vec::new();
    for finding in findings
        .iter()
        .filter(|finding| finding.outcome == FindingOutcome::Failed)
    {
        if let Some(code) = &finding.code
            && !codes.contains(code)
        {
            codes.push(code.clone());
        }
    }
    codes.sort_by_key(rank);
    codes
}
