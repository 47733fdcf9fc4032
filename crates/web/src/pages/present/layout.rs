//! The surroundings of every page: head, steps, foot, and the data for its module.

use jiff::Timestamp;
use serde_json::{Value, json};
use verification::Service;
use verification::capture::{CapturePage, Need};
use verification::stage::Stage;

use super::Scene;
use crate::pages::assets;
use crate::pages::branding::Palette;
use crate::pages::i18n::Words;
use crate::pages::page_url::{CAMERA_DENIED, escaped, is_end};
use crate::pages::views::{Frame, LanguageLink, Phase, Steps};

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
            languages: locale
                .switcher()
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
        let w = self.w();
        let now = self.verification.needs_still().first().copied();
        let now = now.map(|need| phase(need, w));
        let mut names: Vec<&'static str> = Vec::new();
        for name in self.verification.needs().into_iter().map(|it| phase(it, w)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.push(w.phase_done);
        let current = now.unwrap_or(w.phase_done);
        let at = names.iter().position(|name| *name == current).unwrap_or(0);
        let phases = (0..).zip(names).map(|(number, name)| Phase {
            name,
            is_done: number < at,
            is_current: number == at,
        });
        Some(Steps {
            phases: phases.collect(),
        })
    }
}

/// Returns the name of the part of the walk to which a need belongs. Consent is no part of its own:
/// it belongs to what is consented to.
const fn phase(need: Need, w: &Words) -> &'static str {
    match need {
        Need::Choice(_) => w.phase_document,
        Need::Biometrics => w.phase_selfie,
        Need::Form => w.phase_form,
        Need::Phone => w.phase_phone,
        Need::Evidence(slot) => match slot.service {
            Service::Face => w.phase_selfie,
            Service::Address => w.phase_address,
            Service::Consent => w.phase_note,
            _ => w.phase_document,
        },
    }
}

/// Returns JSON that can be placed between the tags of a script: nothing in it ends the element.
fn between_tags(data: &Value) -> String {
    data.to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}
