//! The landing page: its purpose, what is needed, the start button, and the code for a phone.

use serde_json::json;
use verification::Service;
use verification::capture::{CapturePage, Channel, Need};
use verification::rules::Retention;

use super::{Scene, point};
use crate::pages::i18n::{Words, fill};
use crate::pages::page_url::PageUrl;
use crate::pages::views::{HandOffWay, Landing, Needed, Terms};
use crate::pages::{icons, qr};

impl Scene<'_> {
    pub(super) fn landing(&self) -> Landing {
        let w = self.w();
        let settings = &self.account.settings;
        let flags = &self.verification.request.flags;
        let is_asked = flags.show_consent && self.verification.capture.terms.is_none();
        let skip = self.page != CapturePage::Landing;
        let link = format!("{}#qr", self.address("/"));
        let data = json!({"skip": skip, "link": link});
        Landing {
            f: self.frame(
                "landing",
                self.said("landing_title"),
                &["steps.js"],
                &[
                    "terms_needed",
                    "hand_title",
                    "hand_sent",
                    "hand_not_sent",
                    "hand_too_many",
                    "hand_bad_number",
                    "hand_bad_address",
                    "hand_copied",
                    "follow_at",
                ],
                data,
            ),
            lead: self.said("landing_lead"),
            needs: self.needed(w),
            why: self.why(is_asked),
            terms: is_asked.then(|| Terms {
                points: vec![
                    point(icons::CARD, self.said("terms_pictures")),
                    point(icons::CLOCK, self.retention()),
                    point(icons::CROSS, self.said("terms_cancel")),
                ],
                text: self.said("terms_text"),
            }),
            privacy: settings
                .privacy_policy_url
                .as_ref()
                .map(ToString::to_string),
            qr: qr::code(&link),
            ways: self.ways(w),
            skip,
        }
    }

    /// Returns why the business asks and what becomes of the pictures. The terms, where they are
    /// shown, say for how long they are kept.
    fn why(&self, has_terms: bool) -> Vec<Needed> {
        let mut why = vec![
            point(icons::EYE, self.said("why_asks")),
            point(icons::LOCK, self.said("why_use")),
        ];
        if !has_terms {
            why.push(point(icons::CLOCK, self.retention()));
        }
        why
    }

    /// Returns for how long the account keeps pictures and data.
    fn retention(&self) -> String {
        match self.account.settings.retention {
            Retention::UntilDeleted => self.said("keep_until"),
            Retention::Days(1) => self.said("keep_day"),
            Retention::Days(days) => fill(self.w().keep_days, &[&days.to_string()]),
        }
    }

    /// Returns the channels by which the person can send the link to a phone.
    fn ways(&self, w: &Words) -> Vec<HandOffWay> {
        let code = self.way.locale.calling_code();
        let way = |channel: &Channel| {
            let (name, label, kind, value) = match channel {
                Channel::Sms => (w.hand_sms, w.hand_number, "tel", code),
                Channel::Whatsapp => (w.hand_whatsapp, w.hand_number, "tel", code),
                Channel::Email => (w.hand_email, w.hand_address, "email", ""),
            };
            HandOffWay {
                channel: channel.word(),
                name,
                label,
                kind,
                value,
            }
        };
        self.channels.iter().map(way).collect()
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
        let note = if self.verification.request.wants_printed_note() {
            w.need_note_printed
        } else {
            w.need_note
        };
        add(asks(Service::Consent), icons::NOTE, note.to_owned());
        add(asks(Service::Face), icons::FACE, w.need_selfie.to_owned());
        let has_phone = needs.contains(&Need::Phone);
        add(has_phone, icons::PHONE, w.need_phone.to_owned());
        let has_pictures = needs.iter().any(|need| matches!(need, Need::Evidence(_)));
        add(
            has_pictures || !has_phone,
            icons::LIGHT,
            w.need_light.to_owned(),
        );
        list
    }
}
