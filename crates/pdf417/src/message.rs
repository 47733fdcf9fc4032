//! Decodes codewords into characters: text, byte and numeric compaction, and extended channel
//! interpretations (ISO/IEC 15438, 5.4 and 5.5).

use super::charset::characters;

/// A decoded message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Message {
    pub(super) text: String,
    pub(super) bytes: Vec<u8>,
    /// Whether a Macro PDF417 control block follows, which means that the message is one part of
    /// several.
    pub(super) is_part: bool,
}

const LATCH_TEXT: u32 = 900;
const LATCH_BYTE: u32 = 901;
const LATCH_NUMERIC: u32 = 902;
const SHIFT_BYTE: u32 = 913;
const LATCH_BYTE_SIXES: u32 = 924;
const READER_INITIALISATION: u32 = 921;
const MACRO_TERMINATOR: u32 = 922;
const MACRO_OPTIONAL: u32 = 923;
const ECI_USER: u32 = 925;
const ECI_GENERAL: u32 = 926;
const ECI_CHARACTERS: u32 = 927;
const MACRO_BLOCK: u32 = 928;

/// Decodes the data codewords after the length descriptor. Returns `None` if they violate the
/// rules, which means that the symbol was misread.
pub(super) fn decode(words: &[u32]) -> Option<Message> {
    let mut reader = Reader {
        words,
        at: 0,
        out: Output::default(),
    };
    let mut mode = Mode::Text;
    let mut is_part = false;
    // A symbol starts in text compaction, alpha sub-mode.
    let mut state = TextState::default();
    while let Some(word) = reader.peek() {
        if word >= LATCH_TEXT {
            // A shift before a function codeword is padding for a missing value.
            state.shifted = None;
        }
        match word {
            LATCH_TEXT | LATCH_BYTE | LATCH_BYTE_SIXES | LATCH_NUMERIC => {
                reader.at += 1;
                state = TextState::default();
                mode = match word {
                    LATCH_TEXT => Mode::Text,
                    LATCH_NUMERIC => Mode::Numeric,
                    LATCH_BYTE => Mode::Byte { sixes: false },
                    _ => Mode::Byte { sixes: true },
                };
            }
            SHIFT_BYTE => {
                reader.at += 1;
                let byte = u8::try_from(reader.next()?).ok()?;
                reader.out.bytes.push(byte);
            }
            ECI_CHARACTERS => {
                reader.at += 1;
                let eci = reader.next().filter(|&e| e < 900)?;
                reader.out.switch(eci);
            }
            ECI_GENERAL => reader.at += 3,
            ECI_USER => reader.at += 2,
            READER_INITIALISATION => reader.at += 1,
            MACRO_BLOCK => {
                is_part = true;
                break;
            }
            MACRO_OPTIONAL | MACRO_TERMINATOR => break,
            903.. => return None,
            _ => match mode {
                Mode::Text => reader.text(&mut state)?,
                Mode::Byte { sixes } => reader.bytes(sixes)?,
                Mode::Numeric => reader.numeric()?,
            },
        }
    }
    let (text, bytes) = reader.out.finish();
    Some(Message {
        text,
        bytes,
        is_part,
    })
}

#[derive(Debug, Clone, Copy)]
enum Mode {
    Text,
    Byte { sixes: bool },
    Numeric,
}

#[derive(Debug)]
struct Reader<'a> {
    words: &'a [u32],
    at: usize,
    out: Output,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u32> {
        self.words.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u32> {
        let word = self.peek();
        self.at += 1;
        word
    }

    /// Returns the run of plain codewords (below 900) that starts here.
    fn run(&self) -> &[u32] {
        let rest = self.words.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|&w| w >= 900).unwrap_or(rest.len());
        &rest[..length]
    }

    /// Decodes a codeword of text compaction, which consists of two values of base 30.
    fn text(&mut self, state: &mut TextState) -> Option<()> {
        let word = self.next()?;
        for value in [word / 30, word % 30] {
            if let Meaning::Character(character) = state.step(value as u8)? {
                self.out.bytes.push(character);
            }
        }
        Some(())
    }

    /// Returns the number of plain codewords until the next latch. A change of interpretation does
    /// not end a compaction (5.5.3).
    fn left(&self) -> usize {
        let (mut at, mut left) = (self.at, 0);
        while let Some(&word) = self.words.get(at) {
            match word {
                0..900 => left += 1,
                ECI_CHARACTERS | ECI_USER => at += 1,
                ECI_GENERAL => at += 2,
                _ => break,
            }
            at += 1;
        }
        left
    }

    /// Decodes byte compaction: five codewords represent six bytes. With latch 901, the last one to
    /// five codewords represent one byte each (5.4.3).
    fn bytes(&mut self, sixes: bool) -> Option<()> {
        let left = self.left();
        let run = self.run().to_vec();
        self.at += run.len();
        let groups = if sixes {
            left / 5
        } else {
            left.saturating_sub(1) / 5
        };
        let here = groups.min(run.len() / 5);
        let (grouped, singles) = run.split_at(here * 5);
        if here < groups && !singles.is_empty() {
            return None;
        }
        for group in grouped.chunks_exact(5) {
            let value = group.iter().fold(0_u64, |sum, &w| sum * 900 + u64::from(w));
            if value >> 48 != 0 {
                return None;
            }
            self.out.bytes.extend(&value.to_be_bytes()[2..]);
        }
        for &single in singles {
            self.out.bytes.push(u8::try_from(single).ok()?);
        }
        Some(())
    }

    /// Decodes numeric compaction: up to 15 codewords are a number of base 900, whose leading digit
    /// 1 only preserves leading zeros (5.4.4).
    fn numeric(&mut self) -> Option<()> {
        let run = self.run().to_vec();
        self.at += run.len();
        for group in run.chunks(15) {
            let mut digits = vec![0_u32]; // lowest first
            for &word in group {
                let mut carry = word;
                for digit in &mut digits {
                    let value = *digit * 900 + carry;
                    *digit = value % 10;
                    carry = value / 10;
                }
                while carry > 0 {
                    digits.push(carry % 10);
                    carry /= 10;
                }
            }
            if digits.pop() != Some(1) {
                return None;
            }
            self.out
                .bytes
                .extend(digits.iter().rev().map(|&d| b'0' + d as u8));
        }
        Some(())
    }
}

