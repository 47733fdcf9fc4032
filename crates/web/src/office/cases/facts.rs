//! What is shown of a case: claims beside readings, findings, codes, and what happened.

use std::collections::HashMap;

use proofing::acts::office::Case;
use verification::audit::Actor;
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::names::PersonName;
use verification::notification::NotificationKind;
use verification::request::{Asked, Request};
use verification::review::NAME_PARTS;
use verification::stage::Stage;
use verification::status::{Profile, message};
use verification::verdict::{DataValue, Outcome, ServiceOutcome, ServiceResult};
use verification::{Personal, Service, StaffId};

use super::queue::minute;
use crate::office::i18n::{AuditTexts, CaseTexts, fill};
use crate::pages::i18n::Locale;

/// What stands in place of personal data.
const MASKED: &str = "•••";

/// A field: what was claimed, what was read, and what follows.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) claim: String,
    pub(super) read: String,
    pub(super) result: &'static str,
    pub(super) is_wrong: bool,
}

/// A check, with what it measured.
#[derive(Debug)]
pub(super) struct Check {
    pub(super) name: String,
    pub(super) result: &'static str,
    pub(super) is_wrong: bool,
    pub(super) measure: String,
    pub(super) detail: String,
    pub(super) code: String,
}

/// A code, with what the business and the person are told.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) code: String,
    pub(super) description: &'static str,
    pub(super) person: String,
}

/// Something that happened.
#[derive(Debug)]
pub(super) struct Happened {
    pub(super) at: String,
    pub(super) what: String,
    pub(super) more: String,
}

/// Returns the outcome of a case: that of the decision, or the one that awaits review.
pub(super) fn outcome(case: &Case) -> Option<&Outcome> {
    match &case.verification.stage {
        Stage::InReview(outcome) => Some(outcome),
        Stage::Accepted(decision) | Stage::Declined(decision) => Some(&decision.outcome),
        _ => None,
    }
}

/// Returns the fields of a case, with what was claimed and read masked unless it may be shown.
pub(super) fn fields(case: &Case, t: &CaseTexts) -> Vec<Field> {
    let Some(outcome) = outcome(case) else {
        return Vec::new();
    };
    let services = outcome.services.iter();
    services
        .flat_map(|service| of_service(case, service, t))
        .collect()
}

fn of_service(case: &Case, service: &ServiceOutcome, t: &CaseTexts) -> Vec<Field> {
    let results: Vec<(&str, Option<bool>)> = match &service.result {
        ServiceResult::Whole(result) => vec![("", *result)],
        ServiceResult::Fields(results) => results
            .iter()
            .map(|(name, result)| (name.as_str(), *result))
            .collect(),
    };
    let read = |name: &str| {
        let found = service.data.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| written(value))
    };
    let only_read = service.data.iter().map(|(name, _)| name.as_str());
    let only_read = only_read.filter(|name| !results.iter().any(|(known, _)| known == name));
    let only_read: Vec<(&str, Option<bool>)> = only_read.map(|name| (name, None)).collect();
    let all = results.into_iter().chain(only_read);
    all.map(|(name, result)| {
        let shown = |text: Option<String>| match text {
            Some(text) if text.is_empty() || case.shows_personal_data => text,
            Some(_) => MASKED.to_owned(),
            None => String::new(),
        };
        let separator = if name.is_empty() { "" } else { "." };
        Field {
            name: format!("{}{separator}{name}", service.service.as_str()),
            claim: shown(claim(&case.verification.request, service.service, name)),
            read: shown(read(name)),
            result: match result {
                Some(true) => t.confirmed,
                Some(false) => t.refuted,
                None => t.not_checked,
            },
            is_wrong: result == Some(false),
        }
    })
    .collect()
}

/// Returns what was claimed of a field.
fn claim(request: &Request, service: Service, field: &str) -> Option<String> {
    let asked = match service {
        Service::Document => request.services.document.as_ref(),
        Service::DocumentTwo => request.services.document_two.as_ref(),
        _ => None,
    };
    if let Some(document) = asked {
        return match field {
            "name" => checked(&document.name, name),
            "dob" => checked(&document.dob, ToString::to_string),
            "document_number" => checked(&document.document_number, text),
            "issue_date" => checked(&document.issue_date, ToString::to_string),
            "expiry_date" => checked(&document.expiry_date, ToString::to_string),
            "place_of_issue" => checked(&document.place_of_issue, text),
            _ => None,
        };
    }
    let address = request.services.address.as_ref();
    let address = address.filter(|_| service == Service::Address)?;
    match field {
        "name" => checked(&address.name, name),
        "full_address" => checked(&address.full_address, text),
        _ => None,
    }
}

/// Returns the names of the values that were read, as corrections name them: a name has three.
pub(super) fn correctable(case: &Case) -> Vec<String> {
    let services = outcome(case).map(|outcome| outcome.services.iter());
    let of_service = |service: &ServiceOutcome| {
        let whose = service.service.as_str();
        let values = service.data.iter();
        let names = values.flat_map(|(field, value)| match value {
            DataValue::Name { .. } => NAME_PARTS
                .iter()
                .map(|part| format!("{whose}.{field}.{part}"))
                .collect(),
            _ => vec![format!("{whose}.{field}")],
        });
        names.collect::<Vec<_>>()
    };
    services
        .into_iter()
        .flatten()
        .flat_map(of_service)
        .collect()
}

