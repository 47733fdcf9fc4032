//! The basis of a verdict: results, data, `info`, reasons, enhanced data.

use verification::capture::Confirmed;
use verification::decline::DeclineCode;
use verification::verdict::{DataValue, FieldResult, Outcome, ServiceResult};
use verification::{Personal, ResponseEvent, Verification};

use super::info;
use crate::verify::json::{Json, Members, texts};

/// Adds the keys of `verification.accepted` and `verification.declined`.
///
/// Without a decision there are no results to add, but `info` is still there.
pub(super) fn add<'a>(
    body: &mut Members<'a>,
    verification: &'a Verification,
    event: ResponseEvent,
) {
    let outcome = verification
        .stage
        .decision()
        .map(|decision| &decision.outcome);
    if let Some(outcome) = outcome {
        body.set("verification_result", result(outcome));
        body.set("verification_data", data(outcome));
    }
    body.set("info", info::info(&verification.origin));
    let Some(outcome) = outcome else { return };
    if event == ResponseEvent::VerificationDeclined {
        declined(body, outcome);
    }
    let additional = additional(outcome, verification.capture.confirmed.as_deref());
    if !additional.is_empty() {
        body.set("additional_data", additional);
    }
}

/// Renders `verification_result`: 1, 0 or null, by service and field.
fn result(outcome: &Outcome) -> Members<'_> {
    let mut services = Members::new();
    for service in &outcome.services {
        let name = service.service.as_str();
        match &service.result {
            ServiceResult::Whole(result) => services.set(name, number(*result)),
            ServiceResult::Fields(fields) => {
                let mut results = Members::new();
                for (key, result) in fields {
                    results.set(key.as_str(), number(*result));
                }
                services.set(name, results);
            }
        }
    }
    services
}

/// These are numbers, not booleans, because clients compare them with the text `1`.
fn number(result: FieldResult) -> Json<'static> {
    result.map_or(Json::Null, |holds| Json::Number(i64::from(holds)))
}

/// Renders `verification_data` by service and field. A service without data is omitted.
fn data(outcome: &Outcome) -> Members<'_> {
    let mut services = Members::new();
    for service in outcome
        .services
        .iter()
        .filter(|service| !service.data.is_empty())
    {
        let mut values = Members::new();
        for (key, value) in &service.data {
            values.set(key.as_str(), data_value(value));
        }
        services.set(service.service.as_str(), values);
    }
    services
}

fn data_value(value: &DataValue) -> Json<'_> {
    match value {
        DataValue::Null => Json::Null,
        DataValue::Text(text) => text.reveal().into(),
        DataValue::Number(number) => Json::Number(*number),
        DataValue::Words(words) => texts(words.iter().map(String::as_str)),
        DataValue::Name {
            first,
            middle,
            last,
        } => Members::new()
            .with("first_name", part(first.as_ref()))
            .with("middle_name", part(middle.as_ref()))
            .with("last_name", part(last.as_ref()))
            .into(),
    }
}

fn part(part: Option<&Personal>) -> Option<&str> {
    part.map(Personal::reveal)
}

/// Renders the reasons for a decline. A reviewer's verdict may have no code, and then there is no
/// reason to report.
fn declined<'a>(body: &mut Members<'a>, outcome: &'a Outcome) {
    let reason = outcome.reason.as_ref().map(|code| {
        code.definition()
            .map_or(code.as_str(), |definition| definition.description)
    });
    body.set("declined_reason", reason);
    body.set(
        "declined_codes",
        texts(outcome.codes.iter().map(DeclineCode::as_str)),
    );
    let mut services = Members::new();
    for service in outcome
        .services
        .iter()
        .filter(|service| !service.codes.is_empty())
    {
        let codes = texts(service.codes.iter().map(DeclineCode::as_str));
        services.set(service.service.as_str(), codes);
    }
    body.set("services_declined_codes", services);
}

/// Renders `additional_data`: what else was read, for the services that requested it, and what the
/// person corrected on the form, which decides nothing.
fn additional<'a>(outcome: &'a Outcome, confirmed: Option<&'a [Confirmed]>) -> Members<'a> {
    let mut services = Members::new();
    for service in &outcome.services {
        let mut told = Members::new();
        if let Some(fields) = &service.additional {
            let mut proof = Members::new();
            for (key, value) in fields {
                proof.set(key.as_str(), value.reveal());
            }
            told.set("proof", proof);
        }
        let mut corrected = Members::new();
        for field in confirmed.unwrap_or_default() {
            if field.is_corrected && field.service == service.service {
                corrected.set(field.field.as_str(), part(field.value.as_ref()));
            }
        }
        if !corrected.is_empty() {
            told.set("corrected", corrected);
        }
        if !told.is_empty() {
            services.set(service.service.as_str(), told);
        }
    }
    services
}
