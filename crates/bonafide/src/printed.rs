//! Printed text: the text engine installed by the operator, and what it reads from one picture.

use std::sync::OnceLock;

use document::paper::{Paper, Word};
use imaging::{Limits, Picture, Quad, TextPage, visible_words};
use ocr::Engine;
use sandbox::Decoder;
use serde_json::{Value, json};

use crate::decoder::decoder;

/// The text engine of the command line, opened when the first picture needs it.
#[derive(Debug)]
pub(crate) struct Text {
    wanted: bool,
    engine: OnceLock<Option<Engine>>,
}

impl Text {
    pub(crate) const fn new(wanted: bool) -> Self {
        Self {
            wanted,
            engine: OnceLock::new(),
        }
    }

    fn engine(&self) -> Option<&Engine> {
        let open = || {
            let settings = ocr::Settings {
                threads: std::thread::available_parallelism().map_or(1, usize::from),
                ..ocr::Settings::default()
            };
            Engine::open(&settings).ok()
        };
        self.engine.get_or_init(open).as_ref()
    }
}

/// A page with fewer words in its text layer is treated as a picture with a caption.
const LEAST_WORDS: usize = 20;

/// The printed text of a page.
pub(crate) struct Printed {
    /// The lines, each with the engine's confidence.
    lines: Vec<(String, f64)>,
    /// Their contents, if the page is a letter or a bill.
    pub(crate) paper: Paper,
    /// The outline of the page, from its top left corner in reading direction.
    pub(crate) quad: Option<Quad>,
}

/// Returns the text layer of a PDF page, or else what the engine reads; `None` without either.
pub(crate) fn read(
    text: &Text,
    bytes: &[u8],
    page: &Picture,
    page_number: usize,
) -> Option<Printed> {
    if !text.wanted {
        return None;
    }
    let layers = decoder().ok()?.text_layer(bytes, &Limits::default());
    let layers = layers.ok().flatten();
    let layer = layers.and_then(|mut layers| {
        (page_number < layers.len())
            .then(|| visible_words(&layers.swap_remove(page_number), page.luma()))
    });
    if let Some(layer) = layer.filter(|layer| layer.words.len() >= LEAST_WORDS) {
        return Some(of_layer(layer));
    }
    let read = text.engine()?.page(page.luma()).ok()?;
    let lines = ocr::lines(&read.words);
    let words: Vec<Word> = read
        .words
        .into_iter()
        .map(|word| Word {
            area: [
                word.area.left,
                word.area.top,
                word.area.right,
                word.area.bottom,
            ],
            text: word.text,
            confidence: word.confidence,
        })
        .collect();
    Some(Printed {
        lines: lines
            .into_iter()
            .map(|line| (line.text, line.confidence))
            .collect(),
        paper: Paper::read(&words),
        quad: read.quad,
    })
}

fn of_layer(layer: TextPage) -> Printed {
    let mut lines: Vec<(String, f64)> = Vec::new();
    let mut foot = f64::NAN;
    for word in &layer.words {
        match lines
            .last_mut()
            .filter(|_| (word.bottom - foot).abs() < 1.0)
        {
            Some((line, _)) => {
                line.push(' ');
                line.push_str(&word.text);
            }
            None => lines.push((word.text.clone(), 1.0)),
        }
        foot = word.bottom;
    }
    let words: Vec<Word> = layer
        .words
        .into_iter()
        .map(|word| Word {
            area: [word.left, word.top, word.right, word.bottom],
            text: word.text,
            confidence: 1.0,
        })
        .collect();
    Printed {
        lines,
        paper: Paper::read(&words),
        quad: None,
    }
}

impl Printed {
    /// Returns true if there is any text.
    pub(crate) fn is_something(&self) -> bool {
        !self.lines.is_empty()
    }

    /// Returns the member `text` of the output of `read`.
    pub(crate) fn to_json(&self) -> Value {
        let lines: Vec<Value> = self
            .lines
            .iter()
            .map(|(text, confidence)| json!({ "text": text, "confidence": (confidence * 100.0).round() / 100.0 }))
            .collect();
        let paper = &self.paper;
        json!({
            "lines": lines,
            "paper": {
                "kind": paper.kind.map(document::paper::Kind::word),
                "name": paper.name,
                "full_address": paper.address.as_ref().map(document::paper::Address::one_line),
                "issue_date": paper.issue_date.map(|day| day.to_string()),
                "account_number": paper.account,
            },
        })
    }

    /// Returns the fields about a person as table rows, or the first lines if there are none.
    pub(crate) fn rows(&self) -> Vec<[String; 2]> {
        let paper = &self.paper;
        let rows = [
            (
                "kind of paper",
                paper.kind.map(|kind| kind.word().to_owned()),
            ),
            ("name", paper.name.clone()),
            (
                "address",
                paper
                    .address
                    .as_ref()
                    .map(document::paper::Address::one_line),
            ),
            ("issued", paper.issue_date.map(|day| day.to_string())),
            ("account", paper.account.clone()),
        ];
        let found: Vec<[String; 2]> = rows
            .into_iter()
            .filter_map(|(field, value)| Some([field.to_owned(), value?]))
            .collect();
        if found.is_empty() {
            let lines = self.lines.iter().take(12);
            lines
                .map(|(line, _)| ["text".to_owned(), line.clone()])
                .collect()
        } else {
            found
        }
    }
}
