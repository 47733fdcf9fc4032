//! The results of the checks.

use serde::Serialize;

use crate::raw::ElementId;

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Observation {
    /// What was checked.
    pub check: Check,
    /// Whether the check passed, failed, or could not be made.
    pub outcome: Outcome,
    /// What a failure means; [`Severity::Info`] if the check did not fail.
    pub severity: Severity,
    /// The elements that were compared.
    pub elements: Vec<ElementId>,
    /// One sentence without personal data.
    pub detail: String,
}

/// The outcome of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The check passed.
    Pass,
    /// The check failed.
    Fail,
    /// The check could not be made.
    NotChecked(Reason),
}

/// The reason why a check could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// A field that it needs is missing or cannot be read.
    Absent,
    /// No public rule is known for this issuer or version.
    NoRule,
    /// The text was retyped or damaged on its way, so its layout proves nothing.
    Retyped,
}

/// The meaning of a failed check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It is worth knowing, but says nothing about genuineness.
    Info,
    /// It is unusual for a genuine card, but issuers do make mistakes.
    Suspicious,
    /// Two fields of the card exclude each other, which never happens on a genuine card.
    Contradiction,
}

/// Something that is checked in a licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Check {
    /// The four characters before the magic word, and the word itself.
    Header,
    /// The version is one of the standard's.
    Version,
    /// There are as many designators as the header announces.
    EntryCount,
    /// Every designator names an existing subfile, and every subfile has a designator.
    SubfileTypes,
    /// Offsets and lengths match the places of the subfiles.
    SubfilePlaces,
    /// The elements that the version requires are present.
    MandatoryElements,
    /// No element was introduced by a later version.
    ElementsOfVersion,
    /// No element occurs twice with different values.
    RepeatedElements,
    /// The document discriminator, which later versions require, is not empty.
    Discriminator,
    /// The issuer number is in the public list.
    Issuer,
    /// The issuer number matches the state of the address.
    IssuerAndState,
    /// The issuer number matches the country on the card.
    IssuerAndCountry,
    /// The state of the address matches the country on the card.
    StateAndCountry,
    /// The letter of the jurisdiction's own subfile is the initial of the issuer.
    JurisdictionLetter,
    /// Every date element that is not empty is a date.
    DatesReadable,
    /// Birth is before issue.
    BirthBeforeIssue,
    /// Issue is before expiry.
    IssueBeforeExpiry,
    /// Birth is before expiry.
    BirthBeforeExpiry,
    /// The design was revised before the card was issued.
    RevisionBeforeIssue,
    /// The version of the barcode existed when the card was issued.
    VersionBeforeIssue,
    /// Neither birth nor issue lies in the future.
    NotInFuture,
    /// The validity is one that issuers grant.
    ValiditySpan,
    /// The expiry falls on a birthday, as with most issuers.
    ExpiryOnBirthday,
    /// The card has not expired.
    Expiry,
    /// The age of the holder fits the card.
    Age,
    /// "Under 18 until" is the date of birth plus 18 years.
    Under18,
    /// "Under 19 until" is the date of birth plus 19 years.
    Under19,
    /// "Under 21 until" is the date of birth plus 21 years.
    Under21,
    /// The sex is one of the codes.
    SexCode,
    /// The eye colour is one of the codes.
    EyeCode,
    /// The hair colour is one of the codes.
    HairCode,
    /// The height is possible for a person, and its two elements agree.
    Height,
    /// Weight in pounds, in kilograms and as a range agree.
    Weight,
    /// Truncation flags match the lengths of the names.
    Truncation,
    /// The whole name and its parts agree, where a card has both.
    NameParts,
    /// The number of the document has a form that its issuer uses.
    NumberFormat,
    /// The birth date that some issuers encode in the number matches.
    NumberAndBirth,
    /// The postal code has the form of its country.
    PostalFormat,
    /// The postal code is in the state of the address.
    PostalAndState,
}
