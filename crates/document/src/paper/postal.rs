//! Recognises postal codes of many countries, and the streets above them.

use super::text::{fold, holds, tokens};

/// A postal code in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Postal {
    pub(super) code: String,
    pub(super) country: Option<&'static str>,
    /// How specific the format is: 3 for a code with its state or with letters, 1 for four digits.
    pub(super) strength: u8,
}

const US: &str = "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj \
    nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc pr vi gu as mp";
const CANADA: &str = "ab bc mb nb nl ns nt nu on pe qc sk yt";
const AUSTRALIA: &str = "nsw vic qld wa sa tas act nt";

/// Returns the postal code of a line, trying the most specific formats first.
pub(super) fn postal(line: &str) -> Option<Postal> {
    let folded = fold(line);
    let words: Vec<&str> = tokens(&folded).collect();
    let has_place = words
        .iter()
        .any(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 3);
    let found = |code: String, country, strength| {
        Some(Postal {
            code: code.to_uppercase(),
            country,
            strength,
        })
    };
    for (i, &word) in words.iter().enumerate() {
        let before = i
            .checked_sub(1)
            .and_then(|i| words.get(i))
            .copied()
            .unwrap_or_default();
        let after = words.get(i + 1).copied().unwrap_or_default();
        let is_last = i + 1 == words.len();
        if matches_pattern(word, "99999-9999") && has_place {
            return found(word.to_owned(), Some("US"), 3);
        }
        if matches_pattern(word, "99999") && is_one_of(US, before) {
            return found(word.to_owned(), Some("US"), 3);
        }
        if matches_pattern(word, "a9a") && matches_pattern(after, "9a9") {
            return found(format!("{word} {after}"), Some("CA"), 3);
        }
        if matches_pattern(word, "a9a9a9") && is_one_of(CANADA, before) {
            return found(word.to_owned(), Some("CA"), 3);
        }
        if is_outward(word) && matches_pattern(after, "9aa") && i + 2 == words.len() {
            return found(format!("{word} {after}"), Some("GB"), 3);
        }
        if matches_pattern(word, "9999") && matches_pattern(after, "aa") && i + 2 < words.len() {
            return found(format!("{word} {after}"), Some("NL"), 3);
        }
        if matches_pattern(word, "9999aa") && !is_last {
            return found(word.to_owned(), Some("NL"), 2);
        }
        if matches_pattern(word, "9999") && is_one_of(AUSTRALIA, before) && is_last {
            return found(word.to_owned(), Some("AU"), 3);
        }
        for (form, country) in [("9999-999", "PT"), ("99999-999", "BR"), ("99-999", "PL")] {
            if matches_pattern(word, form) && has_place {
                return found(word.to_owned(), Some(country), 3);
            }
        }
        if let Some((letter, code)) = word.split_once('-')
            && let Some(&(_, country)) = PREFIXES.iter().find(|(prefix, _)| *prefix == letter)
            && (matches_pattern(code, "99999") || matches_pattern(code, "9999"))
        {
            return found(code.to_owned(), Some(country), 3);
        }
    }
    // Plain digits prove nothing by themselves, so they must start or end the line, beside the name
    // of a place.
    if !has_place || is_named_street(&folded) {
        return None;
    }
    let (first, last) = (*words.first()?, *words.last()?);
    let second = words.get(1).copied().unwrap_or_default();
    if matches_pattern(first, "999") && matches_pattern(second, "99") && words.len() > 2 {
        return found(format!("{first} {second}"), None, 2);
    }
    for (form, strength) in [("99999", 2), ("999999", 2), ("9999", 1)] {
        if let Some(code) = [first, last]
            .into_iter()
            .find(|word| matches_pattern(word, form))
        {
            return found(code.to_owned(), None, strength);
        }
    }
    None
}

/// Country letters before a code, as some countries write it: `D-10115`.
const PREFIXES: &[(&str, &str)] = &[
    ("d", "DE"),
    ("f", "FR"),
    ("a", "AT"),
    ("ch", "CH"),
    ("b", "BE"),
    ("l", "LU"),
    ("i", "IT"),
    ("e", "ES"),
    ("dk", "DK"),
    ("fi", "FI"),
    ("no", "NO"),
    ("pt", "PT"),
];

fn is_one_of(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|known| known == word)
}

/// Returns true if a word has a format, where `9` is a digit, `a` a letter, and everything else
/// itself.
fn matches_pattern(word: &str, form: &str) -> bool {
    word.len() == form.len()
        && word.chars().zip(form.chars()).all(|(c, f)| match f {
            '9' => c.is_ascii_digit(),
            'a' => c.is_ascii_alphabetic(),
            _ => c == f,
        })
}

/// Returns true for the outward half of a British code.
fn is_outward(word: &str) -> bool {
    ["a9", "a99", "aa9", "aa99", "a9a", "aa9a"]
        .iter()
        .any(|form| matches_pattern(word, form))
}

/// Words for streets in the most common languages. The endings of compounds are separate.
const STREETS: &str = "street st avenue ave av road rd lane ln drive dr boulevard blvd court ct place pl \
    square sq terrace ter way highway hwy parkway pkwy circle cir trail trl crescent cres close gardens grove \
    mews row walk hill rue quai chemin allee allees impasse route cours passage calle carrer avenida avda paseo \
    plaza camino carretera via viale piazza corso vicolo largo rua travessa praca alameda rodovia strasse str \
    weg platz ring damm ufer gasse allee straat laan plein gracht kade singel ulica ul aleja al gatan vagen";

