//! Splits the text after the header into subfiles and elements, line by line.

use std::collections::BTreeSet;

use super::raw::{Element, ElementId, Header, Repair, Subfile, SubfileKind};
use super::segment;
use super::separation::{
    Fragment, Separation, begins, element_at, lines, opens_jurisdiction, separation,
    split_replaced, strip_type,
};
use super::table::{Definition, Format, definition};
use super::text::is_padding;

/// The IDs whose values are social security numbers, which are never kept.
const SOCIAL_SECURITY_IDS: [ElementId; 2] = [ElementId::of("DBK"), ElementId::of("DBM")];

/// Splits `text[from..]` into subfiles. `start` is the position of the compliance indicator.
pub(super) fn subfiles(
    text: &str,
    start: usize,
    from: usize,
    header: &Header,
    repairs: &mut Vec<Repair>,
) -> Vec<Subfile> {
    let body = text.get(from..).unwrap_or_default();
    let mut scanner = Scanner::new(header, repairs);
    let mut fragments = Vec::new();
    let lines: Vec<Fragment<'_>> = lines(body).collect();
    match separation(body, &lines) {
        Separation::Lines => fragments = lines,
        Separation::Replaced(separator) => {
            scanner.repairs.push(Repair::SeparatorsReplaced);
            for line in lines {
                split_replaced(line, &separator, &mut fragments);
            }
        }
        Separation::Lost => {
            scanner.repairs.push(Repair::SeparatorsLost);
            fragments = lines;
            scanner.lost = true;
        }
    }
    scanner.at_line_start = fragments
        .iter()
        .filter_map(|fragment| begins(fragment.text))
        .map(|d| d.id)
        .collect();
    scanner.modern = body.contains("DCS");
    for fragment in fragments {
        scanner.line(fragment);
    }
    let mut subfiles = scanner.finish();
    count_positions(text, start, from, &mut subfiles);
    subfiles
}

struct Scanner<'a> {
    header: &'a Header,
    repairs: &'a mut Vec<Repair>,
    subfiles: Vec<Subfile>,
    /// The elements that start a line somewhere, and are therefore not searched for inside other
    /// lines.
    at_line_start: BTreeSet<ElementId>,
    lost: bool,
    /// Whether the family name has a field of its own, which means version 2 or later if no header
    /// says the version.
    modern: bool,
}

impl<'a> Scanner<'a> {
    fn new(header: &'a Header, repairs: &'a mut Vec<Repair>) -> Self {
        Self {
            header,
            repairs,
            subfiles: Vec::new(),
            at_line_start: BTreeSet::new(),
            lost: false,
            modern: false,
        }
    }

    /// Reads one line: usually one element, possibly with type letters before it, possibly several
    /// elements.
    fn line(&mut self, fragment: Fragment<'_>) {
        let text = fragment.text.trim_start_matches(is_padding);
        let at = fragment.at + (fragment.text.len() - text.len());
        if text.is_empty() {
            return;
        }
        // A jurisdiction subfile may follow on the same line if the CR before it was lost.
        if !opens_jurisdiction(text)
            && !self.in_jurisdiction()
            && let Some(split) = self.jurisdiction_inside(text)
        {
            self.line(Fragment {
                at,
                text: text.get(..split).unwrap_or_default(),
            });
            self.line(Fragment {
                at: at + split,
                text: text.get(split..).unwrap_or_default(),
            });
            return;
        }
        let kind = SubfileKind::at_start(text);
        let after = text.get(2..).unwrap_or_default();
        match kind {
            Some(kind) if kind.is_jurisdiction() => {
                let rest = after.trim_end_matches(is_padding);
                if opens_jurisdiction(text) || rest.is_empty() {
                    self.open(kind, true, at);
                    self.jurisdiction(
                        kind,
                        Fragment {
                            at: at + 2,
                            text: after,
                        },
                    );
                } else {
                    self.jurisdiction(kind, Fragment { at, text });
                }
            }
            Some(kind)
                if element_at(after).is_some() || after.trim_matches(is_padding).is_empty() =>
            {
                self.open(kind, true, at);
                self.elements(Fragment {
                    at: at + 2,
                    text: after,
                });
            }
            _ if element_at(text).is_some() => self.elements(Fragment { at, text }),
            _ => self.other(Fragment { at, text }),
        }
    }

