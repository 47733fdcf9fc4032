//! The words of a page and the places where they are drawn.

/// The words of one page.
#[derive(Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TextPage {
    /// The width in points (1/72 inch).
    pub width: f64,
    /// The height in points.
    pub height: f64,
    /// The words in the order in which they are drawn.
    pub words: Vec<TextWord>,
}

/// A word and its box, in points from the left and from the top of the upright page.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TextWord {
    /// The characters as they are drawn.
    pub text: String,
    /// Points from the left.
    pub left: f64,
    /// Points from the top, at the height of capitals.
    pub top: f64,
    /// Points from the left.
    pub right: f64,
    /// Points from the top, at the foot of the line.
    pub bottom: f64,
}

/// Texts are people's letters, so only their size is shown.
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
