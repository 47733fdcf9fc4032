//! Printed text for the examiners: from the PDF's own text if it has any, otherwise from the text
//! engine.

use document::paper::Word;
use imaging::{Luma, Quad, TextPage, visible_words};
use ocr::{Engine, Failed};

/// A page with fewer words in its text layer is a picture with a caption.
const LEAST_WORDS: usize = 20;

/// The words of one page, and their source.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) words: Vec<Word>,
    pub(super) from: Source,
    /// The place of the page in the picture, unless it fills it.
    pub(super) quad: Option<Quad>,
}

/// The source of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The file contains them.
    TextLayer,
    /// They were recognised.
    Recognised,
}

/// Returns the words of a page.
pub(super) fn words(
    engine: &Engine,
    page: &Luma,
    layer: Option<&TextPage>,
) -> Result<Words, Failed> {
    if let Some(layer) = layer.filter(|layer| layer.words.len() >= LEAST_WORDS) {
        // Text that is in the file but not visible on the page is not what people see.
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
