//! Presenting: turns a verification, its account and a page into a [view](super::views).
//!
//! Nothing is decided here about the verification: the core says where the person is.

mod capturing;
mod landing;
mod layout;
mod messages;
mod phone;

use askama::Template;
use jiff::Timestamp;
use serde_json::json;
use verification::account::Account;
use verification::capture::{CapturePage, Channel};
use verification::request::DocumentType;
use verification::stage::Stage;
use verification::{Personal, Service, Verification, duplicates, enrolment};

use super::i18n::{Locale, Words, fill};
use super::page_url::{PageUrl, path_of};
use super::views::{
    Biometrics, Choice, Choosable, Confirm, FormField, Frame, Message, Needed, Terms,
};
use super::{assets, icons};

/// The version of the default texts that people agree to. It changes whenever one of them does.
const TEXTS_VERSION: &str = "bonafide-2";

/// The version of an account's own texts, whose wording is in the record itself.
const OWN_TEXTS_VERSION: &str = "account";

/// Everything from which a page is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) verification: &'a Verification,
    pub(crate) account: &'a Account,
    pub(crate) page: CapturePage,
    pub(crate) way: &'a PageUrl,
    pub(crate) now: Timestamp,
    /// The public URL of the server without a slash at its end.
    pub(crate) public_url: &'a str,
    /// The channels by which this server can send the link to another device.
    pub(crate) channels: &'a [Channel],
    /// Whether this server asks for turns of the head with a selfie.
    pub(crate) turns: bool,
    /// The code of a refusal that a form without a script was redirected with, or nothing.
    pub(crate) said: &'a str,
}

/// A field that was read of a document or a paper.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) service: Service,
    /// Its key on the wire.
    pub(crate) key: String,
    pub(crate) value: Option<Personal>,
}

/// A text that a person agrees to, as it was rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Agreed {
    pub(crate) text: String,
    pub(crate) version: &'static str,
    pub(crate) language: &'static str,
}

