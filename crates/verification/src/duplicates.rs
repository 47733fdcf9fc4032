//! Duplicates: by what a person is found again among the customers of one account, and who is the
//! same customer.
//!
//! A person is found by the identity that a document gives them and by a selfie that was handed in
//! before. A customer who is verified once more is no duplicate.

use crate::personal::Personal;
use crate::reading::{DocumentReading, Doubt, Examination, PictureHash, PictureTrace};
use crate::request::{Reference, Request};

/// The identity that a document gives its holder: the issuing country, the number and the date of
/// birth, as one text that does not depend on how the number is spelled.
///
/// The text must be hashed with a key before it is stored: whoever knows a number and a date of
/// birth could otherwise ask whether they are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentIdentity(Personal);

impl DocumentIdentity {
    /// Returns the identity, or `None` if a part of it was not read with certainty. A number with
    /// one wrong character would belong to somebody else.
    ///
    /// Blanks, dashes and dots in the number are left out and small letters become capitals,
    /// because barcodes, zones and print spell the same number differently.
    pub fn of(reading: &DocumentReading) -> Option<Self> {
        let is_sure = |doubt| !reading.doubts.contains(&doubt);
        let number = reading.document_number.as_ref();
        let number = number.filter(|_| is_sure(Doubt::DocumentNumber))?;
        let born = reading.dob.filter(|_| is_sure(Doubt::Dob))?;
        let issuer = reading.country.as_deref()?;
        let letters = number.reveal().chars().filter(|c| c.is_alphanumeric());
        let number = Personal::new(letters.flat_map(char::to_uppercase).collect::<String>());
        if number.is_blank() {
            return None;
        }
        let text = format!("{issuer}/{}/{born}", number.reveal());
        Some(Self(Personal::new(text)))
    }

    /// Returns the text, for hashing it with a key.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// What a search for duplicates looks for, and what it lacks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sought {
    /// The identities that the documents give.
    pub documents: Vec<DocumentIdentity>,
    /// The selfie.
    pub selfie: Option<PictureTrace>,
    /// What the request has but the pictures did not yield.
    pub lacking: Vec<Lacking>,
}

/// Why a search says less than that nobody was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// No document gave an identity with certainty.
    Document,
    /// The selfie shows no single face.
    Selfie,
    /// The account does not have its customers searched, or has no longer.
    Search,
}

impl Sought {
    /// Returns what the pictures of a request yield for a search.
    ///
    /// One document with an identity is enough: a second one may be a payment card, which has none.
    pub fn of(request: &Request, examination: &Examination) -> Self {
        let mut sought = Self::default();
        let mut has_documents = false;
        for (service, _) in request.services.documents() {
            has_documents = true;
            let examined = examination.of(service);
            let reading = examined.and_then(|examined| examined.reading.as_ref().ok());
            let identity = reading.and_then(DocumentIdentity::of);
            let news = identity.filter(|identity| !sought.documents.contains(identity));
            sought.documents.extend(news);
        }
        if has_documents && sought.documents.is_empty() {
            sought.lacking.push(Lacking::Document);
        }
        let face = examination.face.as_ref();
        sought.selfie = face.and_then(|examined| examined.trace.clone());
        if sought.selfie.is_none() {
            sought.lacking.push(Lacking::Selfie);
        }
        sought
    }

    /// Returns the fingerprint by which this verification is found later.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint {
            documents: self.documents.clone(),
            selfie: self.selfie.as_ref().map(|trace| trace.hash),
        }
    }
}

/// What is kept of a verification so that it is found again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fingerprint {
    /// The identities that its documents give.
    pub documents: Vec<DocumentIdentity>,
    /// The hash of its selfie.
    pub selfie: Option<PictureHash>,
}

/// The result of a search for duplicates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DuplicateSearch {
    /// The references of accepted verifications of other customers with one of the documents.
    pub documents: Vec<Reference>,
    /// The references of accepted verifications of other customers with the selfie.
    pub selfies: Vec<Reference>,
    /// What could not be searched for.
    pub lacking: Vec<Lacking>,
}

impl DuplicateSearch {
    /// Returns the result of a search that was not made at all.
    pub fn not_made() -> Self {
        Self {
            lacking: vec![Lacking::Search],
            ..Self::default()
        }
    }

    /// Returns whether there is a duplicate, or `None` if that is not known.
    pub fn is_duplicate(&self) -> Option<bool> {
        let is_found = !self.documents.is_empty() || !self.selfies.is_empty();
        (is_found || self.lacking.is_empty()).then_some(is_found)
    }

    /// Returns the references that were found, each once.
    pub fn references(&self) -> Vec<&Reference> {
        let mut all: Vec<&Reference> = Vec::new();
        for reference in self.documents.iter().chain(&self.selfies) {
            if !all.contains(&reference) {
                all.push(reference);
            }
        }
        all
    }
}

/// Returns true if two requests of one account are about one customer, as far as the business says
/// so: by `customer_unique_id` if both have one, otherwise by the e-mail address.
///
/// References do not count. Every attempt has one of its own, and what they have in common is known
/// to the business alone.
pub fn is_same_customer(one: &Request, other: &Request) -> bool {
    if let (Some(one), Some(other)) = (&one.customer, &other.customer) {
        return one == other;
    }
    let (Some(one), Some(other)) = (&one.email, &other.email) else {
        return false;
    };
    one.as_str().to_lowercase() == other.as_str().to_lowercase()
}

/// Returns true if the request asks for a search for duplicates.
pub fn is_sought(request: &Request) -> bool {
    let face = request.services.face.as_ref();
    face.is_some_and(|face| face.check_duplicate_request)
}
