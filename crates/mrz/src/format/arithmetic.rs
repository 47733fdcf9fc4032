//! Values of characters, and check digits over them.

/// The filler `<`.
pub const FILLER: u8 = b'<';

/// The value of a character in the sum: digits theirs, `A` 10 to `Z` 35, `<` 0. `None` for any
/// other.
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

/// The check digit `0` to `9` over characters: values weighted 7, 3, 1, modulo 10 (part 3, clause
/// 4.9). `None` if one of them cannot stand in a zone.
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
