//! Customers whom the business names, and accounts whose customers are searched.

use verification::Verification;
use verification::account::AccountSettings;
use verification::request::CustomerName;

use super::samples::bare;

/// A verification of a customer with a name.
pub(super) fn named() -> Vec<Verification> {
    let mut next = bare();
    next.request.customer = Some(CustomerName::parse("customer-7").unwrap());
    vec![next]
}

/// The settings of an account whose customers are searched for duplicates.
pub(super) fn searched() -> AccountSettings {
    AccountSettings {
        searches_duplicates: true,
        ..AccountSettings::default()
    }
}
