//! One page of the browser: go, wait, look, tap, type.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::pipe::{Event, GUARD, Pipe};
use super::seen::kept_in;

/// What the person holds or sits at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Device {
    Phone,
    Laptop,
    /// As narrow as a page must still be read without scrolling sideways (WCAG 2.2, 1.4.10): a
    /// small telephone, or a laptop at 400 %.
    Narrow,
    /// A laptop at 200 %.
    Enlarged,
    /// A telephone that is held across.
    Across,
}

impl Device {
    pub(crate) const ALL: [Self; 4] = [Self::Phone, Self::Laptop, Self::Narrow, Self::Enlarged];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Laptop => "laptop",
            Self::Narrow => "narrow",
            Self::Enlarged => "enlarged",
            Self::Across => "across",
        }
    }

    /// Width and height in CSS pixels, and how many pixels each of them has.
    fn screen(self) -> (u32, u32, f64) {
        match self {
            Self::Phone => (390, 844, 2.0),
            Self::Laptop => (1280, 800, 1.0),
            Self::Narrow => (320, 568, 1.0),
            Self::Enlarged => (640, 400, 2.0),
            Self::Across => (844, 390, 2.0),
        }
    }

    pub(crate) fn user_agent(self) -> &'static str {
        match self {
            Self::Phone | Self::Narrow | Self::Across => {
                "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/156.0.0.0 Mobile Safari/537.36"
            }
            Self::Laptop | Self::Enlarged => {
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/156.0.0.0 Safari/537.36"
            }
        }
    }
}

/// A tab. Scripts that fail on it, and whatever its policies forbid it, fail the test that forgot
/// to forgive them.
pub(crate) struct Page {
    pub(super) pipe: Arc<Pipe>,
    pub(super) session: String,
    device: Device,
    pub(super) forgiven: Mutex<Vec<String>>,
}

