//! `/start`: the call as a request of the core and the terms of its capture.

use std::collections::BTreeSet;

use verification::capture::{
    CaptureDocument, CaptureLanguage, CaptureTerms, Channel, Envelope, Kind, SendLink, Signal,
};
use verification::request::{
    Abandonment, DocumentService, DocumentType, Email, FaceService, Flags, HttpUrl, Language,
    Reference, Services, Ttl, VerificationMode,
};
use verification::{Personal, Request};

use super::super::fault::Fault;
use super::super::message::Encoding;
use super::fields::Fields;
use super::shape::Shape;
use super::{Call, signals};

/// The lifetime of a transaction in minutes, if the call does not state one.
const USUAL_TTL: i64 = 10;

/// The maximum lifetime in minutes.
const GREATEST_TTL: i64 = 30;

/// The maximum length of the client's own labels in characters.
const LABEL: usize = 250;

/// The maximum size of the client's own object in bytes.
const OWN_OBJECT: usize = 16 * 1024;

/// The maximum length of a message with the link, in characters.
const MESSAGE: usize = 1_000;

/// A transaction to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The terms of the capture.
    pub terms: CaptureTerms,
    /// Its lifetime.
    pub ttl: Ttl,
    /// The URL to which the browser is sent after completion.
    pub redirect_url: Option<HttpUrl>,
    /// The URL to which the browser is sent if the person does not finish.
    pub error_redirect_url: Option<HttpUrl>,
    /// The URL to which the results are sent.
    pub results_url: Option<HttpUrl>,
    /// The URL to which the log is sent.
    pub status_url: Option<HttpUrl>,
}

impl Start {
    /// Parses the call. `subscribed` are the signals to which the account is limited, if it is;
    /// `encoding` is the encoding of the call.
    pub fn read(
        call: &Call<'_>,
        subscribed: Option<&BTreeSet<Signal>>,
        encoding: Encoding,
    ) -> Result<Self, Fault> {
        call.only(Shape::Start)?;
        let (public, private) = (call.public(), call.private());
        let envelope = match encoding {
            Encoding::Base64 => Envelope::Base64,
            Encoding::Json => Envelope::Json,
        };
        let redirect_url = public.url("redirect_url")?;
        let error_redirect_url = public.url("error_redirect_url")?;
        // Status events are only sent for transactions with pages, so whoever requests them
        // requests pages.
        let status_url = public.url("status_url")?;
        let qr_breakpoint_px = public
            .integer("qr_breakpoint_px", 0, 100_000)?
            .and_then(|px| u32::try_from(px).ok());
        let document_type = private
            .word(
                "document_type",
                &words(CaptureDocument::ALL, CaptureDocument::word),
            )?
            .unwrap_or(CaptureDocument::NaDl);
        let send_link = private.object("send_link")?.map(send_link).transpose()?;
        let return_link = private.flag("return_capture_url")?;
        let is_hosted = send_link.is_some()
            || return_link
            || redirect_url.is_some()
            || error_redirect_url.is_some()
            || status_url.is_some()
            || qr_breakpoint_px.is_some();
        let minutes = private
            .integer("ttl", 1, GREATEST_TTL)?
            .unwrap_or(USUAL_TTL);
        Ok(Self {
            terms: CaptureTerms {
                kind: if is_hosted {
                    Kind::Capture
                } else {
                    Kind::Direct
                },
                document_type,
                signals: signals::signals(private, document_type, subscribed)?,
                send_link,
                return_link,
                return_images: private.flag("return_images")?,
                qr_breakpoint_px,
                language: public.word(
                    "capture_language",
                    &words(CaptureLanguage::ALL, CaptureLanguage::word),
                )?,
                location: private.personal("location", LABEL)?,
                purpose: private.personal("purpose", LABEL)?,
                user_defined: private.own_object("user_defined", OWN_OBJECT)?,
                envelope,
            },
            ttl: Ttl::from_minutes(minutes).map_err(|why| Fault::field("ttl", &why))?,
            redirect_url,
            error_redirect_url,
            results_url: public.url("results_url")?,
            status_url,
        })
    }
}

impl Start {
    /// Returns the request of the core. The capture protocol reports results whatever the verdict,
    /// so nothing is claimed. What was captured before the link expired is processed late.
    pub fn into_request(self, reference: Reference) -> Request {
        let supported_types = match self.terms.document_type {
            CaptureDocument::NaDl => vec![DocumentType::DrivingLicense, DocumentType::IdCard],
            CaptureDocument::Passport => vec![DocumentType::Passport],
            CaptureDocument::Other => Vec::new(),
        };
        let document = DocumentService {
            supported_types,
            ..DocumentService::default()
        };
        Request {
            reference,
            customer: None,
            country: None,
            language: self.terms.language.and_then(language),
            email: None,
            callback_url: None,
            status_url: self.status_url,
            redirect_url: self.redirect_url,
            error_redirect_url: self.error_redirect_url,
            results_url: self.results_url,
            verification_mode: VerificationMode::ImageOnly,
            ttl: self.ttl,
            abandonment: Abandonment::IsProcessed,
            flags: Flags {
                // The protocol's landing page has a privacy policy and a start button, but no terms
                // to agree to.
                show_consent: false,
                show_results: false,
                show_feedback_form: false,
                ..Flags::default()
            },
            services: Services {
                document: Some(document),
                face: self.terms.wants(Signal::Selfie).then(FaceService::default),
                ..Services::default()
            },
            proofs: BTreeSet::new(),
            capture: Some(self.terms),
        }
    }
}

fn language(language: CaptureLanguage) -> Option<Language> {
    let (language, _) = language.word().split_once('-')?;
    Language::parse(language).ok()
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<(&'static str, T)> {
    all.iter().map(|value| (word(*value), *value)).collect()
}

fn send_link(fields: Fields<'_>) -> Result<SendLink, Fault> {
    let channel = fields
        .word("type", &words(Channel::ALL, Channel::word))?
        .unwrap_or(Channel::Sms);
    let to = fields.required("to", |text| recipient(channel, text));
    Ok(SendLink {
        channel,
        to: to.map_err(|fault| Fault {
            message: format!("send_link.{}", fault.message),
            ..fault
        })?,
        body: fields.personal("body", MESSAGE)?,
    })
}

/// Parses what a channel sends to: a telephone number or an e-mail address.
pub fn recipient(channel: Channel, text: &str) -> Option<Personal> {
    match channel {
        Channel::Email => Email::parse(text).ok().map(|to| Personal::new(to.as_str())),
        Channel::Sms | Channel::Whatsapp => telephone(text),
    }
}

/// Parses a telephone number in E.164: a plus sign and 8 to 15 digits. Blanks, dots, dashes and
/// brackets between the digits are dropped.
pub fn telephone(text: &str) -> Option<Personal> {
    let rest = text.strip_prefix('+')?;
    let mut number = "+".to_owned();
    for c in rest.chars() {
        match c {
            '0'..='9' => number.push(c),
            ' ' | '-' | '.' | '(' | ')' => {}
            _ => return None,
        }
    }
    let is_number = (9..=16).contains(&number.len()) && !number.starts_with("+0");
    is_number.then(|| Personal::new(number))
}
