//! Finds values beside their labels: customer number, name of the holder, address in one line.

use super::layout::{Line, PageLayout};
use super::names::{is_company, is_name, without_title};
use super::text::{cleaned, fold, place};

/// Labels of numbers, the most explicit first.
const ACCOUNTS: &[&str] = &[
    "account number",
    "account no",
    "account nr",
    "account #",
    "acct no",
    "customer number",
    "customer no",
    "customer id",
    "client number",
    "policy number",
    "policy no",
    "contract number",
    "contract no",
    "kundennummer",
    "kunden-nr",
    "kundennr",
    "vertragskonto",
    "vertragsnummer",
    "kontonummer",
    "versicherungsnummer",
    "numero de client",
    "no client",
    "reference client",
    "numero de contrat",
    "numero de compte",
    "numero de cliente",
    "no de cliente",
    "numero de cuenta",
    "numero de contrato",
    "codice cliente",
    "numero cliente",
    "klantnummer",
    "rekeningnummer",
    "employee number",
    "personalnummer",
];

const NAMES: &[&str] = &[
    "account holder",
    "account name",
    "customer name",
    "name of customer",
    "policyholder",
    "policy holder",
    "employee name",
    "name of employee",
    "tenant name",
    "name of tenant",
    "insured",
    "tenant",
    "employee",
    "kontoinhaber",
    "versicherungsnehmer",
    "mieter",
    "arbeitnehmer",
    "titulaire",
    "nom du client",
    "locataire",
    "titular",
    "nombre",
    "inquilino",
    "intestatario",
    "customer",
    "full name",
    "name",
];

const ADDRESSES: &[&str] = &[
    "service address",
    "supply address",
    "premises",
    "property address",
    "billing address",
    "mailing address",
    "delivery address",
    "customer address",
    "residential address",
    "home address",
    "address",
    "adresse",
    "anschrift",
    "lieferadresse",
    "verbrauchsstelle",
    "direccion",
    "indirizzo",
    "adres",
    "endereco",
];

/// Returns the number of the account, customer, contract or policy: letters and digits, with at
/// least four digits.
pub(super) fn account(page: &PageLayout) -> Option<String> {
    values(page, ACCOUNTS).find_map(|value| {
        let mut number = String::new();
        // A number may be printed in groups. The first word that cannot be part of it ends it.
        for word in value.split_whitespace() {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let digits = word.chars().filter(char::is_ascii_digit).count();
            if word.is_empty() {
                continue;
            }
            if digits * 2 < word.len() || number.len() + word.len() > 34 {
                break;
            }
            if !number.is_empty() {
                number.push(' ');
            }
            number.push_str(word);
        }
        (number.chars().filter(char::is_ascii_digit).count() >= 4).then_some(number)
    })
}

/// Returns the name beside a label.
pub(super) fn name(page: &PageLayout) -> Option<String> {
    values(page, NAMES)
        .map(|value| without_title(&value))
        .find(|value| is_name(value) && !is_company(&fold(value)))
}

/// Returns what follows the label of an address, folded, which is empty if the label stands alone.
pub(super) fn address_after(line: &str) -> Option<&str> {
    ADDRESSES
        .iter()
        .filter(|label| line.starts_with(*label))
        .find_map(|label| place(line, label))
        .and_then(|end| line.get(end..))
        .map(str::trim)
}

/// Returns the values of labels: the rest of the line, otherwise what is to the right, otherwise
/// what is below.
fn values<'a>(page: &'a PageLayout, labels: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    labels.iter().flat_map(move |label| {
        page.lines
            .iter()
            .filter_map(move |line| value(page, line, label))
    })
}

fn value(page: &PageLayout, line: &Line, label: &str) -> Option<String> {
    let end = place(&line.folded, label)?;
    // Words late in a sentence are not a label.
    if end > label.len() + 24 || line.confidence < 0.4 {
        return None;
    }
    let rest = match line.text.split_once(':') {
        Some((before, after)) if place(&fold(before), label).is_some() => cleaned(after),
        _ => {
            // Without a colon, the value starts after the words of the label.
            let words = line.folded.get(..end)?.split(' ').count();
            let rest: Vec<&str> = line.text.split_whitespace().skip(words).collect();
            cleaned(&rest.join(" "))
        }
    };
    let rest = rest
        .trim_start_matches(['.', '°', 'º', '#'])
        .trim()
        .to_owned();
    if !rest.is_empty() {
        return Some(rest);
    }
    page.right_of(line)
        .or_else(|| page.below(line))
        .map(|other| cleaned(&other.text))
}
