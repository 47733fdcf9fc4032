//! Finds the date of a paper: the one with a label for it, or the only one at the top.

use jiff::civil::Date;

use super::layout::{Line, PageLayout};
use super::text::{fold, holds, place};

/// Labels of the date of issue, the most explicit first.
const ISSUED: &[&str] = &[
    "statement date",
    "date of issue",
    "issue date",
    "issued on",
    "date issued",
    "bill date",
    "billing date",
    "invoice date",
    "date of invoice",
    "date of bill",
    "letter date",
    "notice date",
    "pay date",
    "order date",
    "rechnungsdatum",
    "ausstellungsdatum",
    "briefdatum",
    "erstellt am",
    "date de facture",
    "date de facturation",
    "date d'emission",
    "date d'etablissement",
    "fait le",
    "emise le",
    "fecha de emision",
    "fecha de factura",
    "fecha de expedicion",
    "data di emissione",
    "data fattura",
    "data de emissao",
    "factuurdatum",
    "issued",
    "dated",
    "date",
    "datum",
    "fecha",
    "data",
];

/// Labels of other dates. Lines with one of them are ignored.
const OTHERS: &[&str] = &[
    "due",
    "due date",
    "pay by",
    "payment date",
    "birth",
    "born",
    "dob",
    "expiry",
    "expires",
    "expiration",
    "valid until",
    "valid to",
    "period",
    "from",
    "start date",
    "end date",
    "move-in",
    "next",
    "fallig",
    "zahlbar bis",
    "geburtsdatum",
    "gultig bis",
    "zeitraum",
    "echeance",
    "date limite",
    "naissance",
    "periode",
    "vencimiento",
    "nacimiento",
    "periodo",
    "scadenza",
    "nascita",
    "vervaldatum",
    "geboortedatum",
    "printed",
];

/// Months by their first letters, folded, in English, German, French, Spanish, Italian, Portuguese
/// and Dutch.
const MONTHS: [&[&str]; 12] = [
    &["jan", "janv", "ene", "gen"],
    &["feb", "fev", "fevr"],
    &["mar", "marz", "maerz", "mars", "mrt", "maart"],
    &["apr", "avr", "abr"],
    &["may", "mai", "maj", "mayo", "mag", "maio", "mei"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "out", "ott"],
    &["nov"],
    &["dec", "dez", "dic", "des"],
];

/// The order of day and month in a date of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DateOrder {
    DayFirst,
    MonthFirst,
}

/// A date as it is written on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DateMention {
    Plain(Date),
    /// Two numbers that may both be the month, and the year.
    Open(i8, i8, i16),
}

/// Returns the date of issue.
pub(super) fn date_of_issue(page: &PageLayout, country: Option<&str>) -> Option<Date> {
    let order = order_on(page, country);
    for label in ISSUED {
        for line in &page.lines {
            if let Some(found) = labelled(page, line, label).and_then(|seen| settle(seen, order)) {
                return Some(found);
            }
        }
    }
    // A letter's date stands alone at the top, possibly after the place: `Berlin, 27. August 2026`.
    let alone: Vec<Date> = page
        .lines
        .iter()
        .filter(|line| (line.top - page.top) / page.height < 0.4 && line.confidence >= 0.55)
        .filter(|line| line.folded.split(' ').count() <= 6 && !is_of_another(line))
        .filter_map(|line| settle(dates_in(&line.text).into_iter().next()?, order))
        .collect();
    match alone.as_slice() {
        [one] => Some(*one),
        [one, rest @ ..] if rest.iter().all(|other| other == one) => Some(*one),
        _ => None,
    }
}

fn is_of_another(line: &Line) -> bool {
    OTHERS.iter().any(|label| holds(&line.folded, label))
}

fn labelled(page: &PageLayout, line: &Line, label: &str) -> Option<DateMention> {
    let end = place(&line.folded, label)?;
    if end > label.len() + 20 || is_of_another(line) || line.confidence < 0.4 {
        return None;
    }
    if let Some(found) = dates_in(&line.text).into_iter().next() {
        return Some(found);
    }
    let beside = [page.right_of(line), page.below(line)];
    beside
        .into_iter()
        .flatten()
        .find_map(|other| dates_in(&other.text).into_iter().next())
}

fn settle(written: DateMention, order: Option<DateOrder>) -> Option<Date> {
    match (written, order) {
        (DateMention::Plain(date), _) => Some(date),
        (DateMention::Open(day, month, year), Some(DateOrder::DayFirst))
        | (DateMention::Open(month, day, year), Some(DateOrder::MonthFirst)) => {
            date(year, month, day)
        }
        (DateMention::Open(a, b, year), None) => (a == b).then(|| date(year, a, b)).flatten(),
    }
}