/// Endings of street names that are written as one word.
const STREET_ENDINGS: &[&str] = &[
    "strasse", "str", "weg", "platz", "gasse", "allee", "damm", "ufer", "straat", "laan", "plein",
    "gracht", "kade", "gatan", "vagen", "veien", "gata", "gade", "vej", "katu", "tie",
];

/// Words for post office boxes.
const PO_BOXES: &[&str] = &[
    "po box",
    "p.o. box",
    "p.o box",
    "postfach",
    "boite postale",
    "apartado",
    "casella postale",
    "postbus",
];

/// Returns true if a folded line contains a word for a street, and other words.
pub(super) fn is_named_street(folded: &str) -> bool {
    let words: Vec<&str> = tokens(folded).collect();
    words.len() > 1
        && words.iter().any(|word| {
            is_one_of(STREETS, word)
                || STREET_ENDINGS
                    .iter()
                    .any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending))
        })
}

/// Returns how much a folded line looks like a street with a number: 0 for not at all, 1 for a
/// number and a name, 2 with a word for a street.
pub(super) fn street(folded: &str) -> u8 {
    if PO_BOXES.iter().any(|name| holds(folded, name)) {
        return 2;
    }
    let words: Vec<&str> = tokens(folded).collect();
    let has_number = words.iter().any(|word| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        (1..=5).contains(&digits) && word.len() <= digits + 3
    });
    let has_name = words
        .iter()
        .any(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 3);
    match (has_number && has_name, is_named_street(folded)) {
        (true, true) => 2,
        (true, false) if words.len() <= 6 => 1,
        _ => 0,
    }
}

/// Countries as the last line of an address names them.
const COUNTRIES: &[(&str, &str)] = &[
    ("usa", "US"),
    ("united states", "US"),
    ("united states of america", "US"),
    ("canada", "CA"),
    ("united kingdom", "GB"),
    ("great britain", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("wales", "GB"),
    ("northern ireland", "GB"),
    ("ireland", "IE"),
    ("germany", "DE"),
    ("deutschland", "DE"),
    ("france", "FR"),
    ("spain", "ES"),
    ("espana", "ES"),
    ("italy", "IT"),
    ("italia", "IT"),
    ("portugal", "PT"),
    ("brazil", "BR"),
    ("brasil", "BR"),
    ("netherlands", "NL"),
    ("the netherlands", "NL"),
    ("nederland", "NL"),
    ("belgium", "BE"),
    ("belgie", "BE"),
    ("belgique", "BE"),
    ("austria", "AT"),
    ("osterreich", "AT"),
    ("switzerland", "CH"),
    ("schweiz", "CH"),
    ("suisse", "CH"),
    ("poland", "PL"),
    ("polska", "PL"),
    ("sweden", "SE"),
    ("sverige", "SE"),
    ("norway", "NO"),
    ("norge", "NO"),
    ("denmark", "DK"),
    ("danmark", "DK"),
    ("finland", "FI"),
    ("suomi", "FI"),
    ("australia", "AU"),
    ("new zealand", "NZ"),
    ("mexico", "MX"),
    ("india", "IN"),
    ("pakistan", "PK"),
];

/// Returns the country that a folded line names, if it contains nothing else.
pub(super) fn country(folded: &str) -> Option<&'static str> {
    let name = folded.trim_end_matches('.');
    COUNTRIES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postal_codes_of_many_countries() {
        for (line, code, country, strength) in [
            ("Austin TX 78701", "78701", Some("US"), 3),
            ("Springfield, IL 62704-1234", "62704-1234", Some("US"), 3),
            ("Leeds LS1 4AP", "LS1 4AP", Some("GB"), 3),
            ("EC1A 1BB", "EC1A 1BB", Some("GB"), 3),
            ("Toronto ON M5V 2T6", "M5V 2T6", Some("CA"), 3),
            ("75001 Paris", "75001", None, 2),
            ("Berlin 10115", "10115", None, 2),
            ("D-10115 Berlin", "10115", Some("DE"), 3),
            ("1012 AB Amsterdam", "1012 AB", Some("NL"), 3),
            ("1010 Wien", "1010", None, 1),
            ("1100-148 Lisboa", "1100-148", Some("PT"), 3),
            ("00-001 Warszawa", "00-001", Some("PL"), 3),
            ("111 22 Stockholm", "111 22", None, 2),
            ("Sydney NSW 2000", "2000", Some("AU"), 3),
        ] {
            let found = postal(line);
            let expected = Postal {
                code: code.to_owned(),
                country,
                strength,
            };
            assert_eq!(found, Some(expected), "{line}");
        }
        for line in [
            "1610 Elm Avenue",
            "2938 Hauptstraße",
            "Wei Zhang",
            "12345",
            "Page 1 of 2",
            "",
        ] {
            assert_eq!(postal(line), None, "{line}");
        }
    }

    #[test]
    fn streets() {
        for (line, expected) in [
            ("1610 Elm Avenue", 2),
            ("2938 Hauptstraße", 2),
            ("1916 Main St Apt 4B", 2),
            ("12 bis rue de la Paix", 2),
            ("P.O. Box 77", 2),
            ("Lindenhof 4", 1),
            ("John O'Brien", 0),
            ("9585518136", 0),
        ] {
            assert_eq!(street(&fold(line)), expected, "{line}");
        }
    }
}
