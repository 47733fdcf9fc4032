//! The services a verification is made of, with their names on the wire.
//!
//! This module only names them. What a service may carry is said where requests are parsed, and an
//! unknown name is an error here: a service nobody knows cannot be performed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One thing that a verification may be asked to check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Service {
    /// An identity document: passport, identity card, driving licence, bank card.
    Document,
    /// A second identity document, with the same parameters as the first.
    DocumentTwo,
    /// A paper that proves where the person lives.
    Address,
    /// A handwritten or printed note held up to the camera.
    Consent,
    /// A picture or video of the person's own face.
    Face,
    /// A code sent to the person's telephone.
    Phone,
    /// Searches of sanction, warning and similar lists.
    BackgroundChecks,
    /// Checks of a company. Catalogued for its decline codes; not performed.
    Business,
    /// Electronic identity schemes. Catalogued for its decline codes; not performed.
    Eidv,
    /// Questions put to the person. Catalogued for its decline codes; not performed.
    Questionnaire,
}

impl Service {
    /// Every service, in the order in which answers list them.
    pub const ALL: &'static [Self] = &[
        Self::Document,
        Self::DocumentTwo,
        Self::Address,
        Self::Consent,
        Self::Face,
        Self::Phone,
        Self::BackgroundChecks,
        Self::Business,
        Self::Eidv,
        Self::Questionnaire,
    ];

    /// The key of the service in requests and answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::DocumentTwo => "document_two",
            Self::Address => "address",
            Self::Consent => "consent",
            Self::Face => "face",
            Self::Phone => "phone",
            Self::BackgroundChecks => "background_checks",
            Self::Business => "kyb",
            Self::Eidv => "ekyc",
            Self::Questionnaire => "questionnaire",
        }
    }

    /// Whether the service exists only so that its decline codes have a home.
    pub const fn is_catalogue_only(self) -> bool {
        matches!(self, Self::Business | Self::Eidv | Self::Questionnaire)
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The text names no service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a service; known are document, document_two, address, consent, face, phone, background_checks, kyb, ekyc and questionnaire"
)]
pub struct NotAService;

impl FromStr for Service {
    type Err = NotAService;

    fn from_str(text: &str) -> Result<Self, NotAService> {
        Self::ALL
            .iter()
            .copied()
            .find(|service| service.as_str() == text)
            .ok_or(NotAService)
    }
}

impl TryFrom<String> for Service {
    type Error = NotAService;

    fn try_from(text: String) -> Result<Self, NotAService> {
        text.parse()
    }
}

impl From<Service> for &'static str {
    fn from(service: Service) -> Self {
        service.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_reads_back() {
        for service in Service::ALL {
            assert_eq!(service.to_string().parse(), Ok(*service));
            let json = serde_json::to_string(service).unwrap();
            assert_eq!(json, format!("\"{service}\""));
            assert_eq!(serde_json::from_str::<Service>(&json).unwrap(), *service);
        }
        assert_eq!("Document".parse::<Service>(), Err(NotAService));
        assert_eq!("".parse::<Service>(), Err(NotAService));
        assert!(serde_json::from_str::<Service>("\"nfc\"").is_err());
    }

    #[test]
    fn the_list_is_complete_and_in_order() {
        assert!(Service::ALL.is_sorted());
        assert_eq!(Service::ALL.len(), Service::Questionnaire as usize + 1);
        assert_eq!(
            Service::ALL
                .iter()
                .filter(|s| s.is_catalogue_only())
                .count(),
            3
        );
    }
}
