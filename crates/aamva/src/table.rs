//! The element IDs of the standard in one sorted table: meaning, format, the versions that define
//! them and those that require them.

use std::ops::RangeInclusive;

use self::Format::{Code, Colour, Date, Digits, Height, Postal, State, Text};
use self::Mandatory::{Always, Never, OnLicences};
use super::raw::ElementId;

/// An element ID of the standard.
#[derive(Clone, Copy, Debug)]
pub(super) struct Definition {
    /// The ID.
    pub(super) id: ElementId,
    /// Its meaning in a few words.
    pub(super) meaning: &'static str,
    /// The format of its value.
    pub(super) form: Format,
    /// The first and the last version that define it.
    pub(super) versions: (u8, u8),
    /// The versions and cards that require it.
    pub(super) mandatory: Mandatory,
}

/// The versions that require an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mandatory {
    /// It is optional everywhere.
    Never,
    /// It is mandatory on every card from the first to the second version.
    Always(u8, u8),
    /// It is mandatory on driving licences only, from the first to the second version.
    OnLicences(u8, u8),
}

/// The format of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Free text with this maximum length.
    Text(u8),
    /// Eight digits, CCYYMMDD or MMDDCCYY.
    Date,
    /// One of these codes.
    Code(&'static [&'static str]),
    /// At most this many digits.
    Digits(u8),
    /// A height with or without a unit.
    Height,
    /// A colour: three letters, or a word on older cards.
    Colour,
    /// Two letters of a state or province.
    State,
    /// A postal code.
    Postal,
}

impl ElementId {
    /// Returns what the element means, or `None` for an ID that the standard does not define.
    ///
    /// ```
    /// use aamva::ElementId;
    ///
    /// assert_eq!(ElementId::of("DBB").meaning(), Some("birth date"));
    /// ```
    pub fn meaning(self) -> Option<&'static str> {
        definition(self).map(|definition| definition.meaning)
    }
}

impl Definition {
    /// Returns true if this version requires the element.
    pub(super) fn is_mandatory(&self, version: u8, licence: bool) -> bool {
        match self.mandatory {
            Never => false,
            Always(from, to) => (from..=to).contains(&version),
            OnLicences(from, to) => licence && (from..=to).contains(&version),
        }
    }

    /// Returns true if any version requires the element.
    pub(super) fn is_ever_mandatory(&self) -> bool {
        self.mandatory != Never
    }

    /// Returns the versions that define it.
    pub(super) fn versions(&self) -> RangeInclusive<u8> {
        self.versions.0..=self.versions.1
    }
}

/// Returns the definition of an element ID, or `None` for unknown IDs and a jurisdiction's own.
pub(super) fn definition(id: ElementId) -> Option<&'static Definition> {
    DEFINITIONS
        .binary_search_by(|row| row.id.cmp(&id))
        .ok()
        .and_then(|at| DEFINITIONS.get(at))
}

const fn row(
    id: &str,
    meaning: &'static str,
    form: Format,
    versions: (u8, u8),
    mandatory: Mandatory,
) -> Definition {
    Definition {
        id: ElementId::of(id),
        meaning,
        form,
        versions,
        mandatory,
    }
}

const FLAG: Format = Code(&["0", "1", "Y", "N"]);
const TRUNCATION: Format = Code(&["T", "N", "U"]);

