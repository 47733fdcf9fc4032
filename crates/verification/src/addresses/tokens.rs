//! An address in pieces: numbers, flats, words in one spelling, the country.

use super::tables::{COUNTRIES, FORMS, REGIONS, SILENT, UNITS, entries};
use crate::names::folding::{Word, words};

/// The pieces of an address. They have no `Debug`: they are personal data.
#[derive(Clone, Default)]
pub(super) struct Tokens {
    /// House numbers and postal codes: whatever has a digit and is no flat.
    pub(super) numbers: Vec<String>,
    /// Flats, suites, rooms.
    pub(super) units: Vec<String>,
    pub(super) words: Vec<Text>,
    /// The country, if the end of the address names one.
    pub(super) country: Option<&'static str>,
    is_latin: bool,
}

/// A word in the spelling that all its forms share.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) base: String,
    pub(super) wide: String,
    /// A state or province, which a postal code says as well.
    pub(super) is_region: bool,
}

impl Tokens {
    pub(super) fn of(text: &str) -> Self {
        let mut words = words(&text.replace('#', " unit "));
        let mut tokens = Self {
            is_latin: words.iter().any(Word::is_latin),
            ..Self::default()
        };
        tokens.country = take_country(&mut words);
        let mut rest = words.as_slice();
        while let Some((first, after)) = rest.split_first() {
            rest = tokens.take(first, after);
        }
        tokens
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn is_latin(&self) -> bool {
        self.is_latin
    }

    /// Whether a number can be a postal code: four digits or more, or letters with digits.
    pub(super) fn has_postal_code(&self) -> bool {
        self.numbers
            .iter()
            .any(|number| number.chars().count() >= 4)
    }

    /// Takes a word, with those behind it that belong to it; gives the rest.
    fn take<'a>(&mut self, first: &Word, after: &'a [Word]) -> &'a [Word] {
        let base = first.base.as_str();
        if let Some((region, more)) = region(first, after) {
            self.words.push(Text {
                base: region.to_owned(),
                wide: region.to_owned(),
                is_region: true,
            });
            return after.get(more..).unwrap_or_default();
        }
        if UNITS.contains(&base)
            && let Some((value, rest)) = after.split_first()
        {
            // `Apt No 4`, `Apt # 4`
            if SILENT.contains(&value.base.as_str()) || UNITS.contains(&value.base.as_str()) {
                return self.take(first, rest);
            }
            if has_digit(&value.base) || value.base.chars().count() == 1 {
                self.units.push(value.base.clone());
                return rest;
            }
        }
        if SILENT.contains(&base) {
            return after;
        }
        if let [o, boxed, rest @ ..] = after
            && base == "P"
            && o.base == "O"
            && boxed.base == "BOX"
        {
            self.push("POBOX", "POBOX");
            return rest;
        }
        if let [boxed, rest @ ..] = after
            && base == "PO"
            && boxed.base == "BOX"
        {
            self.push("POBOX", "POBOX");
            return rest;
        }
        if has_digit(base) && !is_ordinal(base) {
            return self.number(first, after);
        }
        self.push(&spelt(base), &spelt(&first.wide));
        after
    }

    /// A number, joined with the second half of a postal code.
    fn number<'a>(&mut self, first: &Word, after: &'a [Word]) -> &'a [Word] {
        let base = first.base.as_str();
        let Some((next, rest)) = after.split_first() else {
            self.numbers.push(shortened(base));
            return after;
        };
        // The last four digits of a ZIP code.
        if first.bound && is_form(base, "99999") && is_form(&next.base, "9999") {
            self.numbers.push(base.to_owned());
            return rest;
        }
        let is_british = ["A9", "A99", "AA9", "AA99", "A9A", "AA9A"]
            .iter()
            .any(|form| is_form(base, form))
            && is_form(&next.base, "9AA");
        let is_canadian = is_form(base, "A9A") && is_form(&next.base, "9A9");
        let is_dutch = is_form(base, "9999") && is_form(&next.base, "AA") && !rest.is_empty();
        if is_british || is_canadian || is_dutch {
            self.numbers.push(format!("{base}{}", next.base));
            return rest;
        }
        self.numbers.push(shortened(base));
        after
    }

    fn push(&mut self, base: &str, wide: &str) {
        self.words.push(Text {
            base: base.to_owned(),
            wide: wide.to_owned(),
            is_region: false,
        });
    }
}

