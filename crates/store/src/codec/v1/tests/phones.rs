//! Verifications whose phone is confirmed by a code.

use testkit::builders::at;
use verification::capture::{Channel, CodeHash, PhoneEnd, PhoneState, Sending, SentCode};
use verification::phone_number::PhoneNumber;
use verification::request::{PhoneService, Services};
use verification::{Personal, Request, Verification};

use super::samples::bare;

/// One verification for each state of the check.
pub(super) fn phones() -> Vec<Verification> {
    let ends = [
        None,
        None,
        None,
        Some(PhoneEnd::Confirmed),
        Some(PhoneEnd::TooManyWrong),
        Some(PhoneEnd::Unreachable),
        Some(PhoneEnd::NotAsked),
    ];
    let of = |(number, end)| with_phone(number, end);
    ends.into_iter().enumerate().map(of).collect()
}

fn with_phone(number: usize, end: Option<PhoneEnd>) -> Verification {
    let bare = bare();
    let sendings = [Sending::Waiting, Sending::Taken, Sending::Refused];
    let code = SentCode {
        hash: CodeHash::new([number as u8; 32]),
        channel: [Channel::Sms, Channel::Whatsapp][number % 2],
        language: "fr-CA".to_owned(),
        at: at(60),
        sending: sendings[number % sendings.len()],
    };
    let services = Services {
        phone: Some(PhoneService {
            text: Some(Personal::new("Your code is")),
            channels: vec![Channel::Whatsapp, Channel::Sms],
            ..PhoneService::default()
        }),
        ..Services::default()
    };
    let mut verification = Verification {
        request: Request {
            services,
            ..bare.request.clone()
        },
        ..bare
    };
    verification.capture.phone = PhoneState {
        number: PhoneNumber::parse("+15550100").ok(),
        code: end.is_none().then_some(code),
        sent: 2,
        series: 1,
        wrong: 4,
        end,
    };
    verification
}
