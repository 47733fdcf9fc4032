//! The text layer of a PDF: text that is drawn, and not text that only looks drawn to a program.

use imaging::{DecodeError, Limits, decode, text_layer, visible_words};

use crate::draw;

fn pages(content: &[&str]) -> Vec<imaging::TextPage> {
    text_layer(&draw::pdf(content, &[]), &Limits::default())
        .unwrap()
        .unwrap()
}

fn texts(page: &imaging::TextPage) -> Vec<&str> {
    page.words.iter().map(|word| word.text.as_str()).collect()
}

#[test]
fn words_have_positions() {
    let found = pages(&[
        "BT /F0 10 Tf 20 250 Td (Elm Avenue 12) Tj 0 -14 Td [(Aus) -20 (tin) -900 (TX)] TJ ET",
        "",
    ]);
    assert_eq!(found.len(), 2);
    assert_eq!(texts(&found[0]), ["Elm", "Avenue", "12", "Austin", "TX"]);
    assert!(found[1].words.is_empty());
    let first = &found[0].words[0];
    assert!(
        (first.left - 20.0).abs() < 1.0 && (first.bottom - 48.0).abs() < 1.0,
        "{}",
        first.bottom
    );
    assert!(first.top < first.bottom - 5.0 && first.right > 30.0 && first.right < 42.0);
    assert!(found[0].words[3].top > first.bottom);
}

#[test]
fn invisible_text_is_left_out() {
    // Invisible by its mode, then drawn white on white, and black on white.
    let content = "BT /F0 10 Tf 3 Tr 20 250 Td (forged) Tj ET \
                   BT /F0 10 Tf 0 Tr 1 1 1 rg 20 220 Td (whitened) Tj ET \
                   BT /F0 10 Tf 0 0 0 rg 20 190 Td (honest) Tj ET \
                   BT /F0 10 Tf 500 190 Td (outside) Tj ET";
    let file = draw::pdf(&[content], &[]);
    let limits = Limits::default();
    let found = text_layer(&file, &limits).unwrap().unwrap();
    assert_eq!(texts(&found[0]), ["whitened", "honest"]);
    let rendered = decode(&file, &limits).unwrap();
    assert_eq!(
        texts(&visible_words(&found[0], rendered.luma())),
        ["honest"]
    );
}

#[test]
fn other_files_have_no_layer_and_broken_ones_are_refused() {
    let limits = Limits::default();
    assert_eq!(
        text_layer(&draw::pdf(&[""], &[]), &limits)
            .unwrap()
            .unwrap()
            .len(),
        1
    );
    assert!(text_layer(b"%PDF-1.7\nnothing\n%%EOF", &limits).is_err());
    assert_eq!(text_layer(b"", &limits), Err(DecodeError::Empty));
    let jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0];
    assert_eq!(text_layer(&jpeg, &limits), Ok(None));
}
