//! Facts as they are stored: words and bits of their own, which stay what they are for ever.

use verification::Service;
use verification::capture::Kind;
use verification::request::DocumentType;

/// Returns the stored form of services: a bit for each.
pub(super) fn services<'a>(services: impl IntoIterator<Item = &'a Service>) -> i64 {
    services.into_iter().fold(0, |bits, service| {
        bits | match service {
            Service::Document => 1,
            Service::DocumentTwo => 1 << 1,
            Service::Address => 1 << 2,
            Service::Consent => 1 << 3,
            Service::Face => 1 << 4,
            Service::Phone => 1 << 5,
            Service::BackgroundChecks => 1 << 6,
            Service::Business => 1 << 7,
            Service::Eidv => 1 << 8,
            Service::Questionnaire => 1 << 9,
        }
    })
}

/// Returns the stored form of types of documents: a bit for each.
pub(super) fn document_types<'a>(types: impl IntoIterator<Item = &'a DocumentType>) -> i64 {
    types.into_iter().fold(0, |bits, one| {
        bits | match one {
            DocumentType::Passport => 1,
            DocumentType::IdCard => 1 << 1,
            DocumentType::DrivingLicense => 1 << 2,
            DocumentType::CreditOrDebitCard => 1 << 3,
        }
    })
}

/// Returns the stored form of a kind of request: the number of its status event.
pub(super) const fn kind(kind: Kind) -> i64 {
    match kind {
        Kind::Portal => 100,
        Kind::Capture => 105,
        Kind::Direct => 110,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_and_type_has_a_bit_of_its_own() {
        assert_eq!(services(Service::ALL), (1 << Service::ALL.len()) - 1);
        let types = DocumentType::ALL;
        assert_eq!(document_types(types), (1 << types.len()) - 1);
    }
}
