//! Compares printed names with machine-readable ones, word by word, with marks omitted or written
//! out.

use super::read::Printed;
use super::rows::Token;
use super::similarity::similarity;
use mrz::transliterate;

use crate::paper::fold;

/// Names that share a smaller part of their letters are different names.
const DIFFERENT_NAME: f64 = 0.5;
/// A word on the page that is at least this similar to a machine-readable one is that word,
/// misread.
const SAME_WORD: f64 = 0.7;
/// The minimum number of letters of a name that is compared.
pub(super) const MIN_LETTERS: usize = 3;

/// A name in capitals without marks, both by its letters alone and as a zone transliterates it.
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
            plain: words(&fold(text).to_uppercase()),
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

    /// Returns true if both are the same name: equal letters, one truncated, or words of the other.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.spellings().into_iter().any(|one| {
            other.spellings().into_iter().any(|other| {
                let (a, b) = (one.concat(), other.concat());
                let is_cut = |a: &str, b: &str| a.len() >= MIN_LETTERS && b.starts_with(a);
                let is_part = |a: &[String], b: &[String]| {
                    !a.is_empty()
                        && a.concat().len() >= MIN_LETTERS
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
                    .flat_map(|a| other.iter().map(move |b| similarity(a, b)));
                similarity(&one.concat(), &other.concat()) < DIFFERENT_NAME
                    && words.fold(0.0, f64::max) < SAME_WORD
            })
        })
    }
}

impl Printed {
    /// Returns true if all words of a name are in one row.
    pub(super) fn shows_name(&self, expected: &Name) -> bool {
        let stands = |tokens: &[Token], words: &[String]| {
            let row: Vec<Name> = tokens.iter().map(|token| Name::of(&token.text)).collect();
            let has = |word: &String| {
                row.iter()
                    .flat_map(Name::spellings)
                    .any(|spelling| spelling.concat() == *word || spelling.contains(word))
            };
            words.concat().len() >= MIN_LETTERS && words.iter().all(has)
        };
        self.rows.iter().any(|row| {
            expected
                .spellings()
                .into_iter()
                .any(|words| !words.is_empty() && stands(&row.tokens, words))
        })
    }

    /// Returns true if a word of the page may be one of the name's words, misread.
    pub(super) fn has_word_like(&self, expected: &Name) -> bool {
        let long = |word: &&String| word.len() >= MIN_LETTERS;
        let tokens = self.rows.iter().flat_map(|row| &row.tokens);
        tokens
            .map(|token| Name::of(&token.text).plain.concat())
            .any(|token| {
                expected
                    .spellings()
                    .into_iter()
                    .flatten()
                    .filter(long)
                    .any(|word| similarity(&token, word) >= SAME_WORD)
            })
    }
}
