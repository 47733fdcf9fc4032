//! What goes into the net and what comes out: the size of a strip, and the characters in the order
//! of their scores.

/// Height of a strip in pixels. Capitals should be 14 of them tall and stand in the middle.
pub const HEIGHT: usize = 24;
/// Distance of two neighbouring characters that the net knows best, in pixels.
pub const PITCH: f64 = 14.5;
/// Pixels of the strip per column of scores.
pub const STEP: usize = 4;
/// Strips are cut off at this width.
pub const MOST_WIDTH: usize = 1_536;
/// The characters in the order of their scores; the score behind the last is of "none".
pub const ALPHABET: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
/// The place of "no character here" in a column of scores.
pub const NONE: usize = ALPHABET.len();
/// Scores in a column.
pub const CLASSES: usize = NONE + 1;

/// The place of a character in [`ALPHABET`]; `None` for any other byte.
#[must_use]
pub const fn class_of(character: u8) -> Option<usize> {
    match character {
        b'0'..=b'9' => Some((character - b'0') as usize),
        b'A'..=b'Z' => Some((character - b'A') as usize + 10),
        b'<' => Some(36),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_its_place() {
        for (place, &character) in ALPHABET.iter().enumerate() {
            assert_eq!(class_of(character), Some(place));
        }
        assert_eq!(class_of(b'a'), None);
    }
}
