//! Transliterates names for zones, with the tables of ICAO Doc 9303, part 3, section 6.

/// Returns a name as a zone writes it, with fillers between words: `Müller-Lüdenscheidt` becomes
/// `MUELLER<LUEDENSCHEIDT`, and `O'Connor` becomes `OCONNOR`. Letters that occur neither in part 3,
/// section 6.A (Latin) nor in 6.B (Cyrillic) are omitted.
///
/// ```
/// assert_eq!(mrz::transliterate("Müller-Lüdenscheidt"), "MUELLER<LUEDENSCHEIDT");
/// assert_eq!(mrz::transliterate("O'Connor"), "OCONNOR");
/// ```
pub fn transliterate(name: &str) -> String {
    let mut written = String::new();
    for letter in name.chars().flat_map(char::to_uppercase) {
        match letter {
            'A'..='Z' => written.push(letter),
            '\'' | '’' | '‘' | 'ʼ' | '.' => {}
            _ if letter.is_alphabetic() => {
                let known = LETTERS.iter().find(|(letters, _)| letters.contains(letter));
                written.push_str(known.map_or("", |(_, as_written)| as_written));
            }
            _ if !written.is_empty() && !written.ends_with('<') => written.push('<'),
            _ => {}
        }
    }
    written.trim_end_matches('<').to_owned()
}

/// Latin and Cyrillic capitals, and what a zone writes for them (part 3, sections 6.A and 6.B).
const LETTERS: &[(&str, &str)] = &[
    ("ÀÁÂÃĀĂĄА", "A"),
    ("ÄÆ", "AE"),
    ("Å", "AA"),
    ("Б", "B"),
    ("ÇĆĈĊČЋ", "C"),
    ("ÐĎĐДЂ", "D"),
    ("ÈÉÊËĒĔĖĘĚƏЕЁЭ", "E"),
    ("Ф", "F"),
    ("ĜĞĠĢГҐЃ", "G"),
    ("ĤĦ", "H"),
    ("ÌÍÎÏĨĪĬĮİИІЙЇ", "I"),
    ("Ĳ", "IJ"),
    ("ĴЈ", "J"),
    ("ĶКЌ", "K"),
    ("ĹĻĽĿŁЛ", "L"),
    ("М", "M"),
    ("ÑŃŅŇŊН", "N"),
    ("ÒÓÔÕŌŎŐО", "O"),
    ("ÖØŒ", "OE"),
    ("П", "P"),
    ("ŔŖŘР", "R"),
    ("ŚŜŞŠȘС", "S"),
    ("ẞ", "SS"),
    ("ŢŤŦȚТ", "T"),
    ("Þ", "TH"),
    ("ÙÚÛŨŪŬŮŰŲУЎ", "U"),
    ("Ü", "UE"),
    ("В", "V"),
    ("Ŵ", "W"),
    ("ÝŶŸЫ", "Y"),
    ("ŹŻŽЗ", "Z"),
    ("Ж", "ZH"),
    ("Х", "KH"),
    ("Ц", "TS"),
    ("Ч", "CH"),
    ("Ш", "SH"),
    ("Щ", "SHCH"),
    ("ЪЄ", "IE"),
    ("Ю", "IU"),
    ("Я", "IA"),
    ("Љ", "LJ"),
    ("Њ", "NJ"),
    ("ЏЅ", "DZ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_transliterated_by_the_standard() {
        let check = |name: &str, written: &str| assert_eq!(transliterate(name), written, "{name}");
        check("Müller-Lüdenscheidt", "MUELLER<LUEDENSCHEIDT");
        check("O'Connor", "OCONNOR");
        check("Jr.", "JR");
        check("Straße", "STRASSE");
        check("Bjørn Åse", "BJOERN<AASE");
        check("Peña", "PENA");
        check("Łukasz Żółć", "LUKASZ<ZOLC");
        check("İnanç", "INANC");
        check("Þór", "THOR");
        check("Щукин Юрий", "SHCHUKIN<IURII");
        check("  Ana  Lucía ", "ANA<LUCIA");
        check("王", "");
    }
}
