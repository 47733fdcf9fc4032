//! Folds text into the form in which it is compared with the tables of this module.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Converts to lower case without marks, `ß` to `ss`, and every run of characters other than
/// letters, digits and `#&'./-` to one space.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::new();
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'ß' | 'ẞ' => out.push_str("ss"),
            '°' => out.push('o'),
            '’' | '`' | '´' => out.push('\''),
            _ if letter.is_alphanumeric() || "#&'./-".contains(letter) => {
                out.extend(letter.to_lowercase());
            }
            _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Returns the words of a folded text without dots and dashes at their ends.
pub(super) fn tokens(fold: &str) -> impl Iterator<Item = &str> {
    fold.split(' ')
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '#'))
        .filter(|word| !word.is_empty())
}

/// Returns true if a folded text contains a folded phrase as whole words.
pub(super) fn holds(text: &str, phrase: &str) -> bool {
    place(text, phrase).is_some()
}

/// Returns the byte after a phrase that a folded text contains as whole words.
pub(super) fn place(text: &str, phrase: &str) -> Option<usize> {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(phrase).find_map(|(at, _)| {
        let end = at + phrase.len();
        let (before, after) = (text.get(..at)?, text.get(end..)?);
        let is_whole = !is_word(before.chars().next_back()) && !is_word(after.chars().next());
        is_whole.then_some(end)
    })
}

/// Removes marks that an engine sees at the edges of paper, and commas at the end of a line. An
/// engine that does not expect German reads the `ß` of a street as `B`, which is corrected; no
/// other word is spelt like that.
pub(crate) fn cleaned(line: &str) -> String {
    let ends = |c: char| c.is_whitespace() || "|_~=*«»<>,;:•·{}[]\\".contains(c);
    line.trim_matches(ends)
        .trim_start_matches(['.', '-', '\'', '"', ')'])
        .trim_matches(ends)
        .replace("traBe", "traße")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_and_finding() {
        assert_eq!(
            fold("  Hauptstraße 12,  Zoë’s · N° 4"),
            "hauptstrasse 12 zoe's no 4"
        );
        assert!(holds("the statement date is", "statement date"));
        assert!(!holds("update", "date"));
        assert!(holds("due date: x", "date"));
        assert_eq!(cleaned(" | Berlin 10115, "), "Berlin 10115");
        assert_eq!(cleaned("12 HauptstraBe"), "12 Hauptstraße");
        assert_eq!(
            tokens("st. 4b - #7").collect::<Vec<_>>(),
            ["st", "4b", "#7"]
        );
    }
}
