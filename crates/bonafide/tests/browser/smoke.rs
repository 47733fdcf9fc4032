//! The driver itself: before it is believed about the pages, it is tried on one that is known.

use crate::driver::{Browser, Device};
use crate::films;
use crate::shop::Shop;
use crate::studio::Studio;

/// Plays the camera on the page that is open until the mean of red, green and blue is above this,
/// and answers with the width and that mean.
fn look(least: u64) -> String {
    format!(
        "(async () => {{ \
         const stream = await navigator.mediaDevices.getUserMedia({{ video: true }}); \
         const video = document.createElement('video'); \
         video.srcObject = stream; video.muted = true; await video.play(); \
         const canvas = document.createElement('canvas'); canvas.width = canvas.height = 1; \
         const brush = canvas.getContext('2d', {{ willReadFrequently: true }}); let mean = 0; \
         while (mean <= {least}) {{ \
           await new Promise((next) => setTimeout(next, 50)); \
           brush.drawImage(video, 0, 0, 1, 1); \
           const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data; \
           mean = Math.floor((red + green + blue) / 3); \
         }} \
         stream.getTracks().forEach((track) => track.stop()); \
         return [video.videoWidth, mean]; }})()"
    )
}

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
    // A bare table is darker than a card on it, and that than a face: each comes to be seen.
    let seen = |film, least| {
        browser.camera().show(film);
        page.goto(&shop.url);
        let seen = page.eval(&look(least));
        assert_eq!(seen[0], 1280, "{seen}");
        seen[1].as_u64().unwrap()
    };
    let table = seen(films::table(), 0);
    let back = seen(films::back(), table + 5);
    let face = seen(films::face(), back + 5);
    assert!(table < back && back < face, "{table} {back} {face}");
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
