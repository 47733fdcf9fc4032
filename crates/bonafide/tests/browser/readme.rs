//! Pictures of the main way for the README: drawn when they are asked for by
//! `BONAFIDE_TEST_README_PICTURES=1`, since they are looked at by people and prove nothing.
//!
//! They are put together into `docs/pictures`: the steps on a telephone side by side, the laptop
//! that hands over to it, and a case at the desk of a reviewer.

use std::path::Path;

use serde_json::json;

use crate::driver::{Device, Page, kept_in};
use crate::films;
use crate::house::House;
use crate::office_pages::accepts;
use crate::walk::Walk;

/// Keeps the picture of a step, as it is on the screen.
fn keep(page: &Page, name: &str) {
    let folder = kept_in().join("readme");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.png")), page.picture()).unwrap();
}

/// Waits until the outline is drawn where the document is held, and this is said about it.
#[track_caller]
fn until_outlined(page: &Page, hint: &str) {
    // While it is brought in from below, the outline is a look behind.
    page.until(&format!(
        "(() => {{ const points = document.querySelector('#quad').getAttribute('points').split(' '); \
         const high = points.map((point) => Number(point.split(',')[1])); \
         return points.length === 4 && high.every((y) => y > 24 && y < 76) \
           && document.querySelector('#hint').textContent.includes({}); }})()",
        json!(hint)
    ));
}

#[test]
fn pictures_for_the_readme() {
    if std::env::var_os("BONAFIDE_TEST_README_PICTURES").is_none() {
        return;
    }
    let skin = "name = \"Acme Bank\"";
    let Some(walk) = Walk::upright(|| House::in_skin(skin)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan", "ocr_match", "selfie"], "ttl": 30 }),
        json!({}),
    );
    let laptop = walk.visitor.page(Device::Laptop);
    laptop.goto(&begun.link);
    laptop.until_seen("#offer svg");
    keep(&laptop, "hand-off");
    page.goto(&begun.link);
    page.until_seen("#start");
    keep(page, "1-landing");
    walk.begins(films::upright_far());
    page.until_at("/front");
    until_outlined(page, "Move closer");
    keep(page, "2-front");
    walk.shows(films::upright_front());
    page.reload();
    walk.photographs("/front");
    keep(page, "3-preview");
    walk.keeps(films::upright_far_back());
    page.until_at("/back");
    until_outlined(page, "Move closer");
    keep(page, "4-back");
    walk.shows(films::upright_back());
    page.reload();
    walk.photographs("/back");
    walk.keeps(films::upright_back());
    page.until_at("/biometrics");
    keep(page, "5-biometrics");
    walk.shows(films::upright_face());
    page.tap("#continue");
    page.until_at("/selfie");
    page.until_seen("#shutter");
    keep(page, "6-selfie");
    // Who is not told that it is over waits a moment longer.
    page.forgive("ERR_BLOCKED");
    page.blocks(&["*/user/follow*"]);
    walk.takes_selfie();
    page.until_at("/processing");
    keep(page, "7-processing");
    page.blocks(&[]);
    page.until_at("/complete");
    keep(page, "8-complete");
    // The laptop has followed all the way.
    laptop.until_at("/complete");

    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
    let phone = [
        "1-landing",
        "2-front",
        "3-preview",
        "4-back",
        "5-biometrics",
        "6-selfie",
        "7-processing",
        "8-complete",
    ];
    for (file, steps, width) in [
        ("capture.webp", &phone[..], "24%"),
        ("capture-laptop.webp", &["hand-off"], "100%"),
    ] {
        let picture = put_together(&laptop, steps, width);
        let size = picture.len();
        std::fs::write(pictures.join(file), picture).unwrap();
        assert!(size < 150_000, "{file} has {size} bytes");
    }
}

#[test]
fn a_picture_of_the_desk_for_the_readme() {
    if std::env::var_os("BONAFIDE_TEST_README_PICTURES").is_none() {
        return;
    }
    let Some(walk) = Walk::with(Device::Laptop, House::with_office) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    house.asks_for_review("order-1042");
    let link = house.invites("Rita Example", "rita@example.com", "reviewer");
    accepts(page, &link);
    page.goto(&format!("{}/office/queue", house.origin()));
    page.loads(|| page.presses("n"));
    keep(page, "desk");
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
    let picture = put_together(page, &["desk"], "100%");
    let size = picture.len();
    std::fs::write(pictures.join("desk.webp"), picture).unwrap();
    assert!(size < 150_000, "desk.webp has {size} bytes");
}

/// Pictures side by side, each of this width, as WebP.
#[track_caller]
fn put_together(page: &Page, steps: &[&str], width: &str) -> Vec<u8> {
    let image = |step: &&str| format!("<img src=\"{step}.png\" alt=\"\">");
    let html = format!(
        "<!doctype html><style>body {{ margin: 0; background: #fff; display: flex; flex-wrap: wrap; \
         justify-content: space-between; row-gap: 16px }} img {{ width: {width}; border: 1px solid #c9d1d0; \
         border-radius: 12px; box-sizing: border-box }}</style>{}",
        steps.iter().map(image).collect::<String>()
    );
    let file = kept_in().join("readme/together.html");
    std::fs::write(&file, html).unwrap();
    page.goto(&format!("file://{}", file.display()));
    page.whole_picture("webp")
}
