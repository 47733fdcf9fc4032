//! The rules of the table in [`super`], on folded words.

use super::cut::Trim;
use super::folding::Word;
use super::outcome::{How, Part};

/// Fewer letters than these are no evidence of a cut name.
const MIN_CUT: usize = 3;

const PARTICLES: &[&str] = &[
    "VAN", "VON", "DER", "DEN", "DE", "DEL", "DELLA", "DI", "DA", "DAS", "DO", "DOS", "DU", "LA",
    "LE", "LAS", "LOS", "TEN", "TER", "TE", "ZU", "ZUM", "ZUR", "VOM", "AL", "EL", "BIN", "BINT",
    "IBN", "ABU", "AF", "AV", "T", "S", "Y", "E",
];

/// Compares family names. A part of the claim that the document cut must be its beginning.
pub(super) fn family_match(claim: &[Word], read: &[Word], cut: Trim, fuzzy: bool) -> Option<How> {
    same(claim, read, false)
        .or_else(|| {
            same(&particles_first(claim), &particles_first(read), false).map(|_| How::Particle)
        })
        .or_else(|| cut.made(claim, read).then_some(How::Truncated))
        .or_else(|| same(claim, read, fuzzy))
        .or_else(|| {
            let bare = |words| without_particles(&particles_first(words));
            (fuzzy && same(&bare(claim), &bare(read), false).is_some()).then_some(How::Fuzzy)
        })
}

/// Compares given names: the first ones must be the first ones read, the rest are middle names.
///
/// # Errors
/// The part that differs.
pub(super) fn given_match(
    first: &[Word],
    middle: &[Word],
    read: &[Word],
    cut: Trim,
    fuzzy: bool,
) -> Result<How, Part> {
    let mut best: Option<How> = None;
    let mut which = Part::Given;
    for (claimed, more) in heads(first) {
        let rest = [more, middle].concat();
        for (head, tail) in heads(read) {
            let found = same(claimed, head, fuzzy)
                .or_else(|| fuzzy.then(|| first_initial(claimed, head)).flatten());
            let Some(found) = found else { continue };
            match middles(&rest, tail, cut, fuzzy) {
                Some(also) => best = Some(best.unwrap_or(How::Fuzzy).min(found.max(also))),
                None => which = Part::Middle,
            }
        }
    }
    let whole = [first, middle].concat();
    best.or_else(|| cut.made(&whole, read).then_some(How::Truncated))
        .ok_or(which)
}

/// Compares two lines of which the order is not known: every word must have its like.
pub(super) fn line_match(claim: &[Word], read: &[Word], cut: Trim, fuzzy: bool) -> Option<How> {
    same(claim, read, false)
        .or_else(|| any_order(claim, read).then_some(How::Order))
        .or_else(|| cut.made(claim, read).then_some(How::Truncated))
        .or_else(|| {
            (fuzzy && claim.len() == 1 && read.len() == 1)
                .then(|| same(claim, read, true))
                .flatten()
        })
}

/// Whether two sequences of words are one, whatever their spaces and hyphens.
fn same(a: &[Word], b: &[Word], fuzzy: bool) -> Option<How> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let alike = a.len() == b.len();
    if alike && a.iter().zip(b).all(|(a, b)| a.raw == b.raw) {
        let hyphens = a.iter().zip(b).all(|(a, b)| a.bound == b.bound);
        return Some(if hyphens { How::Exact } else { How::Folded });
    }
    let forms = forms(a, b);
    if forms.iter().any(|(a, b)| a == b) {
        return Some(if alike { How::Folded } else { How::Joined });
    }
    (fuzzy && forms.any_near()).then_some(How::Fuzzy)
}

/// The pairs of forms in which two sequences may agree.
struct Forms([(String, String); 4]);

fn forms(a: &[Word], b: &[Word]) -> Forms {
    let base = |words: &[Word]| {
        words
            .iter()
            .map(|word| word.base.as_str())
            .collect::<String>()
    };
    let wide = |words: &[Word]| {
        words
            .iter()
            .map(|word| word.wide.as_str())
            .collect::<String>()
    };
    Forms([
        (base(a), base(b)),
        (wide(a), wide(b)),
        (base(a), wide(b)),
        (wide(a), base(b)),
    ])
}

impl Forms {
    fn iter(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter()
    }

    fn any_near(&self) -> bool {
        self.iter().any(|(a, b)| near(a, b))
    }
}

/// The edit rule: the same first letter, and 1 edit from 5 letters, 2 from 9, by the shorter one.
fn near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let allowed = match a.len().min(b.len()) {
        0..=4 => return false,
        5..=8 => 1,
        _ => 2,
    };
    a.first() == b.first() && within(&a, &b, allowed)
}

/// Whether at most so many edits make `b` of `a`. Tries every edit at the first difference, so that
/// long texts cost no more than their length.
fn within(a: &[char], b: &[char], edits: usize) -> bool {
    if a.len().abs_diff(b.len()) > edits {
        return false;
    }
    match (a, b) {
        ([], rest) | (rest, []) => rest.len() <= edits,
        ([x, a @ ..], [y, b @ ..]) if x == y => within(a, b, edits),
        _ if edits == 0 => false,
        ([x, a_rest @ ..], [y, b_rest @ ..]) => {
            let exchanged = match (a_rest, b_rest) {
                ([x2, a @ ..], [y2, b @ ..]) if x == y2 && x2 == y => within(a, b, edits - 1),
                _ => false,
            };
            exchanged
                || within(a_rest, b_rest, edits - 1)
                || within(a_rest, b, edits - 1)
                || within(a, b_rest, edits - 1)
        }
    }
}

