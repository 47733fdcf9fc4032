//! Recognises names of people and companies.

use super::postal::country;
use super::text::{cleaned, fold, tokens};

/// Words that occur in names of companies, and in headings of letters.
const FIRMS: &str = "ltd limited llc inc corp corporation plc gmbh ag kg ohg sa sarl sas srl spa bv nv oy ab as \
    bank banque banco sparkasse volksbank services service company power energy energie energia electric \
    electricity water gas telecom telekom mobile communications insurance versicherung assurance seguros \
    stadtwerke council department authority office revenue finanzamt university versorgung invoice bill \
    statement account page rechnung facture factura fattura bolletta kontoauszug releve resident occupant";

/// Returns true if a line names a company, an office or a heading.
pub(super) fn is_company(folded: &str) -> bool {
    tokens(folded).any(|word| FIRMS.split_ascii_whitespace().any(|firm| firm == word))
        || folded.contains('&')
}

/// Forms of address that may precede a name.
const TITLES: &str = "mr mrs ms miss mx dr prof herr herrn frau m mme mlle monsieur madame sr sra srta don dona \
    sig sig.ra signor signora dhr mevr familie family";

/// Removes forms of address at the start of a name.
pub(super) fn without_title(name: &str) -> String {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 1
        && words.first().is_some_and(|word| {
            let word = fold(word);
            // A single letter without a dot may be an initial, unless a full name follows it.
            TITLES
                .split_ascii_whitespace()
                .any(|title| title == word.trim_end_matches('.'))
                && (word.trim_end_matches('.').len() > 1 || words.len() > 2)
        })
    {
        words.remove(0);
    }
    cleaned(&words.join(" "))
}

/// Returns true if a line can be the name of a person: two to six words of letters that start with
/// a capital.
pub(super) fn is_name(text: &str) -> bool {
    let text = without_title(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word = |word: &&str| {
        word.chars()
            .all(|c| c.is_alphabetic() || "'’-.,".contains(c))
            && word.chars().any(char::is_alphabetic)
    };
    let is_lower = |word: &&str| word.chars().next().is_some_and(char::is_lowercase);
    (2..=6).contains(&words.len())
        && text.chars().count() <= 70
        && words.iter().all(is_word)
        && words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
        // Particles are in lower case, but so are most words of a sentence.
        && words.iter().filter(|word| is_lower(word)).count() * 2 <= words.len()
        && words.last().is_some_and(|word| !is_lower(word))
        && country(&fold(&text)).is_none()
}
