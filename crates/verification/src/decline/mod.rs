//! The catalogue of decline codes: why a verification was declined, for whom, and what to do about
//! it.
//!
//! Each code says four things apart from one another: a small stable [`Category`], whether better
//! evidence could change the outcome ([`Definition::retryable`]), a sentence for the business, and
//! a sentence for the person that is kind, says what to do next and blames nobody. The texts are
//! ours; the numbers and what they stand for are the verification protocol's.
//!
//! The set is open. A code that this version does not know has no [`Definition`] but survives a
//! round trip as text, and no number is ever renamed or given twice. Which finding raises which
//! code is said by the policy, not here.

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

pub use self::code::{DeclineCode, NotADeclineCode};
pub use self::definition::{Category, Definition, Origin, Side};

impl DeclineCode {
    /// What the code means, or `None` when this version does not know it.
    pub fn definition(&self) -> Option<&'static Definition> {
        all().find(|definition| definition.code == *self)
    }
}

/// Every definition, table by table.
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
