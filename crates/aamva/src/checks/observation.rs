//! What was looked at, and how it came out.

use serde::Serialize;

use crate::raw::ElementId;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Observation {
    /// What was checked.
    pub check: Check,
    /// How it came out.
    pub outcome: Outcome,
    /// What a failure means; [`Severity::Info`] for everything that did not fail.
    pub severity: Severity,
    /// The elements that were compared.
    pub elements: Vec<ElementId>,
    /// One sentence without personal data.
    pub detail: String,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It fits.
    Pass,
    /// It does not fit.
    Fail,
    /// It could not be checked.
    NotChecked(Reason),
}

/// Why a check could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A field it needs is absent or cannot be read.
    Absent,
    /// No public rule is known for this issuer or version.
    NoRule,
    /// The text was retyped or damaged on its way, so its layout proves nothing.
    Retyped,
}

/// What a failed check means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; says nothing about genuineness.
    Info,
    /// Unusual on a genuine card, but issuers do err.
    Suspicious,
    /// Two fields of the same card exclude each other: no genuine card reads so.
    Contradiction,
}

/// The checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The four characters before the magic word, and the word itself.
    Header,
    /// The version is one the standard has.
    Version,
    /// As many designators as the header announces.
    EntryCount,
    /// Every designator names a subfile that is there, and every subfile has a designator.
    SubfileTypes,
    /// Offsets and lengths agree with where the subfiles are.
    SubfilePlaces,
    /// The elements that the version demands are there.
    MandatoryElements,
    /// No element that a later version introduced.
    ElementsOfVersion,
    /// No element twice with different values.
    RepeatedElements,
    /// The document discriminator, which later versions demand, holds something.
    Discriminator,
    /// The issuer number is in the public list.
    Issuer,
    /// Issuer number against the state of the address.
    IssuerAndState,
    /// Issuer number against the country on the card.
    IssuerAndCountry,
    /// State of the address against the country on the card.
    StateAndCountry,
    /// The letter of the jurisdiction's own subfile is the initial of the issuer.
    JurisdictionLetter,
    /// Every date element that holds something holds a date.
    DatesReadable,
    /// Birth before issue.
    BirthBeforeIssue,
    /// Issue before expiry.
    IssueBeforeExpiry,
    /// Birth before expiry.
    BirthBeforeExpiry,
    /// The design was revised before the card was issued.
    RevisionBeforeIssue,
    /// The version of the barcode existed when the card was issued.
    VersionBeforeIssue,
    /// Neither birth nor issue lies in the future.
    NotInFuture,
    /// As long from issue to expiry as issuers grant.
    ValiditySpan,
    /// The expiry falls on a birthday, as with most issuers.
    ExpiryOnBirthday,
    /// The card has not expired.
    Expiry,
    /// The age of the holder fits the card.
    Age,
    /// Under 18 until: birth plus 18 years.
    Under18,
    /// Under 19 until: birth plus 19 years.
    Under19,
    /// Under 21 until: birth plus 21 years.
    Under21,
    /// The sex is one of the codes.
    SexCode,
    /// The eye colour is one of the codes.
    EyeCode,
    /// The hair colour is one of the codes.
    HairCode,
    /// The height is that of a person, and its two elements agree.
    Height,
    /// Weight in pounds, in kilograms and as a range agree.
    Weight,
    /// Truncation flags against the lengths of the names.
    Truncation,
    /// The whole name and its parts agree, where a card has both.
    NameParts,
    /// The number of the document has a form that its issuer uses.
    NumberFormat,
    /// The birth date that some issuers write into the number.
    NumberAndBirth,
    /// The postal code has the form of its country.
    PostalFormat,
    /// The postal code lies in the state of the address.
    PostalAndState,
}
