//! One cell of a zone: the probabilities of its characters, and the chosen one.

use crate::image::net::{ALPHABET, NONE};

/// The probabilities of the characters in a cell. What is missing to 1 is doubt.
pub(crate) type Chances = [f32; NONE];

/// A character, and the probability that it is right, given all prior knowledge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) character: u8,
    pub(crate) confidence: f32,
}

/// Returns the likeliest character.
pub(crate) fn best(chances: &Chances) -> Glyph {
    let (class, &confidence) = chances
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(b.1))
        .unwrap_or((NONE - 1, &0.0));
    Glyph {
        character: ALPHABET.get(class).copied().unwrap_or(b'<'),
        confidence,
    }
}

/// Returns true if two characters look almost alike in OCR-B.
pub(crate) fn alike(a: u8, b: u8) -> bool {
    const GROUPS: [&[u8]; 7] = [b"0OQD", b"1IL", b"2Z", b"5S", b"6G", b"8B", b"4A"];
    GROUPS
        .iter()
        .any(|group| group.contains(&a) && group.contains(&b))
}
