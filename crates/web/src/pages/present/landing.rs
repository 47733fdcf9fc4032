//! The landing page: its purpose, what is needed, the start button, and the code for a phone.

use serde_json::json;
use verification::Service;
use verification::capture::{CapturePage, Need};

use super::Scene;
use crate::pages::i18n::{Words, fill};
use crate::pages::page_url::PageUrl;
use crate::pages::views::{Landing, Needed};
use crate::pages::{icons, qr};

impl Scene<'_> {
    pub(super) fn landing(&self) -> Landing {
        let w = self.w();
        let settings = &self.account.settings;
        let flags = &self.verification.request.flags;
        let is_asked = flags.show_consent && self.verification.capture.terms.is_none();
        let skip = self.page != CapturePage::Landing;
        let data = json!({"skip": skip});
        Landing {
            f: self.frame(
                "landing",
                self.said("landing_title"),
                &["steps.js"],
                &["terms_needed", "hand_title", "follow_at"],
                data,
            ),
            lead: self.said("landing_lead"),
            needs: self.needed(w),
            terms: is_asked.then(|| self.said("terms_text")),
            privacy: settings
                .privacy_policy_url
                .as_ref()
                .map(ToString::to_string),
            qr: qr::code(&format!("{}#qr", self.address("/"))),
            skip,
        }
    }

    /// Returns the full URL of a page, for opening it elsewhere.
    fn address(&self, path: &str) -> String {
        let way = PageUrl {
            root: self.public_url.to_owned(),
            ..self.way.clone()
        };
        way.to(path)
    }

    fn needed(&self, w: &Words) -> Vec<Needed> {
        let needs = self.verification.needs();
        let asks = |service: Service| {
            needs.iter().any(|need| match need {
                Need::Evidence(slot) => slot.service == service,
                _ => false,
            })
        };
        let mut list = Vec::new();
        let mut add = |is_asked: bool, icon, text: String| {
            if is_asked {
                list.push(Needed { icon, text });
            }
        };
        let document = self.document_name(Service::Document);
        let second = self.document_name(Service::DocumentTwo);
        add(
            asks(Service::Document),
            icons::CARD,
            fill(w.need_document, &[document]),
        );
        add(
            asks(Service::DocumentTwo),
            icons::CARD,
            fill(w.need_second, &[second]),
        );
        add(
            asks(Service::Address),
            icons::PAPER,
            w.need_address.to_owned(),
        );
        add(asks(Service::Consent), icons::NOTE, w.need_note.to_owned());
        add(asks(Service::Face), icons::FACE, w.need_selfie.to_owned());
        add(true, icons::LIGHT, w.need_light.to_owned());
        list
    }
}
