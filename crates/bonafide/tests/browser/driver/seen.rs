//! What a page leaves to be looked at: pictures, requests, and what went wrong on it.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::page::Page;
use super::pipe::Event;

impl Page {
    /// A picture of the whole page, also of what is below the screen: `png` or `webp`.
    #[track_caller]
    pub(crate) fn whole_picture(&self, format: &str) -> Vec<u8> {
        let size = &self.call("Page.getLayoutMetrics", json!({}))["cssContentSize"];
        let clip = json!({
            "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1,
        });
        let how =
            json!({ "format": format, "quality": 80, "captureBeyondViewport": true, "clip": clip });
        let taken = self.call("Page.captureScreenshot", how);
        STANDARD.decode(taken["data"].as_str().unwrap()).unwrap()
    }

    /// A picture of what is on the screen, as PNG.
    #[track_caller]
    pub(crate) fn picture(&self) -> Vec<u8> {
        let taken = self.call("Page.captureScreenshot", json!({ "format": "png" }));
        STANDARD.decode(taken["data"].as_str().unwrap()).unwrap()
    }

    /// Troubles with this in them are expected from now on.
    pub(crate) fn forgive(&self, part: &str) {
        self.forgiven.lock().unwrap().push(part.to_owned());
    }

    /// What went wrong: exceptions, errors in the console, violations of policies.
    pub(crate) fn troubles(&self) -> Vec<String> {
        let forgiven = self.forgiven.lock().unwrap();
        let events = self.pipe.events(&self.session);
        let troubles = events.iter().filter_map(trouble);
        troubles
            .filter(|one| !forgiven.iter().any(|part| one.contains(part)))
            .collect()
    }

    /// Waits until something went wrong that has this in it.
    #[track_caller]
    pub(crate) fn until_trouble(&self, part: &str) {
        let wanted = |event: &Event| {
            event.session == self.session && trouble(event).is_some_and(|one| one.contains(part))
        };
        let found = self.pipe.event(0, wanted);
        assert!(found.is_some(), "nothing about {part}{}", self.state());
    }

    /// What requests the page made, as `METHOD address`.
    pub(crate) fn requests(&self) -> Vec<String> {
        let events = self.pipe.events(&self.session);
        let sent = events
            .iter()
            .filter(|event| event.method == "Network.requestWillBeSent");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        sent.map(|event| {
            let request = &event.params["request"];
            format!("{} {}", text(&request["method"]), text(&request["url"]))
        })
        .collect()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let troubles = self.troubles();
            assert!(troubles.is_empty(), "{troubles:#?}");
        }
    }
}

/// Where pictures of pages are kept: `BONAFIDE_TEST_PAGES_OUT`, else `pages` in the target folder.
pub(crate) fn kept_in() -> PathBuf {
    let folder = std::env::var_os("BONAFIDE_TEST_PAGES_OUT").map_or_else(
        || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("pages"),
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn trouble(event: &Event) -> Option<String> {
    let params = &event.params;
    match event.method.as_str() {
        "Runtime.exceptionThrown" => {
            let details = &params["exceptionDetails"];
            Some(format!(
                "{} {}",
                details["text"], details["exception"]["description"]
            ))
        }
        "Runtime.consoleAPICalled" if params["type"] == "error" => {
            Some(format!("console {}", params["args"]))
        }
        "Log.entryAdded" if params["entry"]["level"] == "error" => Some(format!(
            "{} {}",
            params["entry"]["text"], params["entry"]["url"]
        )),
        _ => None,
    }
}
