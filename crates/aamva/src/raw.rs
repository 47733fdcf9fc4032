//! The raw contents before interpretation: header, designators, subfiles and elements, in order.

use std::fmt;

use serde::{Serialize, Serializer};

use super::iin::Iin;

/// An element: its ID and its value as written, with padding and without the separator.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Element {
    /// The element ID, such as `DAQ`.
    pub id: ElementId,
    /// The value exactly as written.
    pub value: String,
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}<{} chars>", self.id, self.value.chars().count())
    }
}

/// A subfile: its type and its elements in the order written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subfile {
    /// The two letters with which it starts.
    #[serde(rename = "type")]
    pub kind: SubfileKind,
    /// Whether the type letters are present; false if they were missing and had to be inferred.
    pub typed: bool,
    /// Its start, in characters from the compliance indicator `@`.
    pub offset: usize,
    /// Its length in characters, from its type letters to its last separator.
    pub length: usize,
    /// The elements in the order written. An opaque jurisdiction subfile keeps its values
    /// unchanged.
    pub elements: Vec<Element>,
}

/// An element ID: three ASCII letters or digits, of which the first is a letter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId([u8; 3]);

impl ElementId {
    /// Returns the ID with this spelling. Anything but three upper-case letters or digits returns
    /// `???`, which no element has.
    ///
    /// ```
    /// use aamva::ElementId;
    ///
    /// assert_eq!(ElementId::of("DAQ").as_str(), "DAQ");
    /// assert_eq!(ElementId::of("number").as_str(), "???");
    /// ```
    pub const fn of(id: &str) -> Self {
        match id.as_bytes() {
            [a, b, c] if is_id_letter(*a) && is_id_char(*b) && is_id_char(*c) => Self([*a, *b, *c]),
            _ => Self(*b"???"),
        }
    }

    /// Returns the ID with which `text` starts.
    pub(super) fn at_start(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [a, b, c, ..] if is_id_letter(*a) && is_id_char(*b) && is_id_char(*c) => {
                Some(Self([*a, *b, *c]))
            }
            _ => None,
        }
    }

    /// Returns the three characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

const fn is_id_letter(b: u8) -> bool {
    b.is_ascii_uppercase()
}

const fn is_id_char(b: u8) -> bool {
    b.is_ascii_uppercase() || b.is_ascii_digit()
}

impl fmt::Display for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ElementId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The type of a subfile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubfileKind {
    /// `DL`: driving licence.
    Licence,
    /// `ID`: identification card.
    Identification,
    /// `EN`: enhanced driving licence.
    Enhanced,
    /// `Z?`: the issuer's own data; the letter is usually the initial of the jurisdiction.
    Jurisdiction(u8),
}

impl SubfileKind {
    /// Returns the type with which `text` starts.
    pub(super) fn at_start(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [b'D', b'L', ..] => Some(Self::Licence),
            [b'I', b'D', ..] => Some(Self::Identification),
            [b'E', b'N', ..] => Some(Self::Enhanced),
            [b'Z', x, ..] if x.is_ascii_uppercase() => Some(Self::Jurisdiction(*x)),
            _ => None,
        }
    }

    /// Returns the two letters.
    ///
    /// ```
    /// assert_eq!(aamva::SubfileKind::Licence.letters(), *b"DL");
    /// ```
    pub fn letters(self) -> [u8; 2] {
        match self {
            Self::Licence => *b"DL",
            Self::Identification => *b"ID",
            Self::Enhanced => *b"EN",
            Self::Jurisdiction(x) => [b'Z', x],
        }
    }

    /// Returns true if this is a jurisdiction's own subfile.
    ///
    /// ```
    /// use aamva::SubfileKind;
    ///
    /// assert!(SubfileKind::Jurisdiction(b'V').is_jurisdiction());
    /// assert!(!SubfileKind::Licence.is_jurisdiction());
    /// ```
    pub fn is_jurisdiction(self) -> bool {
        matches!(self, Self::Jurisdiction(_))
    }
}

impl fmt::Display for SubfileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b] = self.letters();
        write!(f, "{}{}", char::from(a), char::from(b))
    }
}

impl Serialize for SubfileKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The header as written. Parts that could not be read are `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Header {
    /// The magic word at the start of the file.
    pub file_type: FileType,
    /// Issuer identification number.
    pub iin: Option<Iin>,
    /// The AAMVA version number, 0 to 99. The newest version that this crate knows is 10.
    pub version: Option<u8>,
    /// The jurisdiction's own version; absent in versions 00 and 01.
    pub jurisdiction_version: Option<u8>,
    /// The number of subfile designators that the header announces.
    pub entries: Option<u8>,
    /// The designators as written. Their offsets are kept as evidence, and are never used to split
    /// the text.
    pub designators: Vec<Designator>,
}

impl Header {
    pub(super) const MISSING: Self = Self {
        file_type: FileType::Missing,
        iin: None,
        version: None,
        jurisdiction_version: None,
        entries: None,
        designators: Vec::new(),
    };
}

/// The magic word of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FileType {
    /// `ANSI `, the word that the standard prescribes.
    Ansi,
    /// `AAMVA`, as on some early cards of Connecticut and Maryland.
    Aamva,
    /// `IDCHK`, which a vendor prints on cards for testing readers and no genuine card has.
    TestCard,
    /// There is no magic word, because the text comes from a magnetic stripe. Its only header field
    /// is the issuer number, and its fields get the IDs of the elements with the same meaning.
    MagneticStripe,
    /// Something else precedes a readable issuer number.
    Changed,
    /// No header was found.
    Missing,
}

/// A subfile designator: the type, offset and length that the header announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Designator {
    /// The type announced.
    #[serde(rename = "type")]
    pub kind: SubfileKind,
    /// The offset from the compliance indicator in characters, or `None` if it is not four digits.
    pub offset: Option<u16>,
    /// The length in characters, or `None` if it is not four digits.
    pub length: Option<u16>,
}

/// Something that had to be repaired before the text could be read. Most repairs are due to
/// scanners that emulate a keyboard. A symbol read from a picture should need only those that its
/// issuer is known for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Repair {
    /// A byte order mark or blanks preceded the text.
    LeadingJunk,
    /// Separators were spelled out, for example as `<LF>`.
    SeparatorsSpelled,
    /// Another character took the place of the separator.
    SeparatorsReplaced,
    /// Separators were missing, and elements were recognised by their formats.
    SeparatorsLost,
    /// Capitals and small letters were swapped.
    CaseSwapped,
    /// The characters before the magic word were not `@`, LF, RS, CR.
    Prologue,
    /// The magic word was not `ANSI `.
    Magic,
    /// No header was found.
    HeaderMissing,
    /// A designator was not two letters and eight digits.
    Designator,
    /// The type letters before the first element were missing.
    TypeMissing,
    /// Some characters belong to no element.
    Stray,
    /// A social security number was found and dropped.
    SocialSecurityDropped,
    /// Track 1 or track 3 of a magnetic stripe was missing or could not be read.
    TrackMissing,
    /// The fields of track 3 did not stand in their columns.
    TrackShifted,
    /// Values of the address or of a name were written in hexadecimal digits. They were decoded, or
    /// left out if they spell nothing.
    HexCoded,
}
