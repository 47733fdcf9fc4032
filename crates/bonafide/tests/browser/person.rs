//! What a person does on the pages, step by step, as a person would: by what can be seen.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::driver::{Browser, Camera, Page};
use crate::films;

/// The browser with a camera that tests share: it is there as long as any of them needs it.
pub(crate) fn browser() -> Arc<Browser> {
    static SHARED: Mutex<Weak<Browser>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    shared.upgrade().unwrap_or_else(|| {
        let started = Arc::new(Browser::start(Some(films::table())));
        *shared = Arc::downgrade(&started);
        started
    })
}

/// The camera of the shared browser for the test that holds this: there is one camera for all pages.
pub(crate) fn the_camera() -> MutexGuard<'static, ()> {
    static CAMERA: Mutex<()> = Mutex::new(());
    // A test that failed has let go of the camera like any other.
    CAMERA.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A person on the way.
pub(crate) struct Person<'a> {
    pub(crate) page: &'a Page,
    pub(crate) camera: &'a Camera,
}

impl<'a> Person<'a> {
    pub(crate) fn new(page: &'a Page, browser: &'a Browser) -> Self {
        Self {
            page,
            camera: browser.camera(),
        }
    }

    /// Opens the link and presses the start button. What comes next is held ready.
    #[track_caller]
    pub(crate) fn opens(&self, link: &str, then: &Path) {
        self.page.goto(link);
        self.begins(then);
    }

    #[track_caller]
    pub(crate) fn begins(&self, then: &Path) {
        self.camera.show(then);
        starts(self.page);
    }

    /// Waits on the page at this path until a picture was taken, by itself or, where that is not done, by
    /// hand; it is shown now.
    #[track_caller]
    pub(crate) fn photographs(&self, path: &str) {
        self.page.until_at(path);
        if path == "/selfie" {
            self.page
                .until("document.querySelector('#stage').dataset.state !== 'starting'");
            self.page.tap("#shutter");
        }
        self.page.until_seen("#use");
    }

    /// Keeps the picture that is shown; holds the next thing to the camera meanwhile.
    #[track_caller]
    pub(crate) fn keeps(&self, then: &Path) {
        self.camera.show(then);
        self.page.tap("#use");
    }

    /// The front, the back and the barcode of a licence, up to the page that follows.
    #[track_caller]
    pub(crate) fn hands_in_licence(&self) {
        self.photographs("/front");
        self.keeps(films::back());
        self.photographs("/back");
        self.keeps(films::back());
        self.page.until_at("/barcode");
        self.page.until("location.pathname !== '/barcode'");
    }

    /// The consent and the selfie.
    #[track_caller]
    pub(crate) fn hands_in_selfie(&self) {
        self.page.until_at("/biometrics");
        self.camera.show(films::face());
        self.page.tap("#continue");
        self.photographs("/selfie");
        self.keeps(films::table());
    }
}

/// Presses the start button; agrees to the terms first, where they are asked for.
#[track_caller]
pub(crate) fn starts(page: &Page) {
    page.until_seen("#start");
    if page.eval("document.querySelector('#terms') !== null") == true {
        page.tap("#terms");
    }
    page.tap("#start");
}

/// Hands in a stored file, where the camera cannot be used.
#[track_caller]
pub(crate) fn chooses(page: &Page, path: &str, file: &Path) {
    page.until_at(path);
    page.until("['failed', 'file'].includes(document.querySelector('#stage').dataset.state)");
    page.choose_file("#file", file);
    if path != "/barcode" {
        page.tap("#use");
    }
}
