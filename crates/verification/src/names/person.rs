//! A name as it was claimed and as it was read.

use std::fmt;

use super::cut::Cut;

/// A claimed name, in the parts in which it was given. `full` only counts if there is no other
/// part.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct PersonName {
    pub first: Option<String>,
    pub middle: Option<String>,
    pub last: Option<String>,
    pub full: Option<String>,
}

/// A name as read from a document.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct NameReading {
    /// All given names, or the first one.
    pub given: Option<String>,
    /// Further given names, if the document has a field for them.
    pub middle: Option<String>,
    pub family: Option<String>,
    pub suffix: Option<String>,
    /// One line in unknown order, for documents without fields. It only counts if there is no other
    /// part. `FAMILY, GIVEN` is recognised by its comma.
    pub full: Option<String>,
    pub given_cut: Cut,
    pub family_cut: Cut,
}

impl PersonName {
    /// Creates a name from a given and a family name.
    pub fn of(first: &str, last: &str) -> Self {
        Self {
            first: Some(first.to_owned()),
            last: Some(last.to_owned()),
            ..Self::default()
        }
    }

    /// Creates a name from one line.
    pub fn full(full: &str) -> Self {
        Self {
            full: Some(full.to_owned()),
            ..Self::default()
        }
    }

    /// Returns true if every part is empty; such a claim requests that the name is read.
    pub fn is_empty(&self) -> bool {
        [&self.first, &self.middle, &self.last, &self.full]
            .into_iter()
            .flatten()
            .all(|part| part.trim().is_empty())
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("PersonName");
        let parts = [
            ("first", &self.first),
            ("middle", &self.middle),
            ("last", &self.last),
            ("full", &self.full),
        ];
        lengths(&mut shown, &parts)
    }
}

impl fmt::Debug for NameReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("NameReading");
        shown
            .field("given_cut", &self.given_cut)
            .field("family_cut", &self.family_cut);
        let parts = [
            ("given", &self.given),
            ("middle", &self.middle),
            ("family", &self.family),
            ("suffix", &self.suffix),
            ("full", &self.full),
        ];
        lengths(&mut shown, &parts)
    }
}

/// Names are personal data, so only the number of characters of each part is shown.
fn lengths(shown: &mut fmt::DebugStruct<'_, '_>, parts: &[(&str, &Option<String>)]) -> fmt::Result {
    for (name, part) in parts {
        if let Some(part) = part {
            shown.field(name, &format_args!("{} characters", part.chars().count()));
        }
    }
    shown.finish()
}
