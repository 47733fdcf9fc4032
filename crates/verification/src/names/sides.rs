//! A name taken apart, and the ways in which one line may be. Nothing is compared here.

use super::cut::Trim;
use super::folding::{Suffix, Word, words};
use super::person::{NameReading, PersonName};

const MAX_WORDS: usize = 16;

/// A name taken apart into folded words. A name without parts has only a `line`.
#[derive(Clone, Default)]
pub(super) struct Side {
    pub(super) first: Vec<Word>,
    pub(super) middle: Vec<Word>,
    pub(super) family: Vec<Word>,
    pub(super) line: Vec<Word>,
    pub(super) suffix: Option<Suffix>,
    pub(super) given_cut: Trim,
    pub(super) family_cut: Trim,
}

impl Side {
    pub(super) fn claimed(name: &PersonName) -> Self {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        Self::of(
            &text(&name.first),
            &text(&name.middle),
            &text(&name.last),
            &text(&name.full),
            "",
        )
    }

    pub(super) fn read(name: &NameReading) -> Self {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        let middle = Some(text(&name.middle))
            .filter(|middle| !is_placeholder(middle))
            .unwrap_or_default();
        let mut side = Self::of(
            &text(&name.given),
            &middle,
            &text(&name.family),
            &text(&name.full),
            &text(&name.suffix),
        );
        let given = [text(&name.given), middle].join(" ");
        side.given_cut = name.given_cut.cuts(given.trim());
        side.family_cut = name.family_cut.cuts(text(&name.family).trim());
        if side.line_only() {
            let cut = name.family_cut.cuts(text(&name.full).trim());
            side.family_cut = side.family_cut.max(cut);
        }
        side
    }

    fn of(first: &str, middle: &str, family: &str, full: &str, suffix: &str) -> Self {
        let mut side = Self {
            first: words(first),
            middle: words(middle),
            family: words(family),
            ..Self::default()
        };
        if side.is_blank() {
            side.take_full(full);
        }
        // Every part is relieved of its suffix, also when one is known already: it may be there
        // twice.
        let fifth = Suffix::take_fifth(&mut side.family);
        side.suffix = Suffix::read(suffix).or(fifth);
        for part in [
            &mut side.family,
            &mut side.middle,
            &mut side.first,
            &mut side.line,
        ] {
            let found = Suffix::take_from(part);
            side.suffix = side.suffix.or(found);
        }
        side
    }

    /// Takes a line apart at its commas: `FAMILY, GIVEN, MIDDLE, SUFFIX`, or `Given Family, Jr.`
    fn take_full(&mut self, full: &str) {
        let mut pieces: Vec<&str> = full
            .split(',')
            .filter(|piece| !words(piece).is_empty())
            .collect();
        let suffix = pieces
            .last()
            .filter(|_| pieces.len() > 1)
            .and_then(|last| Suffix::read(last));
        if suffix.is_some() {
            pieces.pop();
        }
        match pieces.as_slice() {
            [family, given @ ..] if !given.is_empty() => {
                self.family = words(family);
                self.first = words(&given.join(" "));
            }
            _ => self.line = words(&pieces.concat()),
        }
        // The suffix goes to the end of a part, where it is found with all others.
        let end = if self.line.is_empty() {
            &mut self.family
        } else {
            &mut self.line
        };
        end.extend(suffix.map(Suffix::word));
    }

    pub(super) fn line_only(&self) -> bool {
        self.first.is_empty() && self.middle.is_empty() && self.family.is_empty()
    }

    fn is_blank(&self) -> bool {
        self.line_only() && self.line.is_empty()
    }

    /// Neither blank nor longer than the comparison is made for.
    pub(super) fn is_comparable(&self) -> bool {
        let words = self.first.len() + self.middle.len() + self.family.len() + self.line.len();
        (1..=MAX_WORDS).contains(&words)
    }

    pub(super) fn is_latin(&self) -> bool {
        [&self.first, &self.middle, &self.family, &self.line]
            .into_iter()
            .flatten()
            .any(Word::is_latin)
    }
}

/// How American licences say that there is no middle name.
fn is_placeholder(middle: &str) -> bool {
    ["NONE", "NMN", "UNAVL", "UNAVAIL"]
        .iter()
        .any(|none| middle.trim().eq_ignore_ascii_case(none))
}

/// The order in which a line is taken to be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineOrder {
    GivenFirst,
    FamilyFirst,
}

/// Every way to take a line apart into given names and family name, either of which may be empty.
pub(super) fn splits(side: &Side) -> impl Iterator<Item = (Side, LineOrder)> {
    let ways = (0..=side.line.len())
        .flat_map(|at| [(at, LineOrder::GivenFirst), (at, LineOrder::FamilyFirst)]);
    ways.map(|(at, order)| {
        let (before, after) = side.line.split_at(at);
        let (given, family) = match order {
            LineOrder::GivenFirst => (before, after),
            LineOrder::FamilyFirst => (after, before),
        };
        let (first, family) = (given.to_vec(), family.to_vec());
        (
            Side {
                first,
                family,
                line: Vec::new(),
                ..side.clone()
            },
            order,
        )
    })
}

/// The ways in which both parts have a name.
pub(super) fn whole_splits(side: &Side) -> impl Iterator<Item = (Side, LineOrder)> {
    splits(side).filter(|(split, _)| !split.first.is_empty() && !split.family.is_empty())
}
