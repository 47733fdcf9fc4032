//! The driver itself: before it is believed about the pages, it is tried on one that is known.

use crate::driver::{Browser, Device};
use crate::films;
use crate::shop::Shop;
use crate::studio::Studio;

/// Asks for the camera once, and plays it on the page that is open.
const OPENS: &str = "(async () => { \
     const stream = await navigator.mediaDevices.getUserMedia({ video: true }); \
     window.seen = document.createElement('video'); \
     seen.srcObject = stream; seen.muted = true; await seen.play(); \
     window.brush = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }) \
       .getContext('2d', { willReadFrequently: true }); \
     return seen.videoWidth; })()";

/// An expression: the mean of red, green and blue of what is seen now.
const MEAN: &str = "(() => { brush.drawImage(seen, 0, 0, 1, 1); \
     const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data; \
     return Math.floor((red + green + blue) / 3); })()";

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
    page.goto(&shop.url);
    assert_eq!(page.eval(OPENS), 1280);
    // A bare table is darker than a card on it, and that than a face: each comes to be seen by a
    // page that asked once.
    page.until(&format!("{MEAN} > 0"));
    let table = page.eval(MEAN).as_u64().unwrap();
    let seen = |film, least: u64| {
        browser.camera().show(film);
        page.until(&format!("{MEAN} > {least}"));
        page.eval(MEAN).as_u64().unwrap()
    };
    let back = seen(films::back(), table + 5);
    let face = seen(films::face(), back + 5);
    assert!(table < back && back < face, "{table} {back} {face}");
    browser.camera().show(films::table());
    page.until(&format!("{MEAN} < {back}"));
    page.eval("seen.srcObject.getTracks().forEach((track) => track.stop())");
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