/// The sub-modes of text compaction (5.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum SubMode {
    #[default]
    Alpha,
    Lower,
    Mixed,
    Punctuation,
}

/// The meaning of a value of base 30.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    Character(u8),
    /// A change of sub-mode.
    Change,
}

#[derive(Debug, Clone, Copy, Default)]
struct TextState {
    latched: SubMode,
    shifted: Option<SubMode>,
}

const MIXED: &[u8; 25] = b"0123456789&\r\t,:#-.$/+%*=^";
const PUNCTUATION: &[u8; 29] = b";<>@[\\]_`~!\r\t,:\n-.$/\"|*()?{}'";

impl TextState {
    /// Interprets a value of base 30. Returns `None` if it is impossible.
    fn step(&mut self, value: u8) -> Option<Meaning> {
        use SubMode::{Alpha, Lower, Mixed, Punctuation};
        let mode = self.shifted.take().unwrap_or(self.latched);
        let index = usize::from(value);
        match (mode, value) {
            (Alpha, 0..=25) => return Some(Meaning::Character(b'A' + value)),
            (Lower, 0..=25) => return Some(Meaning::Character(b'a' + value)),
            (Mixed, 0..=24) => return MIXED.get(index).copied().map(Meaning::Character),
            (Punctuation, 0..=28) => {
                return PUNCTUATION.get(index).copied().map(Meaning::Character);
            }
            (Alpha | Lower | Mixed, 26) => return Some(Meaning::Character(b' ')),
            (Alpha | Mixed, 27) => self.latched = Lower,
            (Lower, 27) => self.shifted = Some(Alpha),
            (Alpha | Lower, 28) => self.latched = Mixed,
            (Mixed, 28) | (Punctuation, 29) => self.latched = Alpha,
            (Mixed, 25) => self.latched = Punctuation,
            (Alpha | Lower | Mixed, 29) => self.shifted = Some(Punctuation),
            _ => return None,
        }
        Some(Meaning::Change)
    }
}

/// The bytes, and the text that they represent under the current interpretation.
#[derive(Debug, Default)]
struct Output {
    bytes: Vec<u8>,
    /// The bytes before this index are already in `text`.
    interpreted: usize,
    eci: Option<u32>,
    text: String,
}

impl Output {
    fn switch(&mut self, eci: u32) {
        self.interpret();
        self.eci = Some(eci);
    }

    fn interpret(&mut self) {
        let fresh = self.bytes.get(self.interpreted..).unwrap_or_default();
        self.text.push_str(&characters(fresh, self.eci));
        self.interpreted = self.bytes.len();
    }

    fn finish(mut self) -> (String, Vec<u8>) {
        self.interpret();
        (self.text, self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(words: &[u32], text: &str) {
        assert_eq!(decode(words).map(|m| m.text).as_deref(), Some(text));
    }

    #[test]
    fn each_compaction_mode() {
        check(&[453, 178, 121, 239], "PDF417");
        check(&[27 + 30 * 7, 4 * 30 + 11, 11 * 30 + 14], "Hello");
        check(&[902, 1, 624, 434, 632, 282, 200], "000213298174000");
        check(&[901, 97, 98], "ab");
        check(&[924, 163, 238, 432, 766, 244], "alcool");
        check(&[30 * 7 + 29, 30 * 10 + 8], "H!I");
        check(&[7 * 30 + 27, 913, 233, 11 * 30 + 11], "Héll");
        check(&[7 * 30 + 29, 913, 29, 13 * 30 + 4], "H\u{1d}NE");
        check(&[927, 26, 901, 195, 169], "é");
        check(&[927, 7, 901, 0xB1], "Б");
        // Five codewords before a change of interpretation are still a group.
        check(
            &[901, 163, 238, 432, 766, 244, 927, 26, 195, 169],
            "alcoolé",
        );
        check(&[900, 900, 900], "");
    }

    #[test]
    fn violated_rules_have_no_message() {
        for words in [
            &[913][..],
            &[913, 300],
            &[927],
            &[902, 2],
            &[901, 600],
            &[904],
            &[924, 899, 899, 899, 899, 899],
        ] {
            assert_eq!(decode(words), None, "{words:?}");
        }
    }

    proptest! {
        #[test]
        fn any_codewords(words in prop::collection::vec(0..929_u32, 0..120)) {
            if let Some(message) = decode(&words) {
                prop_assert!(message.bytes.len() <= words.len() * 3);
            }
        }
    }
}
