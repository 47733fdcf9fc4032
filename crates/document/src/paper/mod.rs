//! Papers that prove an address: letters, bills, statements, contracts.
//!
//! What goes in are the words of a page with their boxes, from the text that a PDF carries or from a
//! text engine; this module does not look at pixels. What comes out is the person a letter is addressed
//! to, the address, the date of the paper, what kind of paper it is and the customer's number, each
//! `None` where the page does not say it plainly.
//!
//! It refuses to guess: a date such as 03/04/2026 that nothing on the page tells the order of is not
//! given, nor is a line that the engine was unsure of, nor a kind that two sorts of words speak for alike.
//! Who the person is and whether the paper is genuine is nobody's business here.

mod address;
mod dates;
mod kind;
mod labels;
mod layout;
mod postal;
mod text;

use std::fmt;

use jiff::civil::Date;

pub(crate) use dates::month;
pub use kind::Kind;
pub(crate) use text::{cleaned, folded};

/// A word and its box. Any unit and any origin will do, if x grows to the right and y downwards.
#[derive(Clone, PartialEq)]
pub struct Word {
    /// What it says.
    pub text: String,
    /// How sure the engine is of it, 0 to 1; 1 for text that a PDF carries.
    pub confidence: f64,
    /// Left, top, right, bottom.
    pub area: [f64; 4],
}

/// What a paper says.
#[derive(Clone, PartialEq, Default)]
pub struct Paper {
    /// What kind of paper it is, by its words.
    pub kind: Option<Kind>,
    /// To whom it is addressed, without a form of address.
    pub name: Option<String>,
    /// Where.
    pub address: Option<Address>,
    /// When it was issued.
    pub issue_date: Option<Date>,
    /// The number of the account, customer, contract or policy.
    pub account: Option<String>,
}

/// An address as it is printed, line by line.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// The lines below the name, top to bottom.
    pub lines: Vec<String>,
    /// The postal code, if the address has one.
    pub postal_code: Option<String>,
    /// The country by its ISO 3166-1 alpha-2 code, where a line or the form of the postal code says it.
    pub country: Option<&'static str>,
}

impl Address {
    /// The address in one line.
    #[must_use]
    pub fn one_line(&self) -> String {
        self.lines.join(", ")
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Word({} characters)", self.text.chars().count())
    }
}

/// A paper is about a person: only what there is of it is shown.
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

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({} lines)", self.lines.len())
    }
}

/// Most words of a page that are looked at; a dense page has some two thousand.
pub const MOST_WORDS: usize = 6_000;

/// Longest word in characters; longer ones are no words.
const MOST_LETTERS: usize = 80;

impl Paper {
    /// Reads the words of one page.
    #[must_use]
    pub fn read(words: &[Word]) -> Self {
        let page = layout::Page::of(words);
        let addressed = address::find(&page);
        let country = addressed.as_ref().and_then(|found| found.address.country);
        Self {
            kind: kind::of(&page),
            issue_date: dates::issued(&page, country),
            account: labels::account(&page),
            name: addressed.as_ref().and_then(|found| found.name.clone()),
            address: addressed.map(|found| found.address),
        }
    }

    /// Whether anything was read at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
