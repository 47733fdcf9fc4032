//! Customers whom the business names, and accounts whose customers are searched.

use proofing::ports::Enrolment;
use testkit::builders::{account_id, at, verification_id};
use verification::Verification;
use verification::account::AccountSettings;
use verification::enrolment::FaceTemplate;
use verification::request::{CustomerName, FaceAuthentication, FaceService};

use super::samples::bare;

/// A verification of a customer with a name.
pub(super) fn named() -> Vec<Verification> {
    let mut next = bare();
    next.request.customer = Some(CustomerName::parse("customer-7").unwrap());
    let authenticated = |authentication| {
        let mut next = next.clone();
        next.request.services.face = Some(FaceService {
            authentication: Some(authentication),
            ..FaceService::default()
        });
        next
    };
    let all = FaceAuthentication::ALL.iter().copied().map(authenticated);
    [next.clone()].into_iter().chain(all).collect()
}

/// A face that a customer enrolled.
pub(super) fn enrolled() -> Enrolment {
    Enrolment {
        account: account_id(7),
        customer: CustomerName::parse("customer-7").unwrap(),
        template: FaceTemplate::new([7; 32], vec![0, 1, 254, 255]),
        verification: verification_id(98),
        at: at(7),
    }
}

/// The settings of an account whose customers are searched for duplicates.
pub(super) fn searched() -> AccountSettings {
    AccountSettings {
        searches_duplicates: true,
        ..AccountSettings::default()
    }
}

/// The settings of an account whose customers are enrolled.
pub(super) fn enrolling() -> AccountSettings {
    AccountSettings {
        enrols_faces: true,
        ..AccountSettings::default()
    }
}
