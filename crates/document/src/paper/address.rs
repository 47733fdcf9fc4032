//! Finds the addressee and the address of a letter: the block of lines that ends in a postal code.
//!
//! A page has several addresses: the sender's at the top or in the small line above the window, the
//! one to pay to, the one in the footer. Every block is scored by what distinguishes a recipient's
//! from the others. Without a clear winner there is no address.

use std::fmt;

use super::labels;
use super::layout::{Line, PageLayout};
use super::names::{is_company, is_name, without_title};
use super::postal::{Postal, country, is_named_street, postal, street};
use super::text::{cleaned, fold, holds, tokens};

/// An address as it is printed, line by line.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// The lines below the name, from top to bottom.
    pub lines: Vec<String>,
    /// The postal code, if the address has one.
    pub postal_code: Option<String>,
    /// The country as an ISO 3166-1 alpha-2 code, if a line or the format of the postal code shows
    /// it.
    pub country: Option<&'static str>,
}

impl Address {
    /// Returns the address in one line.
    ///
    /// ```
    /// use document::paper::{Paper, Word};
    ///
    /// let word = |text: &str, left: f64, top: f64| Word {
    ///     text: text.to_owned(),
    ///     confidence: 1.0,
    ///     area: [left, top, left + 8.0 * text.len() as f64, top + 12.0],
    /// };
    /// let paper = Paper::read(&[
    ///     word("Jane", 20.0, 100.0),
    ///     word("Doe", 60.0, 100.0),
    ///     word("12", 20.0, 116.0),
    ///     word("Elm", 44.0, 116.0),
    ///     word("Street", 76.0, 116.0),
    ///     word("Springfield", 20.0, 132.0),
    ///     word("VA", 116.0, 132.0),
    ///     word("22150", 140.0, 132.0),
    /// ]);
    /// let address = paper.address.map(|address| address.one_line());
    /// assert_eq!(address.as_deref(), Some("12 Elm Street, Springfield VA 22150"));
    /// ```
    #[must_use]
    pub fn one_line(&self) -> String {
        self.lines.join(", ")
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({} lines)", self.lines.len())
    }
}

/// A name and its address.
#[derive(Debug)]
pub(super) struct AddressBlock {
    pub(super) name: Option<String>,
    pub(super) address: Address,
    score: f64,
}

/// The minimum mean confidence of a line that is returned.
const MIN_LINE_CONFIDENCE: f64 = 0.55;
/// The minimum score of a block.
const MIN_SCORE: f64 = 3.0;
/// The maximum number of lines of an address below the name.
const MAX_LINES: usize = 6;

pub(super) fn find(page: &PageLayout) -> Option<AddressBlock> {
    let blocks = page.blocks();
    let in_blocks = blocks
        .iter()
        .flat_map(|block| (0..block.len()).filter_map(|end| address_ending_at(page, block, end)));
    let in_lines = page
        .lines
        .iter()
        .filter_map(|line| address_on_one_line(page, line));
    in_blocks
        .chain(in_lines)
        .filter(|found| found.score >= MIN_SCORE)
        .max_by(|a, b| a.score.total_cmp(&b.score))
}

/// Returns the address whose postal code is in this line of a block.
fn address_ending_at(page: &PageLayout, block: &[&Line], end: usize) -> Option<AddressBlock> {
    let last = block.get(end)?;
    let text = without_label(&last.text);
    let code = postal(&text)?;
    let mut lines = vec![text];
    let mut used = vec![*last];
    let inline =
        is_named_street(&last.folded) && lines.first().is_some_and(|l| street(&fold(l)) == 2);
    let mut streets = if inline { 2 } else { 0 };
    let mut name = None;
    for line in block.get(..end)?.iter().rev().take(MAX_LINES) {
        let text = without_label(&line.text);
        let rank = if is_care_of(&text) {
            0
        } else {
            street(&fold(&text))
        };
        if is_care_of(&text) {
            continue;
        }
        if streets > 0 && is_name(&text) && rank == 0 {
            name = Some((without_title(&text), *line));
            break;
        }
        if streets == 0 && rank == 0 && used.len() > 2 {
            break;
        }
        if streets > 0 && !is_unit(&text) && rank == 0 {
            break;
        }
        streets = streets.max(rank);
        lines.insert(0, text);
        used.push(*line);
    }
    if streets == 0 {
        return None;
    }
    let mut nation = code.country;
    if let Some(next) = block.get(end + 1)
        && let Some(found) = country(&next.folded)
    {
        lines.push(cleaned(&next.text));
        nation = nation.or(Some(found));
    }
    let labelled = label_above(page, block);
    let name = name.or_else(|| labels::name(page).zip(used.last().copied()));
    let score = score(
        page,
        block,
        &used,
        name.as_ref().map(|(n, _)| n.as_str()),
        &code,
        streets,
    ) + labelled;
    let is_sure = |line: &&Line| line.confidence >= MIN_LINE_CONFIDENCE;
    if !used.iter().all(is_sure) {
        return None;
    }
    Some(AddressBlock {
        name: name.filter(|(_, line)| is_sure(line)).map(|(name, _)| name),
        address: Address {
            lines,
            postal_code: Some(code.code),
            country: nation,
        },
        score,
    })
}

