//! Dates as cards print them: in digits, or with the month in letters, in one language or two.

use jiff::civil::Date;

use super::label::Label;
use super::rows::{Row, Token, bounding_box};
use crate::paper::{fold, month};

/// A date on the side.
#[derive(Clone, PartialEq)]
pub(super) struct Dated {
    /// One day, or two if nothing shows the order of the numbers.
    pub(super) days: Vec<Date>,
    pub(super) in_letters: bool,
    pub(super) text: String,
    pub(super) confidence: f64,
    pub(super) area: [f64; 4],
    /// The index of the token of its row that it starts with.
    from: usize,
}

impl Dated {
    /// Returns true if the nearest label before it in its row announces a date that is not the
    /// document's.
    pub(super) fn is_behind_other(&self, row: &Row, labels: &[Label], begins: &[usize]) -> bool {
        let before = begins.iter().rposition(|from| *from < self.from);
        before
            .and_then(|at| labels.get(at))
            .is_some_and(|label| label.kind.is_none() && label.to <= row.tokens.len())
    }
}

/// The maximum number of words in a date: `16 MAR / MARS 2004`.
const MAX_TOKENS: usize = 5;

/// Returns every date of a row, with as many words as possible.
pub(super) fn in_row(tokens: &[Token]) -> Vec<Dated> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let most = MAX_TOKENS.min(tokens.len() - at);
        let dated = (1..=most)
            .rev()
            .filter_map(|count| tokens.get(at..at + count))
            .find_map(|run| dated(run, at).map(|dated| (dated, run.len())));
        at += match dated {
            Some((dated, count)) => {
                found.push(dated);
                count
            }
            None => 1,
        };
    }
    found
}

fn dated(run: &[Token], from: usize) -> Option<Dated> {
    let is_close = |pair: &[Token]| match pair {
        [a, b] => b.area[0] - a.area[2] < 1.6 * a.height().max(b.height()),
        _ => true,
    };
    if !run.windows(2).all(is_close) {
        return None;
    }
    let texts: Vec<&str> = run.iter().map(|token| token.text.as_str()).collect();
    let text = texts.join(" ");
    let (days, in_letters) = days(&text)?;
    let first = run.first()?;
    Some(Dated {
        days,
        in_letters,
        text,
        confidence: run.iter().map(|token| token.confidence).fold(1.0, f64::min),
        area: run
            .iter()
            .fold(first.area, |all, token| bounding_box(all, token.area)),
        from,
    })
}

/// Parses a text that is a date and nothing else. The second value says whether its month is in
/// letters.
pub(super) fn days(text: &str) -> Option<(Vec<Date>, bool)> {
    if text.chars().count() > 32 {
        return None;
    }
    let folded = fold(text);
    let mut parts: Vec<String> = Vec::new();
    let mut last: Option<bool> = None;
    for letter in folded.chars() {
        let is_figure = letter.is_ascii_digit();
        if !letter.is_alphanumeric() {
            last = None;
            continue;
        }
        match parts.last_mut() {
            Some(part) if last == Some(is_figure) => part.push(letter),
            _ => parts.push(letter.into()),
        }
        last = Some(is_figure);
    }
    let months: Vec<&String> = parts
        .iter()
        .filter(|part| part.chars().all(char::is_alphabetic))
        .collect();
    let figures: Vec<&str> = parts
        .iter()
        .filter(|part| part.chars().all(|c| c.is_ascii_digit()))
        .map(String::as_str)
        .collect();
    if months.is_empty() {
        return (parts.len() == 3)
            .then(|| in_figures(&figures))
            .flatten()
            .map(|days| (days, false));
    }
    // The month is between day and year, or before both; with two languages it is there twice.
    let ends_in_figures = parts
        .last()
        .is_some_and(|part| part.chars().all(|c| c.is_ascii_digit()));
    if months.len() > 2 || !ends_in_figures {
        return None;
    }
    let month = months.iter().find_map(|name| month(name))?;
    let [a, b] = figures.as_slice() else {
        return None;
    };
    let days = match (a.len(), b.len()) {
        (1 | 2, 4) => date(b, month, a).into_iter().collect::<Vec<_>>(),
        (4, 1 | 2) => date(a, month, b).into_iter().collect(),
        (1 | 2, 2) => ["19", "20"]
            .iter()
            .filter_map(|century| date(&format!("{century}{b}"), month, a))
            .collect(),
        _ => return None,
    };
    (!days.is_empty()).then_some((days, true))
}

fn in_figures(figures: &[&str]) -> Option<Vec<Date>> {
    let [a, b, c] = figures else { return None };
    let number = |text: &str| text.parse::<i8>().ok();
    let days: Vec<Date> = match (a.len(), b.len(), c.len()) {
        (4, 1 | 2, 1 | 2) => date(a, number(b)?, c).into_iter().collect(),
        (1 | 2, 1 | 2, 4) => {
            let (first, second) = (date(c, number(b)?, a), date(c, number(a)?, b));
            let mut both: Vec<Date> = first.into_iter().chain(second).collect();
            both.dedup();
            both
        }
        _ => return None,
    };
    (!days.is_empty()).then_some(days)
}

fn date(year: &str, month: i8, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok()?;
    let date = Date::new(year, month, day.parse().ok()?).ok()?;
    (1900..=2100).contains(&year).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_many_forms() {
        for (text, expected) in [
            ("16 MAR 2004", "2004-03-16"),
            ("16 MAR/MARS 2004", "2004-03-16"),
            ("16MAR2004", "2004-03-16"),
            ("MAR 16, 2004", "2004-03-16"),
            ("2004-03-16", "2004-03-16"),
            ("16.03.2004", "2004-03-16"),
            ("16 03 2004", "2004-03-16"),
            ("03/16/2004", "2004-03-16"),
            ("01 JAN/JAN 1990", "1990-01-01"),
            ("7. AVR 1999", "1999-04-07"),
            ("12 DIC 1980", "1980-12-12"),
            ("16- MAR- 2004", "2004-03-16"),
        ] {
            let (days, _) = days(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(days, [expected.parse::<Date>().unwrap()], "{text}");
        }
        assert_eq!(days("03/04/2004").map(|(days, _)| days.len()), Some(2));
        assert_eq!(days("16 MAR 04").map(|(days, _)| days.len()), Some(2));
        for text in [
            "433 476 841",
            "31/31/2004",
            "16 XYZ 2004",
            "154 BIRCH LN",
            "6'-00\" 158",
            "",
            "MAR 2004",
            "16 MAR 2004 B",
        ] {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
