//! Enrolment: the face of a customer by which they are known again (`face_authentication`).

use std::fmt;

use zeroize::Zeroize;

use crate::account::AccountSettings;
use crate::reading::Compared;
use crate::request::{FaceAuthentication, Request};

/// The numbers that a network made of a face, and which network that was.
///
/// It is biometric data of a person: it does not print, and its memory is wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct FaceTemplate {
    network: [u8; 32],
    numbers: Vec<u8>,
}

impl FaceTemplate {
    /// Wraps what a network made of a face. Templates of two networks cannot be compared.
    pub const fn new(network: [u8; 32], numbers: Vec<u8>) -> Self {
        Self { network, numbers }
    }

    /// Returns the digest that names the network.
    pub const fn network(&self) -> [u8; 32] {
        self.network
    }

    /// Returns the numbers, for comparing and sealing them.
    pub fn reveal(&self) -> &[u8] {
        &self.numbers
    }
}

impl Drop for FaceTemplate {
    fn drop(&mut self) {
        self.numbers.zeroize();
    }
}

impl fmt::Debug for FaceTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FaceTemplate({} bytes)", self.numbers.len())
    }
}

/// What `face_authentication` came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Authentication {
    /// Nobody is enrolled under the customer's name, so a face can be.
    MayEnroll,
    /// Somebody is enrolled under the customer's name already.
    AlreadyEnrolled,
    /// Nobody is enrolled under the customer's name, so there is nothing to compare with.
    NotEnrolled,
    /// The selfie was compared with the enrolled face.
    Compared(Compared),
    /// The selfie does not show one face.
    NoFace,
    /// The enrolled face was made by another network, so it cannot be compared.
    OtherNetwork,
    /// The enrolled face cannot be opened, or the comparison broke down.
    BrokeDown,
}

/// Returns what the request asks for, if it asks for `face_authentication`.
pub fn asked(request: &Request) -> Option<FaceAuthentication> {
    request.services.face.as_ref()?.authentication
}

/// Returns true if an account may ask for what a request asks for.
pub fn is_allowed(request: &Request, settings: &AccountSettings) -> bool {
    asked(request).is_none() || settings.enrols_faces
}
