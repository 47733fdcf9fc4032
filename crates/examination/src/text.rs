//! Printed text for the examiners: from the PDF's own text first, else from the text engine.

use document::paper::Word;
use imaging::{Luma, Quad, TextPage, visible_words};
use ocr::{Engine, Failed};

/// A page with fewer words in its text layer is a picture with a caption.
const LEAST_WORDS: usize = 20;

/// The words of one page, and where they come from.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) words: Vec<Word>,
    pub(super) from: Source,
    /// Where the page lies in the picture, if it does not fill it.
    pub(super) quad: Option<Quad>,
}

/// Where words come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The file says them.
    TextLayer,
    /// They were recognised.
    Recognised,
}

/// The words of a page.
pub(super) fn words(
    engine: &Engine,
    page: &Luma,
    layer: Option<&TextPage>,
) -> Result<Words, Failed> {
    if let Some(layer) = layer.filter(|layer| layer.words.len() >= LEAST_WORDS) {
        // What is in the file and not on the page is not what people see.
        let shown = visible_words(layer, page);
        if shown.words.len() >= LEAST_WORDS && shown.words.len() * 10 >= layer.words.len() * 9 {
            return Ok(Words {
                words: shown.words.into_iter().map(printed).collect(),
                from: Source::TextLayer,
                quad: None,
            });
        }
    }
    let read = engine.page(page)?;
    Ok(Words {
        words: read.words.into_iter().map(recognised).collect(),
        from: Source::Recognised,
        quad: read.quad,
    })
}

fn printed(word: imaging::TextWord) -> Word {
    Word {
        area: [word.left, word.top, word.right, word.bottom],
        text: word.text,
        confidence: 1.0,
    }
}

fn recognised(word: ocr::Word) -> Word {
    let area = word.area;
    Word {
        area: [area.left, area.top, area.right, area.bottom],
        text: word.text,
        confidence: word.confidence,
    }
}
