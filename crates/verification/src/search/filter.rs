//! What somebody looks for.

use super::facts::facts_of;
use super::terms::{SearchWord, terms_of};
use crate::aggregate::Verification;
use crate::capture::Kind;
use crate::request::{CountryCode, DocumentType};
use crate::service::Service;

/// What a list is narrowed down to. The parts combine: each that is not empty has to match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchFilter {
    /// All of these words have to be found.
    pub words: Vec<SearchWord>,
    /// One of these countries.
    pub countries: Vec<CountryCode>,
    /// All of these services have to be requested.
    pub services: Vec<Service>,
    /// One of these kinds of request.
    pub kinds: Vec<Kind>,
    /// A document of one of these types.
    pub document_types: Vec<DocumentType>,
    /// Whether a person gave the verdict.
    pub by_hand: Option<bool>,
}

impl SearchFilter {
    /// Returns true if it narrows nothing down.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns true if a verification is one that is looked for.
    pub fn matches(&self, verification: &Verification) -> bool {
        let facts = facts_of(verification);
        let is_found = |word: &SearchWord, terms: &std::collections::BTreeSet<_>| {
            let mut spellings = word.spellings().iter();
            spellings.any(|term| terms.contains(term))
        };
        let countries = &self.countries;
        let in_country = |code: &CountryCode| facts.country == Some(code.iso());
        let types = &self.document_types;
        (countries.is_empty() || countries.iter().any(in_country))
            && self.services.iter().all(|one| facts.services.contains(one))
            && (self.kinds.is_empty() || self.kinds.contains(&facts.kind))
            && (types.is_empty() || types.iter().any(|one| facts.document_types.contains(one)))
            && self
                .by_hand
                .is_none_or(|by_hand| by_hand == facts.is_by_hand)
            && (self.words.is_empty() || {
                let terms = terms_of(verification);
                self.words.iter().all(|word| is_found(word, &terms))
            })
    }
}
