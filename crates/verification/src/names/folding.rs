//! Words of a name in the forms in which documents print them. Nothing is compared here.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word of a name. It has no `Debug`: it is personal data.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// As written, without punctuation.
    pub(crate) raw: String,
    /// In capitals without marks: `MULLER`.
    pub(crate) base: String,
    /// In capitals with marks written out: `MUELLER`.
    pub(crate) wide: String,
    /// A hyphen ties it to the next word.
    pub(crate) bound: bool,
}

impl Word {
    pub(crate) fn is_latin(&self) -> bool {
        self.base.chars().any(is_latin)
    }

    /// The only letter of an initial.
    pub(super) fn initial(&self) -> Option<char> {
        let mut letters = self.base.chars();
        letters.next().filter(|_| letters.next().is_none())
    }

    pub(super) fn starts_with(&self, initial: char) -> bool {
        self.base.starts_with(initial)
    }

    fn push(&mut self, original: char, base: &str, wide: &str) {
        self.raw.push(original);
        self.base.push_str(base);
        self.wide.push_str(wide);
    }
}

/// Takes a text apart into folded words. Everything but letters, digits and their marks parts
/// words, except apostrophes, which join.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let mut word = Word::default();
    // Apostrophes go first: compatibility decomposition would make a space of some of them.
    for ch in text.chars().filter(|ch| !is_apostrophe(*ch)).nfkd() {
        if is_combining_mark(ch) {
            mark(&mut word, ch);
        } else if ch.is_alphanumeric() {
            letter(&mut word, ch);
        } else {
            if !word.base.is_empty() {
                all.push(std::mem::take(&mut word));
            }
            if is_hyphen(ch)
                && let Some(last) = all.last_mut()
            {
                last.bound = true;
            }
        }
    }
    if !word.base.is_empty() {
        all.push(word);
    }
    // A hyphen at the very end ties nothing.
    if let Some(last) = all.last_mut() {
        last.bound = false;
    }
    all
}

fn letter(word: &mut Word, ch: char) {
    let (base, wide) = match ch {
        'ß' | 'ẞ' => ("SS", "SS"),
        'æ' | 'Æ' => ("AE", "AE"),
        'œ' | 'Œ' => ("OE", "OE"),
        'ø' | 'Ø' => ("O", "OE"),
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɗ' | 'Ɗ' => ("D", "D"),
        'þ' | 'Þ' => ("TH", "TH"),
        'ł' | 'Ł' => ("L", "L"),
        'ı' => ("I", "I"),
        'ħ' | 'Ħ' => ("H", "H"),
        'ŧ' | 'Ŧ' => ("T", "T"),
        'ŋ' | 'Ŋ' => ("N", "N"),
        'ə' | 'Ə' => ("E", "E"),
        'ƙ' | 'Ƙ' => ("K", "K"),
        'ɓ' | 'Ɓ' => ("B", "B"),
        _ => {
            let upper: String = ch.to_uppercase().collect();
            return word.push(ch, &upper, &upper);
        }
    };
    word.push(ch, base, wide);
}

/// A mark on a Latin or Greek letter is left out, or written out where a custom says how. In other
/// scripts a mark makes another letter and stays, except the two dots of the Russian `ё`.
fn mark(word: &mut Word, mark: char) {
    let Some(under) = word.base.chars().next_back() else {
        return;
    };
    word.raw.push(mark);
    match (under, mark) {
        ('A' | 'O' | 'U', '\u{308}') => word.wide.push('E'),
        ('A', '\u{30a}') => word.wide.push('A'),
        ('Е', '\u{308}') => {}
        _ if is_latin(under) || is_greek(under) => {}
        _ => {
            word.base.push(mark);
            word.wide.push(mark);
        }
    }
}

fn is_latin(ch: char) -> bool {
    ch.is_ascii_alphabetic() || matches!(ch, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

fn is_greek(ch: char) -> bool {
    matches!(ch, '\u{370}'..='\u{3ff}')
}

fn is_apostrophe(ch: char) -> bool {
    matches!(
        ch,
        '\'' | '`' | '´' | '’' | '‘' | '‛' | '′' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | '＇'
    )
}

fn is_hyphen(ch: char) -> bool {
    matches!(ch, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// What tells people of one name in one family apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Suffix {
    Junior,
    Senior,
    /// The first, the second …
    Number(u8),
}

impl Suffix {
    /// Reads a text that is a suffix and nothing else.
    pub(super) fn read(text: &str) -> Option<Self> {
        match words(text).as_slice() {
            [word] => match word.base.as_str() {
                // Alone in its field, a single letter is a numeral; within a name it is an initial.
                "I" => Some(Self::Number(1)),
                "V" => Some(Self::Number(5)),
                _ => Self::of(word),
            },
            _ => None,
        }
    }

    /// Takes a suffix off the end of a part that has other words.
    pub(super) fn take_from(part: &mut Vec<Word>) -> Option<Self> {
        let suffix = part.last().filter(|_| part.len() > 1).and_then(Self::of)?;
        part.pop();
        Some(suffix)
    }

    /// Takes a `V` off the end of a family name, where no initial stands.
    pub(super) fn take_fifth(family: &mut Vec<Word>) -> Option<Self> {
        let fifth = |last: &&Word| family.len() > 1 && last.base == "V";
        family.last().filter(fifth)?;
        family.pop();
        Some(Self::Number(5))
    }

    /// The suffix as a word that [`Suffix::take_from`] finds again.
    pub(super) fn word(self) -> Word {
        let base = match self {
            Self::Junior => "JR".to_owned(),
            Self::Senior => "SR".to_owned(),
            Self::Number(number) => format!("{number}TH"),
        };
        Word {
            raw: base.clone(),
            wide: base.clone(),
            base,
            bound: false,
        }
    }

    fn of(word: &Word) -> Option<Self> {
        Some(match word.base.as_str() {
            "JR" | "JNR" | "JUNIOR" => Self::Junior,
            "SR" | "SNR" | "SENIOR" => Self::Senior,
            "1ST" | "1TH" => Self::Number(1),
            "II" | "2ND" | "2TH" => Self::Number(2),
            "III" | "3RD" | "3TH" => Self::Number(3),
            "IV" | "4TH" => Self::Number(4),
            "5TH" => Self::Number(5),
            "VI" | "6TH" => Self::Number(6),
            "VII" | "7TH" => Self::Number(7),
            "VIII" | "8TH" => Self::Number(8),
            "IX" | "9TH" => Self::Number(9),
            _ => return None,
        })
    }
}
