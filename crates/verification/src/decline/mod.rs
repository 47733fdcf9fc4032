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
mod code;
mod consent;
mod definition;
mod document;
mod extensions;
mod face;
mod groups;
mod others;
mod table;

pub use self::advice::Advice;
pub use self::code::{DeclineCode, NotADeclineCode};
pub use self::definition::{Category, Definition, DocumentSide, Origin};

impl DeclineCode {
    /// What the code means, or `None` when this version does not know it.
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

#[cfg(test)]
mod tests;
