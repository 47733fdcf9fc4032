//! The faces that customers enrolled: `enrolments.sealed`.

use jiff::Timestamp;
use proofing::ports;
use verification::enrolment;

use super::words::{AccountId, CustomerName, VerificationId};
use crate::codec::form::{Form, Text, plain, stored_struct};

/// A digest and numbers in hexadecimal digits. The memory is wiped when they are dropped.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct FaceTemplate {
    network: Text,
    numbers: Text,
}

impl Form<enrolment::FaceTemplate> for FaceTemplate {
    fn of(core: &enrolment::FaceTemplate) -> Self {
        Self {
            network: Text::of(&hex::encode(core.network()).into()),
            numbers: Text::of(&hex::encode(core.reveal()).into()),
        }
    }
    fn into_core(self) -> Option<enrolment::FaceTemplate> {
        let mut network = [0; 32];
        hex::decode_to_slice(self.network.into_core()?.reveal(), &mut network).ok()?;
        let numbers = hex::decode(self.numbers.into_core()?.reveal()).ok()?;
        Some(enrolment::FaceTemplate::new(network, numbers))
    }
}
plain!(FaceTemplate);

stored_struct!(
    /// A customer who is enrolled.
    Enrolment of ports::Enrolment {
        account: AccountId,
        customer: CustomerName,
        template: FaceTemplate,
        verification: VerificationId,
        at: Timestamp,
    }
);
