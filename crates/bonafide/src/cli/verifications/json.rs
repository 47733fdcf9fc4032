//! A verification as JSON, for programs.

use proofing::ports::EvidenceRef;
use serde_json::{Value, json};
use verification::account::Account;
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::verdict::{Decider, Decision, Outcome, ServiceOutcome, ServiceResult, Verdict};
use verification::{Personal, Service, Tombstone, Verification};

use super::facts::{outcome, reason};
use super::mask::Mask;

/// Returns a verification with its outcome and its pictures.
pub(super) fn verification(
    account: &Account,
    verification: &Verification,
    pictures: &[EvidenceRef],
    mask: Mask,
) -> Value {
    let text = |text: &Option<Personal>| text.as_ref().map(|text| mask.text(text).to_owned());
    let services = verification.request.asked().map(Service::as_str);
    json!({
        "id": verification.id.to_string(),
        "account": account.name,
        "reference": verification.request.reference.as_str(),
        "transaction_id": verification.transaction.to_string(),
        "services": services.collect::<Vec<_>>(),
        "stage": verification.stage.name().as_str(),
        "opened_at": verification.created_at.to_string(),
        "expires_at": verification.expires_at.map(|at| at.to_string()),
        "completed_at": verification.completed_at.map(|at| at.to_string()),
        "decision": verification.stage.decision().map(decision),
        "outcome": outcome(verification).map(|outcome| outcome_of(outcome, mask)),
        "origin": {
            "ip": text(&verification.origin.ip),
            "user_agent": text(&verification.origin.user_agent),
        },
        "pictures": pictures.iter().map(picture).collect::<Vec<_>>(),
        "is_masked": mask == Mask::On,
    })
}

/// Returns what is left of a deleted verification.
pub(super) fn tombstone(account: &Account, tombstone: &Tombstone) -> Value {
    json!({
        "id": tombstone.id.to_string(),
        "account": account.name,
        "reference": tombstone.reference.as_str(),
        "transaction_id": tombstone.transaction.to_string(),
        "stage": "deleted",
        "opened_at": tombstone.created_at.to_string(),
        "deleted_at": tombstone.deleted_at.to_string(),
    })
}

fn decision(decision: &Decision) -> Value {
    json!({
        "verdict": verdict(decision.verdict),
        "reviewer": match &decision.by {
            Decider::Automatic => None,
            Decider::Reviewer(name) => Some(name.clone()),
            Decider::Staff(by) => Some(by.maker.to_string()),
        },
        "approver": match &decision.by {
            Decider::Automatic | Decider::Reviewer(_) => None,
            Decider::Staff(by) => by.approver.map(|approver| approver.to_string()),
        },
        "at": decision.at.to_string(),
        "version": decision.version,
    })
}

fn outcome_of(outcome: &Outcome, mask: Mask) -> Value {
    let services = outcome.services.iter();
    json!({
        "verdict": verdict(outcome.verdict),
        "reason": reason(outcome),
        "codes": outcome.codes.iter().map(DeclineCode::as_str).collect::<Vec<_>>(),
        "services": services.map(|service| service_of(service, mask)).collect::<Vec<_>>(),
        "findings": outcome.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn service_of(service: &ServiceOutcome, mask: Mask) -> Value {
    let data = service.data.iter();
    let data = data.map(|(key, value)| (key.clone(), mask.value(value)));
    let additional = service.additional.iter().flatten();
    let additional = additional.map(|(key, value)| (key.clone(), mask.text(value).into()));
    json!({
        "service": service.service.as_str(),
        "result": match &service.result {
            ServiceResult::Whole(result) => json!(result),
            ServiceResult::Fields(fields) => {
                let fields = fields.iter().map(|(key, result)| (key.clone(), json!(result)));
                Value::Object(fields.collect())
            }
        },
        "data": Value::Object(data.collect()),
        "additional_data": Value::Object(additional.collect()),
        "codes": service.codes.iter().map(DeclineCode::as_str).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    let (outcome, why) = match &finding.outcome {
        FindingOutcome::Passed => ("passed", &finding.detail),
        FindingOutcome::Failed => ("failed", &finding.detail),
        FindingOutcome::NotMade(why) => ("not_made", why),
    };
    json!({
        "service": finding.service.as_str(),
        "check": finding.check,
        "outcome": outcome,
        "why": why,
        "code": finding.code.as_ref().map(DeclineCode::as_str),
    })
}

fn picture(picture: &EvidenceRef) -> Value {
    json!({
        "service": picture.slot.service.as_str(),
        "side": picture.slot.side.key(),
        "media_type": picture.media.mime(),
        "bytes": picture.size,
    })
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "accepted",
        Verdict::Declined => "declined",
    }
}
