//! The checks that a careful examiner makes on a zone: check digits, dates and codes.
//!
//! Nothing is decided here. Each observation says what was compared, the outcome, and what a
//! failure would mean. A check that cannot be made says why.

use jiff::civil::Date;
use serde::Serialize;

use super::dates::DateCompleteness;
use super::format::{Field, Format};
use super::state::{State, StateKind};
use super::zone::{Digit, Kind, Mrz, Sex};

/// Something that is checked in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Check {
    /// The check digit of the number.
    NumberDigit,
    /// The check digit of the birth date.
    BirthDigit,
    /// The check digit of the date of expiry.
    ExpiryDigit,
    /// The check digit of a passport's optional data.
    OptionalDigit,
    /// The check digit over the others.
    CompositeDigit,
    /// The code is one of the standard's, on a document of the right size.
    Code,
    /// The issuer is a state or an organisation that issues documents.
    Issuer,
    /// The nationality is a state or one of the standard's other codes.
    Nationality,
    /// The number is present.
    Number,
    /// The name is present.
    Name,
    /// The dates of birth and expiry are dates.
    DatesReadable,
    /// The holder was born before the document expires.
    BirthBeforeExpiry,
    /// The validity is not longer than that of any document.
    ValiditySpan,
    /// The sex is one of the permitted letters.
    SexCode,
}

impl Check {
    /// Returns the fields on which the check rests. If one of them is uncertain, a failure may be
    /// the reader's fault rather than the zone's.
    ///
    /// ```
    /// use mrz::Field;
    /// use mrz::checks::Check;
    ///
    /// let zone = mrz::parse(&[
    ///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ///     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    /// ])?;
    /// assert_eq!(Check::BirthDigit.rests_on(&zone), [Field::Birth, Field::BirthCheck]);
    /// # Ok::<(), mrz::ParseError>(())
    /// ```
    pub fn rests_on(self, zone: &Mrz) -> &'static [Field] {
        use Field::{
            Birth, BirthCheck, Composite, Expiry, ExpiryCheck, GivenNames, Number, NumberCheck,
            Office, Optional, Optional2, OptionalCheck, Sex, Surname,
        };
        match self {
            // The digit covers cells of the optional data only if the number continues there.
            Self::NumberDigit if zone.number_continues() => &[Number, NumberCheck, Optional],
            Self::NumberDigit => &[Number, NumberCheck],
            Self::BirthDigit => &[Birth, BirthCheck],
            Self::ExpiryDigit => &[Expiry, ExpiryCheck],
            Self::OptionalDigit => &[Optional, OptionalCheck],
            // The digit of the French card covers all cells.
            Self::CompositeDigit => &[
                Number,
                NumberCheck,
                Birth,
                BirthCheck,
                Expiry,
                ExpiryCheck,
                Optional,
                Optional2,
                OptionalCheck,
                Composite,
                Surname,
                GivenNames,
                Office,
                Sex,
            ],
            Self::DatesReadable | Self::BirthBeforeExpiry => &[Birth, Expiry],
            _ => &[],
        }
    }
}

/// Returns true if a zone contradicts itself even if these fields are uncertain: a check fails that
/// no genuine zone fails, and it rests only on characters that are certain.
///
/// ```
/// use mrz::Field;
/// use mrz::checks::is_contradicted;
///
/// // The year of birth was changed, but not the check digits.
/// let zone = mrz::parse(&[
///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
///     "L898902C36UTO7908122F1204159ZE184226B<<<<<10",
/// ])?;
/// let today = jiff::civil::date(2012, 1, 1);
/// assert!(is_contradicted(&zone, &[], today));
/// // If the reader was unsure of the date, the failure may be its own, so nothing is contradicted.
/// assert!(!is_contradicted(&zone, &[Field::Birth], today));
/// # Ok::<(), mrz::ParseError>(())
/// ```
pub fn is_contradicted(zone: &Mrz, unsure: &[Field], today: Date) -> bool {
    examine(zone, today).iter().any(|seen| {
        let rests_on = seen.check.rests_on(zone);
        seen.outcome == Outcome::Fail
            && seen.severity == Severity::Contradiction
            && !rests_on.iter().any(|field| unsure.contains(field))
    })
}

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
    /// One sentence without personal data.
    pub detail: &'static str,
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
}

/// The meaning of a failed check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It is worth knowing, but says nothing about genuineness.
    Info,
    /// It is unusual for a genuine document, but issuers do make mistakes.
    Suspicious,
    /// It never occurs in a zone that its issuer made and that was read correctly.
    Contradiction,
}

/// The maximum validity of a passport in years. Cards for elderly people may be valid for longer.
const MAX_PASSPORT_VALIDITY_YEARS: i16 = 11;

