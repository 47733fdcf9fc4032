//! The words of a page and the places where they are drawn.

/// The words of one page.
#[derive(Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TextPage {
    /// Width in points (1/72 inch).
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// The words in the order in which they are drawn.
    pub words: Vec<TextWord>,
}

/// A word and the box it takes, in points from the left and from the top of the upright page.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TextWord {
    /// What it says.
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

/// Texts are people's letters: a log shows how much there is.
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
