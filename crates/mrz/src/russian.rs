//! Names in the zone of Russia's passport for use within the country: every Cyrillic letter is one
//! sign of the zone, so that digits stand for some of them.
//!
//! The zone is of a passport's form and begins with `PNRUS`. Its table gives one of the 36 signs to
//! each of the 33 letters (order 1105 of the Federal Migration Service, in force since July 2011),
//! unlike the transliteration of ICAO Doc 9303 that the same state's passports for travel have.
//! What is printed therefore says exactly which Cyrillic name is meant; from that follows what the
//! standard would write.

use super::transliterate::transliterate;

/// The Russian alphabet, and the sign of each letter below it.
const LETTERS: &str = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ";
const SIGNS: &str = "ABVGDE2JZIQKLMNOPRSTUFHC34WXY9678";

/// Returns the name in Cyrillic letters: `IVANOVI3` is `ИВАНОВИЧ`. Characters that stand for no
/// letter, and blanks, are kept.
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
    fn every_letter_has_its_sign() {
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
    fn names_are_told_in_both_scripts() {
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
