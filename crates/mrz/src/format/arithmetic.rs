//! The values of characters, and the check digits computed from them.

/// The filler, `<`.
pub const FILLER: u8 = b'<';

/// Returns the value of a character in the sum: digits have their own value, `A` to `Z` are 10 to
/// 35, and `<` is 0. Returns `None` for any other character.
///
/// ```
/// use mrz::format::value;
///
/// assert_eq!((value(b'7'), value(b'A'), value(b'<')), (Some(7), Some(10), Some(0)));
/// assert_eq!(value(b'a'), None);
/// ```
pub const fn value(character: u8) -> Option<u32> {
    match character {
        b'0'..=b'9' => Some((character - b'0') as u32),
        b'A'..=b'Z' => Some((character - b'A') as u32 + 10),
        FILLER => Some(0),
        _ => None,
    }
}

/// Returns the check digit `0` to `9` of some characters: their values weighted 7, 3, 1, modulo 10
/// (part 3, clause 4.9). Returns `None` if one of them is not allowed in a zone.
///
/// ```
/// assert_eq!(mrz::check_digit(*b"520727"), Some(b'3'));
/// assert_eq!(mrz::check_digit(*b"52 727"), None);
/// ```
pub fn check_digit(characters: impl IntoIterator<Item = u8>) -> Option<u8> {
    let mut sum = 0;
    for (character, weight) in characters.into_iter().zip([7, 3, 1].into_iter().cycle()) {
        sum = (sum + value(character)? * weight) % 10;
    }
    u8::try_from(sum).ok().map(|digit| b'0' + digit)
}
