//! The words, numbers, addresses and dates by which a verification is found.

use std::collections::BTreeSet;

use crate::aggregate::Verification;
use crate::names::folding::words;
use crate::names::{MAX_LEN, PersonName};
use crate::personal::Personal;
use crate::request::fields::parse_date;
use crate::request::{Asked, Services};
use crate::stage::Stage;
use crate::verdict::{DataValue, Outcome};
use crate::wire_enum::wire_enum;

/// The maximum number of terms of one verification. What exceeds it is not found, so that nobody
/// makes the index large by sending long names.
pub const MOST_TERMS: usize = 48;

/// Shorter numbers of telephones are not sought, because they could be anything.
const FEWEST_DIGITS: usize = 6;

wire_enum!(
    /// The kinds of terms. A term of one kind is never found as another.
    SearchField {
        /// One word of a name, whichever part of the name it belongs to.
        Name = "name",
        /// An e-mail address.
        Email = "email",
        /// A telephone number.
        Phone = "phone",
        /// The number of a document.
        DocumentNumber = "document_number",
        /// A date of birth.
        BirthDate = "birth_date",
        /// A date of issue.
        IssueDate = "issue_date",
        /// A date of expiry.
        ExpiryDate = "expiry_date",
    }
);

/// A word, number, address or date in the form in which it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SearchTerm {
    field: SearchField,
    folded: Personal,
}

impl SearchTerm {
    /// Returns the kind of the term.
    pub const fn field(&self) -> SearchField {
        self.field
    }

    /// Returns the term as it is compared.
    pub const fn folded(&self) -> &Personal {
        &self.folded
    }
}

/// A word that somebody looks for. It is found where one of its spellings is a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchWord(Vec<SearchTerm>);

impl SearchWord {
    /// Returns the spellings, of which there is at least one.
    pub fn spellings(&self) -> &[SearchTerm] {
        &self.0
    }
}

/// The text contains nothing by which a verification could be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.advice())]
pub struct NothingToSeek {
    /// What was looked for.
    pub field: SearchField,
}

impl NothingToSeek {
    const fn advice(self) -> &'static str {
        match self.field {
            SearchField::Name => "write whole words of the name",
            SearchField::Email => "write the whole e-mail address",
            SearchField::Phone => "write the whole telephone number with its country code",
            SearchField::DocumentNumber => "write the whole number of the document",
            SearchField::BirthDate | SearchField::IssueDate | SearchField::ExpiryDate => {
                "write the date as 1990-12-31"
            }
        }
    }
}

impl SearchField {
    /// Returns the words that a text looks for, all of which have to be found.
    ///
    /// # Errors
    /// Returns [`NothingToSeek`] if the text cannot be a value of this kind.
    pub fn seek(self, text: &str) -> Result<Vec<SearchWord>, NothingToSeek> {
        let words = self.words_of(text);
        if words.is_empty() {
            return Err(NothingToSeek { field: self });
        }
        Ok(words)
    }

    /// Returns the words of a value. A text that cannot be a value of this kind has none.
    fn words_of(self, text: &str) -> Vec<SearchWord> {
        if text.len() > MAX_LEN {
            return Vec::new();
        }
        let spellings: Vec<Vec<String>> = match self {
            Self::Name => words(text)
                .into_iter()
                .map(|word| {
                    let mut spellings = vec![word.base];
                    if !spellings.contains(&word.wide) {
                        spellings.push(word.wide);
                    }
                    spellings
                })
                .collect(),
            Self::Email => one(text.trim().to_lowercase(), |text| text.contains('@')),
            Self::Phone => {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                let digits = digits.trim_start_matches('0');
                one(digits.to_owned(), |digits| digits.len() >= FEWEST_DIGITS)
            }
            Self::DocumentNumber => {
                let capitals = text.chars().flat_map(char::to_uppercase);
                let number: String = capitals.filter(|one| one.is_alphanumeric()).collect();
                one(number, |number| !number.is_empty())
            }
            Self::BirthDate | Self::IssueDate | Self::ExpiryDate => {
                let date = parse_date(text.trim()).ok();
                date.map(|date| vec![date.to_string()])
                    .into_iter()
                    .collect()
            }
        };
        let term = |folded: String| SearchTerm {
            field: self,
            folded: Personal::new(folded),
        };
        let words = spellings.into_iter();
        words
            .map(|spellings| SearchWord(spellings.into_iter().map(term).collect()))
            .collect()
    }
}

