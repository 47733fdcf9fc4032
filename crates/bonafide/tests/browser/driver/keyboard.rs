//! A person who uses the keyboard.

use serde_json::json;

use super::page::{Page, seen};

impl Page {
    /// Presses a key: one that has a name, such as `Tab`, `Enter`, `Escape`, or a character.
    #[track_caller]
    pub(crate) fn presses(&self, key: &str) {
        let (code, number, text) = match key {
            "Enter" => ("Enter", 13, "\r"),
            "Escape" => ("Escape", 27, ""),
            "Tab" => ("Tab", 9, ""),
            " " => ("Space", 32, " "),
            character => ("", 0, character),
        };
        for kind in ["keyDown", "keyUp"] {
            let mut params = json!({
                "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number,
            });
            if kind == "keyDown" && !text.is_empty() {
                params["text"] = json!(text);
            }
            // A page that leaves on the way is what is wanted.
            let _ = self
                .pipe
                .call(&self.session, "Input.dispatchKeyEvent", params);
        }
    }

    /// Types a text, key by key, wherever the focus is.
    #[track_caller]
    pub(crate) fn types(&self, text: &str) {
        for character in text.chars() {
            self.presses(character.encode_utf8(&mut [0; 4]));
        }
    }

    /// Goes with the tabulator to an element that can be seen.
    #[track_caller]
    pub(crate) fn tabs_to(&self, selector: &str) {
        self.until(&format!(
            "{} && !document.querySelector({}).disabled",
            seen(selector),
            json!(selector)
        ));
        let is_there = format!("document.activeElement.matches({})", json!(selector));
        for _ in 0..40 {
            if self.eval(&is_there) == true {
                return;
            }
            self.presses("Tab");
        }
        panic!("no way to {selector} with the tabulator{}", self.state());
    }

    /// Goes with the tabulator to an element that can be seen, and presses a key on it.
    #[track_caller]
    pub(crate) fn presses_on(&self, selector: &str, key: &str) {
        self.tabs_to(selector);
        self.presses(key);
    }
}
