//! Values, and errors in a description.

/// An error in a description, as a sentence for the operator without values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {why}")]
pub struct BadDescription {
    /// The part of the description.
    pub key: &'static str,
    /// What is wrong with it, as a sentence without a full stop.
    pub why: String,
}

/// An error in one of the parts.
pub(super) fn bad(key: &'static str, why: impl Into<String>) -> BadDescription {
    let why = why.into();
    BadDescription { key, why }
}

/// The values by name.
pub type Values<'a> = &'a [(&'static str, &'a str)];
