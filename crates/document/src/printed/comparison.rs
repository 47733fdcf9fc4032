//! What is compared with the print, and the outcome.

use jiff::civil::Date;

use super::field::{Field, Kind};

/// The machine-readable values. Uncertain values must be left out.
#[derive(Clone, Default, PartialEq)]
pub struct Written<'a> {
    /// Family name.
    pub family: Option<&'a str>,
    /// Given names, all of them.
    pub given: Option<&'a str>,
    /// Date of birth.
    pub birth: Option<Date>,
    /// Date of issue.
    pub issue: Option<Date>,
    /// Date of expiry.
    pub expiry: Option<Date>,
    /// The document's number.
    pub number: Option<&'a str>,
    /// Other numbers that may be printed, such as discriminator, inventory number or personal
    /// number.
    pub other_numbers: Vec<&'a str>,
}

/// Only the presence of fields is printed.
impl std::fmt::Debug for Written<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let dates = [self.birth, self.issue, self.expiry];
        let texts = [self.family, self.given, self.number];
        let count = dates.iter().flatten().count() + texts.iter().flatten().count();
        write!(f, "Written({count} fields)")
    }
}

/// The outcome of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// Both are the same.
    Agrees,
    /// They differ, and only different print explains it.
    Contradicts,
    /// There is no result, for this reason.
    NotCompared(Why),
}

/// The reason why a field was not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The machine-readable part does not contain it, or not with certainty.
    NotWritten,
    /// It was not found in print.
    NotRead,
    /// It was read, but not with certainty.
    NotSure,
    /// Similar characters, an additional letter or truncation explain the difference.
    Alike,
    /// The value beside the label belongs elsewhere, or the machine-readable value is elsewhere on
    /// the page.
    Elsewhere,
}

impl Why {
    /// Returns the reason in words, without personal data.
    ///
    /// ```
    /// use document::printed::Why;
    ///
    /// println!("not compared: {}", Why::NotRead.said());
    /// ```
    #[must_use]
    pub const fn said(self) -> &'static str {
        match self {
            Self::NotWritten => "the machine-readable part does not say it surely",
            Self::NotRead => "it was not read in print",
            Self::NotSure => "it was not read in print with enough confidence",
            Self::Alike => "what differs may be misread",
            Self::Elsewhere => "what was read in its place may be another value",
        }
    }
}

/// The comparison of one field.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Compared {
    /// The field: a name, a date or the number.
    pub kind: Kind,
    /// How far the print agrees with the code.
    pub agreement: Agreement,
    /// The printed field, if it was found by its label.
    pub printed: Option<Field>,
    /// For a date, the machine-readable day.
    pub day: Option<Date>,
}

/// Names are personal data, so only the outcome is printed.
impl std::fmt::Debug for Compared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}: {:?}", self.kind, self.agreement)
    }
}