/// Parses an address in a single line, such as `Service address: 12 Elm St, Springfield IL 62704`.
fn address_on_one_line(page: &PageLayout, line: &Line) -> Option<AddressBlock> {
    let after = labels::address_after(&line.folded)?;
    if line.confidence < MIN_LINE_CONFIDENCE {
        return None;
    }
    // The label has the same length in the line as in its folded form, except for marks. The colon
    // says where it ends.
    let text = match line.text.split_once(':') {
        Some((_, rest)) if !rest.trim().is_empty() => cleaned(rest),
        _ if after.is_empty() => cleaned(&page.right_of(line)?.text),
        _ => return None,
    };
    let code = postal(&text)?;
    let streets = street(&fold(&text));
    let name = labels::name(page);
    (streets > 0 && code.strength > 1).then(|| AddressBlock {
        score: f64::from(code.strength)
            + f64::from(streets)
            + if name.is_some() { 1.5 } else { 0.0 },
        name,
        address: Address {
            lines: text
                .split(',')
                .map(cleaned)
                .filter(|part| !part.is_empty())
                .collect(),
            country: code.country,
            postal_code: Some(code.code),
        },
    })
}

fn score(
    page: &PageLayout,
    block: &[&Line],
    used: &[&Line],
    name: Option<&str>,
    code: &Postal,
    streets: u8,
) -> f64 {
    let mut score = f64::from(code.strength) + 0.75 * f64::from(streets);
    match name {
        Some(name) if is_company(&fold(name)) => score -= 1.0,
        Some(_) => score += 2.0,
        None => score -= 0.5,
    }
    let top = used
        .iter()
        .map(|line| line.top)
        .fold(f64::INFINITY, f64::min);
    let share = (top - page.top) / page.height;
    score += match share {
        ..0.45 => 1.0,
        0.7.. => -1.5,
        _ => 0.0,
    };
    let is_senders = block.iter().any(|line| {
        let has = |sign: &&str| line.text.to_lowercase().contains(*sign);
        SENDER.iter().any(has) || PHONES.iter().any(|word| holds(&line.folded, word))
    });
    if is_senders { score - 2.5 } else { score }
}

/// Scores the label above the block, which may say whose address it is.
fn label_above(page: &PageLayout, block: &[&Line]) -> f64 {
    let Some(first) = block.first() else {
        return 0.0;
    };
    let above = page
        .lines
        .iter()
        .rev()
        .find(|line| line.continues_in(first));
    let texts = above.into_iter().chain(block.iter().take(2).copied());
    texts
        .map(|line| {
            if PAY_TO.iter().any(|label| holds(&line.folded, label)) {
                -4.0
            } else if MEANT.iter().any(|label| holds(&line.folded, label)) {
                1.5
            } else {
                0.0
            }
        })
        .fold(
            0.0,
            |sum: f64, worth: f64| if worth.abs() > sum.abs() { worth } else { sum },
        )
}

const SENDER: &[&str] = &["www.", "http", "@", "iban", "bic:"];
const PHONES: &[&str] = &[
    "tel",
    "telephone",
    "phone",
    "telefon",
    "fax",
    "vat",
    "ust-idnr",
    "siret",
    "cif",
    "hrb",
    "email",
];
const PAY_TO: &[&str] = &[
    "remit to",
    "pay to",
    "payable to",
    "mail payment to",
    "return to",
    "if undelivered",
    "sender",
    "absender",
    "from",
    "expediteur",
    "remitente",
    "mittente",
    "head office",
    "registered office",
];
const MEANT: &[&str] = &[
    "bill to",
    "billed to",
    "service address",
    "customer",
    "account holder",
    "tenant",
    "employee",
    "policyholder",
    "policy holder",
    "insured",
    "delivery address",
    "billing address",
    "mailing address",
    "supply address",
    "premises",
    "kunde",
    "kundin",
    "empfanger",
    "mieter",
    "titulaire",
    "client",
    "locataire",
    "titular",
    "cliente",
    "inquilino",
    "intestatario",
    "klant",
    "deliver to",
    "ship to",
    "property address",
];

fn is_care_of(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["c/o ", "c/0 ", "attn", "z. hd.", "z.hd.", "att:"]
        .iter()
        .any(|start| lower.starts_with(start))
}

/// Returns true for a flat, a floor or a building, which may have a line between name and street.
fn is_unit(text: &str) -> bool {
    let folded = fold(text);
    const UNITS: &str = "apt apartment unit suite ste flat floor fl building bldg block room rm house wohnung whg \
        etage stock hinterhaus appartement appt bat batiment escalier piso puerta portal esc interno scala";
    let first = tokens(&folded).next().unwrap_or_default();
    first.starts_with('#')
        || tokens(&folded).any(|word| UNITS.split_ascii_whitespace().any(|unit| unit == word))
}

/// Returns `Name: X` and `Customer: X` as `X`, and other lines unchanged.
fn without_label(text: &str) -> String {
    match text.split_once(':') {
        Some((label, rest)) if !rest.trim().is_empty() && label.split_whitespace().count() <= 3 => {
            cleaned(rest)
        }
        _ => cleaned(text),
    }
}
