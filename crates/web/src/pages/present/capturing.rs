//! The pages with a camera: one template, with a line for each difference.

use serde_json::{Value, json};
use verification::Service;
use verification::capture::{CapturePage, PictureSources};
use verification::request::{DocumentType, MediaType};
use verification::status::StatusCode;

use super::Scene;
use crate::pages::i18n::fill;
use crate::pages::views::Capture;
use crate::pages::{drawings, icons};

/// The texts of the camera's module.
const WORDS: &[&str] = &[
    "camera_ask",
    "camera_start",
    "camera_failed",
    "camera_none",
    "camera_busy",
    "camera_webview",
    "camera_asking",
    "camera_tap",
    "elsewhere_link",
    "elsewhere_copied",
    "elsewhere_by_hand",
    "aim_document",
    "aim_barcode",
    "aim_face",
    "aim_paper",
    "hint_too_dark",
    "hint_glare",
    "hint_blurred",
    "hint_too_far",
    "hint_not_flat",
    "hint_cut_off",
    "hint_wrong_side",
    "hint_front",
    "hint_cover",
    "hint_copy",
    "hint_screen",
    "hint_moving",
    "hint_good",
    "taken",
    "file_chosen",
    "barcode_read",
    "sending",
    "err_too_large",
    "err_empty",
    "err_wrong_type",
    "err_unreadable",
    "err_incomplete",
    "err_barcode",
    "err_same_side",
    "err_not_allowed",
];

/// The modules of a page with a camera: its own, after those that it imports.
const MODULES: &[&str] = &[
    "measure.js",
    "link.js",
    "aiming.js",
    "stream.js",
    "lens.js",
    "files.js",
    "preview.js",
    "upload.js",
    "turning.js",
    "elsewhere.js",
    "camera.js",
];

/// The texts of a selfie with turns of the head, besides.
const TURN_WORDS: &[&str] = &[
    "hint_too_near",
    "hint_off_centre",
    "hint_not_straight",
    "hint_several_faces",
    "turn_left",
    "turn_right",
    "turn_further",
    "turn_other_way",
    "turn_back",
    "turn_cannot_told",
    "err_turn_late",
    "err_turn_face",
    "err_turn_alone",
    "err_turn_straight",
    "err_turn_again",
    "err_turn_light",
];

/// The differences between the pages with a camera.
struct Kind {
    title: String,
    lead: String,
    /// What the server is asked to look for, or nothing if it cannot help.
    look: Option<&'static str>,
    submit: &'static str,
    shape: &'static str,
    aim: &'static str,
    drawing: &'static str,
    /// Opened, ready, failed, asked, allowed, captured, retaken, kept; 0 if there is no such code.
    codes: [StatusCode; 8],
}

const NONE: StatusCode = StatusCode(0);

