//! What is filled in, and what is wrong with a description.

/// What is wrong with a description: a sentence for the operator, without values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {why}")]
pub struct BadDescription {
    /// Which of its parts.
    pub key: &'static str,
    /// What is wrong.
    pub why: String,
}

/// What is wrong with one of its parts.
pub(super) fn bad(key: &'static str, why: impl Into<String>) -> BadDescription {
    let why = why.into();
    BadDescription { key, why }
}

/// What is filled in, by name.
pub type Values<'a> = &'a [(&'static str, &'a str)];
