//! Judges the check of a phone: the code that was sent to it was entered, or was not.

use super::judged::Judged;
use crate::capture::{PhoneEnd, PhoneState};
use crate::decline::DeclineCode;
use crate::finding::Finding;
use crate::phone_number::PhoneNumber;
use crate::request::PhoneService;
use crate::service::Service;
use crate::verdict::{DataValue, ServiceOutcome, ServiceResult};

const CHECK: &str = "phone.code";

/// Judges how the check ended. What has not ended is `null`, like every check that was not made.
pub(super) fn judge(asked: &PhoneService, phone: &PhoneState) -> Judged {
    let failed = |code, detail: &str| Finding::failed(Service::Phone, CHECK, code, detail);
    let (result, finding) = match phone.end {
        Some(PhoneEnd::Confirmed) => (
            Some(true),
            Finding::passed(Service::Phone, CHECK, "the code was entered"),
        ),
        Some(PhoneEnd::TooManyWrong) => (
            Some(false),
            failed(
                DeclineCode::PHONE_CODE_EXHAUSTED,
                "wrong codes were entered too many times",
            ),
        ),
        Some(PhoneEnd::Unreachable) => (
            Some(false),
            failed(
                DeclineCode::PHONE_UNREACHABLE,
                "the person says that no code arrived",
            ),
        ),
        Some(PhoneEnd::NotAsked) => (
            None,
            Finding::not_made(
                Service::Phone,
                CHECK,
                "this server has no channel for codes",
            ),
        ),
        None => (
            None,
            Finding::not_made(Service::Phone, CHECK, "the check did not end"),
        ),
    };
    let entered = phone.number.as_ref().map(PhoneNumber::personal);
    let number = asked.phone_number.as_ref().or(entered);
    let number = number.map_or(DataValue::Null, |number| DataValue::Text(number.clone()));
    Judged {
        outcome: ServiceOutcome {
            service: Service::Phone,
            result: ServiceResult::Whole(result),
            data: vec![("phone_number".to_owned(), number)],
            additional: None,
            codes: finding.code.iter().cloned().collect(),
        },
        findings: vec![finding],
    }
}
