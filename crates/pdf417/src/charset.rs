//! Decodes bytes as characters, by the extended channel interpretation of a symbol (AIM ITS/04-023,
//! the register of ECI assignments).

use encoding_rs as e;

/// Decodes bytes as characters under an assignment. If there is none, or it is unknown, they are
/// ISO 8859-1. Bytes that are not characters of the set become U+FFFD.
pub(super) fn characters(bytes: &[u8], eci: Option<u32>) -> String {
    let encoding = match eci {
        Some(0 | 2) => return bytes.iter().map(|&byte| code_page_437(byte)).collect(),
        Some(4) => e::ISO_8859_2,
        Some(5) => e::ISO_8859_3,
        Some(6) => e::ISO_8859_4,
        Some(7) => e::ISO_8859_5,
        Some(8) => e::ISO_8859_6,
        Some(9) => e::ISO_8859_7,
        Some(10) => e::ISO_8859_8,
        Some(11) => e::WINDOWS_1254, // ISO 8859-9 with characters in its control range
        Some(12) => e::ISO_8859_10,
        Some(13) => e::WINDOWS_874, // likewise for ISO 8859-11
        Some(15) => e::ISO_8859_13,
        Some(16) => e::ISO_8859_14,
        Some(17) => e::ISO_8859_15,
        Some(18) => e::ISO_8859_16,
        Some(20) => e::SHIFT_JIS,
        Some(21) => e::WINDOWS_1250,
        Some(22) => e::WINDOWS_1251,
        Some(23) => e::WINDOWS_1252,
        Some(24) => e::WINDOWS_1256,
        Some(25) => e::UTF_16BE,
        Some(26) => e::UTF_8,
        Some(28) => e::BIG5,
        Some(29 | 32) => e::GB18030,
        Some(30) => e::EUC_KR,
        Some(31) => e::GBK,
        Some(33) => e::UTF_16LE,
        Some(34) => return utf_32(bytes, u32::from_be_bytes),
        Some(35) => return utf_32(bytes, u32::from_le_bytes),
        _ => return bytes.iter().map(|&byte| char::from(byte)).collect(),
    };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Decodes four bytes per character. Fewer at the end are a broken character.
fn utf_32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> String {
    let whole = bytes.chunks(4).map(|chunk| {
        let four = <[u8; 4]>::try_from(chunk).ok();
        four.and_then(|four| char::from_u32(number(four)))
            .unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    whole.collect()
}

/// Decodes the default character set of the first edition of PDF417, which ECI 0 and 2 still
/// denote.
fn code_page_437(byte: u8) -> char {
    const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
    match byte.checked_sub(128) {
        None => char::from(byte),
        Some(at) => UPPER
            .chars()
            .nth(usize::from(at))
            .unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(eci: u32, bytes: &[u8], text: &str) {
        assert_eq!(characters(bytes, Some(eci)), text, "ECI {eci}");
    }

    #[test]
    fn each_width_and_order_of_unicode() {
        check(25, &[0x04, 0x11, 0x20, 0xAC], "Б€");
        check(33, &[0x11, 0x04, 0xAC, 0x20], "Б€");
        check(33, &[0x3D, 0xD8, 0x00, 0xDE], "😀");
        check(34, &[0, 0, 0x04, 0x11, 0, 1, 0xF6, 0x00], "Б😀");
        check(35, &[0x11, 0x04, 0, 0, 0x00, 0xF6, 1, 0], "Б😀");
        check(26, "Б€".as_bytes(), "Б€");
    }

    #[test]
    fn invalid_characters_become_replacement_characters() {
        check(
            34,
            &[0, 0, 0xD8, 0x00, 0, 0, 0, 0x41, 0, 0],
            "\u{fffd}A\u{fffd}",
        );
        check(35, &[0xFF, 0xFF, 0xFF, 0xFF], "\u{fffd}");
        check(33, &[0x41, 0x00, 0x00, 0xD8], "A\u{fffd}");
    }

    #[test]
    fn old_and_eastern_sets() {
        check(0, &[0x41, 0x82, 0xE1, 0xFE], "Aéß■");
        check(2, &[0x9B], "¢");
        check(3, &[0xE9], "é");
        check(31, &[0xC4, 0xE3], "你");
        check(32, &[0xC4, 0xE3], "你");
        assert_eq!(code_page_437(0xFF), '\u{a0}');
    }

    proptest! {
        #[test]
        fn any_bytes_under_any_assignment(bytes in prop::collection::vec(any::<u8>(), 0..60), eci in 0..1000_u32) {
            prop_assert!(characters(&bytes, Some(eci)).chars().count() <= bytes.len());
        }

        #[test]
        fn unicode_round_trips(text in "\\PC{0,20}") {
            let be = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect::<Vec<_>>();
            prop_assert_eq!(&characters(&be, Some(34)), &text);
            let le = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<_>>();
            prop_assert_eq!(&characters(&le, Some(35)), &text);
            let le = text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
            prop_assert_eq!(&characters(&le, Some(33)), &text);
            let be = text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
            prop_assert_eq!(&characters(&be, Some(25)), &text);
        }
    }
}
