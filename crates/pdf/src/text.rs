//! The words of a page and their positions.

/// The words of one page.
#[derive(Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TextPage {
    /// The width in points (1/72 inch).
    pub width: f64,
    /// The height in points.
    pub height: f64,
    /// The words, in the order in which they are drawn.
    pub words: Vec<TextWord>,
}

/// A word and its box, in points from the left and from the top of the upright page.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TextWord {
    /// The characters as they are drawn.
    pub text: String,
    /// The left side of the box.
    pub left: f64,
    /// The top of the box, at the height of capitals.
    pub top: f64,
    /// The right side of the box.
    pub right: f64,
    /// The bottom of the box, at the baseline.
    pub bottom: f64,
}

/// Texts may be people's letters, so only their size is printed.
impl std::fmt::Debug for TextPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TextPage({} words)", self.words.len())
    }
}

impl std::fmt::Debug for TextWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TextWord({} characters)", self.text.chars().count())
    }
}