/// Returns the order of numbers on this page, from the country or from dates that are unambiguous.
fn order_on(page: &PageLayout, country: Option<&str>) -> Option<DateOrder> {
    match country {
        Some("US") => return Some(DateOrder::MonthFirst),
        // All orders are used in Canada.
        Some("CA") | None => {}
        Some(_) => return Some(DateOrder::DayFirst),
    }
    let (mut day_first, mut month_first) = (false, false);
    for line in &page.lines {
        for (a, b, _) in numeric_dates(&line.text) {
            day_first |= a > 12 && b <= 12;
            month_first |= b > 12 && a <= 12;
        }
    }
    match (day_first, month_first) {
        (true, false) => Some(DateOrder::DayFirst),
        (false, true) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    (1990..=2100)
        .contains(&year)
        .then(|| Date::new(year, month, day).ok())
        .flatten()
}

/// Returns every date of a line, those with a month in letters first.
fn dates_in(text: &str) -> Vec<DateMention> {
    let folded = fold(text);
    let mut found = Vec::new();
    let words: Vec<&str> = folded
        .split([' ', '-'])
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && *word != "de" && *word != "of")
        .collect();
    for three in words.windows(3) {
        let [a, b, c] = three else { continue };
        let dated = match (ordinal(a), month(b), ordinal(b), month(a)) {
            (Some(day), Some(month), _, _) => year(c).and_then(|year| date(year, month, day)),
            (_, _, Some(day), Some(month)) => year(c).and_then(|year| date(year, month, day)),
            _ => None,
        };
        found.extend(dated.map(DateMention::Plain));
    }
    found.extend(iso_date(&folded).map(DateMention::Plain));
    for (a, b, year) in numeric_dates(text) {
        // With dots, the day comes first everywhere.
        let is_dotted = text.contains(&format!(".{b:02}.")) || text.contains(&format!(".{b}."));
        found.extend(match (a, b) {
            _ if is_dotted || a > 12 => date(year, b, a).map(DateMention::Plain),
            _ if b > 12 => date(year, a, b).map(DateMention::Plain),
            _ => Some(DateMention::Open(a, b, year)),
        });
    }
    found
}

/// Returns the month that a folded word names, in full or abbreviated, in any language of this
/// module.
pub(crate) fn month(word: &str) -> Option<i8> {
    let starts = |names: &&[&str]| names.iter().any(|name| word.starts_with(name));
    if word.len() < 3 || !word.chars().all(char::is_alphabetic) || word.len() > 10 {
        return None;
    }
    // `juin` and `juillet` start alike, but like no other month.
    MONTHS.iter().position(starts).map(|at| at as i8 + 1)
}

/// Parses a day with or without `st`, `th`, `er` or `º`.
fn ordinal(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    let ending = word.get(digits.len()..)?;
    let is_ordinal = ["", "st", "nd", "rd", "th", "er", "o", "a"].contains(&ending);
    let day: i8 = digits.parse().ok()?;
    (is_ordinal && (1..=31).contains(&day)).then_some(day)
}

fn year(word: &str) -> Option<i16> {
    (word.len() == 4).then(|| word.parse().ok()).flatten()
}

/// Parses `2026-10-04`, the format of ISO 8601.
fn iso_date(folded: &str) -> Option<Date> {
    folded.split(' ').find_map(|word| {
        let parts: Vec<&str> = word.trim_matches('.').split(['-', '/', '.']).collect();
        match parts.as_slice() {
            [y, m, d] => date(year(y)?, m.parse().ok()?, d.parse().ok()?),
            _ => None,
        }
    })
}

/// Returns dates of two numbers and a year: `04/10/2026`, `4.10.2026`, `04-10-2026`.
fn numeric_dates(text: &str) -> Vec<(i8, i8, i16)> {
    text.split_whitespace()
        .filter_map(|word| {
            let word = word.trim_matches(|c: char| !c.is_ascii_digit());
            let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
            match parts.as_slice() {
                [a, b, y] => {
                    let (a, b) = (a.parse().ok()?, b.parse().ok()?);
                    let is_date = (1..=31).contains(&a) && (1..=31).contains(&b);
                    is_date.then_some((a, b, year(y)?))
                }
                _ => None,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_many_forms() {
        for (text, order, expected) in [
            ("Statement date: 04 October 2026", None, "2026-10-04"),
            ("October 4, 2026", None, "2026-10-04"),
            ("27. August 2026", None, "2026-08-27"),
            ("Paris, le 1er février 2026", None, "2026-02-01"),
            ("15 de marzo de 2026", None, "2026-03-15"),
            ("4. März 2026", None, "2026-03-04"),
            ("12 juillet 2026", None, "2026-07-12"),
            ("12 juin 2026", None, "2026-06-12"),
            ("2026-10-04", None, "2026-10-04"),
            ("04.10.2026", None, "2026-10-04"),
            ("24/10/2026", None, "2026-10-24"),
            ("10/24/2026", None, "2026-10-24"),
            ("04/10/2026", Some(DateOrder::DayFirst), "2026-10-04"),
            ("04/10/2026", Some(DateOrder::MonthFirst), "2026-04-10"),
            ("04/04/2026", None, "2026-04-04"),
            ("27-AUG-2026", None, "2026-08-27"),
        ] {
            let found = dates_in(text)
                .into_iter()
                .find_map(|seen| settle(seen, order));
            assert_eq!(found, expected.parse().ok(), "{text}");
        }
        for text in [
            "04/10/2026",
            "31/31/2026",
            "30 February 2026",
            "1.315.65",
            "12 Elm 2026",
            "",
        ] {
            let found = dates_in(text)
                .into_iter()
                .find_map(|seen| settle(seen, None));
            assert_eq!(found, None, "{text}");
        }
    }
}
