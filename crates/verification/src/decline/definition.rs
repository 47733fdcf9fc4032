//! What is known about a decline code.

use std::fmt;

use super::advice::Advice;
use super::code::DeclineCode;
use crate::service::Service;

/// What is known about a [`DeclineCode`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub code: DeclineCode,
    /// The name of the constant on [`DeclineCode`], for logs and the back office.
    pub name: &'static str,
    /// The services that may be declined with it.
    pub services: &'static [Service],
    pub category: Category,
    /// Whether the person may try again: better evidence could lead to another outcome.
    pub retryable: bool,
    /// The side of the document that it speaks of, when it speaks of one.
    pub side: Option<DocumentSide>,
    /// The key of the claim that it speaks of, when it speaks of one.
    pub field: Option<&'static str>,
    /// For the business: what `declined_reason` says. No final full stop.
    pub description: &'static str,
    /// For staff: what was found.
    pub internal_text: &'static str,
    /// For the person: what to do next.
    pub advice: Advice,
    /// The advice in English.
    pub public_text: &'static str,
    pub origin: Origin,
    /// The version of this server that first had the code.
    pub since: &'static str,
}

/// The coarse reason: a small set that clients may switch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    ImageQuality,
    DocumentUnreadable,
    DocumentExpired,
    DocumentUnsupported,
    DocumentAuthenticity,
    DataMismatch,
    DataInvalid,
    Barcode,
    FaceMismatch,
    Liveness,
    Age,
    Duplicate,
    Consent,
    Abandoned,
    Expired,
    Device,
    Limit,
    Manual,
    Internal,
}

/// A side of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentSide {
    Front,
    Back,
}

/// Whose number a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The verification protocol's.
    Protocol,
    /// Ours, for reasons that the protocol has no number for.
    Ours,
}

impl Category {
    /// Every category, in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        Self::ImageQuality,
        Self::DocumentUnreadable,
        Self::DocumentExpired,
        Self::DocumentUnsupported,
        Self::DocumentAuthenticity,
        Self::DataMismatch,
        Self::DataInvalid,
        Self::Barcode,
        Self::FaceMismatch,
        Self::Liveness,
        Self::Age,
        Self::Duplicate,
        Self::Consent,
        Self::Abandoned,
        Self::Expired,
        Self::Device,
        Self::Limit,
        Self::Manual,
        Self::Internal,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ImageQuality => "image_quality",
            Self::DocumentUnreadable => "document_unreadable",
            Self::DocumentExpired => "document_expired",
            Self::DocumentUnsupported => "document_unsupported",
            Self::DocumentAuthenticity => "document_authenticity",
            Self::DataMismatch => "data_mismatch",
            Self::DataInvalid => "data_invalid",
            Self::Barcode => "barcode",
            Self::FaceMismatch => "face_mismatch",
            Self::Liveness => "liveness",
            Self::Age => "age",
            Self::Duplicate => "duplicate",
            Self::Consent => "consent",
            Self::Abandoned => "abandoned",
            Self::Expired => "expired",
            Self::Device => "device",
            Self::Limit => "limit",
            Self::Manual => "manual",
            Self::Internal => "internal",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
