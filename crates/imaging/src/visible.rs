//! Determines which words of a PDF's text layer are visible on the rendered page.

use pdf::{TextPage, TextWord};

use crate::Luma;

/// The minimum difference of greys in a word's box that counts as print.
const MIN_CONTRAST: u8 = 48;

/// Returns the words of a text layer that are visible on the rendered page. Words that are white on
/// white, or covered by something plain, are left out.
///
/// ```
/// use imaging::{Luma, TextPage, TextWord, visible_words};
///
/// let word = TextWord {
///     text: "hidden".to_owned(),
///     left: 10.0,
///     top: 10.0,
///     right: 50.0,
///     bottom: 20.0,
/// };
/// let layer = TextPage {
///     width: 100.0,
///     height: 100.0,
///     words: vec![word],
/// };
/// let blank = Luma::filled(200, 200, 255);
/// assert!(visible_words(&layer, &blank).words.is_empty());
/// ```
#[must_use]
pub fn visible_words(layer: &TextPage, rendered: &Luma) -> TextPage {
    let scale = f64::from(rendered.width()) / layer.width.max(1.0);
    let is_shown = |word: &&TextWord| {
        let step = |from: f64, to: f64, i: u32| {
            ((from + (to - from) * f64::from(i) / 23.0) * scale) as i64
        };
        let (mut darkest, mut brightest) = (255, 0);
        for i in 0..24 {
            for j in 0..24 {
                let x = step(word.left, word.right, i);
                let grey = rendered.at(x, step(word.top, word.bottom, j));
                (darkest, brightest) = (grey.min(darkest), grey.max(brightest));
            }
        }
        brightest - darkest >= MIN_CONTRAST
    };
    TextPage {
        words: layer.words.iter().filter(is_shown).cloned().collect(),
        ..*layer
    }
}
