//! From the text after the header to subfiles and elements: each line finds its place, however it
//! begins.

use std::collections::BTreeSet;

use super::raw::{Element, ElementId, Header, Repair, Subfile, SubfileKind};
use super::segment;
use super::separation::{
    Piece, Separation, begins, element_at, lines, opens_jurisdiction, separation, split_replaced,
    strip_type,
};
use super::table::{Definition, Form, definition};
use super::text::is_padding;

/// Ids whose values are social security numbers: dropped on sight.
const NEVER_KEPT: [ElementId; 2] = [ElementId::of("DBK"), ElementId::of("DBM")];

/// Cuts `text[from..]` into subfiles. `start` is where the compliance indicator stands.
pub(super) fn subfiles(
    text: &str,
    start: usize,
    from: usize,
    header: &Header,
    repairs: &mut Vec<Repair>,
) -> Vec<Subfile> {
    let body = text.get(from..).unwrap_or_default();
    let mut scanner = Scanner::new(header, repairs);
    let mut pieces = Vec::new();
    let lines: Vec<Piece<'_>> = lines(body).collect();
    match separation(body, &lines) {
        Separation::Lines => pieces = lines,
        Separation::Replaced(separator) => {
            scanner.repairs.push(Repair::SeparatorsReplaced);
            for line in lines {
                split_replaced(line, &separator, &mut pieces);
            }
        }
        Separation::Lost => {
            scanner.repairs.push(Repair::SeparatorsLost);
            pieces = lines;
            scanner.lost = true;
        }
    }
    scanner.at_line_start = pieces
        .iter()
        .filter_map(|piece| begins(piece.text))
        .map(|d| d.id)
        .collect();
    scanner.modern = body.contains("DCS");
    for piece in pieces {
        scanner.line(piece);
    }
    let mut subfiles = scanner.finish();
    count_positions(text, start, from, &mut subfiles);
    subfiles
}

