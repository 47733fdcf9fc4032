//! Extracts the text of a file, which needs no recognition if it was printed from a program.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::kurbo::Rect;

use crate::budget::{Budget, count, guarded};
use crate::letters::{Letters, words};
use crate::open::open;
use crate::{Limits, PdfError, TextPage};

/// The maximum number of letters of a file; the rest is left out.
const MAX_LETTERS: usize = 60_000;

/// Extracts the text of the first [`Limits::pages`] pages. A page without text has no words.
///
/// Only text that is drawn is included. Invisible text, which scanners add after recognition and
/// forgers add to mislead programs, is left out. Text that is drawn but cannot be seen (white on
/// white, or under something else) is included, and can be checked against the rendered page.
///
/// # Errors
///
/// The errors are those of [`render`](crate::render()) for a file that cannot be opened or needs
/// too much work.
///
/// ```
/// use pdf::{Limits, text_layer};
///
/// assert!(text_layer(b"not a PDF", &Limits::default()).is_err());
/// ```
pub fn text_layer(bytes: &[u8], limits: &Limits) -> Result<Vec<TextPage>, PdfError> {
    guarded(|| read(bytes, limits))
}

fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<TextPage>, PdfError> {
    let pdf = open(bytes, limits)?;
    let settings = InterpreterSettings::default();
    let mut budget = Budget::new(limits);
    let mut pages = Vec::new();
    let mut left = MAX_LETTERS;
    for page in pdf.pages().iter().take(limits.pages.max(1)) {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let area = Rect::new(0.0, 0.0, width, height);
        budget.letters = Some(Letters::of(area, left));
        count(page, &settings, &mut budget);
        let letters = budget
            .letters
            .take()
            .map_or_else(Vec::new, Letters::into_vec);
        left -= letters.len().min(left);
        pages.push(TextPage {
            width,
            height,
            words: words(&letters),
        });
    }
    Ok(pages)
}
