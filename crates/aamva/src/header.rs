//! Finds and parses the header. It is recognised by its magic word or by an issuer number, wherever
//! they are, because what precedes them rarely survives a scanner that emulates a keyboard.

use super::iin::Iin;
use super::raw::{Designator, FileType, Header, Repair, SubfileKind};

/// A header and its position, in bytes of the text.
pub(super) struct HeaderMatch {
    pub(super) header: Header,
    /// The position of the compliance indicator, or where it should be.
    pub(super) start: usize,
    /// The position of the first subfile.
    pub(super) body: usize,
}

/// How far into the text a header without its magic word is searched for, in bytes.
const SEARCH_LIMIT: usize = 120;

/// Finds the header, and adds what was wrong with it to `repairs`.
pub(super) fn find(text: &str, repairs: &mut Vec<Repair>) -> Option<HeaderMatch> {
    let magic = find_magic(text).or_else(|| find_issuer(text));
    let Some(magic) = magic else {
        repairs.push(Repair::HeaderMissing);
        return None;
    };
    if magic.file_type != FileType::Ansi || !magic.exact {
        repairs.push(Repair::Magic);
    }
    let before = text.get(..magic.at).unwrap_or_default();
    if !before.ends_with("@\n\u{1e}\r") {
        repairs.push(Repair::Prologue);
    }
    let start = before
        .rfind('@')
        .filter(|at| magic.at - at <= 16)
        .unwrap_or(magic.at.saturating_sub(4));
    let (header, body) = read(text, &magic, repairs);
    Some(HeaderMatch {
        header,
        start,
        body,
    })
}

struct Magic {
    file_type: FileType,
    /// The position of the magic word.
    at: usize,
    /// The position of the digits.
    digits: usize,
    /// Whether the word is spelled exactly, including the blank.
    exact: bool,
}

fn find_magic(text: &str) -> Option<Magic> {
    let bytes = text.as_bytes();
    for (at, window) in bytes.windows(4).enumerate() {
        let (file_type, length) = match window {
            b"ANSI" => (FileType::Ansi, 4),
            b"AAMV" if bytes.get(at + 4) == Some(&b'A') => (FileType::Aamva, 5),
            b"IDCH" if bytes.get(at + 4) == Some(&b'K') => (FileType::TestCard, 5),
            _ => continue,
        };
        let after = bytes.get(at + length..).unwrap_or_default();
        let gap = after
            .iter()
            .take_while(|b| !b.is_ascii_alphanumeric())
            .count();
        if gap <= 3 && digits_at(after.get(gap..).unwrap_or_default()) >= 5 {
            let exact = file_type != FileType::Ansi || after.first() == Some(&b' ') && gap == 1;
            return Some(Magic {
                file_type,
                at,
                digits: at + length + gap,
                exact,
            });
        }
    }
    None
}

/// Finds a run of digits that starts with the number of a known issuer and a version.
fn find_issuer(text: &str) -> Option<Magic> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len().min(SEARCH_LIMIT) {
        let run = digits_at(bytes.get(at..).unwrap_or_default());
        if run == 0 {
            at += 1;
            continue;
        }
        if matches!(run, 8 | 10 | 12)
            && number(text, at, 6)
                .and_then(Iin::new)
                .is_some_and(|iin| iin.issuer().is_some())
            && number(text, at + 6, 2).is_some_and(|version| version <= 20)
        {
            let word = text
                .get(..at)
                .unwrap_or_default()
                .trim_end()
                .len()
                .saturating_sub(4);
            return Some(Magic {
                file_type: FileType::Changed,
                at: word,
                digits: at,
                exact: false,
            });
        }
        at += run;
    }
    None
}

/// Parses numbers and designators. The number of digits before the first type letters says which
/// fields there are: twelve with a jurisdiction version, ten without, and fewer on cards that
/// precede the standard.
fn read(text: &str, magic: &Magic, repairs: &mut Vec<Repair>) -> (Header, usize) {
    let bytes = text.as_bytes();
    let run = digits_at(bytes.get(magic.digits..).unwrap_or_default());
    // North Carolina's first cards omit the first digit of the issuer number.
    let short = run % 2 == 1 && bytes.get(magic.digits) == Some(&b'3');
    let iin_digits = if short { 5 } else { 6 };
    let mut at = magic.digits;
    let mut take = |digits: usize| {
        let value = number(text, at, digits);
        if value.is_some() {
            at += digits;
        }
        value
    };
    let iin = take(iin_digits)
        .map(|n| if short { 600_000 + n } else { n })
        .and_then(Iin::new);
    let small = |n: u32| u8::try_from(n).ok();
    let rest = run.saturating_sub(iin_digits);
    let version = if rest >= 2 {
        take(2).and_then(small)
    } else {
        None
    };
    let jurisdiction_version = if rest >= 6 {
        take(2).and_then(small)
    } else {
        None
    };
    let entries = if rest >= 4 {
        take(2).and_then(small)
    } else {
        None
    };

    let mut designators = Vec::new();
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let digits = digits_at(rest.as_bytes().get(2..).unwrap_or_default());
        let Some(kind) = SubfileKind::at_start(rest).filter(|_| digits > 0) else {
            break;
        };
        let whole = digits == 8;
        if !whole {
            repairs.push(Repair::Designator);
        }
        let part = |from| {
            number(text, at + from, 4)
                .and_then(|n| u16::try_from(n).ok())
                .filter(|_| whole)
        };
        designators.push(Designator {
            kind,
            offset: part(2),
            length: part(6),
        });
        at += 2 + digits;
        if designators.len() >= 16 {
            break;
        }
    }
    let header = Header {
        file_type: magic.file_type,
        iin,
        version,
        jurisdiction_version,
        entries,
        designators,
    };
    (header, at)
}

fn digits_at(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// Parses exactly `digits` digits at `at` as a number.
fn number(text: &str, at: usize, digits: usize) -> Option<u32> {
    let part = text.get(at..at + digits)?;
    part.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| part.parse().ok())?
}