impl Scene<'_> {
    /// Returns the page with a camera, if this is one.
    pub(super) fn capture(&self) -> Option<Capture> {
        let w = self.w();
        let (service, kind) = self.kind()?;
        let PictureSources { camera, file } = self.verification.request.picture_sources(service);
        let is_barcode = kind.look == Some("barcode");
        let is_selfie = service == Service::Face;
        // The person presses the shutter at the moment at which they like what they see, and the
        // protocol knows no second look at a selfie either.
        let is_reviewed = !is_barcode && !is_selfie;
        let turns = is_selfie && self.turns;
        let words = if turns {
            [WORDS, TURN_WORDS].concat()
        } else {
            WORDS.to_vec()
        };
        let consent = self.verification.request.services.consent.as_ref();
        let note = consent
            .filter(|_| service == Service::Consent)
            .map(|asked| asked.text.reveal().to_owned());
        let is_second = service == Service::DocumentTwo && self.is_first_step_of(service);
        let modules: Vec<&str> = MODULES
            .iter()
            .copied()
            .filter(|module| turns || *module != "turning.js")
            .collect();
        let facing = if is_selfie { "user" } else { "environment" };
        let query = if service == Service::DocumentTwo {
            "?service=document_two"
        } else {
            ""
        };
        let names = [
            "opened", "ready", "failed", "asked", "allowed", "captured", "retaken", "kept",
        ];
        let codes: serde_json::Map<String, Value> = names
            .iter()
            .zip(kind.codes)
            .map(|(name, code)| ((*name).to_owned(), code.number().into()))
            .collect();
        let spec = json!({
            "look": kind.look,
            "submit": format!("{}{query}", kind.submit),
            "second": is_second,
            "facing": facing,
            "aim": kind.aim,
            "barcode": is_barcode,
            "review": is_reviewed,
            "face": is_selfie,
            "auto": kind.look.is_some() && !is_barcode,
            // If the server does not say when the picture is good, the person does.
            "shutter": kind.look.is_none(),
            "turns": turns,
            "camera": camera,
            "codes": codes,
        });
        Some(Capture {
            f: self.frame(
                "capture",
                kind.title,
                &modules,
                &words,
                json!({"capture": spec}),
            ),
            lead: kind.lead,
            drawing: kind.drawing,
            examples: if matches!(kind.look, Some("front" | "back")) {
                drawings::EXAMPLES.to_vec()
            } else {
                Vec::new()
            },
            magnifier: icons::MAGNIFIER,
            note,
            facing,
            shape: kind.shape,
            review: is_reviewed,
            check: if is_selfie { w.check_selfie } else { w.check },
            turns,
            icon_turn: icons::TURN,
            icon_lens: icons::LENS,
            icon_light: icons::TORCH,
            accept: accept(),
            file,
            // A stored selfie shows less than one that is taken now: the business has to allow it.
            file_instead: file || !is_selfie,
        })
    }

    fn kind(&self) -> Option<(Service, Kind)> {
        use StatusCode as C;
        let w = self.w();
        let named = |text: &str, service| fill(text, &[self.document_name(service)]);
        let is_passport =
            |service| self.verification.document_type(service) == Some(DocumentType::Passport);
        Some(match self.page {
            CapturePage::Front(service) => {
                let passport = is_passport(service);
                let title = if passport {
                    w.photo_page_title
                } else {
                    w.front_title
                };
                let kind = Kind {
                    title: named(title, service),
                    lead: w.front_lead.to_owned(),
                    drawing: if passport {
                        drawings::PASSPORT
                    } else {
                        drawings::FRONT
                    },
                    look: Some("front"),
                    submit: "/submit/front",
                    shape: if passport { "book" } else { "card" },
                    aim: "aim_document",
                    codes: [
                        C::FRONT_OPENED,
                        C::FRONT_COMPONENT_READY,
                        C::FRONT_COMPONENT_FAILED,
                        C::CAMERA_ASKED,
                        C::CAMERA_ALLOWED,
                        C::FRONT_CAPTURED,
                        C::FRONT_RETAKEN,
                        C::FRONT_KEPT,
                    ],
                };
                (service, kind)
            }
            CapturePage::Back(service) => {
                let kind = Kind {
                    title: named(w.back_title, service),
                    lead: w.back_lead.to_owned(),
                    drawing: drawings::BACK,
                    look: Some("back"),
                    submit: "/submit/back",
                    shape: "card",
                    aim: "aim_document",
                    codes: [
                        C::BACK_OPENED,
                        C::BACK_COMPONENT_READY,
                        C::BACK_COMPONENT_FAILED,
                        C::CAMERA_ASKED,
                        C::CAMERA_ALLOWED,
                        C::BACK_CAPTURED,
                        C::BACK_RETAKEN,
                        C::BACK_KEPT,
                    ],
                };
                (service, kind)
            }
            CapturePage::Barcode(service) => {
                let kind = Kind {
                    title: named(w.barcode_title, service),
                    lead: w.barcode_lead.to_owned(),
                    drawing: drawings::BARCODE,
                    look: Some("barcode"),
                    submit: "/submit/barcode",
                    shape: "code",
                    aim: "aim_barcode",
                    codes: [
                        C::BARCODE_OPENED,
                        C::BARCODE_COMPONENT_READY,
                        C::BARCODE_COMPONENT_FAILED,
                        C::CAMERA_ASKED,
                        C::CAMERA_ALLOWED,
                        C::BARCODE_CAPTURED,
                        NONE,
                        NONE,
                    ],
                };
                (service, kind)
            }
            CapturePage::Selfie => {
                let kind = Kind {
                    title: w.selfie_title.to_owned(),
                    lead: self.selfie_lead(),
                    drawing: drawings::SELFIE,
                    // Where no reader looks for a face in a frame, none is sent.
                    look: self.turns.then_some("selfie"),
                    submit: "/submit/selfie",
                    shape: "face",
                    aim: "aim_face",
                    codes: [
                        C::SELFIE_OPENED,
                        NONE,
                        NONE,
                        C::SELFIE_CAMERA_ASKED,
                        C::SELFIE_CAMERA_ALLOWED,
                        C::SELFIE_CAPTURED,
                        NONE,
                        NONE,
                    ],
                };
                (Service::Face, kind)
            }
            CapturePage::Address => {
                let kind = Kind {
                    title: w.address_title.to_owned(),
                    drawing: drawings::ADDRESS,
                    lead: w.address_lead.to_owned(),
                    look: None,
                    submit: "/submit/address",
                    shape: "page",
                    aim: "aim_paper",
                    codes: paper(C::ADDRESS_OPENED, C::ADDRESS_CAPTURED),
                };
                (Service::Address, kind)
            }
            CapturePage::ConsentNote => {
                let asked = self.verification.request.services.consent.as_ref();
                // Only a reviewer reads handwriting, so without one the note has to be printed; a
                // face belongs to a handwritten note only.
                let is_printed = self.verification.request.wants_printed_note();
                let mut lead = if is_printed {
                    w.note_lead_printed.to_owned()
                } else {
                    w.note_lead.to_owned()
                };
                if !is_printed && asked.is_some_and(|asked| asked.with_face) {
                    lead = format!("{} {lead}", w.note_face);
                }
                let kind = Kind {
                    drawing: drawings::NOTE,
                    title: w.note_title.to_owned(),
                    lead,
                    look: None,
                    submit: "/submit/consent-note",
                    shape: "note",
                    aim: "aim_paper",
                    codes: paper(C::CONSENT_NOTE_OPENED, C::CONSENT_NOTE_CAPTURED),
                };
                (Service::Consent, kind)
            }
            _ => return None,
        })
    }

    /// Returns what the person is told above the selfie: if it is asked for again, what to do
    /// better.
    fn selfie_lead(&self) -> String {
        let verification = self.verification;
        let last = verification.capture.last_try.as_deref();
        let usual = if self.turns {
            self.w().selfie_lead_turns
        } else {
            self.w().selfie_lead
        };
        let advice = last
            .filter(|_| verification.awaits_selfie_again())
            .and_then(|outcome| outcome.advice().into_iter().next());
        advice
            .map_or(usual, |one| self.way.locale.advice(one))
            .to_owned()
    }

    /// Returns true if a service has no evidence yet, so that the document steps begin with it.
    fn is_first_step_of(&self, service: Service) -> bool {
        let submitted = &self.verification.capture.submitted;
        !submitted.iter().any(|slot| slot.service == service)
    }
}

const fn paper(opened: StatusCode, captured: StatusCode) -> [StatusCode; 8] {
    [opened, NONE, NONE, NONE, NONE, captured, NONE, NONE]
}

/// The types of file that are accepted. Some systems only recognise HEIC by the file's name.
fn accept() -> String {
    let mut kinds: Vec<&str> = MediaType::STILLS.map(MediaType::mime).to_vec();
    kinds.extend(["image/heif", ".heic", ".heif"]);
    kinds.join(",")
}
