//! Papers that prove an address: letters, bills, statements, contracts.
//!
//! The input is the words of a page with their boxes, from a PDF's own text or from a text engine;
//! this module does not look at pixels. The output is the addressee, the address, the date of the
//! paper, its kind and the customer number. Each is `None` unless the page states it clearly.
//!
//! It never guesses. It omits a date such as 03/04/2026 if nothing on the page shows its order, a
//! line that the engine was unsure of, and a kind if another is equally likely. It does not ask who
//! the person is or whether the paper is genuine.

mod address;
mod dates;
mod kind;
mod labels;
mod layout;
mod names;
mod postal;
mod text;
mod word;

use std::fmt;

use jiff::civil::Date;

pub use address::Address;
pub(crate) use dates::month;
pub use kind::Kind;
pub(crate) use text::{cleaned, fold};
pub use word::{MAX_WORDS, Word};

/// The contents of a paper.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Paper {
    /// The kind of paper, as its words show.
    pub kind: Option<Kind>,
    /// The addressee, without a form of address such as `Mr`.
    pub name: Option<String>,
    /// The address.
    pub address: Option<Address>,
    /// The date of issue.
    pub issue_date: Option<Date>,
    /// The number of the account, customer, contract or policy.
    pub account: Option<String>,
}

/// A paper is about a person, so only the presence of fields is printed.
impl fmt::Debug for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paper")
            .field("kind", &self.kind)
            .field("name", &self.name.is_some())
            .field("address", &self.address)
            .field("issue_date", &self.issue_date.is_some())
            .field("account", &self.account.is_some())
            .finish()
    }
}

impl Paper {
    /// Reads the words of one page.
    ///
    /// ```
    /// use document::paper::{Paper, Word};
    ///
    /// let lines = [["Jane", "Doe"], ["12 Elm", "Street"], ["Springfield", "VA 22150"]];
    /// let words: Vec<Word> = lines
    ///     .iter()
    ///     .enumerate()
    ///     .flat_map(|(row, line)| {
    ///         line.iter().enumerate().map(move |(at, text)| {
    ///             let (left, top) = (20.0 + 90.0 * at as f64, 100.0 + 16.0 * row as f64);
    ///             Word {
    ///                 text: (*text).to_owned(),
    ///                 confidence: 1.0,
    ///                 area: [left, top, left + 80.0, top + 12.0],
    ///             }
    ///         })
    ///     })
    ///     .collect();
    /// let paper = Paper::read(&words);
    /// if let Some(address) = paper.address {
    ///     println!("{}", address.one_line());
    /// }
    /// ```
    #[must_use]
    pub fn read(words: &[Word]) -> Self {
        let page = layout::PageLayout::of(words);
        let addressed = address::find(&page);
        let country = addressed.as_ref().and_then(|found| found.address.country);
        Self {
            kind: kind::of(&page),
            issue_date: dates::date_of_issue(&page, country),
            account: labels::account(&page),
            name: addressed.as_ref().and_then(|found| found.name.clone()),
            address: addressed.map(|found| found.address),
        }
    }

    /// Returns true if nothing was read.
    ///
    /// ```
    /// assert!(document::paper::Paper::read(&[]).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
