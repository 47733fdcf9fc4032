//! Stored files: what is none of ours is told at once, what is large is made smaller.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::driver::{Device, Page};
use crate::films;
use crate::house::House;
use crate::walk::{Walk, starts};

/// A page at the front of a licence that asks for a file, because there is no camera.
fn at_the_front(allow: bool) -> Option<(Walk, tempfile::TempDir)> {
    let walk = Walk::with(Device::Phone, House::new)?;
    walk.page.holds_cameras("cameras.answer = 'NotFoundError'");
    let begun = walk.house.ask(
        "order-60",
        json!({
            "allow_offline": allow,
            "document": { "supported_types": ["passport"], "show_ocr_form": "0", "name": "" },
        }),
    );
    walk.page.goto(&begun.link);
    starts(&walk.page);
    walk.page.until_at("/front");
    walk.page
        .until("document.querySelector('#stage').dataset.state === 'failed'");
    Some((walk, tempfile::tempdir().unwrap()))
}

fn file(folder: &Path, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// A picture in a file of this size, as some cameras write them: what follows the picture is
/// nobody's.
fn padded(picture: &Path, size: usize) -> Vec<u8> {
    let mut bytes = std::fs::read(picture).unwrap();
    bytes.resize(size, 0);
    bytes
}

fn uploads(page: &Page) -> usize {
    let sent = page.requests();
    sent.iter()
        .filter(|one| one.contains("/submit/front"))
        .count()
}

#[test]
fn what_is_no_picture_is_told_before_anything_is_sent() {
    let Some((walk, folder)) = at_the_front(true) else {
        return;
    };
    let page = &walk.page;
    let mut pdf = b"%PDF-1.7\n".to_vec();
    pdf.resize(17 * 1024 * 1024, b' ');
    for (name, content, said) in [
        ("notes.txt", &b"My name is John"[..], "open this file"),
        ("notes.jpg", b"My name is John", "open this file"),
        ("empty.jpg", b"", "empty"),
        ("huge.pdf", &pdf, "too large"),
    ] {
        page.choose_file("#file", &file(folder.path(), name, content));
        page.until(&format!(
            "document.querySelector('#error').textContent.includes({}) && document.activeElement.id === 'error'",
            json!(said)
        ));
        page.eval("document.querySelector('#error').textContent = ''");
    }
    assert_eq!(uploads(page), 0, "{:?}", page.requests());
}

#[test]
fn a_picture_that_the_browser_cannot_show_is_sent_as_it_is() {
    let Some((walk, folder)) = at_the_front(true) else {
        return;
    };
    let page = &walk.page;
    // Not a whole HEIC: what is in it is the server's to judge, and it says so.
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic and nothing more";
    page.forgive("422");
    page.choose_file("#file", &file(folder.path(), "IMG_0001.HEIC", heic));
    page.until_seen("#use");
    page.until("document.querySelector('#hint').textContent.includes('IMG_0001.HEIC')");
    assert_eq!(uploads(page), 0);
    page.tap("#use");
    page.until_seen("#error");
    assert_eq!(uploads(page), 1);
}

#[test]
fn a_large_picture_arrives_on_a_slow_link() {
    let Some((walk, folder)) = at_the_front(true) else {
        return;
    };
    let page = &walk.page;
    // More than the server takes, and at 40 kB/s more than ten minutes.
    let large = padded(films::front_file(), 24 * 1024 * 1024);
    page.choose_file("#file", &file(folder.path(), "large.jpg", &large));
    page.sends_slowly(40_000);
    page.tap("#use");
    page.until_at("/complete");
    assert_eq!(uploads(page), 1);
}

#[test]
fn a_picture_is_made_smaller_once_the_link_turns_out_to_be_slow() {
    let Some((walk, _folder)) = at_the_front(true) else {
        return;
    };
    let page = &walk.page;
    page.eval(
        "(() => { const send = XMLHttpRequest.prototype.send; window.sent = []; \
           XMLHttpRequest.prototype.send = function (body) { sent.push(body.size); send.call(this, body); }; })()",
    );
    page.choose_file("#file", films::large_front_file());
    page.until_seen("#use");
    page.sends_slowly(25_000);
    page.tap("#use");
    // Its first bytes show how long it would take: what is sent instead is a part of it.
    page.until("sent.length === 2");
    let sent = page.eval("sent");
    assert!(sent[1].as_u64() < sent[0].as_u64(), "{sent}");
    assert!(sent[1].as_u64().unwrap() < 1_500_000, "{sent}");
    page.offline(false);
    page.until_at("/complete");
    assert_eq!(uploads(page), 2);
}
