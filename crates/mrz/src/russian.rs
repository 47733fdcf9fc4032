//! Names in the zone of Russia's internal passport, where every Cyrillic letter is one character of
//! the zone, so that digits stand for some of them.
//!
//! The zone has the format of a passport and starts with `PNRUS`. Its table assigns one of the 36
//! letters and digits to each of the 33 Cyrillic letters (order 1105 of the Federal Migration
//! Service, in force since July 2011), unlike the transliteration of ICAO Doc 9303 on passports for
//! travel. The printed text therefore determines the Cyrillic name, and from that the standard's
//! transliteration.

use super::transliterate::transliterate;

/// The Russian alphabet. [`SIGNS`] has the character of each letter at the same position.
const LETTERS: &str = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ";
const SIGNS: &str = "ABVGDE2JZIQKLMNOPRSTUFHC34WXY9678";

/// Returns the name in Cyrillic letters: `IVANOVI3` is `ИВАНОВИЧ`. Blanks and characters that stand
/// for no letter are kept.
pub(super) fn cyrillic(printed: &str) -> String {
    let letter = |sign: char| {
        let pairs = SIGNS.chars().zip(LETTERS.chars());
        pairs
            .into_iter()
            .find_map(|(own, letter)| (own == sign).then_some(letter))
    };
    printed
        .chars()
        .map(|sign| letter(sign).unwrap_or(sign))
        .collect()
}

/// Returns the name as Doc 9303 part 3, section 6.B transliterates it: `IVANOVI3` is `IVANOVICH`.
pub(super) fn latin(printed: &str) -> String {
    let words = printed
        .split(' ')
        .map(|word| transliterate(&cyrillic(word)));
    words.collect::<Vec<String>>().join(" ")
}

/// Returns true if a digit stands for a letter.
pub(super) fn is_sign(digit: u8) -> bool {
    SIGNS.as_bytes().contains(&digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_one_character() {
        assert_eq!(LETTERS.chars().count(), SIGNS.chars().count());
        let signs: std::collections::BTreeSet<char> = SIGNS.chars().collect();
        assert_eq!(signs.len(), SIGNS.len());
        assert!(
            (b'0'..=b'9')
                .filter(|&digit| is_sign(digit))
                .eq(*b"2346789")
        );
    }

    #[test]
    fn names_are_converted_to_both_scripts() {
        let check = |printed: &str, own: &str, as_standard: &str| {
            assert_eq!(cyrillic(printed), own);
            assert_eq!(latin(printed), as_standard);
        };
        check("IVANOVI3", "ИВАНОВИЧ", "IVANOVICH");
        check("PETR IL9I3", "ПЕТР ИЛЬИЧ", "PETR ILICH");
        check("SOLOV9EVA", "СОЛОВЬЕВА", "SOLOVEVA");
        check("WUKIN 7RIQ", "ЩУКИН ЮРИЙ", "SHCHUKIN IURII");
        check("", "", "");
    }
}