impl Trim {
    /// Whether what was read is what was claimed, cut in this way.
    fn made(self, claim: &[Word], read: &[Word]) -> bool {
        match self {
            Self::None => false,
            Self::End => begins(claim, read),
            Self::Words => begins(claim, read) || begin_all(claim, read),
        }
    }
}

/// Whether each word that was read is the beginning of the word that was claimed in its place.
fn begin_all(claim: &[Word], read: &[Word]) -> bool {
    let begins = |(claim, read): (&Word, &Word)| {
        claim.base.starts_with(&read.base) || claim.wide.starts_with(&read.base)
    };
    !read.is_empty() && read.len() <= claim.len() && claim.iter().zip(read).all(begins)
}

/// Whether what was read is the beginning of what was claimed, and shorter.
fn begins(claim: &[Word], read: &[Word]) -> bool {
    forms(claim, read).iter().any(|(claim, read)| {
        read.chars().count() >= MIN_CUT
            && claim.len() > read.len()
            && claim.starts_with(read.as_str())
    })
}

/// Every way to part the beginning of given names from the rest, the longest first. A hyphen holds.
fn heads(words: &[Word]) -> impl Iterator<Item = (&[Word], &[Word])> {
    (1..=words.len())
        .rev()
        .map(|at| words.split_at(at))
        .filter(|(head, _)| head.last().is_none_or(|last| !last.bound))
}

/// Compares middle names: the fewer must be found among the more, in order.
fn middles(claim: &[Word], read: &[Word], cut: Trim, fuzzy: bool) -> Option<How> {
    match (claim.is_empty(), read.is_empty()) {
        (true, true) => return Some(How::Exact),
        (true, false) => return Some(How::MiddleExtra),
        (false, true) => return Some(How::MiddleOmitted),
        (false, false) => {}
    }
    if let Some(how) = same(claim, read, fuzzy) {
        return Some(how);
    }
    let extra = read.len() > claim.len();
    let (few, many) = if extra { (claim, read) } else { (read, claim) };
    let mut how = match (extra, few.len() == many.len()) {
        (_, true) => How::Exact,
        (true, _) => How::MiddleExtra,
        (false, _) => How::MiddleOmitted,
    };
    let mut left = many.iter();
    for (at, word) in few.iter().enumerate() {
        let is_last = !extra && at + 1 == few.len();
        let may_be_cut = if is_last { cut } else { Trim::None };
        how = how.max(left.find_map(|other| one_middle(word, other, may_be_cut, fuzzy))?);
    }
    Some(how)
}

fn one_middle(word: &Word, other: &Word, cut: Trim, fuzzy: bool) -> Option<How> {
    let (a, b) = (std::slice::from_ref(word), std::slice::from_ref(other));
    let initial = |short: &Word, long: &Word| {
        short
            .initial()
            .is_some_and(|initial| long.starts_with(initial))
    };
    same(a, b, fuzzy)
        .or_else(|| (initial(word, other) || initial(other, word)).then_some(How::Initial))
        .or_else(|| cut.made(b, a).then_some(How::Truncated))
}

/// Under the fuzzy rule the first given name may be an initial on either side.
fn first_initial(claim: &[Word], read: &[Word]) -> Option<How> {
    let (claim, read) = (
        claim.first()?,
        read.first()
            .filter(|_| claim.len() == 1 && read.len() == 1)?,
    );
    let initial = |short: &Word, long: &Word| {
        short
            .initial()
            .is_some_and(|initial| long.starts_with(initial))
    };
    (initial(claim, read) || initial(read, claim)).then_some(How::Fuzzy)
}

fn any_order(a: &[Word], b: &[Word]) -> bool {
    let base = |words: &[Word]| sorted(words.iter().map(|word| word.base.clone()));
    let wide = |words: &[Word]| sorted(words.iter().map(|word| word.wide.clone()));
    base(a) == base(b) || wide(a) == wide(b) || base(a) == wide(b) || wide(a) == base(b)
}

fn sorted(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words: Vec<String> = words.collect();
    words.sort();
    words
}

fn is_particle(word: &Word) -> bool {
    PARTICLES.contains(&word.base.as_str())
}

/// `BERG VAN DER` as `VAN DER BERG`.
fn particles_first(words: &[Word]) -> Vec<Word> {
    let behind = words
        .iter()
        .rev()
        .take_while(|word| is_particle(word))
        .count();
    let mut turned = words.to_vec();
    if behind < words.len() {
        turned.rotate_right(behind);
    }
    turned
}

/// Without leading particles, unless there is nothing else.
fn without_particles(words: &[Word]) -> Vec<Word> {
    let leading = words.iter().take_while(|word| is_particle(word)).count();
    words
        .get(leading..)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(words)
        .to_vec()
}
