//! The flags that narrow a list of verifications down. They combine: each has to match.

use anyhow::{Result, bail};
use clap::Args;
use proofing::ports::ReferenceFilter;
use verification::Service;
use verification::capture::Kind;
use verification::request::{CountryCode, DocumentType, Reference};
use verification::search::{SearchField, SearchFilter};

use crate::cli::values::{self, Sought};

/// What verifications are looked for by.
#[derive(Debug, Args)]
pub(super) struct Filter {
    /// Only list the verification with this reference; with `*` at its end, those that start so.
    #[arg(long, value_name = "REFERENCE")]
    reference: Option<String>,
    /// Only list verifications of people with all of these words in their names, in any order;
    /// case and marks do not matter.
    #[arg(long, value_name = "WORDS", value_parser = values::sought(SearchField::Name))]
    name: Option<Sought>,
    /// Only list verifications with this e-mail address.
    #[arg(long, value_name = "ADDRESS", value_parser = values::sought(SearchField::Email))]
    email: Option<Sought>,
    /// Only list verifications with this telephone number, which needs its country code.
    #[arg(long, value_name = "NUMBER", value_parser = values::sought(SearchField::Phone))]
    phone: Option<Sought>,
    /// Only list verifications with a document of this number.
    #[arg(long, value_name = "NUMBER", value_parser = values::sought(SearchField::DocumentNumber))]
    document_number: Option<Sought>,
    /// Only list verifications of people born on this day, such as 1990-12-31.
    #[arg(long, value_name = "DATE", value_parser = values::sought(SearchField::BirthDate))]
    born: Option<Sought>,
    /// Only list verifications with a document issued on this day.
    #[arg(long, value_name = "DATE", value_parser = values::sought(SearchField::IssueDate))]
    issued: Option<Sought>,
    /// Only list verifications with a document that expires on this day.
    #[arg(long, value_name = "DATE", value_parser = values::sought(SearchField::ExpiryDate))]
    expires: Option<Sought>,
    /// Only list verifications with a document of this type; may be repeated.
    #[arg(long, value_name = "TYPE", value_parser = values::document_types())]
    document_type: Vec<DocumentType>,
    /// Only list verifications of this country, by its two letters; may be repeated.
    #[arg(long, value_name = "COUNTRY", value_parser = values::country)]
    country: Vec<CountryCode>,
    /// Only list verifications that include this service; may be repeated, and then all are needed.
    #[arg(long, value_name = "SERVICE", value_parser = values::services())]
    service: Vec<Service>,
    /// Only list verifications of this kind; may be repeated.
    #[arg(long, value_name = "KIND", value_parser = values::kinds())]
    kind: Vec<Kind>,
    /// Only list verifications whose verdict a person gave, or did not give.
    #[arg(long, value_name = "YES|NO", value_parser = values::yes_or_no())]
    by_hand: Option<bool>,
}

impl Filter {
    /// Returns the references and everything else that is looked for.
    pub(super) fn parts(self) -> Result<(Option<ReferenceFilter>, SearchFilter)> {
        let reference = self.reference.as_deref().map(named).transpose()?;
        let words = [
            self.name,
            self.email,
            self.phone,
            self.document_number,
            self.born,
            self.issued,
            self.expires,
        ];
        let words = words.into_iter().flatten().flat_map(|sought| sought.0);
        let filter = SearchFilter {
            words: words.collect(),
            countries: self.country,
            services: self.service,
            kinds: self.kind,
            document_types: self.document_type,
            by_hand: self.by_hand,
        };
        Ok((reference, filter))
    }
}

fn named(text: &str) -> Result<ReferenceFilter> {
    if let Some(start) = text.strip_suffix('*') {
        return Ok(ReferenceFilter::Prefix(start.to_owned()));
    }
    match Reference::parse(text) {
        Ok(reference) => Ok(ReferenceFilter::Exact(reference)),
        Err(error) => bail!(
            "--reference {error}; to look for the start of a reference, put * after it, in quotes"
        ),
    }
}
