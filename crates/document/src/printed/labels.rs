//! Recognises labels: the words of a row that say what is beside or below them.
//!
//! Labels are compared without blanks, marks and punctuation, which text engines lose first, and
//! with letters and digits of similar shape treated as equal. Long labels may contain one mistake.

use super::field::Kind;
use super::label::Label;
use super::rows::{Row, bounding_box};
use super::similarity::edit_distance;
use crate::paper::fold;

/// The minimum confidence of short labels.
const MIN_SHORT_LABEL_CONFIDENCE: f64 = 0.6;

/// The maximum number of words in a label.
const MAX_TOKENS: usize = 6;

/// Numbers that the AAMVA card design and other licences print before a label, or in its place.
const DESIGN_NUMBERS: [&str; 20] = [
    "4a", "4b", "4c", "4d", "9a", "10", "11", "12", "14", "15", "16", "17", "18", "19", "1", "2",
    "3", "5", "8", "9",
];

/// What a number means that stands alone. Those without a letter count only at the start of a row.
const STANDALONE_NUMBERS: [(&str, Kind); 7] = [
    ("4a", Kind::Issue),
    ("4b", Kind::Expiry),
    ("4d", Kind::Number),
    ("1", Kind::Family),
    ("2", Kind::Given),
    ("3", Kind::Birth),
    ("8", Kind::Address),
];

/// A kind and its labels.
type Labels = (Option<Kind>, &'static [&'static str]);

