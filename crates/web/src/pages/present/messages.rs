//! The pages that only say something: the ends, the failures, the waiting.

use serde_json::json;
use verification::capture::CapturePage;
use verification::finding::FindingOutcome;
use verification::stage::Stage;
use verification::verdict::{Outcome, Verdict};

use super::Scene;
use crate::pages::i18n::fill;
use crate::pages::icons;
use crate::pages::page_url::is_capture;
use crate::pages::views::{Button, Message};

/// How long the last page is shown before the browser is redirected, in milliseconds.
const READING: u32 = 4_000;

/// The same if there is a verdict to read.
const READING_VERDICT: u32 = 10_000;

/// The texts of the module of these pages.
const WORDS: &[&str] = &[
    "processing_title",
    "elsewhere_link",
    "elsewhere_copied",
    "elsewhere_by_hand",
];
/// The maximum number of reasons on a page: nobody mends more at once.
const MOST_REASONS: usize = 2;

impl Scene<'_> {
    /// A page without a camera and without a form.
    pub(super) fn message(&self) -> Message {
        match self.page {
            CapturePage::BiometricsDenied => self.biometrics_denied(),
            CapturePage::Timeout => self.timeout(),
            CapturePage::Cancelled => self.cancelled(),
            CapturePage::Complete => self.complete(),
            _ => self.processing(),
        }
    }

    /// The URL is not one of ours, but the token is valid.
    pub(crate) fn lost(&self) -> Message {
        let w = self.w();
        Message {
            icon: icons::LOST,
            texts: vec![w.lost_text.to_owned()],
            buttons: vec![first("back", w.back_to_capture)],
            ..self.plain("lost", w.lost_title.to_owned(), json!({}))
        }
    }

    /// The browser reports that the camera was refused. This is only shown if there is a camera to
    /// return to.
    pub(crate) fn camera_denied(&self) -> Option<Message> {
        if !is_capture(self.page) || self.is_before_start() {
            return None;
        }
        let w = self.w();
        let request = &self.verification.request;
        let mut buttons = vec![first("back", w.back_to_capture)];
        if self.may_choose_files() {
            buttons.push(second("file-instead", w.file));
        }
        let leave = request.error_redirect_url.as_ref();
        if leave.is_some() {
            buttons.push(second("leave", w.leave));
        }
        buttons.push(second("elsewhere", w.elsewhere_copy));
        let data = json!({"redirect": leave.map(ToString::to_string)});
        Some(Message {
            icon: icons::CAMERA_OFF,
            mood: "wrong",
            texts: vec![w.denied_text.to_owned()],
            help: vec![w.denied_ios, w.denied_android, w.denied_computer],
            buttons,
            ..self.plain("denied", w.denied_title.to_owned(), data)
        })
    }

    fn may_choose_files(&self) -> bool {
        let service = match self.page {
            CapturePage::Front(service)
            | CapturePage::Back(service)
            | CapturePage::Barcode(service) => service,
            CapturePage::Address => verification::Service::Address,
            CapturePage::ConsentNote => verification::Service::Consent,
            _ => verification::Service::Face,
        };
        self.verification.request.picture_sources(service).file
    }

    fn biometrics_denied(&self) -> Message {
        let w = self.w();
        Message {
            icon: icons::FACE,
            texts: vec![w.refused_text.to_owned()],
            buttons: vec![first("back", w.refused_back)],
            ..self.plain("refused", w.refused_title.to_owned(), json!({}))
        }
    }

    fn timeout(&self) -> Message {
        let target = self.verification.request.error_redirect_url.as_ref();
        let texts = vec![self.said("timeout_text")];
        let page = self.leaving("timeout", "timeout_title", target, READING);
        Message {
            icon: icons::CLOCK,
            texts,
            ..page
        }
    }

    fn cancelled(&self) -> Message {
        let target = self.verification.request.error_redirect_url.as_ref();
        let texts = vec![self.said("cancelled_text")];
        let page = self.leaving("cancelled", "cancelled_title", target, READING);
        Message {
            icon: icons::CROSS,
            texts,
            ..page
        }
    }

    fn processing(&self) -> Message {
        let w = self.w();
        let data = json!({});
        let mut page = self.plain("processing", w.processing_title.to_owned(), data);
        page.busy = true;
        page.texts = vec![w.processing_text.to_owned()];
        page
    }

    fn complete(&self) -> Message {
        let w = self.w();
        let request = &self.verification.request;
        let flags = &request.flags;
        // In the capture protocol, a person is never shown what was found.
        let is_shown = flags.show_results && request.capture.is_none();
        let tries_again = self.verification.offers_retry();
        let verdict = match &self.verification.stage {
            Stage::Accepted(_) => Some(Verdict::Accepted),
            Stage::Declined(_) => Some(Verdict::Declined),
            _ if tries_again => Some(Verdict::Declined),
            _ => None,
        };
        let in_review = matches!(self.verification.stage, Stage::InReview(_));
        let (title, text, icon, mood) = match verdict {
            Some(Verdict::Accepted) if is_shown => {
                ("accepted_title", "accepted_text", icons::TICK, "right")
            }
            Some(Verdict::Declined) if tries_again => {
                ("again_title", "declined_text", icons::AGAIN, "wrong")
            }
            Some(Verdict::Declined) if is_shown => {
                ("declined_title", "declined_text", icons::CROSS, "wrong")
            }
            _ if in_review && is_shown => ("review_title", "review_text", icons::EYE, ""),
            _ => ("complete_title", "complete_text", icons::TICK, "right"),
        };
        let wait = if verdict.is_some() && is_shown {
            READING_VERDICT
        } else {
            READING
        };
        let target = request.redirect_url.as_ref().filter(|_| !tries_again);
        // If the person may try again, it is not the end, so the page is none of the protocol's.
        let kind = if tries_again { "again" } else { "complete" };
        let mut page = self.leaving(kind, title, target, wait);
        page.icon = icon;
        page.mood = mood;
        if tries_again {
            page.texts = self.reasons();
            page.help = self.tips();
            page.texts.push(match self.verification.tries_left() {
                1 => w.tries_one.to_owned(),
                more => fill(w.tries_many, &[&more.to_string()]),
            });
            page.buttons = vec![first("retry", w.retry), second("finish", w.no_retry)];
        } else {
            if verdict == Some(Verdict::Declined) && is_shown {
                page.texts = self.reasons();
            }
            page.texts.push(self.said(text));
            if target.is_none() {
                page.texts.push(w.close.to_owned());
            }
        }
        let policy = self.account.settings.privacy_policy_url.as_ref();
        page.policy = policy
            .filter(|_| flags.show_privacy_policy)
            .map(ToString::to_string);
        page
    }

    /// Returns what the checks came to.
    fn outcome(&self) -> Option<&Outcome> {
        match &self.verification.stage {
            Stage::Declined(decision) => Some(&decision.outcome),
            _ => self.verification.capture.last_try.as_deref(),
        }
    }

    /// Returns what went wrong and what to do about it, in the person's language.
    fn reasons(&self) -> Vec<String> {
        let advice = self.outcome().map(Outcome::advice).unwrap_or_default();
        let said = |one| self.way.locale.advice(one).to_owned();
        advice.into_iter().take(MOST_REASONS).map(said).collect()
    }

    /// Returns what was wrong with the pictures, as far as it was measured.
    fn tips(&self) -> Vec<&'static str> {
        let w = self.w();
        let mut tips = Vec::new();
        let findings = self.outcome().map(|outcome| outcome.findings.as_slice());
        for finding in findings.unwrap_or_default() {
            let tip = match finding.check.as_str() {
                "picture.brightness" | "picture.underexposed" => w.tip_light,
                "picture.glare" | "picture.overexposed" => w.tip_glare,
                "picture.sharpness" => w.tip_sharp,
                "picture.resolution" | "picture.fill" => w.tip_near,
                "picture.cut_edges" => w.tip_whole,
                "picture.tilt" => w.tip_flat,
                _ => continue,
            };
            if finding.outcome == FindingOutcome::Failed && !tips.contains(&tip) {
                tips.push(tip);
            }
        }
        tips
    }

    /// A last page, from which the browser may be redirected.
    fn leaving(
        &self,
        kind: &str,
        title: &str,
        target: Option<&verification::request::HttpUrl>,
        wait: u32,
    ) -> Message {
        let data = json!({
            "redirect": target.map(ToString::to_string),
            "wait": wait,
        });
        let mut page = self.plain(kind, self.said(title), data);
        page.redirecting = target.map(|_| self.said("redirecting"));
        page.redirect_label = self.said("redirect_now");
        page
    }

    fn plain(&self, kind: &str, title: String, data: serde_json::Value) -> Message {
        Message {
            f: self.frame(kind, title, &["steps.js"], WORDS, data),
            busy: false,
            icon: icons::LOST,
            mood: "",
            texts: Vec::new(),
            help: Vec::new(),
            tick: icons::TICK,
            policy: None,
            redirecting: None,
            redirect_label: String::new(),
            buttons: Vec::new(),
            again: None,
        }
    }
}

fn first(id: &'static str, text: &str) -> Button {
    Button {
        id,
        text: text.to_owned(),
        second: false,
    }
}

fn second(id: &'static str, text: &str) -> Button {
    Button {
        second: true,
        ..first(id, text)
    }
}
