//! A link of 40 kB a second, as a telephone has in a cellar or on a train: people are guided on it,
//! and the barcode is read.

use serde_json::{Value, json};

use crate::driver::Page;
use crate::films;
use crate::house::House;
use crate::walk::Walk;

/// What the link carries in a second.
const BYTES: u32 = 40_000;

/// Notes how large the frames are that the page sends from now on, and how large they would be of
/// the whole picture at the sizes of a fast link.
fn counts_frames(page: &Page) {
    page.eval(
        "(() => { window.sent = []; const { fetch } = window; \
           window.fetch = (url, how) => { \
             if (String(url).includes('/submit/frame')) sent.push(how.body.size); \
             sessionStorage.setItem('sent', JSON.stringify(sent)); \
             return fetch(url, how); }; \
           window.whole = (side, quality) => new Promise((done) => { \
             const video = document.querySelector('#video'); \
             const scale = Math.min(1, side / Math.max(video.videoWidth, video.videoHeight)); \
             const canvas = document.createElement('canvas'); \
             canvas.width = video.videoWidth * scale; canvas.height = video.videoHeight * scale; \
             canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height); \
             canvas.toBlob((blob) => done(blob.size), 'image/jpeg', quality); }); })()",
    );
}

/// The sizes in bytes of the frames that were sent since they are noted, on this page or on the one
/// before.
fn frames(page: &Page) -> Vec<u64> {
    let sent = page.eval("JSON.parse(sessionStorage.getItem('sent') ?? '[]')");
    let sizes = sent.as_array().unwrap().iter().filter_map(Value::as_u64);
    sizes.collect()
}

#[test]
fn the_barcode_is_read_over_forty_kilobytes_a_second() {
    let Some(walk) = Walk::upright(House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    walk.opens(&begun.link, films::upright_front());
    page.until_at("/front");
    page.sends_slowly(BYTES);
    counts_frames(page);
    walk.photographs("/front");
    let sent = frames(page);
    let whole = |side: u32, quality: f32| page.eval(&format!("window.whole({side}, {quality})"));
    println!(
        "frames of the front: {sent:?} bytes; whole, {} bytes",
        whole(640, 0.7)
    );
    println!("whole, as frames of a barcode: {} bytes", whole(1280, 0.8));
    // None is on its way much longer than a second, also while the link is not known yet.
    let most = u64::from(BYTES) * 5 / 4;
    assert!(
        sent.len() >= 2 && sent.iter().all(|&bytes| bytes <= most),
        "{sent:?}"
    );
    walk.keeps(films::upright_back());
    page.until_at("/barcode");
    counts_frames(page);
    page.until("location.pathname !== '/barcode'");
    println!("frames of the barcode: {:?} bytes", frames(page));
}