impl Scene<'_> {
    pub(super) fn w(&self) -> &'static Words {
        self.way.locale.words()
    }

    /// Returns the name of the business, as people know it.
    pub(super) fn name(&self) -> String {
        let skin = &self.account.settings.skin;
        skin.name.as_ref().unwrap_or(&self.account.name).clone()
    }

    /// Returns the account's own wording of a text, if it has one in this language.
    fn own(&self, key: &str) -> Option<&String> {
        let texts = &self.account.settings.skin.texts;
        texts.get(&format!("{}/{key}", self.way.locale.language()))
    }

    /// Returns a text with the business's name in it, in the account's own wording if it has one.
    pub(super) fn said(&self, key: &str) -> String {
        let text = self
            .own(key)
            .map(String::as_str)
            .or_else(|| self.w().get(key))
            .unwrap_or_default();
        fill(text, &[&self.name()])
    }

    /// Returns a text to agree to: `terms` or `biometrics`. The record and the page are the same,
    /// because both come from here.
    pub(crate) fn agreement(&self, id: &str) -> Option<Agreed> {
        let key = match id {
            "terms" => "terms_text",
            "biometrics" => self.biometrics_key(),
            _ => return None,
        };
        Some(Agreed {
            text: self.said(key),
            version: if self.own(key).is_some() {
                OWN_TEXTS_VERSION
            } else {
                TEXTS_VERSION
            },
            language: self.way.locale.tag(),
        })
    }

    /// Returns true if the start button was not pressed yet.
    pub(crate) fn is_before_start(&self) -> bool {
        matches!(self.verification.stage, Stage::Created | Stage::Opened)
            && self.page != CapturePage::Timeout
    }

    /// Returns the path of the page that is shown. A landing page that is skipped is still visited.
    pub(crate) fn path(&self) -> &'static str {
        if self.is_before_start() {
            "/"
        } else {
            path_of(self.page)
        }
    }

    /// Returns the page as HTML, or `None` if a template could not be rendered.
    pub(crate) fn html(&self, form: Vec<FormField>) -> Option<String> {
        if self.is_before_start() {
            return self.landing().render().ok();
        }
        match self.page {
            CapturePage::Choice(service) => self.choice(service).render(),
            CapturePage::Biometrics => self.biometrics().render(),
            CapturePage::Confirm => self.confirm(form).render(),
            CapturePage::Phone => self.phone().render(),
            _ => match self.capture() {
                Some(capture) => capture.render(),
                None => self.message().render(),
            },
        }
        .ok()
    }

    /// Returns the name of a document, as far as it is known which one it is.
    pub(super) fn document_name(&self, service: Service) -> &'static str {
        let w = self.w();
        self.verification
            .document_type(service)
            .map_or(w.type_any, |kind| type_name(kind, w))
    }

    fn choice(&self, service: Service) -> Choice {
        let w = self.w();
        let title = if service == Service::DocumentTwo {
            w.choice_second_title
        } else {
            w.choice_title
        };
        let asked = self
            .verification
            .request
            .services
            .documents()
            .find(|(at, _)| *at == service)
            .map(|(_, asked)| asked.supported_types.clone())
            .unwrap_or_default();
        let types = if asked.is_empty() {
            DocumentType::ALL.to_vec()
        } else {
            asked
        };
        let choices = types.into_iter().map(|kind| Choosable {
            key: kind.word(),
            icon: match kind {
                DocumentType::Passport => icons::PASSPORT,
                DocumentType::CreditOrDebitCard => icons::BANK,
                _ => icons::CARD,
            },
            text: type_name(kind, w),
        });
        Choice {
            f: self.frame(
                "choice",
                title.to_owned(),
                &["steps.js"],
                &[],
                json!({"service": service.as_str()}),
            ),
            choices: choices.collect(),
        }
    }

    /// Returns true if something is kept by which the face or its picture is known again. A person
    /// who agrees has to be told.
    fn keeps_faces(&self) -> bool {
        let request = &self.verification.request;
        enrolment::asked(request).is_some() || duplicates::is_sought(request)
    }

    fn biometrics_key(&self) -> &'static str {
        if self.keeps_faces() {
            "biometrics_kept_text"
        } else {
            "biometrics_text"
        }
    }

    fn biometrics(&self) -> Biometrics {
        let title = self.said("biometrics_title");
        let kept = if self.keeps_faces() {
            "biometrics_kept"
        } else {
            "biometrics_only"
        };
        Biometrics {
            f: self.frame("biometrics", title, &["steps.js"], &[], json!({})),
            icon: icons::FACE,
            terms: Terms {
                points: vec![
                    point(icons::FACE, self.said("biometrics_compare")),
                    point(icons::LOCK, self.said(kept)),
                    point(icons::TICK, self.said("biometrics_free")),
                ],
                text: self.said(self.biometrics_key()),
            },
            policy: self
                .account
                .settings
                .biometric_policy_url
                .as_ref()
                .map(ToString::to_string),
        }
    }

    fn confirm(&self, fields: Vec<FormField>) -> Confirm {
        let title = self.w().confirm_title.to_owned();
        Confirm {
            f: self.frame("confirm", title, &["steps.js"], &[], json!({})),
            fields,
            absent: self.verification.request.flags.allow_na_ocr_inputs,
        }
    }

    /// Returns the form's fields, in the order in which they were read.
    pub(crate) fn fields(&self, read: impl Iterator<Item = Field>) -> Vec<FormField> {
        let w = self.w();
        read.filter_map(|field| {
            let label = w.get(&format!("field_{}", field.key))?;
            Some(FormField {
                key: format!("{}.{}", field.service, field.key),
                label: label.to_owned(),
                kind: match field.key.as_str() {
                    "dob" | "issue_date" | "expiry_date" => "date",
                    "full_address" => "lines",
                    _ => "text",
                },
                value: field
                    .value
                    .map(|value| value.reveal().to_owned())
                    .unwrap_or_default(),
            })
        })
        .collect()
    }
}

/// A point of a list, with an icon.
pub(super) const fn point(icon: &'static str, text: String) -> Needed {
    Needed { icon, text }
}

/// Returns the page for a person without a valid link, or of a server that failed.
pub(crate) fn stranger(root: &str, locale: Locale, is_ours: bool) -> Message {
    let w = locale.words();
    let (title, text) = if is_ours {
        (w.failed_title, w.failed_text)
    } else {
        (w.invalid_title, w.invalid_text)
    };
    Message {
        f: Frame {
            lang: locale.tag(),
            dir: locale.direction(),
            w,
            title: title.to_owned(),
            name: "Bonafide".to_owned(),
            logo: None,
            sheets: vec![format!("{root}/assets/{}", assets::name("style.css"))],
            preloads: Vec::new(),
            early: None,
            script: None,
            data: String::new(),
            languages: Vec::new(),
            language_name: locale.name(),
            steps: None,
            is_capture: false,
            wide: false,
            can_cancel: false,
        },
        busy: false,
        icon: icons::LOST,
        mood: "wrong",
        texts: vec![text.to_owned()],
        help: Vec::new(),
        tick: icons::TICK,
        policy: None,
        redirecting: None,
        redirect_label: String::new(),
        buttons: Vec::new(),
        again: is_ours.then(String::new),
    }
}

/// Returns the name of a document type.
fn type_name(kind: DocumentType, w: &Words) -> &'static str {
    match kind {
        DocumentType::Passport => w.type_passport,
        DocumentType::IdCard => w.type_id_card,
        DocumentType::DrivingLicense => w.type_driving_license,
        DocumentType::CreditOrDebitCard => w.type_credit_or_debit_card,
    }
}