fn checked<T>(asked: &Asked<T>, write: impl Fn(&T) -> String) -> Option<String> {
    match asked {
        Asked::Check(claim) => Some(write(claim)),
        Asked::No | Asked::Read => None,
    }
}

fn name(name: &PersonName) -> String {
    let parts = [&name.first, &name.middle, &name.last];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(" ")
}

fn text(text: &Personal) -> String {
    text.reveal().to_owned()
}

/// Returns a value as one text.
fn written(value: &DataValue) -> String {
    match value {
        DataValue::Null => String::new(),
        DataValue::Text(value) => text(value),
        DataValue::Number(number) => number.to_string(),
        DataValue::Words(words) => words.join(", "),
        DataValue::Name {
            first,
            middle,
            last,
        } => {
            let parts = [first, middle, last].into_iter().flatten();
            let parts: Vec<&str> = parts.map(Personal::reveal).collect();
            parts.join(" ")
        }
    }
}

/// Returns the checks, with what they measured and the limit.
pub(super) fn checks(case: &Case, t: &CaseTexts) -> Vec<Check> {
    let findings = outcome(case).map(|outcome| outcome.findings.iter());
    let check = |finding: &Finding| Check {
        name: format!("{}.{}", finding.service.as_str(), finding.check),
        result: match finding.outcome {
            FindingOutcome::Passed => t.passed,
            FindingOutcome::Failed => t.failed,
            FindingOutcome::NotMade(_) => t.not_made,
        },
        is_wrong: finding.outcome == FindingOutcome::Failed,
        measure: finding
            .measure
            .as_ref()
            .map_or_else(String::new, |measure| {
                let (value, limit, unit) = (measure.value, measure.limit, &measure.unit);
                format!("{value:.3} / {limit:.3} {unit}")
            }),
        detail: match &finding.outcome {
            FindingOutcome::NotMade(why) => why.clone(),
            _ => finding.detail.clone(),
        },
        code: finding
            .code
            .as_ref()
            .map_or_else(String::new, |code| code.as_str().to_owned()),
    };
    findings.into_iter().flatten().map(check).collect()
}

/// Returns the codes, with both of their texts.
pub(super) fn codes(case: &Case, t: &CaseTexts) -> Vec<Code> {
    let codes = outcome(case).map(|outcome| outcome.codes.iter());
    let code = |code: &DeclineCode| {
        let definition = code.definition();
        Code {
            code: code.as_str().to_owned(),
            description: definition.map_or("", |known| known.description),
            person: definition
                .map_or_else(String::new, |known| fill(t.person_reads, known.public_text)),
        }
    };
    codes.into_iter().flatten().map(code).collect()
}

/// Returns the journal. What an entry says in words may be personal.
pub(super) fn journal(case: &Case) -> Vec<Happened> {
    let entries = case.journal.iter();
    let happened = entries.map(|entry| {
        let detail = entry.detail.as_deref().filter(|_| case.shows_personal_data);
        Happened {
            at: entry.sequence.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            what: message(entry.code, None, Profile::Table, detail),
            more: entry.code.to_string(),
        }
    });
    happened.collect()
}

/// Returns what the business was told.
pub(super) fn deliveries(case: &Case) -> Vec<Happened> {
    let deliveries = case.deliveries.iter();
    let happened = deliveries.map(|delivery| Happened {
        at: minute(delivery.created_at),
        what: match delivery.told {
            NotificationKind::Event(event) => event.name().to_owned(),
            NotificationKind::Journal => "journal".to_owned(),
            NotificationKind::Results => "results".to_owned(),
        },
        more: delivery.state.as_str().to_owned(),
    });
    happened.collect()
}

/// Returns who did what. What was said about it may be personal. Whom the reader does not know is
/// named by their ID.
pub(super) fn trail(
    case: &Case,
    locale: Locale,
    names: &HashMap<StaffId, Personal>,
) -> Vec<Happened> {
    let acts = AuditTexts::of(locale);
    let named = |id: StaffId| {
        let known = names.get(&id);
        known.map_or_else(|| id.to_string(), |name| name.reveal().to_owned())
    };
    let entries = case.trail.iter();
    let happened = entries.map(|audited| {
        let entry = &audited.entry;
        let content = &entry.content;
        let reason = content.reason.iter().map(text);
        let details = content.details.iter();
        let details = details.map(|(name, value)| format!("{name}: {}", value.reveal()));
        let said: Vec<String> = reason.chain(details).collect();
        let said = match (said.is_empty(), case.shows_personal_data) {
            (true, _) => String::new(),
            (false, true) => said.join("; "),
            (false, false) => MASKED.to_owned(),
        };
        let who = match entry.by {
            Actor::Operator => acts.operator.to_owned(),
            Actor::Server => acts.server.to_owned(),
            Actor::Staff(id, _) => named(id),
        };
        Happened {
            at: minute(entry.at),
            what: format!("{} – {who}", acts.act_name(entry.act)),
            more: said,
        }
    });
    happened.collect()
}
