//! Claims that several services share: names, ages, instructions.

use verification::names::PersonName;
use verification::request::fields::parse_name_part;
use verification::request::{AgeRange, Asked, FieldError, Instructions};

use super::fields::Fields;
use super::invalid::Fault;

/// The known keys of `verification_instructions`.
const INSTRUCTIONS: &[&str] = &[
    "allow_paper_based",
    "allow_photocopy",
    "allow_laminated",
    "allow_screenshot",
    "allow_cropped",
    "allow_scanned",
    "allow_e_document",
    "allow_colorcopy",
    "allow_black_and_white",
    "allow_handwritten_document",
];

/// Parses `name`, and whether a near match of it is enough.
///
/// A name without any part is only read, even if it has `fuzzy_match`.
pub(super) fn name(fields: Fields<'_>) -> Result<(Asked<PersonName>, bool), Fault> {
    let Some(parts) = fields.object("name")? else {
        return Ok((Asked::No, false));
    };
    let part = |key, max| parts.parsed(key, |text| parse_name_part(text, max));
    let name = PersonName {
        first: part("first_name", 32)?,
        middle: part("middle_name", 32)?,
        last: part("last_name", 32)?,
        full: part("full_name", 100)?,
    };
    let is_fuzzy = parts.flag_or("fuzzy_match", false)?;
    let is_empty = [&name.first, &name.middle, &name.last, &name.full]
        .into_iter()
        .all(Option::is_none);
    Ok((
        if is_empty {
            Asked::Read
        } else {
            Asked::Check(name)
        },
        is_fuzzy,
    ))
}

/// Parses `age`: a whole number is exactly that age, and `{min, max}` is a range.
pub(super) fn age(fields: Fields<'_>) -> Result<Asked<AgeRange>, Fault> {
    if !fields.is_there("age") {
        return Ok(Asked::No);
    }
    if fields.is_number("age") {
        let Some(years) = years(fields, "age")? else {
            return Ok(Asked::Read);
        };
        return Ok(Asked::Check(AgeRange {
            min: Some(years),
            max: Some(years),
        }));
    }
    let Some(range) = fields.object("age")? else {
        return Ok(Asked::No);
    };
    let (min, max) = (years(range, "min")?, years(range, "max")?);
    match (min, max) {
        (None, None) => Ok(Asked::Read),
        (Some(min), Some(max)) if min > max => {
            Err(range.fault("max", &FieldError::TooSmall(i64::from(min))))
        }
        _ => Ok(Asked::Check(AgeRange { min, max })),
    }
}

/// Parses an age in whole years, 1 to 170.
fn years(fields: Fields<'_>, key: &'static str) -> Result<Option<u16>, Fault> {
    let years = fields.integer(key)?.map(|years| match years {
        ..1 => Err(FieldError::TooSmall(1)),
        1..=170 => u16::try_from(years).map_err(|_| FieldError::NotAnInteger),
        _ => Err(FieldError::TooGreat(170)),
    });
    years.transpose().map_err(|error| fields.fault(key, &error))
}

/// Parses `verification_instructions`. Unknown keys are ignored.
pub(super) fn instructions(fields: Fields<'_>) -> Result<Instructions, Fault> {
    let mut instructions = Instructions::default();
    if let Some(flags) = fields.object("verification_instructions")? {
        for key in INSTRUCTIONS {
            if flags.flag_or(key, false)? {
                instructions
                    .allowed
                    .insert(key.trim_start_matches("allow_").to_owned());
            }
        }
    }
    Ok(instructions)
}
