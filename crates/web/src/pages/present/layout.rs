//! The surroundings of every page: head, steps, foot, and the data for its module.

use jiff::Timestamp;
use serde_json::{Value, json};
use verification::capture::CapturePage;
use verification::stage::Stage;

use super::Scene;
use crate::pages::assets;
use crate::pages::branding::Palette;
use crate::pages::i18n::{Locale, fill};
use crate::pages::page_url::{CAMERA_DENIED, escaped, is_end};
use crate::pages::views::{Frame, LanguageLink, Steps};

impl Scene<'_> {
    /// The surroundings of a page. Its last module is its own; the others are imported by it.
    pub(super) fn frame(
        &self,
        kind: &str,
        title: String,
        modules: &[&str],
        words: &[&str],
        data: Value,
    ) -> Frame {
        let w = self.w();
        let (locale, way) = (self.way.locale, self.way);
        let asset = |name: &str| format!("{}/assets/{name}", way.root);
        let skin = &self.account.settings.skin;
        let colours = Palette::of(skin.accent.as_deref(), skin.background.as_deref());
        let mut sheets = vec![asset(assets::name("style.css"))];
        sheets.extend(colours.map(|colours| asset(&colours.file())));
        let (own, imported) = modules.split_last().unwrap_or((&"steps.js", &[]));
        let always = ["core.js", "events.js", "walk.js"];
        let mut preloads: Vec<String> = always.map(|plain| asset(assets::name(plain))).to_vec();
        preloads.extend(imported.iter().map(|plain| asset(assets::name(plain))));
        let here = match kind {
            "lost" | "denied" => "/",
            _ => self.path(),
        };
        Frame {
            lang: locale.tag(),
            dir: locale.direction(),
            w,
            title,
            name: self.name(),
            logo: skin.logo.as_ref().map(|_| {
                let token = escaped(&way.token);
                format!("{}/user/logo?token={token}", way.root)
            }),
            sheets,
            preloads,
            early: Some(asset(assets::name("early.js"))),
            script: Some(asset(assets::name(own))),
            data: self.data(kind, &asset(assets::name(own)), words, data),
            languages: Locale::ALL
                .into_iter()
                .map(|one| LanguageLink {
                    tag: one.tag(),
                    parameter: one.parameter(),
                    name: one.name(),
                    href: way.in_language(here, one),
                    current: one == locale,
                })
                .collect(),
            language_name: locale.name(),
            steps: self.steps(kind),
            is_capture: kind == "capture",
            wide: kind == "capture",
            can_cancel: self.is_open() && self.page != CapturePage::Processing,
        }
    }

    /// Returns true while the person still has something to do.
    fn is_open(&self) -> bool {
        let open = matches!(
            self.verification.stage,
            Stage::Created | Stage::Opened | Stage::Capturing
        );
        open && !is_end(self.page)
    }

    /// Returns the data for the page's module.
    fn data(&self, kind: &str, module: &str, words: &[&str], extra: Value) -> String {
        let w = self.w();
        let always = [
            "offline",
            "online",
            "working",
            "something_wrong",
            "time_left",
            "time_warning",
            "redirect_failed",
        ];
        let said: serde_json::Map<String, Value> = always
            .iter()
            .chain(words)
            .filter_map(|key| Some(((*key).to_owned(), w.get(key)?.into())))
            .collect();
        let expires = self
            .verification
            .expires_at
            .filter(|_| self.is_open())
            .map(Timestamp::as_millisecond);
        let mut data = json!({
            "kind": kind,
            "module": module,
            "files": assets::set(),
            "root": self.way.root,
            "token": self.way.token,
            "language": self.way.locale.parameter(),
            "home": self.way.to("/"),
            "timeout": self.way.to("/timeout"),
            "denied": self.way.to(CAMERA_DENIED),
            // This is a page that shows where the person is; others are visited while they are
            // elsewhere.
            "follows": self.is_open() && !matches!(kind, "lost" | "denied"),
            "now": self.now.as_millisecond(),
            "expires": expires,
            "words": said,
        });
        if let (Some(data), Value::Object(extra)) = (data.as_object_mut(), extra) {
            data.extend(extra);
        }
        between_tags(&data)
    }

    fn steps(&self, kind: &str) -> Option<Steps> {
        if self.is_before_start()
            || !self.is_open()
            || self.page == CapturePage::Processing
            || matches!(kind, "lost" | "denied")
        {
            return None;
        }
        let total = self.verification.needs().len();
        let number = total.saturating_sub(self.verification.needs_still().len()) + 1;
        let text = fill(self.w().step, &[&number.to_string(), &total.to_string()]);
        Some(Steps {
            text,
            done: (1..=total).map(|step| step <= number).collect(),
        })
    }
}

/// Returns JSON that can be placed between the tags of a script: nothing in it ends the element.
fn between_tags(data: &Value) -> String {
    data.to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}
