//! Which part is compared with which, when either side has parts or is one line.

use super::folding::Word;
use super::matching::{family_match, given_match, line_match};
use super::outcome::{How, NameMatch, Part};
use super::sides::{LineOrder, Side, splits, whole_splits};

/// Compares two names in parts: straight, then with the parts exchanged.
pub(super) fn parts_match(claim: &Side, reading: &Side, fuzzy: bool) -> NameMatch {
    let straight = straight(claim, reading, fuzzy);
    if matches!(straight, NameMatch::Match { .. })
        || claim.first.is_empty()
        || claim.family.is_empty()
    {
        return straight;
    }
    let exchanged = Side {
        first: claim.family.clone(),
        family: claim.first.clone(),
        ..claim.clone()
    };
    match in_another_order(&exchanged, reading) {
        NameMatch::NotComparable | NameMatch::Differs { .. } => straight,
        found @ NameMatch::Match { .. } => found,
    }
}

/// Family with family, given with given. What is not claimed is not compared.
fn straight(claim: &Side, reading: &Side, fuzzy: bool) -> NameMatch {
    let read_given = [&reading.first[..], &reading.middle[..]].concat();
    if let Some(found) = only_name(claim, &read_given, reading, fuzzy) {
        return found;
    }
    let (mut how, mut missing) = (
        How::Exact,
        claim.family.is_empty() && claim.first.is_empty(),
    );
    if !claim.family.is_empty() {
        if reading.family.is_empty() {
            missing = true;
        } else {
            match family_match(&claim.family, &reading.family, reading.family_cut, fuzzy) {
                Some(found) => how = how.max(found),
                None => {
                    return NameMatch::Differs {
                        which: Part::Family,
                    };
                }
            }
        }
    }
    if !claim.first.is_empty() {
        if read_given.is_empty() {
            missing = true;
        } else {
            let cut = reading.given_cut;
            match given_match(&claim.first, &claim.middle, &read_given, cut, fuzzy) {
                Ok(found) => how = how.max(found),
                Err(which) => return NameMatch::Differs { which },
            }
        }
    }
    if missing {
        NameMatch::NotComparable
    } else {
        NameMatch::Match { how }
    }
}

/// People with one name have it in either field. When the other field is what was claimed, a
/// difference says nothing: that field may only have been unreadable.
fn only_name(claim: &Side, read_given: &[Word], reading: &Side, fuzzy: bool) -> Option<NameMatch> {
    if !claim.middle.is_empty() {
        return None;
    }
    let (claimed, read, cut) = match (claim.first.is_empty(), claim.family.is_empty()) {
        (false, true) if read_given.is_empty() => {
            (&claim.first[..], &reading.family[..], reading.family_cut)
        }
        (true, false) if reading.family.is_empty() => {
            (&claim.family[..], read_given, reading.given_cut)
        }
        _ => return None,
    };
    Some(match family_match(claimed, read, cut, fuzzy) {
        Some(how) => NameMatch::Match { how },
        None => NameMatch::NotComparable,
    })
}

/// Another order is believed only when every name agrees: a middle name too many could as well be
/// the family name.
fn in_another_order(claim: &Side, reading: &Side) -> NameMatch {
    match straight(claim, reading, false) {
        NameMatch::Match { how } if how <= How::Joined => NameMatch::Match { how: How::Order },
        _ => NameMatch::Differs { which: Part::Full },
    }
}

/// A claim in parts against one way to take a line apart.
fn trial(claim: &Side, reading: &Side, order: LineOrder, fuzzy: bool) -> NameMatch {
    match order {
        LineOrder::GivenFirst => straight(claim, reading, fuzzy),
        LineOrder::FamilyFirst if claim.first.is_empty() || claim.family.is_empty() => {
            NameMatch::NotComparable
        }
        LineOrder::FamilyFirst => in_another_order(claim, reading),
    }
}

/// A claim in parts against a reading on one line.
pub(super) fn parts_in_line(claim: &Side, reading: &Side, fuzzy: bool) -> NameMatch {
    best(splits(reading), |(split, order)| {
        trial(claim, &split, order, fuzzy)
    })
}

/// A claim on one line against a reading in parts.
pub(super) fn line_in_parts(claim: &Side, reading: &Side, fuzzy: bool) -> NameMatch {
    let read_given = [&reading.first[..], &reading.middle[..]].concat();
    if read_given.is_empty() || reading.family.is_empty() {
        // Half of the reading is missing: it bears out only who has no other half.
        let whole = [&reading.family[..], &read_given[..]].concat();
        return match line_match(&claim.line, &whole, reading.family_cut, fuzzy) {
            Some(how) => NameMatch::Match { how },
            None => NameMatch::NotComparable,
        };
    }
    let found = best(whole_splits(claim), |(split, order)| {
        trial(&split, reading, order, fuzzy)
    });
    match found {
        NameMatch::NotComparable => NameMatch::Differs { which: Part::Full },
        found => found,
    }
}

pub(super) fn lines_match(claim: &Side, reading: &Side, fuzzy: bool) -> NameMatch {
    if let Some(how) = line_match(&claim.line, &reading.line, reading.family_cut, fuzzy) {
        return NameMatch::Match { how };
    }
    // Middle names may be missing only where both lines have the given names first.
    let read: Vec<(Side, LineOrder)> = given_first(reading).collect();
    let found = best(given_first(claim), |(split, _)| {
        best(read.iter(), |(read, _)| straight(&split, read, fuzzy))
    });
    match found {
        NameMatch::NotComparable => NameMatch::Differs { which: Part::Full },
        found => found,
    }
}

/// The match with the smallest concession over all ways to read a line.
fn best<T>(ways: impl Iterator<Item = T>, trial: impl Fn(T) -> NameMatch) -> NameMatch {
    let (mut least, mut differs) = (None, false);
    for found in ways.map(trial) {
        match found {
            NameMatch::Match { how } => {
                least = Some(least.map_or(how, |least: How| least.min(how)));
            }
            NameMatch::Differs { .. } => differs = true,
            NameMatch::NotComparable => {}
        }
    }
    match (least, differs) {
        (Some(how), _) => NameMatch::Match { how },
        (None, true) => NameMatch::Differs { which: Part::Full },
        (None, false) => NameMatch::NotComparable,
    }
}

fn given_first(side: &Side) -> impl Iterator<Item = (Side, LineOrder)> {
    whole_splits(side).filter(|(_, order)| *order == LineOrder::GivenFirst)
}