/// The labels of each kind, without blanks and marks.
#[rustfmt::skip]
const LABELS: &[Labels] = &[
    (Some(Kind::Family), &["surname", "surnames", "familyname", "lastname", "ln", "nom", "nomdefamille", "apellido",
        "apellidos", "primerapellido", "name", "nachname", "familienname", "cognome", "achternaam", "naam",
        "apelido", "apelidos", "sobrenome", "nazwisko", "efternamn", "sukunimi", "etternavn"]),
    (Some(Kind::Given), &["givenname", "givennames", "firstname", "firstnames", "firstmiddlename", "forename",
        "forenames", "fn", "prenom", "prenoms", "nombre", "nombres", "vorname", "vornamen", "nome", "nomi",
        "voornaam", "voornamen", "nomes", "nomeproprio", "nomesproprios", "imie", "imiona", "fornamn", "etunimet",
        "fornavn"]),
    (Some(Kind::Birth), &["dateofbirth", "birthdate", "dob", "born", "datedenaissance", "neele", "nele", "naissance",
        "fechadenacimiento", "fechanacimiento", "geburtsdatum", "geburtstag", "geborenam", "datadinascita", "natoil",
        "geboortedatum", "datadenascimento", "dataurodzenia", "fodelsedatum", "syntymaaika", "fodselsdato"]),
    (Some(Kind::Expiry), &["dateofexpiry", "dateofexpiration", "expirydate", "expirationdate", "expires", "expiry",
        "exp", "expiration", "validuntil", "validthru", "validto", "datedexpiration", "dateexpiration", "expirele",
        "valablejusquau", "cartevalablejusquau", "fechadeexpiracion", "fechadecaducidad", "fechadevencimiento",
        "validohasta", "validez", "vencimiento", "gultigbis", "datadiscadenza", "scadenza", "geldigtot", "validade",
        "datadevalidade", "datawaznosci"]),
    (Some(Kind::Issue), &["dateofissue", "issuedate", "issued", "iss", "dateissued", "issuedon", "datedissue",
        "datededelivrance", "delivreele", "delivrele", "fechadeexpedicion", "fechadeemision", "expedicion",
        "ausstellungsdatum", "ausgestelltam", "datadirilascio", "datumvanafgifte", "datadeemissao", "dataemissione"]),
    (Some(Kind::Number), &["documentno", "documentnumber", "docno", "passportno", "passportnumber", "licenseno",
        "licensenumber", "licenceno", "licencenumber", "driverslicenseno", "dln", "dlno", "dl", "lic", "licno",
        "dllic", "dllicno", "idno", "idnumber", "id", "cardno", "cardnumber", "customerid", "number", "no",
        "nodelacarte", "nodudocument", "nodepasseport", "passeportno", "passeportn", "numero", "numerodedocumento",
        "nodedocumento", "pasaporteno", "nodepasaporte", "passnr", "reisepassnr", "ausweisnummer",
        "dokumentennummer", "personalausweisnr", "cartenationaledidentiteno", "cartenationaledidentiten", "permisno",
        "nodepermis", "nopermis"]),
    (Some(Kind::Sex), &["sex", "sexe", "sexo", "geschlecht", "sesso", "geslacht", "gender", "kon", "sukupuoli",
        "kjonn", "plec"]),
    (Some(Kind::Nationality), &["nationality", "nationalite", "nacionalidad", "staatsangehorigkeit", "cittadinanza",
        "nationaliteit", "nacionalidade", "kansalaisuus", "medborgarskap"]),
    (Some(Kind::BirthPlace), &["placeofbirth", "birthplace", "lieudenaissance", "lugardenacimiento", "geburtsort",
        "luogodinascita", "geboorteplaats", "localdenascimento"]),
    (Some(Kind::Address), &["address", "adresse", "domicilio", "direccion", "anschrift", "indirizzo", "endereco"]),
    (Some(Kind::Height), &["hgt", "ht", "height", "taille", "grosse", "estatura", "talla", "statura", "lengte"]),
    (Some(Kind::Weight), &["wgt", "wt", "weight", "poids", "peso"]),
    (Some(Kind::Eyes), &["eyes", "eye", "eyecolor", "eyecolour", "yeux", "ojos", "augenfarbe"]),
    (Some(Kind::Hair), &["hair", "haircolor", "haircolour", "cheveux"]),
    (Some(Kind::Class), &["class", "classe", "clase"]),
    (Some(Kind::Restrictions), &["restr", "rest", "restrictions", "rstr"]),
    (Some(Kind::Endorsements), &["end", "endorsements"]),
    (Some(Kind::Discriminator), &["dd", "documentdiscriminator", "docdiscriminator"]),
    (None, &["signature", "code", "type", "typ", "tipo", "authority", "autorite", "autoridad", "issuingauthority",
        "countrycode", "codedupays", "personalno", "personalnumber", "birthname", "geburtsname", "nomdusage",
        "donor", "veteran", "rev", "age18on", "age19on", "age21on", "under18until", "under19until", "under21until",
        "under18", "under19", "under21", "auditno", "inventoryno"]),
];

/// Returns the labels of a row, from left to right.
pub(super) fn of(row: &Row) -> Vec<Label> {
    let mut found: Vec<Label> = Vec::new();
    let mut at = 0;
    while at < row.tokens.len() {
        let label = longest(row, at);
        at = match label {
            Some(label) => {
                let to = label.to;
                match found.last_mut() {
                    // One label may be in several languages.
                    Some(last) if last.to == label.from && continues(row, last, &label) => {
                        last.to = label.to;
                        last.area = bounding_box(last.area, label.area);
                        last.is_numeral = last.is_numeral && label.is_numeral;
                        last.kind = last.kind.or(label.kind);
                    }
                    _ => found.push(label),
                }
                to
            }
            None => at + 1,
        };
    }
    found
}

fn continues(row: &Row, last: &Label, next: &Label) -> bool {
    let height = (next.area[3] - next.area[1]).max(1e-6);
    let is_near = next.area[0] - last.area[2] < 1.0 * height;
    is_near && (last.kind == next.kind || (last.is_numeral && row.tokens.len() > next.from))
}