    /// Keeps a line that starts neither with a type nor with an element of the standard.
    fn other(&mut self, fragment: Fragment<'_>) {
        if self.in_jurisdiction() {
            // Opaque data may contain separators, and is kept together.
            if let Some(last) = self.subfiles.last_mut() {
                last.length = fragment.at + fragment.text.len();
                if let Some(element) = last.elements.last_mut() {
                    element.value.push('\n');
                    element.value.push_str(fragment.text);
                    return;
                }
            }
        }
        if self.subfiles.is_empty()
            && let Some(from) = first_element(fragment.text)
        {
            // Some cards have junk between the designators and the first element, such as Alberta's
            // `DLabac`.
            self.repairs.push(Repair::Stray);
            self.line(Fragment {
                at: fragment.at + from,
                text: fragment.text.get(from..).unwrap_or_default(),
            });
            return;
        }
        let id = ElementId::at_start(fragment.text).filter(|_| fragment.text.starts_with('D'));
        match id {
            Some(id) if !self.subfiles.is_empty() => self.push(id, fragment),
            _ => self.repairs.push(Repair::Stray),
        }
    }

    /// Reads one element, or several if the separators between them were lost.
    fn elements(&mut self, fragment: Fragment<'_>) {
        if fragment.text.trim_matches(is_padding).is_empty() {
            return;
        }
        let cuts = if self.lost {
            segment::cut(fragment.text, |d, _| self.among_lost(d))
        } else {
            segment::cut(fragment.text, |d, around| self.inside_line(d, around))
        };
        if cuts.len() > 1 && !self.lost {
            self.repairs.push(Repair::SeparatorsLost);
        }
        let ends = cuts.iter().copied().skip(1).chain([fragment.text.len()]);
        for (&from, to) in cuts.iter().zip(ends) {
            let text = fragment.text.get(from..to).unwrap_or_default();
            if let Some(id) = ElementId::at_start(text) {
                self.push(
                    id,
                    Fragment {
                        at: fragment.at + from,
                        text,
                    },
                );
            }
        }
    }

    /// Returns the cost of not starting an element here, if there are no separators at all. Every
    /// ID that the version defines is considered.
    fn among_lost(&self, definition: &Definition) -> Option<u32> {
        let known = match self.header.version {
            Some(version) => definition.versions().contains(&version),
            None => !self.modern || *definition.versions().end() > 1,
        };
        known.then_some(if definition.is_ever_mandatory() {
            16
        } else {
            9
        })
    }

    /// Returns the cost of not starting an element here, if the text has separators. A line is then
    /// split only at a mandatory element that starts no other line, or at an ID followed by digits
    /// as its format requires. Splitting at less would cut the family names TRINIDAD and MADDEN in
    /// two.
    fn inside_line(&self, definition: &Definition, around: [&str; 2]) -> Option<u32> {
        let [before, behind] = around;
        let there = |id: &str| self.at_line_start.contains(&ElementId::of(id));
        if self.at_line_start.contains(&definition.id) || behind.trim_matches(is_padding).is_empty()
        {
            return None;
        }
        let version = self
            .header
            .version
            .unwrap_or(if self.modern { 10 } else { 1 });
        let licence = self
            .subfiles
            .last()
            .is_none_or(|s| s.kind != SubfileKind::Identification);
        let digit = behind.starts_with(|c: char| c.is_ascii_digit());
        let follows_digit = before.ends_with(|c: char| c.is_ascii_digit());
        match (definition.id.as_str(), definition.form) {
            ("DDE" | "DDF" | "DDG", _) => {
                (there("DDE") || there("DDF") || there("DDG")).then_some(16)
            }
            // These fields are short, or are names that may be given in parts, and GUADARRAMA and
            // MADAAN are family names.
            ("DAR" | "DAS" | "DAT", _) if !digit && !follows_digit => None,
            ("DAA", _) if there("DAB") => None,
            (_, Format::Text(_)) if !digit => {
                definition.is_mandatory(version, licence).then_some(9)
            }
            (_, Format::Date | Format::Code(_) | Format::Digits(_)) if digit => {
                definition.versions().contains(&version).then_some(16)
            }
            _ => definition.is_mandatory(version, licence).then_some(16),
        }
    }