/// Every element ID of versions 00 to 10, sorted.
pub(super) const DEFINITIONS: &[Definition] = &[
    row("DAA", "full name", Text(92), (0, 1), Always(1, 1)),
    row("DAB", "family name", Text(40), (0, 1), Never),
    row("DAC", "first name", Text(40), (0, 10), Always(4, 10)),
    row("DAD", "middle names", Text(40), (0, 10), Always(4, 10)),
    row("DAE", "name suffix", Text(5), (0, 1), Never),
    row("DAF", "name prefix", Text(6), (0, 1), Never),
    row("DAG", "street", Text(35), (0, 10), Always(1, 10)),
    row("DAH", "street, second line", Text(35), (0, 10), Never),
    row("DAI", "city", Text(20), (0, 10), Always(1, 10)),
    row("DAJ", "state or province", State, (0, 10), Always(1, 10)),
    row("DAK", "postal code", Postal, (0, 10), Always(1, 10)),
    row("DAL", "residence street", Text(35), (0, 1), Never),
    row(
        "DAM",
        "residence street, second line",
        Text(35),
        (0, 1),
        Never,
    ),
    row("DAN", "residence city", Text(20), (0, 1), Never),
    row("DAO", "residence state or province", State, (0, 1), Never),
    row("DAP", "residence postal code", Postal, (0, 1), Never),
    row(
        "DAQ",
        "number of the document",
        Text(25),
        (0, 10),
        Always(1, 10),
    ),
    row("DAR", "vehicle class", Text(4), (0, 1), OnLicences(1, 1)),
    row("DAS", "restrictions", Text(10), (0, 1), OnLicences(1, 1)),
    row("DAT", "endorsements", Text(5), (0, 1), OnLicences(1, 1)),
    row("DAU", "height", Height, (0, 10), Always(2, 10)),
    row("DAV", "height, metric", Height, (0, 1), Never),
    row("DAW", "weight in pounds", Text(6), (0, 10), Never),
    row("DAX", "weight in kilograms", Text(6), (0, 10), Never),
    row("DAY", "eye colour", Colour, (0, 10), Always(2, 10)),
    row("DAZ", "hair colour", Colour, (0, 10), Never),
    row("DBA", "expiry date", Date, (0, 10), Always(1, 10)),
    row("DBB", "birth date", Date, (0, 10), Always(1, 10)),
    row(
        "DBC",
        "sex",
        Code(&["1", "2", "9", "M", "F", "X", "0"]),
        (0, 10),
        Always(1, 10),
    ),
    row("DBD", "issue date", Date, (0, 10), Always(1, 10)),
    row("DBE", "issue timestamp", Text(25), (0, 1), Never),
    row("DBF", "number of duplicates", Text(3), (0, 1), Never),
    row("DBG", "alias given name", Text(15), (0, 10), Never),
    row("DBH", "organ donor", Text(10), (0, 1), Never),
    row("DBI", "non-resident indicator", Text(1), (0, 1), Never),
    row("DBJ", "unique customer identifier", Text(25), (0, 1), Never),
    row("DBK", "social security number", Text(11), (0, 1), Never),
    row("DBL", "alias birth date", Date, (0, 1), Never),
    row(
        "DBM",
        "alias social security number",
        Text(11),
        (0, 1),
        Never,
    ),
    row("DBN", "alias family name", Text(92), (0, 10), Never),
    row("DBO", "alias family name", Text(40), (0, 1), Never),
    row("DBP", "alias first name", Text(40), (0, 1), Never),
    row("DBQ", "alias middle name", Text(40), (0, 1), Never),
    row("DBR", "alias suffix", Text(5), (0, 1), Never),
    row("DBS", "alias suffix", Text(6), (0, 10), Never),
    row("DCA", "vehicle class", Text(6), (2, 10), OnLicences(2, 10)),
    row("DCB", "restrictions", Text(12), (2, 10), OnLicences(2, 10)),
    row("DCD", "endorsements", Text(5), (2, 10), OnLicences(2, 10)),
    row("DCE", "weight range", Digits(1), (2, 10), Always(2, 2)),
    row(
        "DCF",
        "document discriminator",
        Text(25),
        (2, 10),
        Always(2, 10),
    ),
    row(
        "DCG",
        "country",
        Code(&["USA", "CAN", "MEX"]),
        (2, 10),
        Always(2, 10),
    ),
    row(
        "DCH",
        "federal commercial codes",
        Text(4),
        (2, 3),
        OnLicences(2, 3),
    ),
    row("DCI", "place of birth", Text(33), (2, 10), Never),
    row("DCJ", "audit information", Text(25), (2, 10), Never),
    row("DCK", "inventory number", Text(25), (2, 10), Never),
    row("DCL", "race or ethnicity", Text(3), (2, 10), Never),
    row("DCM", "standard vehicle class", Text(4), (2, 10), Never),
    row("DCN", "standard endorsement", Text(5), (2, 10), Never),
    row("DCO", "standard restriction", Text(12), (2, 10), Never),
    row("DCP", "vehicle class, described", Text(50), (2, 10), Never),
    row("DCQ", "endorsements, described", Text(50), (2, 10), Never),
    row("DCR", "restrictions, described", Text(50), (2, 10), Never),
    row("DCS", "family name", Text(40), (2, 10), Always(2, 10)),
    row("DCT", "given names", Text(80), (2, 3), Always(2, 3)),
    row("DCU", "name suffix", Text(5), (2, 10), Always(2, 2)),
    row("DDA", "compliance", Code(&["F", "N", "M"]), (3, 10), Never),
    row("DDB", "card revision date", Date, (3, 10), Never),
    row(
        "DDC",
        "hazardous materials expiry date",
        Date,
        (3, 10),
        Never,
    ),
    row("DDD", "limited duration", FLAG, (3, 10), Never),
    row(
        "DDE",
        "family name truncation",
        TRUNCATION,
        (3, 10),
        Always(4, 10),
    ),
    row(
        "DDF",
        "first name truncation",
        TRUNCATION,
        (3, 10),
        Always(4, 10),
    ),
    row(
        "DDG",
        "middle name truncation",
        TRUNCATION,
        (3, 10),
        Always(4, 10),
    ),
    row("DDH", "under 18 until", Date, (4, 10), Never),
    row("DDI", "under 19 until", Date, (4, 10), Never),
    row("DDJ", "under 21 until", Date, (4, 10), Never),
    row("DDK", "organ donor", FLAG, (4, 10), Never),
    row("DDL", "veteran", FLAG, (4, 10), Never),
    row("PAA", "permit class", Text(4), (0, 1), Never),
    row("PAB", "permit expiry date", Date, (0, 1), Never),
    row("PAC", "permit number", Text(25), (0, 1), Never),
    row("PAD", "permit issue date", Date, (0, 1), Never),
    row("PAE", "permit restrictions", Text(10), (0, 1), Never),
    row("PAF", "permit endorsements", Text(5), (0, 1), Never),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_row_is_found() {
        assert!(DEFINITIONS.windows(2).all(|w| w[0].id < w[1].id));
        for row in DEFINITIONS {
            assert_eq!(definition(row.id).map(|d| d.meaning), Some(row.meaning));
        }
    }
}
