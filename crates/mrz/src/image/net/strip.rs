//! The input and output of the net: the size of a strip, and the characters in the order of their
//! scores.

/// The height of a strip in pixels. Capitals should be 14 pixels tall and in the middle.
pub const HEIGHT: usize = 24;
/// The distance between characters that the net was trained with, in pixels.
pub const PITCH: f64 = 14.5;
/// The number of pixels of the strip per column of scores.
pub const STEP: usize = 4;
/// The maximum width; strips are cut off there.
pub const MAX_WIDTH: usize = 1_536;
/// The characters in the order of their scores. The score after the last one means "none".
pub const ALPHABET: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
/// The index of "no character" in a column of scores.
pub const NONE: usize = ALPHABET.len();
/// The number of scores in a column.
pub const CLASSES: usize = NONE + 1;

/// Returns the index of a character in [`ALPHABET`], or `None` for any other byte.
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
    fn every_character_has_an_index() {
        for (place, &character) in ALPHABET.iter().enumerate() {
            assert_eq!(class_of(character), Some(place));
        }
        assert_eq!(class_of(b'a'), None);
    }
}
