//! Words for inventing people: common given names, family names and street names.
//!
//! Names are combined at random, so a resemblance to somebody would be chance. All letters are in
//! ISO 8859-1 or have a plain replacement (see [`plain`]).

#[rustfmt::skip]
pub(crate) const GIVEN_FEMALE: &[&str] = &[
    "Abigail", "Adèle", "Agnes", "Alice", "Amara", "Amina", "Ana Lucía", "Anneliese", "Beatriz",
    "Brigitte", "Carmen", "Cecilia", "Chloé", "Claire", "D'Andrea", "Daniela", "Deborah",
    "Élise", "Elena", "Eun-ji", "Fatima", "Fiona", "Françoise", "Grace", "Hannah", "Helena",
    "Imani", "Ingrid", "Irene", "Jacqueline", "Jasmine", "Joséphine", "Judith", "Kateryna",
    "Keiko", "Leilani", "Linnea", "Lucía", "Mabel", "Margaret", "María José", "Marie-Ève",
    "Mei-Ling", "Naomi", "Nguyet", "Noémie", "Olivia", "Oluchi", "Patricia", "Priya", "Rachel",
    "Renée", "Rosalind", "Saoirse", "Siobhán", "Sofía", "Sunniva", "Tamara", "Thérèse",
    "Valentina", "Winona", "Xiomara", "Yolanda", "Zoë",
];

#[rustfmt::skip]
pub(crate) const GIVEN_MALE: &[&str] = &[
    "Aaron", "Adebayo", "Alejandro", "Amadou", "André", "Anthony", "Bartholomew", "Benoît",
    "Björn", "Caleb", "Carlos", "Casimir", "Christopher", "Connor", "D'Angelo", "Darius",
    "Dmitri", "Émile", "Edward", "Elijah", "Fernando", "François", "Gaëtan", "George",
    "Hiroshi", "Hugo", "Ibrahim", "Isaac", "Jean-Luc", "Jerome", "Joaquín", "Jörg", "José",
    "Juan Carlos", "Kwame", "Lars", "Leonard", "Luis", "Malik", "Marcus", "Martín", "Matteo",
    "Minh", "Nathaniel", "Noah", "Óscar", "Patrick", "Pierre-Yves", "Rajesh", "Raúl",
    "Reginald", "Rubén", "Samuel", "Sean", "Søren", "Terrence", "Théo", "Tobias", "Vikram",
    "Walter", "Xavier", "Yusuf", "Zachary",
];

#[rustfmt::skip]
pub(crate) const FAMILY: &[&str] = &[
    "Abbott", "Abernathy-Cole", "Achterberg", "Adeyemi", "Åkerström", "Álvarez", "Andersson",
    "Aubuchon", "Bačić", "Banerjee", "Barlowe", "Beauséjour", "Bergström", "Blackfeather",
    "Böhmer", "Bouchard-Roy", "Brightwater", "Castañeda", "Chaudhary", "Chen", "Côté",
    "D'Agostino", "D'Souza", "De la Cruz", "Delacroix", "Desrosiers", "Díaz-Moreno", "Dlamini",
    "Dvořák", "Eriksen", "Etxeberria", "Fairweather", "Fernández", "Fitzgerald", "Fontaine",
    "Gagné", "García", "Goldfarb", "Gonçalves", "Grabowski", "Gunnarsdóttir", "Hallström",
    "Hawthorne", "Hernández Ruiz", "Huang", "Ibáñez", "Ivanović", "Jóhannsson", "Kaczmarek",
    "Kamau", "Kawasaki", "Kim", "Kowalczyk", "L'Heureux", "Lachance", "Larivière", "Lefèvre",
    "Lindqvist", "Łukasik", "MacAllister", "Maçon", "McCormack", "Mbeki", "Mendoza", "Muñoz",
    "Nakamura", "Ng", "Núñez", "O'Brien", "O'Connell-Hayes", "Okonkwo", "Ólafsson", "Ortega",
    "Ouellette", "Park", "Pelletier", "Peña", "Quesnel", "Quiñones", "Rasmussen", "Reyes",
    "Rodríguez", "Saint-Amour", "Schäfer", "Schröder-Lang", "Silverthorne", "Šimek", "Singh",
    "Søndergaard", "St. Clair", "Stavros", "Suárez", "Tanaka", "Thibodeau", "Tran", "Trudel",
    "Underhill", "Van der Meer", "Vásquez", "Villeneuve", "Wojciechowski", "Worthington", "Xu",
    "Yamamoto", "Yılmaz", "Zamora", "Zieliński",
];