/// Examines a zone as of `today`, and returns the observations in the order of [`Check`].
///
/// ```
/// use mrz::checks::{Outcome, examine};
///
/// let zone = mrz::parse(&[
///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
///     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
/// ])?;
/// let seen = examine(&zone, jiff::civil::date(2012, 1, 1));
/// let failed: Vec<_> = seen.iter().filter(|seen| seen.outcome == Outcome::Fail).collect();
/// assert!(failed.is_empty(), "{failed:?}");
/// # Ok::<(), mrz::ParseError>(())
/// ```
pub fn examine(zone: &Mrz, today: Date) -> Vec<Observation> {
    let mut seen = digits(zone);
    seen.push(code(zone));
    seen.extend(zone.has(Field::Issuer).then(|| {
        let none = [
            StateKind::Stateless,
            StateKind::Refugee,
            StateKind::Unspecified,
        ];
        state(Check::Issuer, &zone.issuer, &none)
    }));
    seen.extend(
        zone.nationality
            .as_ref()
            .map(|nation| state(Check::Nationality, nation, &[])),
    );
    seen.extend(zone.has(Field::Number).then(|| {
        let sentences = ["there is a number", "the zone has no number"];
        pass_or_fail(
            Check::Number,
            !zone.number.is_empty(),
            Severity::Suspicious,
            sentences,
        )
    }));
    seen.extend(
        (zone.has(Field::Names) || zone.has(Field::Surname)).then(|| {
            let is_named = !zone.names.family.is_empty() || !zone.names.given.is_empty();
            let sentences = ["there is a name", "the zone has no name"];
            pass_or_fail(Check::Name, is_named, Severity::Suspicious, sentences)
        }),
    );
    seen.push(readable(zone));
    seen.push(order(zone, today));
    seen.push(span(zone, today));
    seen.push(pass_or_fail(
        Check::SexCode,
        zone.sex != Sex::Unknown,
        Severity::Suspicious,
        [
            "the sex is one of the letters",
            "the sex is none of M, F, X and <",
        ],
    ));
    seen
}

fn digits(zone: &Mrz) -> Vec<Observation> {
    let all = zone.digits.iter().filter_map(|(field, digit)| {
        let check = match field {
            Field::NumberCheck => Check::NumberDigit,
            Field::BirthCheck => Check::BirthDigit,
            Field::ExpiryCheck => Check::ExpiryDigit,
            Field::OptionalCheck => Check::OptionalDigit,
            Field::Composite => Check::CompositeDigit,
            _ => return None,
        };
        Some(match digit {
            // Issuers compute the digits, so a zone that was read correctly and fails the check was
            // not made by its issuer.
            Digit::Fails => failed(
                check,
                Severity::Contradiction,
                "the check digit does not hold",
            ),
            Digit::Holds => passed(check, "the check digit holds"),
            Digit::Absent => skipped(check, "there is nothing to check"),
        })
    });
    all.collect()
}

fn code(zone: &Mrz) -> Observation {
    let fits = match zone.format {
        Format::Td3 => zone.kind == Kind::Passport,
        Format::MrvA | Format::MrvB => zone.kind == Kind::Visa,
        Format::Td1 | Format::Td2 | Format::France => {
            matches!(zone.kind, Kind::IdentityCard | Kind::CrewCertificate)
        }
        Format::FrenchLicence | Format::DutchLicence | Format::Licence | Format::SwissLicence => {
            zone.kind == Kind::DrivingLicence
        }
    };
    let sentences = [
        "the code is one for this size of document",
        "the code is none that the standard has for this size of document",
    ];
    pass_or_fail(Check::Code, fits, Severity::Suspicious, sentences)
}

fn state(check: Check, state: &State, excluded: &[StateKind]) -> Observation {
    let known = state.kind != StateKind::Unknown && !excluded.contains(&state.kind);
    let sentences = ["the code is known", "the code is none that is known"];
    pass_or_fail(check, known, Severity::Suspicious, sentences)
}

fn readable(zone: &Mrz) -> Observation {
    let impossible =
        [Some(zone.birth_is), zone.expiry_is].contains(&Some(DateCompleteness::Impossible));
    let sentences = ["birth and expiry are dates", "birth or expiry is no date"];
    pass_or_fail(
        Check::DatesReadable,
        !impossible,
        Severity::Contradiction,
        sentences,
    )
}

fn order(zone: &Mrz, today: Date) -> Observation {
    match (zone.born(today), zone.expires(today)) {
        (Some(born), Some(expires)) => pass_or_fail(
            Check::BirthBeforeExpiry,
            born < expires,
            Severity::Contradiction,
            [
                "birth lies before expiry",
                "the document expires before its holder was born",
            ],
        ),
        _ => skipped(Check::BirthBeforeExpiry, "a date is not known"),
    }
}

fn span(zone: &Mrz, today: Date) -> Observation {
    match zone.expires(today) {
        Some(expires) if zone.kind == Kind::Passport => pass_or_fail(
            Check::ValiditySpan,
            expires.year() - today.year() <= MAX_PASSPORT_VALIDITY_YEARS,
            Severity::Suspicious,
            ["no longer than passports run", "longer than passports run"],
        ),
        _ => skipped(Check::ValiditySpan, "no rule is known for this document"),
    }
}

fn pass_or_fail(
    check: Check,
    holds: bool,
    severity: Severity,
    sentences: [&'static str; 2],
) -> Observation {
    let [yes, no] = sentences;
    if holds {
        passed(check, yes)
    } else {
        failed(check, severity, no)
    }
}

fn passed(check: Check, detail: &'static str) -> Observation {
    Observation {
        check,
        outcome: Outcome::Pass,
        severity: Severity::Info,
        detail,
    }
}

fn failed(check: Check, severity: Severity, detail: &'static str) -> Observation {
    Observation {
        check,
        outcome: Outcome::Fail,
        severity,
        detail,
    }
}

fn skipped(check: Check, detail: &'static str) -> Observation {
    Observation {
        check,
        outcome: Outcome::NotChecked(Reason::Absent),
        severity: Severity::Info,
        detail,
    }
}
