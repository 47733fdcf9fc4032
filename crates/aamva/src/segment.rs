//! Splits text whose separators are lost. Every place that spells a known element ID may be the
//! start of an element. Dynamic programming finds the cheapest reading: a value that fits its
//! element is cheap, and an ID left inside another value is expensive. The work is linear, because
//! values are bounded.

use super::dates;
use super::physical;
use super::raw::ElementId;
use super::table::{Definition, Format, definition};

/// The maximum length of a genuine value, including padding.
const MAX_VALUE_LENGTH: usize = 120;

/// A place where an element may start.
#[derive(Clone, Copy)]
struct Candidate {
    at: usize,
    definition: &'static Definition,
    /// The cost of reading the ID as part of another value.
    ignored: u32,
}

/// Returns the byte positions at which elements start; the first one is 0. `admit` is called for
/// every place that spells an ID, with the text before and after it. It returns the cost of reading
/// the ID as part of another value, or `None` if no element can start there.
pub(super) fn cut(
    text: &str,
    admit: impl Fn(&'static Definition, [&str; 2]) -> Option<u32>,
) -> Vec<usize> {
    let candidates = candidates(text, admit);
    let Some(first) = candidates.first() else {
        return vec![0];
    };
    if candidates.len() == 1 && first.at == 0 {
        return vec![0];
    }
    // `best[i]` is the cheapest reading of everything from candidate `i` on, and the candidate that
    // follows it.
    let mut best: Vec<(u32, Option<usize>)> = vec![(0, None); candidates.len()];
    for (i, candidate) in candidates.iter().enumerate().rev() {
        let from = candidate.at + 3;
        let tail = text.get(from..).unwrap_or_default();
        let left_inside: u32 = candidates
            .iter()
            .skip(i + 1)
            .take(MAX_VALUE_LENGTH)
            .map(|c| c.ignored)
            .sum();
        let mut cheapest = (
            cost(candidate.definition, tail).saturating_add(left_inside),
            None,
        );
        let mut inside = 0u32;
        for (j, next) in candidates.iter().enumerate().skip(i + 1) {
            if next.at > from + MAX_VALUE_LENGTH && cheapest.1.is_some() {
                break;
            }
            if next.at >= from {
                let value = text.get(from..next.at).unwrap_or_default();
                let rest = best.get(j).map_or(0, |b| b.0);
                let total = cost(candidate.definition, value)
                    .saturating_add(inside)
                    .saturating_add(rest);
                if total < cheapest.0 {
                    cheapest = (total, Some(j));
                }
                if next.at > from + MAX_VALUE_LENGTH {
                    break;
                }
            }
            inside = inside.saturating_add(next.ignored);
        }
        if let Some(slot) = best.get_mut(i) {
            *slot = cheapest;
        }
    }
    let mut cuts = Vec::new();
    let mut at = Some(0);
    while let Some(candidate) = at.and_then(|i| candidates.get(i)) {
        cuts.push(candidate.at);
        at = at.and_then(|i| best.get(i)).and_then(|b| b.1);
    }
    cuts
}

fn candidates(
    text: &str,
    admit: impl Fn(&'static Definition, [&str; 2]) -> Option<u32>,
) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        if !matches!(byte, b'D' | b'P') {
            continue;
        }
        let Some(id) = text.get(at..).and_then(ElementId::at_start) else {
            continue;
        };
        let Some(definition) = definition(id) else {
            continue;
        };
        let around = [text.get(..at), text.get(at + 3..)].map(Option::unwrap_or_default);
        let ignored = if at == 0 {
            Some(0)
        } else {
            admit(definition, around)
        };
        if let Some(ignored) = ignored {
            found.push(Candidate {
                at,
                definition,
                ignored,
            });
        }
    }
    // If an ID is spelled twice, at least one of them is part of a name or a street, so ignoring
    // one costs less.
    let mut seen = std::collections::BTreeMap::new();
    for candidate in &found {
        *seen.entry(candidate.definition.id).or_insert(0u32) += 1;
    }
    for candidate in &mut found {
        if seen.get(&candidate.definition.id).is_some_and(|&n| n > 1) {
            candidate.ignored = candidate.ignored.min(4);
        }
    }
    found
}

/// Returns the cost of a value for its element: 0 if it fits, about 10 if it is doubtful, and 30 or
/// more if it does not fit.
fn cost(definition: &Definition, value: &str) -> u32 {
    const MISFIT: u32 = 30;
    let trimmed = value.trim_matches(super::text::is_padding);
    if trimmed.is_empty() {
        return if definition.is_ever_mandatory() {
            12
        } else {
            5
        };
    }
    if trimmed.eq_ignore_ascii_case("NONE") {
        return 1;
    }
    let length = trimmed.chars().count();
    let fits = match definition.form {
        Format::Text(most) => {
            let most = usize::from(most);
            return if length <= most {
                2
            } else if length <= most + 5 {
                5
            } else {
                (MISFIT).saturating_add(length.min(4 * MAX_VALUE_LENGTH) as u32)
            };
        }
        Format::Date => {
            length <= 10 && dates::read(trimmed).is_some() || trimmed.bytes().all(|b| b == b'0')
        }
        Format::Code(codes) => codes.contains(&trimmed),
        Format::Digits(most) => {
            length <= usize::from(most) && trimmed.bytes().all(|b| b.is_ascii_digit())
        }
        Format::Height => length <= 7 && physical::Height::read(trimmed).is_some(),
        Format::Colour => physical::is_colour(trimmed),
        Format::State => length == 2 && trimmed.bytes().all(|b| b.is_ascii_uppercase()),
        Format::Postal => {
            length <= 11
                && trimmed.bytes().any(|b| b.is_ascii_digit())
                && trimmed
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b' ' || b == b'-')
        }
    };
    if fits {
        0
    } else {
        MISFIT.saturating_add(length.min(4 * MAX_VALUE_LENGTH) as u32)
    }
}
