//! What a list is asked for, as it is in the address of the page. Filters therefore stay when a
//! page is loaded again, kept as a bookmark or passed on to a colleague.

use proofing::ports::{After, ReferenceFilter, VerificationQuery};
use verification::capture::Kind;
use verification::request::{CountryCode, DocumentType};
use verification::search::{SearchField, SearchFilter};
use verification::stage::StageName;
use verification::{AccountId, Service};

use crate::office::days::{begins, ends};

/// The number of verifications on a page.
const ON_A_PAGE: usize = 50;

/// The longest value of a filter, in bytes.
const LONGEST: usize = 256;

/// The fields that look for words, with their keys in the address.
pub(super) const WORDS: &[(&str, SearchField)] = &[
    ("name", SearchField::Name),
    ("email", SearchField::Email),
    ("phone", SearchField::Phone),
    ("document_number", SearchField::DocumentNumber),
    ("born", SearchField::BirthDate),
    ("issued", SearchField::IssueDate),
    ("expires", SearchField::ExpiryDate),
];

/// The keys of an address that are filters, in the order in which they are written.
const KEYS: &[&str] = &[
    "reference",
    "name",
    "email",
    "phone",
    "document_number",
    "born",
    "issued",
    "expires",
    "stage",
    "country",
    "document_type",
    "service",
    "kind",
    "by_hand",
    "from",
    "until",
    "account",
    "column",
];

/// The values of an address, without those that say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    values: Vec<(&'static str, String)>,
    after: Option<String>,
    /// Whether the list shows who is in it.
    pub(super) is_personal: bool,
    pub(super) wants_total: bool,
}

impl Asked {
    /// Reads the query of an address. What is not known is left out.
    pub(super) fn parse(query: &str) -> Self {
        let mut asked = Self::default();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim();
            if value.is_empty() || value.len() > LONGEST {
                continue;
            }
            match (&*key, KEYS.iter().find(|known| **known == key)) {
                (_, Some(known)) => asked.values.push((known, value.to_owned())),
                ("after", None) => asked.after = Some(value.to_owned()),
                ("total", None) => asked.wants_total = true,
                ("personal", None) => asked.is_personal = true,
                _ => {}
            }
        }
        asked.values.sort_by_key(|(key, _)| {
            let place = KEYS.iter().position(|known| known == key);
            place.unwrap_or_default()
        });
        asked.values.dedup();
        asked
    }

    /// Returns the first value of a key, or nothing.
    pub(super) fn one(&self, key: &str) -> &str {
        let mut values = self.values.iter();
        let found = values.find(|(known, _)| *known == key);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Returns all values of a key.
    pub(super) fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        let values = self.values.iter().filter(move |(known, _)| *known == key);
        values.map(|(_, value)| value.as_str())
    }

    /// Returns true if a key has this value.
    pub(super) fn has(&self, key: &str, value: &str) -> bool {
        self.all(key).any(|one| one == value)
    }

    /// Returns the query of the address of this page's filters, the page after a verification, or
    /// the page with its total.
    pub(super) fn address(&self, after: Option<&str>, wants_total: bool) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.values.iter().map(|(key, value)| (*key, value)));
        if self.is_personal {
            query.append_pair("personal", "1");
        }
        if let Some(after) = after {
            query.append_pair("after", after);
        }
        if wants_total {
            query.append_pair("total", "1");
        }
        query.finish()
    }

    /// Returns the same list, with the people in it shown or masked.
    pub(super) fn showing_people(&self, is_personal: bool) -> Self {
        Self {
            is_personal,
            ..self.clone()
        }
    }

    /// Returns what the store is asked for, and the keys of values that cannot be looked for.
    pub(super) fn query(&self) -> (VerificationQuery, Vec<&'static str>) {
        let mut wrong = Vec::new();
        let mut words = Vec::new();
        for (key, field) in WORDS {
            for text in self.all(key) {
                match field.seek(text) {
                    Ok(found) => words.extend(found),
                    Err(_) => wrong.push(*key),
                }
            }
        }
        let filter = SearchFilter {
            words,
            countries: self.parsed("country", &mut wrong, |text| CountryCode::parse(text).ok()),
            services: self.parsed("service", &mut wrong, |text| text.parse::<Service>().ok()),
            kinds: self.parsed("kind", &mut wrong, Kind::from_word),
            document_types: self.parsed("document_type", &mut wrong, DocumentType::from_word),
            by_hand: match self.one("by_hand") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
        };
        let one_of = |values: Vec<_>| values.into_iter().next();
        let reference = Some(self.one("reference")).filter(|text| !text.is_empty());
        let query = VerificationQuery {
            account: self
                .parsed("account", &mut wrong, |text| text.parse::<AccountId>().ok())
                .into_iter()
                .next(),
            stages: self.parsed("stage", &mut wrong, StageName::from_name),
            from: one_of(self.parsed("from", &mut wrong, begins)),
            until: one_of(self.parsed("until", &mut wrong, ends)),
            // What is written is the start of a reference: the whole of it is one as well.
            reference: reference.map(|text| ReferenceFilter::Prefix(text.to_owned())),
            filter,
            // An ID that cannot be read has nothing after it, like one that is not there.
            after: self
                .after
                .as_deref()
                .and_then(|text| text.parse().ok())
                .map(After::Verification),
            limit: ON_A_PAGE,
            ..VerificationQuery::default()
        };
        (query, wrong)
    }

    fn parsed<T>(
        &self,
        key: &'static str,
        wrong: &mut Vec<&'static str>,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut values = Vec::new();
        for text in self.all(key) {
            match parse(text) {
                Some(value) => values.push(value),
                None => wrong.push(key),
            }
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_stay_in_the_address() {
        let address = "reference=ab&name=Zo%C3%AB+Doe&stage=accepted&stage=declined&by_hand=yes";
        let asked = Asked::parse(&format!("{address}&after=x&unknown=1&email=+&total=1"));
        assert_eq!(asked.address(None, false), address);
        assert_eq!(
            asked.address(Some("y"), true),
            format!("{address}&after=y&total=1")
        );
        let (query, wrong) = asked.query();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(query.stages, [StageName::Accepted, StageName::Declined]);
        assert_eq!(query.filter.words.len(), 2);
        assert_eq!(query.filter.by_hand, Some(true));
        assert!(asked.wants_total && asked.has("stage", "declined"));
    }

    #[test]
    fn what_cannot_be_looked_for_is_named() {
        let asked = Asked::parse("born=31.12.1990&country=XX&from=today&name=--&stage=new");
        let (query, wrong) = asked.query();
        assert_eq!(wrong, ["name", "born", "country", "stage", "from"]);
        assert!(query.filter.is_empty());
    }
}
