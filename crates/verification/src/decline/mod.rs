//! The catalogue of decline codes: why a verification was declined, for whom, and what to do about
//! it.
//!
//! Each code has four separate parts: a stable [`Category`] from a small set, whether better
//! evidence could change the outcome ([`Definition::retryable`]), a sentence for the business, and
//! a sentence for the person, which is kind, says what to do next and blames nobody. The texts are
//! our own; the numbers and their meanings are the verification protocol's.
//!
//! The set is open. A code that this version does not know has no [`Definition`], but it survives a
//! round trip as text. No code is ever renamed or reused. The policy decides which finding raises
//! which code.

mod address;
mod advice;
mod consent;
mod document;
mod extensions;
mod face;
mod others;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::service::Service;

/// A decline code as it appears on the wire, such as `SPDR07`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeclineCode(Cow<'static, str>);

/// The definition of a [`DeclineCode`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub code: DeclineCode,
    /// The name of the constant on [`DeclineCode`], for logs and the back office.
    pub name: &'static str,
    /// The services that can be declined with it.
    pub services: &'static [Service],
    pub category: Category,
    /// Whether the person may try again, because better evidence could lead to another outcome.
    pub retryable: bool,
    /// The side of the document that it refers to, if it refers to one.
    pub side: Option<Side>,
    /// The key of the claim that it refers to, if it refers to one.
    pub field: Option<&'static str>,
    /// For the business: the text of `declined_reason`, without a full stop at the end.
    pub description: &'static str,
    /// For staff: what was found.
    pub internal_text: &'static str,
    /// For the person: what to do next.
    pub public_text: &'static str,
    pub origin: Origin,
    /// The first version of this server that had the code.
    pub since: &'static str,
}

/// The general reason, from a small set that clients may switch on.
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
pub enum Side {
    Front,
    Back,
}

/// The party that assigned a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The verification protocol.
    Protocol,
    /// This server, for reasons that have no number in the protocol.
    Ours,
}

impl DeclineCode {
    /// The maximum length of a code in bytes.
    pub const MAX_LEN: usize = 32;

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the definition of the code, or `None` if this version does not know it.
    pub fn definition(&self) -> Option<&'static Definition> {
        all().find(|definition| definition.code == *self)
    }
}

/// Returns all definitions, table by table.
pub fn all() -> impl Iterator<Item = &'static Definition> {
    [
        document::DOCUMENT,
        address::ADDRESS,
        face::FACE,
        consent::CONSENT,
        others::OTHERS,
        extensions::OURS,
    ]
    .into_iter()
    .flatten()
}

impl Category {
    /// All categories, in the order of the documentation.
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

impl fmt::Display for DeclineCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The text is not a possible decline code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a decline code: expected 1 to 32 letters, digits, dashes or underscores")]
pub struct NotADeclineCode;

impl FromStr for DeclineCode {
    type Err = NotADeclineCode;

    fn from_str(text: &str) -> Result<Self, NotADeclineCode> {
        let lawful = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if text.is_empty() || text.len() > Self::MAX_LEN || !text.bytes().all(lawful) {
            return Err(NotADeclineCode);
        }
        Ok(Self(Cow::Owned(text.to_owned())))
    }
}

impl TryFrom<String> for DeclineCode {
    type Error = NotADeclineCode;

    fn try_from(text: String) -> Result<Self, NotADeclineCode> {
        text.parse()
    }
}

impl From<DeclineCode> for String {
    fn from(code: DeclineCode) -> Self {
        code.0.into_owned()
    }
}

/// Writes one table: a constant on [`DeclineCode`] and a [`Definition`] per row, so that neither
/// can be added without the other. `again` and `never` say whether the person may try again.
macro_rules! declines {
    (
        $(#[$attr:meta])* $table:ident, $origin:ident;
        $( $name:ident = $code:literal $services:ident $category:ident $retry:ident
           $(side $side:ident)? $(field $field:literal)?:
           $description:literal, $internal:literal, $public:ident; )+
    ) => {
        impl crate::decline::DeclineCode {
            $( #[doc = $description] pub const $name: Self = Self(std::borrow::Cow::Borrowed($code)); )+
        }

        $(#[$attr])*
        pub(super) static $table: &[crate::decline::Definition] = &[
            $( crate::decline::Definition {
                code: crate::decline::DeclineCode::$name,
                name: stringify!($name),
                services: crate::decline::groups::$services,
                category: crate::decline::Category::$category,
                retryable: declines!(@retry $retry),
                side: declines!(@side $($side)?),
                field: declines!(@option $($field)?),
                description: $description,
                internal_text: $internal,
                public_text: crate::decline::advice::$public,
                origin: crate::decline::Origin::$origin,
                since: "0.1.0",
            }, )+
        ];
    };
    (@retry again) => { true };
    (@retry never) => { false };
    (@side) => { None };
    (@side $side:ident) => { Some(crate::decline::Side::$side) };
    (@option) => { None };
    (@option $value:literal) => { Some($value) };
}
use declines;

/// Groups of services that share codes, by the letters in the protocol's list.
mod groups {
    use super::Service::{
        self, Address, BackgroundChecks, Business, Consent, Document, DocumentTwo, Eidv, Face,
        Phone, Questionnaire,
    };

    pub(super) const ALL: &[Service] = Service::ALL;
    pub(super) const D: &[Service] = &[Document, DocumentTwo];
    pub(super) const DA: &[Service] = &[Document, DocumentTwo, Address];
    pub(super) const DAC: &[Service] = &[Document, DocumentTwo, Address, Consent];
    pub(super) const DACF: &[Service] = &[Document, DocumentTwo, Address, Consent, Face];
    pub(super) const DF: &[Service] = &[Document, DocumentTwo, Face];
    pub(super) const A: &[Service] = &[Address];
    pub(super) const C: &[Service] = &[Consent];
    pub(super) const CF: &[Service] = &[Consent, Face];
    pub(super) const F: &[Service] = &[Face];
    pub(super) const FQ: &[Service] = &[Face, Questionnaire];
    pub(super) const P: &[Service] = &[Phone];
    pub(super) const M: &[Service] = &[BackgroundChecks];
    pub(super) const MB: &[Service] = &[BackgroundChecks, Business];
    pub(super) const B: &[Service] = &[Business];
    pub(super) const E: &[Service] = &[Eidv];
    pub(super) const Q: &[Service] = &[Questionnaire];
}

#[cfg(test)]
mod tests;