fn longest(row: &Row, from: usize) -> Option<Label> {
    let most = MAX_TOKENS.min(row.tokens.len() - from);
    (1..=most).rev().find_map(|count| {
        let run = row.tokens.get(from..from + count)?;
        let is_close = run.windows(2).all(|pair| match pair {
            [a, b] => b.area[0] - a.area[2] < 1.2 * a.height().max(b.height()),
            _ => true,
        });
        if !is_close {
            return None;
        }
        let key: String = run.iter().map(|token| plain(&token.text)).collect();
        let (kind, is_numeral) = known(&key)?;
        let first = run.first()?;
        // A pattern in the background is easily read as two or three letters.
        let is_sure = run
            .iter()
            .all(|token| token.confidence >= MIN_SHORT_LABEL_CONFIDENCE);
        if key.len() <= 3 && !key.starts_with(|c: char| c.is_ascii_digit()) && !is_sure {
            return None;
        }
        // A bare digit, or two letters such as those of a state, are a label only at the start of a
        // row or column.
        let is_bare = key.len() <= 2 && !matches!(key.as_str(), "4a" | "4b" | "4d");
        let before = from.checked_sub(1).and_then(|at| row.tokens.get(at));
        if is_bare
            && before.is_some_and(|before| first.area[0] - before.area[2] < 2.5 * first.height())
        {
            return None;
        }
        Some(Label {
            kind,
            is_numeral,
            from,
            to: from + count,
            area: run
                .iter()
                .fold(first.area, |all, token| bounding_box(all, token.area)),
        })
    })
}

/// Returns what a text without blanks announces, and whether it is only a number of the card
/// design.
fn known(key: &str) -> Option<(Option<Kind>, bool)> {
    if key.is_empty() || key.len() > 40 {
        return None;
    }
    if let Some((_, kind)) = STANDALONE_NUMBERS.iter().find(|(number, _)| *number == key) {
        // With its letter, it is as reliable as a word.
        return Some((Some(*kind), key.len() == 1));
    }
    let behind_number = DESIGN_NUMBERS
        .iter()
        .filter_map(|number| key.strip_prefix(number))
        .filter(|rest| rest.len() >= 2);
    std::iter::once(key)
        .chain(behind_number)
        .find_map(of_word)
        .map(|(kind, _)| (*kind, false))
}

/// Returns the kind whose labels include this word, with one mistake allowed if it is long.
fn of_word(word: &str) -> Option<&'static Labels> {
    let shape = shape(word);
    let is_it = |label: &str| shape == self::shape(label);
    let exact = LABELS
        .iter()
        .find(|(_, labels)| labels.iter().any(|label| is_it(label)));
    exact.or_else(|| {
        let slips = match shape.chars().count() {
            0..=5 => return None,
            6..=9 => 1,
            _ => 2,
        };
        let is_near = |label: &str| {
            let known = self::shape(label);
            known.chars().count() > 5 && edit_distance(&known, &shape) <= slips
        };
        LABELS
            .iter()
            .find(|(_, labels)| labels.iter().any(|label| is_near(label)))
    })
}

/// Keeps letters and digits, in lower case.
fn plain(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Maps letters and digits of similar shape to one of them.
fn shape(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | 'l' => 'i',
            '5' => 's',
            '8' => 'b',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_recognised_in_any_spelling() {
        for (key, expected) in [
            ("4ddln", Some(Some(Kind::Number))),
            ("3d0b", Some(Some(Kind::Birth))),
            ("15sex", Some(Some(Kind::Sex))),
            ("4biss", Some(Some(Kind::Issue))),
            ("familvname", Some(Some(Kind::Family))),
            ("datedenaissanc", Some(Some(Kind::Birth))),
            ("prenoms", Some(Some(Kind::Given))),
            ("4b", Some(Some(Kind::Expiry))),
            ("signature", Some(None)),
            ("stavros", None),
            ("john", None),
            ("", None),
        ] {
            assert_eq!(known(key).map(|(kind, _)| kind), expected, "{key}");
        }
    }
}
