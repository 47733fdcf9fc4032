//! Compares a claimed address with one that was read, the way people and letters write addresses.
//!
//! No register of streets is asked. This module decides whether two spellings can be one address,
//! but never whether the address exists. It transliterates no scripts and corrects no numbers: if
//! two house numbers differ by a digit, the addresses differ.
//!
//! | concession | strict | fuzzy |
//! |---|---|---|
//! | case, marks, punctuation, line breaks; `ä` as `a` or `ae`, `ß` as `ss` | yes | yes |
//! | `Street` as `St`, `Avenue` as `Ave`, `Straße` as `Str.`, `North` as `N`, `Apartment 4` as `Apt 4` or `#4` | yes | yes |
//! | `Hauptstr.` for `Hauptstraße`, `Haupt Straße` for both | yes | yes |
//! | states and provinces by name or abbreviation; left out where the postal codes agree | yes | yes |
//! | the country left out | yes | yes |
//! | another order of the parts: `75001 Paris` for `Paris 75001` | yes | yes |
//! | ZIP codes by their first five digits; postal codes with or without their space | yes | yes |
//! | the flat without its word: `12 Elm St 4B` | yes | yes |
//! | the flat or the postal code left out on one side | no | yes |
//! | another house number, flat, postal code or country | no | no |
//! | slips in words: 1 edit from 5 letters, 2 from 9 | no | yes |
//! | words left out, up to a fifth of the letters: a district, a building | no | yes |

mod tables;
mod tokens;

use crate::comparison::Agreement;
use tokens::{Text, Tokens};

/// The maximum length of an address in bytes; longer ones are not compared.
pub const MAX_LEN: usize = 2_048;

/// The share of the letters that must match under the fuzzy rule.
const NEAR_SHARE: f64 = 0.8;

/// Compares two addresses by the table in this module.
pub fn compare(claim: &str, reading: &str, fuzzy: bool) -> Agreement {
    if claim.len() > MAX_LEN || reading.len() > MAX_LEN {
        return Agreement::NotComparable;
    }
    let (claim, reading) = (Tokens::of(claim), Tokens::of(reading));
    if claim.is_empty() || reading.is_empty() || claim.is_latin() != reading.is_latin() {
        return Agreement::NotComparable;
    }
    if claim.country.is_some() && reading.country.is_some() && claim.country != reading.country {
        return Agreement::Differs;
    }
    let numbers = numbers_agree(&claim, &reading);
    let words = words_agree(&claim, &reading);
    match (numbers, words) {
        (Some(How::Whole), true) => Agreement::Agrees,
        (Some(_), true) if fuzzy => Agreement::Near,
        (Some(_), false) if fuzzy && words_near(&claim, &reading) => Agreement::Near,
        _ => Agreement::Differs,
    }
}

/// How numbers agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// All numbers match.
    Whole,
    /// The flat or the postal code is missing on one side.
    InPart,
}

/// Compares the numbers, which must occur equally often; a flat may be written without its word.
fn numbers_agree(claim: &Tokens, reading: &Tokens) -> Option<How> {
    let (mut left, mut right) = (claim.numbers.clone(), reading.numbers.clone());
    take_common(&mut left, &mut right);
    let (mut units, mut others) = (claim.units.clone(), reading.units.clone());
    if units.is_empty() {
        // What one side calls a flat, the other may call nothing.
        take_common(&mut left, &mut others);
    } else if others.is_empty() {
        take_common(&mut units, &mut right);
    } else {
        take_common(&mut units, &mut others);
        if !units.is_empty() || !others.is_empty() {
            return None;
        }
    }
    // A number of five characters that nothing on the other side can be is a postal code left out
    // there.
    let is_code = |number: &String| number.chars().count() >= 5;
    let lacks_code = |rest: &[String], other: &Tokens| {
        rest.len() == 1
            && rest.iter().all(is_code)
            && !other.numbers.is_empty()
            && !other.numbers.iter().any(is_code)
    };
    let units_agree = units.is_empty() && others.is_empty();
    match (left.is_empty(), right.is_empty()) {
        (true, true) if units_agree => Some(How::Whole),
        (true, true) => Some(How::InPart),
        (true, false) if lacks_code(&right, claim) => Some(How::InPart),
        (false, true) if lacks_code(&left, reading) => Some(How::InPart),
        _ => None,
    }
}

/// Removes everything that both sides have from both.
fn take_common<T: PartialEq>(one: &mut Vec<T>, other: &mut Vec<T>) {
    one.retain(|item| match other.iter().position(|o| o == item) {
        Some(at) => {
            other.remove(at);
            false
        }
        None => true,
    });
}

/// Returns true if all words match in any order, or if all of them together have the same letters.
fn words_agree(claim: &Tokens, reading: &Tokens) -> bool {
    let (mut left, mut right) = (claim.words.clone(), reading.words.clone());
    let has_code = claim.has_postal_code() && reading.has_postal_code();
    left.retain(|word| match right.iter().position(|other| other.is(word)) {
        Some(at) => {
            right.remove(at);
            false
        }
        None => true,
    });
    // A postal code says the state.
    if has_code {
        left.retain(|word| !word.is_region);
        right.retain(|word| !word.is_region);
    }
    let joined = |words: &[Text], wide: bool| -> String {
        words
            .iter()
            .map(|word| {
                if wide {
                    word.wide.as_str()
                } else {
                    word.base.as_str()
                }
            })
            .collect()
    };
    (left.is_empty() && right.is_empty())
        || (!left.is_empty()
            && !right.is_empty()
            && (joined(&left, false) == joined(&right, false)
                || joined(&left, true) == joined(&right, true)))
}

/// Returns true if most letters are in words that match, apart from slips.
fn words_near(claim: &Tokens, reading: &Tokens) -> bool {
    let letters = |words: &[Text]| words.iter().map(Text::letters).sum::<usize>();
    let (mut left, mut right) = (claim.words.clone(), reading.words.clone());
    if claim.has_postal_code() && reading.has_postal_code() {
        left.retain(|word| !word.is_region);
        right.retain(|word| !word.is_region);
    }
    let (all_left, all_right) = (letters(&left), letters(&right));
    left.retain(|word| {
        let exact = right.iter().position(|other| other.is(word));
        match exact.or_else(|| right.iter().position(|other| other.is_near(word))) {
            Some(at) => {
                right.remove(at);
                false
            }
            None => true,
        }
    });
    let share = |rest: usize, all: usize| 1.0 - rest as f64 / all.max(1) as f64;
    share(letters(&left), all_left) >= NEAR_SHARE && share(letters(&right), all_right) >= NEAR_SHARE
}

#[cfg(test)]
mod tests;