/// ZIP codes of nine digits by their first five.
fn shortened(number: &str) -> String {
    let is_long = is_form(number, "999999999");
    number
        .chars()
        .take(if is_long { 5 } else { usize::MAX })
        .collect()
}

/// A state or province by its name or abbreviation, and how many more words its name takes.
fn region(first: &Word, after: &[Word]) -> Option<(&'static str, usize)> {
    let by_name = entries(REGIONS).filter_map(|(short, name)| {
        let mut words = name.split(' ');
        let is_first = words.next() == Some(first.base.as_str());
        let more: Vec<&str> = words.collect();
        let goes_on = after.len() >= more.len()
            && more
                .iter()
                .zip(after)
                .all(|(name, word)| *name == word.base);
        (is_first && goes_on).then_some((short, more.len()))
    });
    let by_short = entries(REGIONS)
        .find(|(short, _)| *short == first.base)
        .map(|(short, _)| (short, 0));
    // The longest name: `WEST VIRGINIA` before anything shorter.
    by_name.max_by_key(|(_, more)| *more).or(by_short)
}

/// Takes the country off the end.
fn take_country(words: &mut Vec<Word>) -> Option<&'static str> {
    let found = entries(COUNTRIES).find(|(_, name)| {
        let names: Vec<&str> = name.split(' ').collect();
        words.len() > names.len() + 1
            && words
                .iter()
                .rev()
                .zip(names.iter().rev())
                .all(|(word, name)| word.base == *name)
    });
    let (code, name) = found?;
    words.truncate(words.len() - name.split(' ').count());
    Some(code)
}

/// A word in the spelling that its forms share; `HAUPTSTRASSE` and `HAUPTSTR` are one.
fn spelt(word: &str) -> String {
    if let Some(forms) = FORMS.iter().find(|forms| forms.contains(&word)) {
        return forms.first().copied().unwrap_or(word).to_owned();
    }
    for ending in ["STRASSE", "STR"] {
        if let Some(stem) = word
            .strip_suffix(ending)
            .filter(|stem| stem.chars().count() > 2)
        {
            return format!("{stem}ST");
        }
    }
    word.to_owned()
}

fn has_digit(word: &str) -> bool {
    word.chars().any(char::is_numeric)
}

fn is_ordinal(word: &str) -> bool {
    let ending = word.trim_start_matches(|c: char| c.is_ascii_digit());
    ending.len() < word.len() && ["ST", "ND", "RD", "TH"].contains(&ending)
}

/// Whether a word has a form: `9` a digit, `A` a letter.
fn is_form(word: &str, form: &str) -> bool {
    word.len() == form.len()
        && word.chars().zip(form.chars()).all(|(c, f)| match f {
            '9' => c.is_ascii_digit(),
            _ => c.is_ascii_alphabetic(),
        })
}

impl Text {
    pub(super) fn is(&self, other: &Self) -> bool {
        self.base == other.base
            || self.wide == other.wide
            || self.base == other.wide
            || self.wide == other.base
    }

    pub(super) fn letters(&self) -> usize {
        self.base.chars().count()
    }

    /// 1 edit from 5 letters, 2 from 9.
    pub(super) fn is_near(&self, other: &Self) -> bool {
        let allowed = match self.letters().min(other.letters()) {
            0..=4 => 0,
            5..=8 => 1,
            _ => 2,
        };
        // Longer words than any name are not worth the work.
        self.letters().max(other.letters()) <= 64
            && strsim::osa_distance(&self.base, &other.base) <= allowed
    }
}
