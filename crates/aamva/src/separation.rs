//! Splits the text into lines. Where another character took the place of the separators, it is
//! found as the one that precedes most element IDs.

use std::collections::BTreeMap;

use super::raw::{ElementId, SubfileKind};
use super::table::{Definition, definition};
use super::text::is_padding;

/// A part of the text and its position in the body, in bytes.
#[derive(Clone, Copy)]
pub(super) struct Fragment<'a> {
    pub(super) at: usize,
    pub(super) text: &'a str,
}

/// Splits the text at control characters. The standard uses LF, CR and RS, and scanners swap them
/// for others.
pub(super) fn lines(body: &str) -> impl Iterator<Item = Fragment<'_>> {
    let mut at = 0;
    body.split(|c: char| c < ' ').map(move |text| {
        let fragment = Fragment { at, text };
        at += text.len() + 1;
        fragment
    })
}

pub(super) enum Separation {
    Lines,
    Replaced(String),
    Lost,
}

/// Returns the separator in use: line ends if enough lines start with an element, otherwise the
/// character that precedes most element IDs.
pub(super) fn separation(body: &str, lines: &[Fragment<'_>]) -> Separation {
    let begun = lines
        .iter()
        .filter(|line| begins(line.text).is_some())
        .count();
    let mut before: BTreeMap<&str, usize> = BTreeMap::new();
    let mut occurrences = 0;
    for (at, byte) in body.bytes().enumerate() {
        if byte != b'D' || at == 0 {
            continue;
        }
        let known = body
            .get(at..)
            .and_then(element_at)
            .is_some_and(Definition::is_ever_mandatory);
        if known {
            occurrences += 1;
            // Cards of Connecticut have a stray 0x90 on both sides of a separator.
            let end = body
                .get(..at)
                .map_or(at, |before| before.trim_end_matches(is_c1).len());
            for length in 1..=3 {
                let separator = end.checked_sub(length).and_then(|from| body.get(from..end));
                if let Some(separator) = separator {
                    *before.entry(separator).or_default() += 1;
                }
            }
        }
    }
    if begun >= 4 && begun * 3 >= occurrences || occurrences < 4 {
        return Separation::Lines;
    }
    let best = |length: usize| {
        before
            .iter()
            .filter(|(s, _)| s.chars().count() == length)
            .max_by_key(|(_, n)| **n)
    };
    let Some((mut separator, count)) =
        best(1).filter(|(_, n)| **n * 5 >= occurrences * 3 && **n >= 4)
    else {
        return Separation::Lost;
    };
    for longer in [best(2), best(3)].into_iter().flatten() {
        if longer.1 * 10 >= count * 9 && longer.0.ends_with(separator) {
            separator = longer.0;
        }
    }
    if separator.contains(|c: char| c < ' ') {
        Separation::Lines
    } else {
        Separation::Replaced((*separator).to_owned())
    }
}

/// Returns true for the control characters from U+0080 to U+009F, which no text contains.
pub(super) fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}')
}

/// Splits a line at a character that replaces the separator, but only where an element or a subfile
/// follows, because it may be an ordinary letter elsewhere.
pub(super) fn split_replaced<'a>(
    line: Fragment<'a>,
    separator: &str,
    fragments: &mut Vec<Fragment<'a>>,
) {
    let mut from = 0;
    for (at, _) in line.text.match_indices(separator) {
        let next = at + separator.len();
        let follows = line
            .text
            .get(next..)
            .unwrap_or_default()
            .trim_start_matches(is_c1);
        if at >= from && (element_at(strip_type(follows)).is_some() || is_jurisdiction(follows)) {
            fragments.push(Fragment {
                at: line.at + from,
                text: line.text.get(from..at).unwrap_or_default(),
            });
            from = next;
        }
    }
    let rest = line.text.get(from..).unwrap_or_default();
    fragments.push(Fragment {
        at: line.at + from,
        text: without_tail(rest, separator),
    });
}

/// Returns the last value without the separator after it, and without an element ID that was cut
/// off.
fn without_tail<'a>(rest: &'a str, separator: &str) -> &'a str {
    let mark = !separator.contains(|c: char| c.is_alphanumeric() || c == ' ');
    match rest.rsplit_once(separator) {
        Some((value, "")) => value,
        Some((value, id)) if mark && id.len() < 3 && id.bytes().all(|b| b.is_ascii_uppercase()) => {
            value
        }
        _ => rest,
    }
}

/// Returns the standard's element that `text` starts with.
pub(super) fn element_at(text: &str) -> Option<&'static Definition> {
    ElementId::at_start(text).and_then(definition)
}

/// Returns the standard's element that a line starts with, after padding and type letters.
pub(super) fn begins(line: &str) -> Option<&'static Definition> {
    element_at(strip_type(line.trim_start_matches(is_padding)))
}

/// Returns `text` without the type letters of a standard subfile, if an element follows them.
pub(super) fn strip_type(text: &str) -> &str {
    match SubfileKind::at_start(text) {
        Some(kind) if !kind.is_jurisdiction() => text
            .get(2..)
            .filter(|rest| element_at(rest).is_some())
            .unwrap_or(text),
        _ => text,
    }
}

/// Returns true if the text starts with `Z?` twice: the type letters of a jurisdiction subfile and
/// its first element.
pub(super) fn opens_jurisdiction(text: &str) -> bool {
    matches!(text.as_bytes(), [b'Z', a, b'Z', b, c, ..]
        if a == b && a.is_ascii_uppercase() && c.is_ascii_uppercase())
}

pub(super) fn is_jurisdiction(text: &str) -> bool {
    matches!(text.as_bytes(), [b'Z', a, b, ..]
        if a.is_ascii_uppercase() && (b.is_ascii_uppercase() || b.is_ascii_digit()))
}
