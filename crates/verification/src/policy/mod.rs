//! The policy, which turns findings into a verdict. It is pure: the current day is an argument.
//!
//! A check that was not made is `null` and never counts as passed. A verification is accepted only
//! if every requested service was examined and nothing failed. The verdict follows from the decline
//! codes alone, so everything that is not accepted has at least one.

mod address;
mod authentication;
mod consent;
mod cross_document;
mod document;
mod doubt;
mod duplicates;
mod face;
mod judged;
mod note_text;
mod paper;
mod phone;
pub mod presence;
mod rank;

pub use self::authentication::{ENROLLED, with_authentication};
pub use self::duplicates::{DETECTED, REFERENCES, SAME_DOCUMENT, SAME_SELFIE, with_duplicates};
pub use self::face::{
    CONFIDENCE, LIGHT, MATCHED, POSE, SCREEN as SELFIE_SCREEN, SHARPNESS, is_judgeable,
};
pub use self::paper::{COPY, NO_PORTRAIT_SIDE, SAME_SIDE, SCREEN, accepts_copies, accepts_screens};
pub use self::presence::with_turns;
pub use self::rank::rank;

use jiff::civil::Date;

use self::judged::{Judged, outcome_of};
use self::rank::codes_of;
use crate::capture::PhoneState;
use crate::decline::DeclineCode;
use crate::finding::Finding;
use crate::reading::{Examination, ExaminedPaper, Unread};
use crate::request::Request;
use crate::service::Service;
use crate::verdict::{DataValue, Outcome, ServiceOutcome, ServiceResult};

/// Judges an examination against its request.
///
/// Every reason is reported. `declined_reason` belongs to the code that [`rank`] puts first: a
/// reason that casts doubt on everything else comes before one that stands by itself.
pub fn judge(request: &Request, examination: &Examination, today: Date) -> Outcome {
    judge_with_phone(request, examination, None, today)
}

/// Judges an examination together with the check of a phone, which is no picture.
pub fn judge_with_phone(
    request: &Request,
    examination: &Examination,
    phone: Option<&PhoneState>,
    today: Date,
) -> Outcome {
    let mut services = Vec::new();
    let mut findings = Vec::new();
    for service in request.asked() {
        let judged = judge_service(service, request, examination, phone, today);
        findings.extend(judged.findings);
        services.push(judged.outcome);
    }
    let crossed = cross_document::documents(request, examination);
    if let Some(second) = services
        .iter_mut()
        .find(|outcome| outcome.service == Service::DocumentTwo)
    {
        second.codes.extend(codes_of(&crossed));
        second.codes.sort_by_key(rank);
    }
    findings.extend(crossed);
    for outcome in services
        .iter_mut()
        .filter(|_| request.services.face.is_some())
    {
        findings.extend(face::on_document(outcome, examination.face.as_ref()));
    }
    for outcome in &mut services {
        if outcome.codes.is_empty() && !is_shown(outcome) {
            outcome.codes.push(DeclineCode::CHECK_NOT_MADE);
        }
    }
    outcome_of(services, findings, examination.zones.clone())
}

/// Judges one service by itself.
fn judge_service(
    service: Service,
    request: &Request,
    examination: &Examination,
    phone: Option<&PhoneState>,
    today: Date,
) -> Judged {
    let asked = &request.services;
    let judged = match service {
        Service::Document | Service::DocumentTwo => {
            let document = asked.documents().find(|(at, _)| *at == service);
            document.map(|(_, asked)| {
                document::judge(service, asked, request, examination.of(service), today)
            })
        }
        Service::Address => {
            let paper = asked.address.as_ref().zip(examination.paper.as_ref());
            paper.map(|(asked, paper)| {
                let holder = examination
                    .of(Service::Document)
                    .and_then(|examined| examined.reading.as_ref().ok());
                address::judge(asked, request, paper, holder, today)
            })
        }
        Service::Face => {
            let face = examination.face.as_ref();
            face.map(|examined| face::judge(request, examined))
        }
        Service::Consent => {
            let consent = asked.consent.as_ref();
            consent.map(|asked| consent::judge(asked, examination.note.as_ref()))
        }
        Service::Phone => {
            let phone = asked.phone.as_ref().zip(phone);
            phone.map(|(asked, phone)| phone::judge(asked, phone))
        }
        Service::BackgroundChecks | Service::Business | Service::Eidv | Service::Questionnaire => {
            None
        }
    };
    judged.unwrap_or_else(|| unexamined(service, request))
}

/// Judges a request whose files nobody could examine. Nothing but the phone was checked, and unless
/// a reviewer decides, that is the reason for the decline.
pub fn judge_unexamined(request: &Request, phone: &PhoneState, today: Date) -> Outcome {
    // The result of an unexamined document says so by itself; a paper would look like a service
    // that this server does not have.
    let paper = request.services.address.is_some().then(|| ExaminedPaper {
        readings: Err(Unread::Unsupported),
        findings: Vec::new(),
    });
    let examination = Examination {
        paper,
        ..Examination::default()
    };
    judge_with_phone(request, &examination, Some(phone), today)
}

/// A service that was not examined: `null` in the shape that the service has. It cannot be accepted
/// by itself: that the check was not made is the reason, until a reviewer decides.
fn unexamined(service: Service, request: &Request) -> Judged {
    let why = "no examiner of this service is at work on this server";
    let (result, data) = match (service, &request.services.address) {
        (Service::Address, Some(asked)) => {
            let fields = [
                ("name", asked.name.is_asked()),
                ("full_address", asked.full_address.is_asked()),
                ("issue_date", asked.issue_date.is_asked()),
            ];
            let asked_for = fields
                .into_iter()
                .filter_map(|(key, is_asked)| is_asked.then_some(key));
            let words = asked.supported_types.iter().map(|kind| kind.word());
            (
                nulls(asked_for.clone().chain(["address_document"])),
                unread(asked_for, words),
            )
        }
        _ => (ServiceResult::Whole(None), Vec::new()),
    };
    Judged {
        outcome: ServiceOutcome {
            service,
            result,
            data,
            additional: None,
            codes: Vec::new(),
        },
        findings: vec![Finding::not_made(service, "service", why)],
    }
}

/// Returns these fields as not processed.
fn nulls(keys: impl IntoIterator<Item = &'static str>) -> ServiceResult {
    ServiceResult::Fields(keys.into_iter().map(|key| (key.to_owned(), None)).collect())
}

/// Returns these fields as not read, and the types as supported but not selected.
fn unread(
    keys: impl IntoIterator<Item = &'static str>,
    supported: impl Iterator<Item = &'static str>,
) -> Vec<(String, DataValue)> {
    let fields = keys.into_iter().map(|key| (key, DataValue::Null));
    let supported = supported.map(str::to_owned).collect();
    let types = [
        ("selected_type", DataValue::Words(vec![String::new()])),
        ("supported_types", DataValue::Words(supported)),
    ];
    fields
        .chain(types)
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// Returns true if something about the service was confirmed.
fn is_shown(service: &ServiceOutcome) -> bool {
    match &service.result {
        ServiceResult::Whole(result) => *result == Some(true),
        ServiceResult::Fields(fields) => fields.iter().any(|(_, result)| *result == Some(true)),
    }
}
