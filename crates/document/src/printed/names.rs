//! Names as they are printed and as they are written, word by word, with marks left out or written
//! out.

use super::alike::likeness;
use super::read::Printed;
use super::rows::Piece;
use mrz::transliterate;

use crate::paper::folded;

/// Names that share less than this part of their letters are different names.
const UNLIKE: f64 = 0.5;
/// A word on the page that is as like a written one is that word, misread.
const SAME_WORD: f64 = 0.7;
/// A name with fewer letters is not compared.
pub(super) const LEAST_LETTERS: usize = 3;

/// A name in capitals without marks: as its letters are, and as a zone writes them.
pub(super) struct Name {
    plain: Vec<String>,
    wide: Vec<String>,
}

impl Name {
    pub(super) fn of(text: &str) -> Self {
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphabetic() && !"'’".contains(c))
                .map(|word| word.chars().filter(char::is_ascii_alphabetic).collect())
                .filter(|word: &String| !word.is_empty())
                .collect()
        };
        Self {
            plain: words(&folded(text).to_uppercase()),
            wide: words(&transliterate(text).replace('<', " ")),
        }
    }

    pub(super) fn is_there(&self) -> bool {
        !self.plain.is_empty()
    }

    pub(super) fn letters(&self) -> String {
        self.plain.concat()
    }

    fn spellings(&self) -> [&Vec<String>; 2] {
        [&self.plain, &self.wide]
    }

    /// Whether both are one name: the same letters, one cut at its end, or words of the other.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.spellings().into_iter().any(|one| {
            other.spellings().into_iter().any(|other| {
                let (a, b) = (one.concat(), other.concat());
                let is_cut = |a: &str, b: &str| a.len() >= LEAST_LETTERS && b.starts_with(a);
                let is_part = |a: &[String], b: &[String]| {
                    !a.is_empty()
                        && a.concat().len() >= LEAST_LETTERS
                        && a.iter().all(|word| b.contains(word))
                };
                a == b
                    || is_cut(&a, &b)
                    || is_cut(&b, &a)
                    || is_part(one, other)
                    || is_part(other, one)
            })
        })
    }

    pub(super) fn is_unlike(&self, other: &Self) -> bool {
        self.spellings().into_iter().all(|one| {
            other.spellings().into_iter().all(|other| {
                let words = one
                    .iter()
                    .flat_map(|a| other.iter().map(move |b| likeness(a, b)));
                likeness(&one.concat(), &other.concat()) < UNLIKE
                    && words.fold(0.0, f64::max) < SAME_WORD
            })
        })
    }
}

impl Printed {
    /// Whether all the words of a name stand in one row.
    pub(super) fn shows_name(&self, expected: &Name) -> bool {
        let stands = |pieces: &[Piece], words: &[String]| {
            let row: Vec<Name> = pieces.iter().map(|piece| Name::of(&piece.text)).collect();
            let has = |word: &String| {
                row.iter()
                    .flat_map(Name::spellings)
                    .any(|spelling| spelling.concat() == *word || spelling.contains(word))
            };
            words.concat().len() >= LEAST_LETTERS && words.iter().all(has)
        };
        self.rows.iter().any(|row| {
            expected
                .spellings()
                .into_iter()
                .any(|words| !words.is_empty() && stands(&row.pieces, words))
        })
    }

    /// Whether a word of the page may be one of the name's, misread.
    pub(super) fn has_word_like(&self, expected: &Name) -> bool {
        let long = |word: &&String| word.len() >= LEAST_LETTERS;
        let pieces = self.rows.iter().flat_map(|row| &row.pieces);
        pieces
            .map(|piece| Name::of(&piece.text).plain.concat())
            .any(|piece| {
                expected
                    .spellings()
                    .into_iter()
                    .flatten()
                    .filter(long)
                    .any(|word| likeness(&piece, word) >= SAME_WORD)
            })
    }
}
