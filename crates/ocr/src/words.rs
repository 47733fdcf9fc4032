//! Words with their positions, parsed from the library's table.

use std::fmt;

/// A box in pixels of the picture that was read. `right` and `bottom` are outside the box.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Area {
    /// Pixels from the left.
    pub left: f64,
    /// Pixels from the top.
    pub top: f64,
    /// Pixels from the left, one after the last pixel.
    pub right: f64,
    /// Pixels from the top, one after the last pixel.
    pub bottom: f64,
}

/// A word as it was read, and where it lies.
#[derive(Clone, PartialEq)]
pub struct Word {
    /// The text.
    pub text: String,
    /// The engine's own confidence, 0 to 1, which is not a probability.
    pub confidence: f64,
    /// The box around the word.
    pub area: Area,
    /// The block, paragraph and line that the engine assigned it to, which are equal for words of
    /// one line.
    pub line: (u32, u32, u32),
}

/// Texts may be people's letters, so only their length is printed.
impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Word({} characters)", self.text.chars().count())
    }
}

/// A line of words.
#[derive(Clone, PartialEq)]
pub struct Line {
    /// The words joined by spaces.
    pub text: String,
    /// The mean of the words' confidences, 0 to 1.
    pub confidence: f64,
    /// The smallest box that contains the words.
    pub area: Area,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} characters)", self.text.chars().count())
    }
}

/// Joins words to the engine's lines, in its order.
///
/// ```
/// assert!(ocr::lines(&[]).is_empty());
/// ```
#[must_use]
pub fn lines(words: &[Word]) -> Vec<Line> {
    words
        .chunk_by(|one, next| one.line == next.line)
        .filter_map(|words| {
            let first = words.first()?;
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            let area = words
                .iter()
                .fold(first.area, |all, word| all.union(word.area));
            let sum: f64 = words.iter().map(|word| word.confidence).sum();
            Some(Line {
                text: texts.join(" "),
                confidence: sum / words.len() as f64,
                area,
            })
        })
        .collect()
}

impl Area {
    /// Returns the smallest box that contains both.
    fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// The maximum number of words of a page; the rest is left out.
const MAX_WORDS: usize = 20_000;

/// Parses a table as `TessBaseAPIGetTsvText` writes it: twelve columns, where level 5 marks a word.
/// `scale` converts its pixels to those of the picture. Malformed rows are left out.
pub(crate) fn parse(table: &str, scale: f64) -> Vec<Word> {
    table
        .lines()
        .filter_map(|row| word(row, scale))
        .take(MAX_WORDS)
        .collect()
}

fn word(row: &str, scale: f64) -> Option<Word> {
    let mut columns = row.splitn(12, '\t');
    let mut number = || columns.next()?.parse::<f64>().ok();
    let (level, _page) = (number()?, number()?);
    let line = (number()? as u32, number()? as u32, number()? as u32);
    let _word = number()?;
    let (left, top, width, height) = (number()?, number()?, number()?, number()?);
    let confidence = number()?;
    let text = columns.next()?.trim();
    let is_finite = [left, top, width, height, confidence]
        .iter()
        .all(|value| value.is_finite());
    (level == 5.0 && !text.is_empty() && is_finite).then(|| Word {
        text: text.to_owned(),
        confidence: (confidence / 100.0).clamp(0.0, 1.0),
        area: Area {
            left: left * scale,
            top: top * scale,
            right: (left + width) * scale,
            bottom: (top + height) * scale,
        },
        line,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TABLE: &str = "1\t1\t0\t0\t0\t0\t0\t0\t100\t50\t-1\t\n\
        5\t1\t1\t1\t1\t1\t10\t20\t30\t10\t96.5\tElm\n\
        5\t1\t1\t1\t1\t2\t50\t19\t40\t12\t80\tAvenue\n\
        5\t1\t1\t1\t2\t1\t10\t40\t40\t12\t12\t \n\
        5\t1\t1\t1\t2\t2\t10\t40\t40\t12\t12\tParis\n\
        5\t1\tx";

    #[test]
    fn words_and_lines_of_a_table() {
        let words = parse(TABLE, 2.0);
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["Elm", "Avenue", "Paris"]);
        let lines = lines(&words);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].text, "Elm Avenue");
        assert!((lines[0].confidence - 0.8825).abs() < 1e-9);
        let area = Area {
            left: 20.0,
            top: 38.0,
            right: 180.0,
            bottom: 62.0,
        };
        assert_eq!(lines[0].area, area);
    }

    proptest! {
        #[test]
        fn any_table_can_be_parsed(table in any::<String>(), cells in "[0-9\t\n.a-]{0,200}") {
            for table in [table, cells] {
                for word in parse(&table, 1.0) {
                    prop_assert!(!word.text.is_empty());
                    prop_assert!((0.0..=1.0).contains(&word.confidence));
                }
            }
        }
    }
}