impl Page {
    pub(crate) fn new(pipe: Arc<Pipe>, session: String, device: Device) -> Self {
        let page = Self {
            pipe,
            session,
            device,
            forgiven: Mutex::default(),
        };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            page.call(&format!("{domain}.enable"), json!({}));
        }
        page.seen_on(device);
        let touch = json!({ "enabled": device == Device::Phone });
        page.call("Emulation.setTouchEmulationEnabled", touch);
        page.call(
            "Emulation.setFocusEmulationEnabled",
            json!({ "enabled": true }),
        );
        page.speaks("en-US", device);
        page
    }

    /// What the person has set their device to: `prefers-color-scheme`, `prefers-reduced-motion`.
    pub(crate) fn prefers(&self, feature: &str, value: &str) {
        let features = json!({ "features": [{ "name": feature, "value": value }] });
        self.call("Emulation.setEmulatedMedia", features);
    }

    /// Shows the page on another screen; what was loaded stays loaded.
    pub(crate) fn seen_on(&self, device: Device) {
        let (width, height, ratio) = device.screen();
        let screen = json!({
            "width": width, "height": height, "deviceScaleFactor": ratio,
            "mobile": matches!(device, Device::Phone | Device::Across),
        });
        self.call("Emulation.setDeviceMetricsOverride", screen);
    }

    pub(crate) fn device(&self) -> Device {
        self.device
    }

    /// The language that the browser asks for.
    fn speaks(&self, language: &str, device: Device) {
        self.call(
            "Emulation.setUserAgentOverride",
            json!({
                "userAgent": device.user_agent(), "acceptLanguage": language,
            }),
        );
    }

    /// Opens an address and waits until it, or where it leads to, has been loaded.
    #[track_caller]
    pub(crate) fn goto(&self, url: &str) {
        let from = self.pipe.now();
        let gone = self.call("Page.navigate", json!({ "url": url }));
        assert!(gone["errorText"].is_null(), "{url}: {gone}");
        self.loaded(from);
    }

    #[track_caller]
    pub(crate) fn reload(&self) {
        let from = self.pipe.now();
        self.call("Page.reload", json!({}));
        self.loaded(from);
    }

    /// The back button. Loads a page, shows one from the browser's memory, or tells the page that
    /// is shown.
    #[track_caller]
    pub(crate) fn back(&self) {
        let history = self.call("Page.getNavigationHistory", json!({}));
        let at = history["currentIndex"].as_u64().unwrap() as usize;
        let entry = &history["entries"][at.checked_sub(1).expect("there is a page before")]["id"];
        let from = self.pipe.now();
        self.call("Page.navigateToHistoryEntry", json!({ "entryId": entry }));
        self.happens(
            from,
            &["Page.frameNavigated", "Page.navigatedWithinDocument"],
        );
    }

    #[track_caller]
    fn loaded(&self, from: usize) {
        self.happens(from, &["Page.loadEventFired"]);
    }

    #[track_caller]
    fn happens(&self, from: usize, methods: &[&str]) {
        let wanted = |event: &Event| {
            event.session == self.session && methods.contains(&event.method.as_str())
        };
        assert!(
            self.pipe.event(from, wanted).is_some(),
            "no {methods:?}{}",
            self.state()
        );
    }

    /// Waits until an expression is true, on this page or on whatever page follows it; answers with
    /// it.
    #[track_caller]
    pub(crate) fn until(&self, expression: &str) -> Value {
        let end = Instant::now() + GUARD;
        // Expressions may be about elements that are not there yet.
        let watch = format!(
            "new Promise((found) => {{ const look = () => {{ \
               let value = null; try {{ value = ({expression}); }} catch {{ value = null; }} \
               if (value) found(value); else setTimeout(look, 20); }}; look(); }})"
        );
        loop {
            match self.evaluate(&watch, end) {
                Ok(value) => return value,
                // The page went away while it was watched: the next one is watched.
                Err(_) if Instant::now() < end => {}
                Err(error) => panic!("`{expression}` never came true: {error}{}", self.state()),
            }
        }
    }

    /// Waits until the page is at a path, loaded, and its scripts have run.
    #[track_caller]
    pub(crate) fn until_at(&self, path: &str) {
        self.until(&format!(
            "location.pathname === {} && document.readyState === 'complete'",
            json!(path)
        ));
    }

    /// Waits until the page is at a path, its camera shows something, and all that was raised has
    /// been told: a page that is left before that tells it once more.
    #[track_caller]
    pub(crate) fn until_live_at(&self, path: &str) {
        self.until_at(path);
        self.until(
            "document.querySelector('#stage').dataset.state === 'live' && Object.entries(sessionStorage) \
             .every(([key, kept]) => !key.startsWith('events-') || kept === '[]')",
        );
    }

    /// Does something that leaves the step, and waits until another one, or the same one anew, is
    /// in its place: in this document or in the next.
    #[track_caller]
    pub(crate) fn leaves(&self, act: impl FnOnce()) {
        self.eval("document.querySelector('main').isBefore = true");
        act();
        self.until("document.querySelector('main').isBefore === undefined");
    }

    /// Does something that has a page loaded, and waits until it is. This works without scripts
    /// too.
    #[track_caller]
    pub(crate) fn loads(&self, act: impl FnOnce()) {
        let from = self.pipe.now();
        act();
        self.loaded(from);
    }

    /// Waits until an element is there and can be seen.
    #[track_caller]
    pub(crate) fn until_seen(&self, selector: &str) {
        self.until(&seen(selector));
    }

    /// What an expression is now.
    #[track_caller]
    pub(crate) fn eval(&self, expression: &str) -> Value {
        let value = self.evaluate(expression, Instant::now() + GUARD);
        value.unwrap_or_else(|error| panic!("`{expression}`: {error}{}", self.state()))
    }

    fn evaluate(&self, expression: &str, end: Instant) -> Result<Value, String> {
        let params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true });
        let mut answer = self
            .pipe
            .call_until(&self.session, "Runtime.evaluate", params, end)?;
        match answer["exceptionDetails"]["exception"]["description"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    #[track_caller]
    pub(crate) fn path(&self) -> String {
        self.eval("location.pathname")
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Taps an element as a finger or a mouse does, once it can be seen, is enabled and lies
    /// uppermost.
    #[track_caller]
    pub(crate) fn tap(&self, selector: &str) {
        let at = self.until(&format!(
            "(() => {{ const it = [...document.querySelectorAll({0})].find(e => e.checkVisibility()); \
               if (!it || it.disabled || document.readyState === 'loading') return null; \
               it.scrollIntoView({{ block: 'center', behavior: 'instant' }}); \
               const box = it.getBoundingClientRect(); const x = box.x + box.width / 2, y = box.y + box.height / 2; \
               const top = document.elementFromPoint(x, y); \
               return top && (it === top || it.contains(top) || top.contains(it)) ? {{ x, y }} : null; }})()",
            json!(selector)
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let params = json!({ "type": kind, "x": at["x"], "y": at["y"], "button": "left", "clickCount": 1 });
            // A page that leaves on the way is what is wanted.
            let _ = self
                .pipe
                .call(&self.session, "Input.dispatchMouseEvent", params);
        }
    }

    /// Writes into a field, in place of what is in it.
    #[track_caller]
    pub(crate) fn fills(&self, selector: &str, text: &str) {
        self.until_seen(selector);
        self.eval(&format!(
            "(() => {{ const it = document.querySelector({}); it.focus(); it.select(); }})()",
            json!(selector)
        ));
        self.call("Input.insertText", json!({ "text": text }));
    }

    /// Chooses a file where the page has a field for one in a label that can be seen, as its picker
    /// would.
    #[track_caller]
    pub(crate) fn choose_file(&self, selector: &str, file: &Path) {
        let field = format!("document.querySelector({})", json!(selector));
        self.until(&format!("{field}.closest('label').checkVisibility()"));
        let field = self.call("Runtime.evaluate", json!({ "expression": field }));
        let chosen = json!({ "files": [file], "objectId": field["result"]["objectId"] });
        self.call("DOM.setFileInputFiles", chosen);
    }

    /// Runs a script in every document that is loaded from now on, before its own.
    pub(crate) fn runs_first(&self, script: &str) {
        self.call(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        );
    }

    /// Puts the camera into the test's hands: `cameras.js` says what it can be told.
    pub(crate) fn holds_cameras(&self, first: &str) {
        self.runs_first(&format!("{}\n{first}", include_str!("cameras.js")));
    }

    /// Whether the person lets scripts run. It holds for documents that are loaded from now on.
    pub(crate) fn runs_scripts(&self, does: bool) {
        let params = json!({ "value": !does });
        self.call("Emulation.setScriptExecutionDisabled", params);
    }

    /// Sends no more than so many bytes a second from now on.
    pub(crate) fn sends_slowly(&self, bytes_per_second: u32) {
        self.call(
            "Network.emulateNetworkConditions",
            json!({
                "offline": false, "latency": 0, "downloadThroughput": -1,
                "uploadThroughput": bytes_per_second,
            }),
        );
    }

    /// Cuts the network, or joins it again. What is on its way then fails.
    pub(crate) fn offline(&self, offline: bool) {
        self.call(
            "Network.emulateNetworkConditions",
            json!({
                "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
            }),
        );
    }

    /// Lets no request through whose address fits this pattern; an empty list lets all through
    /// again.
    pub(crate) fn blocks(&self, patterns: &[&str]) {
        self.call("Network.setBlockedURLs", json!({ "urls": patterns }));
    }

    #[track_caller]
    pub(super) fn call(&self, method: &str, params: Value) -> Value {
        let answer = self.pipe.call(&self.session, method, params);
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// What a person would see who came to look why the test failed; a picture of it is kept as
    /// well.
    pub(super) fn state(&self) -> String {
        let look = "location.href + '\\n' + document.body.innerText";
        let end = Instant::now() + std::time::Duration::from_secs(5);
        let seen = self.evaluate(look, end).unwrap_or_default();
        let file = kept_in().join(format!(
            "failed-{}.png",
            std::thread::current()
                .name()
                .unwrap_or("x")
                .replace(':', "-")
        ));
        let taken = self.pipe.call(
            &self.session,
            "Page.captureScreenshot",
            json!({ "format": "png" }),
        );
        let picture = taken
            .ok()
            .and_then(|taken| STANDARD.decode(taken["data"].as_str()?).ok());
        let _ = std::fs::write(&file, picture.unwrap_or_default());
        let last: Vec<String> = self.requests().into_iter().rev().take(12).collect();
        format!(
            "\n== the page\n{}\n== its troubles\n{:#?}\n== its last requests\n{last:#?}\n== a picture\n{}",
            seen.as_str().unwrap_or_default(),
            self.troubles(),
            file.display()
        )
    }
}

/// An expression: whether such an element can be seen.
pub(super) fn seen(selector: &str) -> String {
    format!(
        "[...document.querySelectorAll({})].some(e => e.checkVisibility())",
        json!(selector)
    )
}
