//! Track 3: fields of fixed width. The sentinel before them varies (`%`, `#`, `+`, in British
//! Columbia `_%`), and characters are lost or inserted on the way, so the columns are recognised by
//! their contents.

use crate::physical::{Sex, is_colour};
use crate::text::is_padding;

/// The start and length of each field, counted from the version of the template (Annex F, track 3).
const POSTAL: (usize, usize) = (2, 11);
const CLASS: (usize, usize) = (13, 2);
const RESTRICTIONS: (usize, usize) = (15, 10);
const ENDORSEMENTS: (usize, usize) = (25, 4);
const SEX: (usize, usize) = (29, 1);
const HEIGHT: (usize, usize) = (30, 3);
const WEIGHT: (usize, usize) = (33, 3);
const HAIR: (usize, usize) = (36, 3);
const EYES: (usize, usize) = (39, 3);
/// How many characters are kept; what follows the eye colour is not.
const KEPT_LENGTH: usize = 42;
/// How many places the columns may be shifted.
const MAX_SHIFT: usize = 2;

/// The contents of track 3, without padding.
#[derive(Default)]
pub(super) struct Third {
    pub(super) postal: String,
    pub(super) class: String,
    pub(super) restrictions: String,
    pub(super) endorsements: String,
    pub(super) sex: String,
    pub(super) height: String,
    pub(super) weight: String,
    pub(super) hair: String,
    pub(super) eyes: String,
    /// Whether the columns were shifted.
    pub(super) shifted: bool,
}

impl Third {
    /// Reads what follows track 2, or returns `None` if no shift of the columns gives meaningful
    /// fields.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches(is_padding);
        let sentinel = text
            .char_indices()
            .take(3)
            .find(|(_, c)| matches!(c, '%' | '#' | '+'))
            .map(|(at, c)| at + c.len_utf8());
        let body = text.get(sentinel.unwrap_or(0)..)?;
        let cells: Vec<char> = body
            .chars()
            .take_while(|&c| c != '?')
            .take(KEPT_LENGTH + MAX_SHIFT)
            .collect();
        if cells.iter().all(|&c| is_padding(c)) {
            return None;
        }
        let mut best: Option<(i32, Self)> = None;
        for shift in [0, 1, -1, 2, -2] {
            let third = Self::at(&cells, shift);
            let score = third.score();
            if best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, third));
            }
        }
        best.filter(|(score, third)| *score > 0 || *score == 0 && !third.shifted)
            .map(|(_, third)| third)
    }

    fn at(cells: &[char], shift: isize) -> Self {
        let field = |(from, length): (usize, usize)| {
            let from = from.saturating_add_signed(shift);
            let end = (from + length).min(cells.len());
            let value: String = cells.get(from..end).unwrap_or_default().iter().collect();
            value.trim_matches(is_padding).to_owned()
        };
        Self {
            postal: field(POSTAL),
            class: field(CLASS),
            restrictions: field(RESTRICTIONS),
            endorsements: field(ENDORSEMENTS),
            sex: field(SEX),
            height: field(HEIGHT),
            weight: field(WEIGHT),
            hair: field(HAIR),
            eyes: field(EYES),
            shifted: shift != 0,
        }
    }

    /// Returns the number of fields that have valid contents, less those that have invalid ones.
    fn score(&self) -> i32 {
        let number = |value: &str| value.bytes().all(|b| b.is_ascii_digit());
        let fields: [(&str, bool, i32); 6] = [
            (&self.postal, is_postal(&self.postal), 1),
            (&self.sex, Sex::read(&self.sex).is_some(), 2),
            (&self.height, number(&self.height), 1),
            (&self.weight, number(&self.weight), 1),
            (&self.hair, is_colour(&self.hair), 2),
            (&self.eyes, is_colour(&self.eyes), 2),
        ];
        fields
            .iter()
            .filter(|(value, _, _)| !value.is_empty())
            .map(|&(_, fits, weight)| if fits { weight } else { -2 })
            .sum()
    }
}

/// Returns true for five or more digits, and for alternating letters and digits.
pub(super) fn is_postal(value: &str) -> bool {
    let plain: Vec<u8> = value.bytes().filter(u8::is_ascii_alphanumeric).collect();
    let digits = plain.len() >= 5 && plain.iter().all(u8::is_ascii_digit);
    let canadian = plain.len() == 6
        && plain
            .chunks(2)
            .all(|pair| matches!(pair, [a, b] if a.is_ascii_alphabetic() && b.is_ascii_digit()));
    digits || canadian
}