    /// Reads a line of a jurisdiction subfile, whose values are kept unchanged.
    fn jurisdiction(&mut self, kind: SubfileKind, fragment: Fragment<'_>) {
        let same = self.subfiles.last().is_some_and(|s| s.kind == kind);
        match ElementId::at_start(fragment.text)
            .filter(|id| id.as_str().as_bytes().get(..2) == Some(&kind.letters()[..]))
        {
            Some(id) => {
                if !same {
                    self.open(kind, false, fragment.at);
                }
                self.push(id, fragment);
            }
            None if fragment.text.trim_matches(is_padding).is_empty() => {}
            None => self.other(fragment),
        }
    }

    fn open(&mut self, kind: SubfileKind, typed: bool, at: usize) {
        self.subfiles.push(Subfile {
            kind,
            typed,
            offset: at,
            length: at + 2,
            elements: Vec::new(),
        });
    }

    fn push(&mut self, id: ElementId, fragment: Fragment<'_>) {
        let standard = definition(id).is_some();
        if self.subfiles.is_empty() || standard && self.in_jurisdiction() {
            // The type letters are missing, so the first designator gives the type.
            let announced = self
                .header
                .designators
                .iter()
                .map(|d| d.kind)
                .find(|k| !k.is_jurisdiction());
            self.repairs.push(Repair::TypeMissing);
            self.open(
                announced.unwrap_or(SubfileKind::Licence),
                false,
                fragment.at,
            );
        }
        if let Some(last) = self.subfiles.last_mut() {
            last.length = fragment.at + fragment.text.len();
            if SOCIAL_SECURITY_IDS.contains(&id) {
                self.repairs.push(Repair::SocialSecurityDropped);
            } else {
                let value = fragment.text.get(3..).unwrap_or_default();
                let kept = social_security_inside(value).map_or(value, |at| {
                    self.repairs.push(Repair::SocialSecurityDropped);
                    value.get(..at).unwrap_or_default()
                });
                last.elements.push(Element {
                    id,
                    value: kept.to_owned(),
                });
            }
        }
    }

    fn in_jurisdiction(&self) -> bool {
        self.subfiles
            .last()
            .is_some_and(|s| s.kind.is_jurisdiction())
    }

    /// Returns where a jurisdiction subfile starts inside a line. The header must announce it, or
    /// be missing.
    fn jurisdiction_inside(&self, text: &str) -> Option<usize> {
        let announced = |kind| self.header.designators.iter().any(|d| d.kind == kind);
        text.match_indices('Z')
            .map(|(at, _)| at)
            .filter(|&at| at >= 3)
            .find(|&at| {
                let rest = text.get(at..).unwrap_or_default();
                opens_jurisdiction(rest)
                    && (self.header.designators.is_empty()
                        || SubfileKind::at_start(rest).is_some_and(announced))
            })
    }

    fn finish(self) -> Vec<Subfile> {
        self.repairs.sort_unstable();
        self.repairs.dedup();
        self.subfiles
    }
}

/// Returns where a social security number starts inside another value because its separator was
/// lost.
fn social_security_inside(value: &str) -> Option<usize> {
    value.match_indices("DB").map(|(at, _)| at).find(|&at| {
        let rest = value.get(at..).unwrap_or_default();
        let number = rest
            .get(3..)
            .unwrap_or_default()
            .chars()
            .filter(|c| !matches!(c, '-' | ' '));
        ElementId::at_start(rest).is_some_and(|id| SOCIAL_SECURITY_IDS.contains(&id))
            && number.take(9).filter(char::is_ascii_digit).count() == 9
    })
}

/// Returns the first position at which an element starts, including the type letters before it.
fn first_element(text: &str) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).find(|&at| {
        let rest = text.get(at..).unwrap_or_default();
        element_at(strip_type(rest)).is_some()
    })
}

/// Converts byte positions in the body into character counts from the compliance indicator, in one
/// pass.
fn count_positions(text: &str, start: usize, from: usize, subfiles: &mut [Subfile]) {
    let mut counted = (start, 0);
    let mut count = |to: usize| {
        let to = to.max(counted.0);
        counted.1 += text.get(counted.0..to).unwrap_or_default().chars().count();
        counted.0 = to;
        counted.1
    };
    for subfile in subfiles {
        let offset = count(from + subfile.offset);
        let end = count(from + subfile.length);
        subfile.offset = offset;
        // The separator after the last element is part of the subfile.
        subfile.length = (end + 1).saturating_sub(offset);
    }
}
