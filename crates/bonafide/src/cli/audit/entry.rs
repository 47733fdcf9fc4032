//! An entry of the audit trail as it is printed.

use proofing::ports::Audited;
use serde_json::{Map, Value, json};
use verification::audit::AuditContent;

/// What stands in place of words that are not shown.
const MASKED: &str = "***";

/// Returns an entry as JSON. Without `reveals`, what it says in words is masked.
pub(super) fn as_value(audited: &Audited, account: Option<&str>, reveals: bool) -> Value {
    let entry = &audited.entry;
    let shown = |text: &verification::Personal| {
        let text = if reveals { text.reveal() } else { MASKED };
        Value::from(text)
    };
    let details: Map<String, Value> = entry
        .content
        .details
        .iter()
        .map(|(name, value)| (name.clone(), shown(value)))
        .collect();
    json!({
        "number": audited.number,
        "id": entry.id.to_string(),
        "at": entry.at.to_string(),
        "by": entry.by.word(),
        "member": entry.by.member().map(|member| member.to_string()),
        "act": entry.act.word(),
        "account": account,
        "account_id": entry.account.map(|account| account.to_string()),
        "verification": entry.verification.map(|id| id.to_string()),
        "reason": entry.content.reason.as_ref().map(shown),
        "details": details,
        "is_masked": !reveals && !entry.content.is_empty(),
        "is_erased": audited.is_erased,
        "sealed_for": audited.sealed_for,
        "digest": audited.digest.map(hex::encode),
        "link": hex::encode(audited.link),
    })
}

/// Returns what an entry says in one line, for a table.
pub(super) fn words(audited: &Audited, reveals: bool) -> String {
    let AuditContent { reason, details } = &audited.entry.content;
    if audited.is_erased {
        return "erased".to_owned();
    }
    let shown = |text: &verification::Personal| {
        let text = if reveals { text.reveal() } else { MASKED };
        text.to_owned()
    };
    let details = details.iter();
    let details = details.map(|(name, value)| format!("{name}: {}", shown(value)));
    let parts: Vec<String> = reason.iter().map(shown).chain(details).collect();
    parts.join("; ")
}
