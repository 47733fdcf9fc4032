//! A value on the printed side, and its meaning.

use std::fmt;

use jiff::civil::Date;

/// The meaning of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Family name.
    Family,
    /// Given names.
    Given,
    /// Date of birth.
    Birth,
    /// Date of issue.
    Issue,
    /// Date of expiry.
    Expiry,
    /// The document's number.
    Number,
    /// Sex: `M`, `F` or `X`.
    Sex,
    /// Nationality, as it is printed.
    Nationality,
    /// Place of birth.
    BirthPlace,
    /// Address, with commas between its lines.
    Address,
    /// Height, as it is printed.
    Height,
    /// Weight, as it is printed.
    Weight,
    /// Colour of the eyes.
    Eyes,
    /// Colour of the hair.
    Hair,
    /// Class of vehicles.
    Class,
    /// Restrictions.
    Restrictions,
    /// Endorsements.
    Endorsements,
    /// The document discriminator of a licence.
    Discriminator,
}

impl Kind {
    pub(super) const fn is_date(self) -> bool {
        matches!(self, Self::Birth | Self::Issue | Self::Expiry)
    }
}

/// A field that was found by its label.
#[derive(Clone, PartialEq)]
pub struct Field {
    /// Its meaning.
    pub kind: Kind,
    /// The value as it is printed, with blanks between words.
    pub text: String,
    /// The day that a date means, or both days if nothing shows the order of the numbers.
    pub days: Vec<Date>,
    /// The engine's lowest confidence in any of its words, 0 to 1.
    pub confidence: f64,
    /// The box of the value: left, top, right, bottom, in the units of the words.
    pub area: [f64; 4],
    /// Whether its month is written in letters.
    pub(super) in_letters: bool,
}

/// A document is about a person, so only the kind of the field and its confidence are printed.
impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = self.text.chars().count();
        write!(
            f,
            "{:?}({letters} characters, {:.2})",
            self.kind, self.confidence
        )
    }
}