struct Scanner<'a> {
    header: &'a Header,
    repairs: &'a mut Vec<Repair>,
    subfiles: Vec<Subfile>,
    /// Elements that have a line of their own: not to be looked for inside other lines.
    at_line_start: BTreeSet<ElementId>,
    lost: bool,
    /// Without a version to go by: the family name has a field of its own, so this is version 2 or
    /// later.
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

    /// One line: usually one element, perhaps preceded by type letters, perhaps several elements.
    fn line(&mut self, piece: Piece<'_>) {
        let text = piece.text.trim_start_matches(is_padding);
        let at = piece.at + (piece.text.len() - text.len());
        if text.is_empty() {
            return;
        }
        // A jurisdiction subfile may follow on the same line when the CR before it was lost.
        if !opens_jurisdiction(text)
            && !self.in_jurisdiction()
            && let Some(split) = self.jurisdiction_inside(text)
        {
            self.line(Piece {
                at,
                text: text.get(..split).unwrap_or_default(),
            });
            self.line(Piece {
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
                        Piece {
                            at: at + 2,
                            text: after,
                        },
                    );
                } else {
                    self.jurisdiction(kind, Piece { at, text });
                }
            }
            Some(kind)
                if element_at(after).is_some() || after.trim_matches(is_padding).is_empty() =>
            {
                self.open(kind, true, at);
                self.elements(Piece {
                    at: at + 2,
                    text: after,
                });
            }
            _ if element_at(text).is_some() => self.elements(Piece { at, text }),
            _ => self.other(Piece { at, text }),
        }
    }

    /// Something that begins neither with a type nor with an element of the standard.
    fn other(&mut self, piece: Piece<'_>) {
        if self.in_jurisdiction() {
            // Opaque data may hold separators of its own: keep them together.
            if let Some(last) = self.subfiles.last_mut() {
                last.length = piece.at + piece.text.len();
                if let Some(element) = last.elements.last_mut() {
                    element.value.push('\n');
                    element.value.push_str(piece.text);
                    return;
                }
            }
        }
        if self.subfiles.is_empty()
            && let Some(from) = first_element(piece.text)
        {
            // Rubbish between the designators and the first element, as in Alberta's `DLabac`.
            self.repairs.push(Repair::Stray);
            self.line(Piece {
                at: piece.at + from,
                text: piece.text.get(from..).unwrap_or_default(),
            });
            return;
        }
        let id = ElementId::at_start(piece.text).filter(|_| piece.text.starts_with('D'));
        match id {
            Some(id) if !self.subfiles.is_empty() => self.push(id, piece),
            _ => self.repairs.push(Repair::Stray),
        }
    }

    /// One element, or several when separators between them were lost.
    fn elements(&mut self, piece: Piece<'_>) {
        if piece.text.trim_matches(is_padding).is_empty() {
            return;
        }
        let cuts = if self.lost {
            segment::cut(piece.text, |d, _| self.among_lost(d))
        } else {
            segment::cut(piece.text, |d, around| self.inside_line(d, around))
        };
        if cuts.len() > 1 && !self.lost {
            self.repairs.push(Repair::SeparatorsLost);
        }
        let ends = cuts.iter().copied().skip(1).chain([piece.text.len()]);
        for (&from, to) in cuts.iter().zip(ends) {
            let text = piece.text.get(from..to).unwrap_or_default();
            if let Some(id) = ElementId::at_start(text) {
                self.push(
                    id,
                    Piece {
                        at: piece.at + from,
                        text,
                    },
                );
            }
        }
    }

    /// Without any separators every id that the version knows is looked for.
    fn among_lost(&self, definition: &Definition) -> Option<u32> {
        let known = match self.header.version {
            Some(version) => definition.versions().contains(&version),
            None => !self.modern || *definition.versions().end() > 1,
        };
        known.then_some(if definition.is_ever_demanded() { 16 } else { 9 })
    }

    /// In a text that has its separators, a line is only cut at what must be there and has no line
    /// of its own, or at what is followed by digits as its form asks. Anything less would cut the
    /// family names TRINIDAD and MADDEN in two.
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
            // Short fields, and a name that may stand in parts: GUADARRAMA and MADAAN are family
            // names.
            ("DAR" | "DAS" | "DAT", _) if !digit && !follows_digit => None,
            ("DAA", _) if there("DAB") => None,
            (_, Form::Text(_)) if !digit => definition.is_demanded(version, licence).then_some(9),
            (_, Form::Date | Form::Code(_) | Form::Digits(_)) if digit => {
                definition.versions().contains(&version).then_some(16)
            }
            _ => definition.is_demanded(version, licence).then_some(16),
        }
    }

    /// A line of a jurisdiction subfile. Its values are kept to the last blank.
    fn jurisdiction(&mut self, kind: SubfileKind, piece: Piece<'_>) {
        let same = self.subfiles.last().is_some_and(|s| s.kind == kind);
        match ElementId::at_start(piece.text)
            .filter(|id| id.as_str().as_bytes().get(..2) == Some(&kind.letters()[..]))
        {
            Some(id) => {
                if !same {
                    self.open(kind, false, piece.at);
                }
                self.push(id, piece);
            }
            None if piece.text.trim_matches(is_padding).is_empty() => {}
            None => self.other(piece),
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

    fn push(&mut self, id: ElementId, piece: Piece<'_>) {
        let standard = definition(id).is_some();
        if self.subfiles.is_empty() || standard && self.in_jurisdiction() {
            // The type letters are missing: the first designator names the type.
            let announced = self
                .header
                .designators
                .iter()
                .map(|d| d.kind)
                .find(|k| !k.is_jurisdiction());
            self.repairs.push(Repair::TypeMissing);
            self.open(announced.unwrap_or(SubfileKind::Licence), false, piece.at);
        }
        if let Some(last) = self.subfiles.last_mut() {
            last.length = piece.at + piece.text.len();
            if NEVER_KEPT.contains(&id) {
                self.repairs.push(Repair::SocialSecurityDropped);
            } else {
                let value = piece.text.get(3..).unwrap_or_default();
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

    /// Where a jurisdiction subfile opens inside a line: announced by the header, or no header to
    /// ask.
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

/// Where a social security number stands inside another value because its separator was lost.
fn social_security_inside(value: &str) -> Option<usize> {
    value.match_indices("DB").map(|(at, _)| at).find(|&at| {
        let rest = value.get(at..).unwrap_or_default();
        let number = rest
            .get(3..)
            .unwrap_or_default()
            .chars()
            .filter(|c| !matches!(c, '-' | ' '));
        ElementId::at_start(rest).is_some_and(|id| NEVER_KEPT.contains(&id))
            && number.take(9).filter(char::is_ascii_digit).count() == 9
    })
}

/// The first place that begins an element, with its type letters if they stand before it.
fn first_element(text: &str) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).find(|&at| {
        let rest = text.get(at..).unwrap_or_default();
        element_at(strip_type(rest)).is_some()
    })
}

/// Turns byte positions in the body into character counts from the compliance indicator, in one
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
        // The separator after the last element belongs to the subfile.
        subfile.length = (end + 1).saturating_sub(offset);
    }
}