pub(crate) const SUFFIX: &[&str] = &["JR", "SR", "II", "III", "IV"];

#[rustfmt::skip]
pub(crate) const STREET: &[&str] = &[
    "Alder", "Ashgrove", "Bayview", "Birch Hollow", "Bluebird", "Canyon", "Cedar Ridge",
    "Chestnut", "Clearwater", "Copper Mill", "Cottonwood", "Dogwood", "Elm", "Fernbank",
    "Foxglove", "Granite", "Harvest", "Hickory", "Juniper", "Lakeshore", "Larkspur", "Magnolia",
    "Maple", "Meadowlark", "Millstone", "Old Orchard", "Orchard", "Pinecrest", "Prospect",
    "Quail Run", "Redwood", "Rosewood", "Sagebrush", "Spruce", "Stonebridge", "Sycamore",
    "Tamarack", "Thistle", "Walnut", "Willow Creek",
];

#[rustfmt::skip]
pub(crate) const STREET_KIND: &[&str] = &[
    "ST", "AVE", "RD", "DR", "LN", "CT", "WAY", "BLVD", "PL", "TER",
];

/// Converts to upper case without diacritics, as most issuers in the United States print it.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .flat_map(char::to_uppercase)
        .map(plain_letter)
        .collect()
}

/// Converts to upper case, keeping the letters of ISO 8859-1 and replacing others by plain ones.
pub(crate) fn latin1(text: &str) -> String {
    text.chars()
        .flat_map(char::to_uppercase)
        .map(|letter| {
            if u32::from(letter) < 0x100 {
                letter
            } else {
                plain_letter(letter)
            }
        })
        .collect()
}

/// Returns the plain capital for a capital with a diacritic. The list covers the words above. Any
/// other letter outside ASCII becomes a question mark, so that no mistake goes unnoticed.
fn plain_letter(letter: char) -> char {
    match letter {
        'À'..='Å' => 'A',
        'Ç' | 'Ć' | 'Č' => 'C',
        'È'..='Ë' => 'E',
        'Ì'..='Ï' | 'İ' => 'I',
        'Ł' => 'L',
        'Ñ' | 'Ń' => 'N',
        'Ò'..='Ö' | 'Ø' => 'O',
        'Ř' => 'R',
        'Š' => 'S',
        'Ù'..='Ü' => 'U',
        'Ý' => 'Y',
        'Ž' => 'Z',
        ascii if ascii.is_ascii() => ascii,
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_plain_and_a_latin_spelling() {
        for word in [GIVEN_FEMALE, GIVEN_MALE, FAMILY, STREET].concat() {
            assert!(
                !plain(word).contains('?') && plain(word).is_ascii(),
                "{word}"
            );
            assert!(
                latin1(word).chars().all(|letter| u32::from(letter) < 0x100),
                "{word}"
            );
        }
    }

    #[test]
    fn spellings() {
        for (word, as_plain, as_latin) in [
            ("Łukasik", "LUKASIK", "LUKASIK"),
            ("Muñoz", "MUNOZ", "MUÑOZ"),
            ("Dvořák", "DVORAK", "DVORÁK"),
            ("O'Brien", "O'BRIEN", "O'BRIEN"),
            ("Söndergård", "SONDERGARD", "SÖNDERGÅRD"),
            ("漢", "?", "?"),
        ] {
            assert_eq!(
                (plain(word).as_str(), latin1(word).as_str()),
                (as_plain, as_latin)
            );
        }
    }
}
