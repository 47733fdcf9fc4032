//! The driver itself: before it is believed about the pages, it is tried on one that is known.

use crate::driver::{Browser, Device};
use crate::films;
use crate::shop::Shop;
use crate::studio::Studio;

/// Plays the camera on the page that is open, and answers with the mean of red, green and blue.
const LOOK: &str = "(async () => { \
    const stream = await navigator.mediaDevices.getUserMedia({ video: true }); \
    const video = document.createElement('video'); \
    video.srcObject = stream; video.muted = true; await video.play(); \
    while (video.currentTime < 1) await new Promise((next) => setTimeout(next, 20)); \
    const canvas = document.createElement('canvas'); canvas.width = canvas.height = 1; \
    const brush = canvas.getContext('2d'); brush.drawImage(video, 0, 0, 1, 1); \
    stream.getTracks().forEach((track) => track.stop()); \
    return [video.videoWidth, ...brush.getImageData(0, 0, 1, 1).data.slice(0, 3)]; })()";

#[test]
fn the_camera_shows_what_is_held_to_it() {
    if !Browser::is_there() {
        return;
    }
    let browser = Studio::take();
    let shop = Shop::open();
    let visitor = browser.visitor();
    visitor.lets_use_camera(&shop.url, true);
    let page = visitor.page(Device::Phone);
    let seen = |film| {
        browser.camera().show(film);
        page.goto(&shop.url);
        let seen = page.eval(LOOK);
        assert_eq!(seen[0], 1280, "{seen}");
        [1, 2, 3]
            .map(|at| seen[at].as_u64().unwrap())
            .iter()
            .sum::<u64>()
            / 3
    };
    let (table, back, face) = (
        seen(films::table()),
        seen(films::back()),
        seen(films::face()),
    );
    assert!(back > table + 5 && face > back + 5, "{table} {back} {face}");
}

#[test]
fn troubles_are_noticed_unless_they_are_forgiven() {
    if !Browser::is_there() {
        return;
    }
    let browser = Studio::take();
    let shop = Shop::open();
    let visitor = browser.visitor();
    let page = visitor.page(Device::Laptop);
    page.goto(&shop.url);
    assert_eq!(page.troubles(), Vec::<String>::new());
    page.eval("setTimeout(() => { throw new Error('on purpose') }), new Promise((next) => setTimeout(next, 20))");
    assert!(
        page.troubles()[0].contains("on purpose"),
        "{:?}",
        page.troubles()
    );
    page.forgive("on purpose");
    assert_eq!(page.troubles(), Vec::<String>::new());
}