fn one(text: String, is_whole: impl Fn(&str) -> bool) -> Vec<Vec<String>> {
    if is_whole(&text) {
        vec![vec![text]]
    } else {
        Vec::new()
    }
}

/// Returns the terms of a verification: of its claims, of what was read, of what the person
/// entered and confirmed, and of the addresses to which its link was sent. There are at most
/// [`MOST_TERMS`].
pub fn terms_of(verification: &Verification) -> BTreeSet<SearchTerm> {
    let mut found = Terms::default();
    let request = &verification.request;
    if let Some(email) = &request.email {
        found.add(SearchField::Email, email.as_str());
    }
    found.claims(&request.services);
    let link = request
        .capture
        .as_ref()
        .and_then(|terms| terms.send_link.as_ref());
    if let Some(link) = link {
        let to = link.to.reveal();
        let field = if to.contains('@') {
            SearchField::Email
        } else {
            SearchField::Phone
        };
        found.add(field, to);
    }
    let capture = &verification.capture;
    if let Some(number) = &capture.phone.number {
        found.add(SearchField::Phone, number.personal().reveal());
    }
    for confirmed in capture.confirmed.iter().flatten() {
        if let (Some(field), Some(value)) = (field_of(&confirmed.field), &confirmed.value) {
            found.add(field, value.reveal());
        }
    }
    let outcome = match &verification.stage {
        Stage::InReview(outcome) => Some(&**outcome),
        stage => stage.decision().map(|decision| &decision.outcome),
    };
    for outcome in outcome.into_iter().chain(capture.last_try.as_deref()) {
        found.outcome(outcome);
    }
    found.0
}

/// Returns the kind of a field by its key in the protocol.
fn field_of(key: &str) -> Option<SearchField> {
    Some(match key {
        "name" | "first_name" | "middle_name" | "last_name" => SearchField::Name,
        "dob" => SearchField::BirthDate,
        "issue_date" => SearchField::IssueDate,
        "expiry_date" => SearchField::ExpiryDate,
        "document_number" => SearchField::DocumentNumber,
        "phone_number" => SearchField::Phone,
        _ => return None,
    })
}

#[derive(Default)]
struct Terms(BTreeSet<SearchTerm>);

impl Terms {
    fn add(&mut self, field: SearchField, text: &str) {
        let words = field.words_of(text).into_iter();
        for term in words.flat_map(|word| word.0) {
            if self.0.len() < MOST_TERMS {
                self.0.insert(term);
            }
        }
    }

    fn name(&mut self, name: &Asked<PersonName>) {
        let Some(name) = name.claim() else { return };
        for part in [&name.first, &name.middle, &name.last, &name.full] {
            self.add(SearchField::Name, part.as_deref().unwrap_or_default());
        }
    }

    fn date(&mut self, field: SearchField, date: &Asked<jiff::civil::Date>) {
        if let Some(date) = date.claim() {
            self.add(field, &date.to_string());
        }
    }

    fn claims(&mut self, services: &Services) {
        for (_, document) in services.documents() {
            self.name(&document.name);
            self.date(SearchField::BirthDate, &document.dob);
            self.date(SearchField::IssueDate, &document.issue_date);
            self.date(SearchField::ExpiryDate, &document.expiry_date);
            if let Some(number) = document.document_number.claim() {
                self.add(SearchField::DocumentNumber, number.reveal());
            }
        }
        if let Some(address) = &services.address {
            self.name(&address.name);
        }
        if let Some(background) = &services.background_checks {
            self.name(&background.name);
            self.date(SearchField::BirthDate, &background.dob);
        }
        let phone = services.phone.as_ref();
        if let Some(number) = phone.and_then(|phone| phone.phone_number.as_ref()) {
            self.add(SearchField::Phone, number.reveal());
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let data = outcome.services.iter().flat_map(|service| &service.data);
        for (key, value) in data {
            let Some(field) = field_of(key) else { continue };
            match value {
                DataValue::Text(text) => self.add(field, text.reveal()),
                DataValue::Name {
                    first,
                    middle,
                    last,
                } => {
                    for part in [first, middle, last].into_iter().flatten() {
                        self.add(field, part.reveal());
                    }
                }
                DataValue::Null | DataValue::Number(_) | DataValue::Words(_) => {}
            }
        }
    }
}
