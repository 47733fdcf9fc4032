//! The browser, what its camera shows, and its visitors: people who share nothing with one another.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::camera::{Camera, Film};
use super::page::{Device, Page};
use super::pipe::Pipe;

/// Where a browser may lie. `BONAFIDE_TEST_CHROMIUM` names another one.
const PLACES: [&str; 3] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
];

/// What every browser is started with. Without the third row Chromium calls home, at every start.
#[rustfmt::skip]
const FLAGS: &[&str] = &[
    "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--mute-audio",
    "--no-first-run", "--no-default-browser-check", "--hide-scrollbars", "--force-color-profile=srgb",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
    "--disable-default-apps", "--disable-extensions", "--disable-dev-shm-usage",
    // A page in the background is as alive as one in front: hand-off and two tabs depend on it.
    "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    // A page that was loaded takes keys. Without this, those before the first frame are dropped.
    "--allow-pre-commit-input",
];

/// A running browser.
pub(crate) struct Browser {
    pipe: Arc<Pipe>,
    camera: Option<Camera>,
    _profile: TempDir,
}

impl Browser {
    /// Whether there is one on this machine; says so where there is none.
    pub(crate) fn is_there() -> bool {
        let found = Self::program().is_some();
        if !found {
            eprintln!(
                "skipped: no Chromium (`apt-get install chromium`, or name one in BONAFIDE_TEST_CHROMIUM)"
            );
        }
        found
    }

    fn program() -> Option<String> {
        if let Ok(named) = std::env::var("BONAFIDE_TEST_CHROMIUM") {
            return Path::new(&named).exists().then_some(named);
        }
        let found = PLACES.iter().find(|place| Path::new(place).exists());
        found.map(|place| (*place).to_owned())
    }

    /// Starts one with an empty profile, and with a camera if there is something that it sees.
    pub(crate) fn start(seen: Option<&Film>) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut arguments: Vec<String> = FLAGS.iter().map(|&flag| flag.to_owned()).collect();
        arguments.push(format!(
            "--user-data-dir={}",
            profile.path().join("profile").display()
        ));
        let played = profile.path().join("camera.y4m");
        let camera = seen.map(|film| Camera::at(&played, film));
        if camera.is_some() {
            arguments.push("--use-fake-device-for-media-stream".to_owned());
            arguments.push(format!(
                "--use-file-for-fake-video-capture={}",
                played.display()
            ));
        }
        arguments.push("about:blank".to_owned());
        let pipe = Pipe::start(&Self::program().unwrap(), &arguments);
        pipe.call("", "Browser.getVersion", json!({})).unwrap();
        Self {
            pipe: Arc::new(pipe),
            camera,
            _profile: profile,
        }
    }

    pub(crate) fn camera(&self) -> &Camera {
        self.camera.as_ref().expect("this browser has a camera")
    }

    /// Somebody new, with no past: no cookies, no cache, no permissions.
    pub(crate) fn visitor(&self) -> Visitor {
        let made = self.pipe.call(
            "",
            "Target.createBrowserContext",
            json!({ "disposeOnDetach": true }),
        );
        Visitor {
            pipe: Arc::clone(&self.pipe),
            context: made.unwrap()["browserContextId"]
                .as_str()
                .unwrap()
                .to_owned(),
        }
    }
}

/// Somebody at a browser. Their pages are closed when this is dropped.
pub(crate) struct Visitor {
    pipe: Arc<Pipe>,
    context: String,
}

impl Visitor {
    /// A new tab on such a device.
    pub(crate) fn page(&self, device: Device) -> Page {
        let made = self.call(
            "Target.createTarget",
            json!({
                "url": "about:blank", "browserContextId": self.context, "newWindow": true,
            }),
        );
        let target = made["targetId"].as_str().unwrap().to_owned();
        let attached = self.call(
            "Target.attachToTarget",
            json!({ "targetId": target, "flatten": true }),
        );
        let session = attached["sessionId"].as_str().unwrap().to_owned();
        Page::new(Arc::clone(&self.pipe), session, device)
    }

    /// What the person answers when a page of this origin asks for the camera.
    pub(crate) fn lets_use_camera(&self, origin: &str, allowed: bool) {
        let setting = if allowed { "granted" } else { "denied" };
        self.call(
            "Browser.setPermission",
            json!({
                "permission": { "name": "camera" }, "setting": setting,
                "origin": origin, "browserContextId": self.context,
            }),
        );
    }

    #[track_caller]
    fn call(&self, method: &str, params: Value) -> Value {
        let answer = self.pipe.call("", method, params);
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }
}

impl Drop for Visitor {
    fn drop(&mut self) {
        let params = json!({ "browserContextId": self.context });
        let _ = self.pipe.call("", "Target.disposeBrowserContext", params);
    }
}
