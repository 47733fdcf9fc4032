//! The words of the pages, a typed table per language: a text that one of them lacks does not
//! compile.
//!
//! Three languages are complete. Every other is answered in English and marked as English, so that
//! a screen reader pronounces what is there and nobody meets half a sentence.

mod en;
mod es;
mod fr;

/// Declares the table, and its keys as values for the few places that go by name.
macro_rules! words {
    ($($key:ident,)+) => {
        /// Every text of the pages in one language. `{0}` and `{1}` are filled in by [`fill`].
        #[derive(Debug)]
        pub(crate) struct Words {
            $(pub(crate) $key: &'static str,)+
        }

        impl Words {
            /// The text of this name, if there is one.
            pub(crate) fn get(&self, key: &str) -> Option<&'static str> {
                match key {
                    $(stringify!($key) => Some(self.$key),)+
                    _ => None,
                }
            }

            /// Every key.
            #[cfg(test)]
            pub(crate) const KEYS: &[&str] = &[$(stringify!($key),)+];
        }
    };
}

words! {
    // Everywhere.
    skip,
    language,
    step,
    time_left,
    time_warning,
    offline,
    online,
    working,
    something_wrong,
    noscript,
    cancel,
    cancel_title,
    cancel_text,
    cancel_yes,
    cancel_no,
    new_tab,
    // Landing.
    landing_title,
    landing_lead,
    need_title,
    need_document,
    need_second,
    need_address,
    need_note,
    need_selfie,
    need_light,
    privacy_policy,
    terms_title,
    terms_text,
    terms_needed,
    start,
    opening,
    // Going on with a telephone.
    hand_title,
    hand_lead,
    hand_keep,
    hand_code,
    hand_here,
    follow_title,
    follow_text,
    follow_at,
    phone_back,
    // Documents.
    type_driving_license,
    type_id_card,
    type_passport,
    type_credit_or_debit_card,
    type_any,
    choice_title,
    choice_second_title,
    choice_lead,
    // Taking pictures.
    step_front,
    step_back,
    step_barcode,
    front_title,
    photo_page_title,
    back_title,
    barcode_title,
    selfie_title,
    address_title,
    note_title,
    front_lead,
    back_lead,
    barcode_lead,
    selfie_lead,
    address_lead,
    note_lead,
    note_face,
    preview,
    camera_ask,
    camera_start,
    camera_failed,
    camera_none,
    camera_again,
    camera_other,
    aim_document,
    aim_barcode,
    aim_face,
    aim_paper,
    hint_too_dark,
    hint_glare,
    hint_blurred,
    hint_too_far,
    hint_not_flat,
    hint_cut_off,
    hint_no_barcode,
    hint_moving,
    hint_good,
    shutter,
    taken,
    check,
    check_selfie,
    still_alt,
    use_it,
    retake,
    file,
    file_chosen,
    barcode_read,
    sending,
    // What can be wrong with an upload.
    err_too_large,
    err_wrong_type,
    err_unreadable,
    err_incomplete,
    err_barcode,
    err_same_side,
    err_not_allowed,
    // Biometrics.
    biometrics_title,
    biometrics_text,
    biometric_policy,
    biometrics_continue,
    biometrics_cancel,
    refused_title,
    refused_text,
    refused_back,
    // Confirming what was read.
    confirm_title,
    confirm_lead,
    confirm_send,
    confirm_absent,
    field_first_name,
    field_middle_name,
    field_last_name,
    field_full_name,
    field_dob,
    field_gender,
    field_document_number,
    field_issue_date,
    field_expiry_date,
    field_full_address,
    // The end.
    processing_title,
    processing_text,
    complete_title,
    complete_text,
    accepted_title,
    accepted_text,
    declined_title,
    declined_text,
    declined_retry,
    review_title,
    review_text,
    retry,
    no_retry,
    close,
    redirecting,
    redirect_now,
    redirect_failed,
    cancelled_title,
    cancelled_text,
    // What can go wrong.
    lost_title,
    lost_text,
    back_to_capture,
    denied_title,
    denied_text,
    denied_ios,
    denied_android,
    denied_computer,
    leave,
    timeout_title,
    timeout_text,
    invalid_title,
    invalid_text,
    failed_title,
    failed_text,
    load_again,
}

/// A language that the pages speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tongue {
    English,
    French,
    Spanish,
}

impl Tongue {
    /// All of them, in the order of the switcher.
    pub(crate) const ALL: [Self; 3] = [Self::English, Self::French, Self::Spanish];

    /// What is said in it.
    pub(crate) const fn words(self) -> &'static Words {
        match self {
            Self::English => &en::EN,
            Self::French => &fr::FR,
            Self::Spanish => &es::ES,
        }
    }

    /// Its tag in `lang`.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
        }
    }

    /// How it stands in the link, as the protocol spells it.
    pub(crate) const fn parameter(self) -> &'static str {
        match self {
            Self::English => "en-us",
            Self::French => "fr-ca",
            Self::Spanish => "es-mx",
        }
    }

    /// Its own name for itself.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::French => "Français",
            Self::Spanish => "Español",
        }
    }

    /// Which way it is written. All of these are written from the left; the style sheet and the
    /// markup know no left and right, so that one that is not needs its words and a line here.
    pub(crate) const fn direction(self) -> &'static str {
        match self {
            Self::English | Self::French | Self::Spanish => "ltr",
        }
    }

    /// The language of a tag such as `fr`, `FR` or `fr-CA`, if it is spoken here.
    pub(crate) fn of(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag).trim();
        Self::ALL
            .into_iter()
            .find(|tongue| primary.eq_ignore_ascii_case(tongue.tag()))
    }

    /// The best of an `Accept-Language` header: the first of the highest weight that is spoken
    /// here.
    pub(crate) fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for range in header.split(',').take(32) {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = parameters
                .trim()
                .strip_prefix("q=")
                .map_or(1.0, |text| text.trim().parse().unwrap_or(0.0));
            let Some(tongue) = Self::of(tag.trim()).filter(|_| weight > 0.0) else {
                continue;
            };
            if best.is_none_or(|(_, least)| weight > least) {
                best = Some((tongue, weight));
            }
        }
        best.map(|(tongue, _)| tongue)
    }
}

/// A text with its places filled in.
pub(crate) fn fill(text: &str, values: &[&str]) -> String {
    let mut filled = text.to_owned();
    for (number, value) in values.iter().enumerate() {
        filled = filled.replace(&format!("{{{number}}}"), value);
    }
    filled
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn places(text: &str) -> BTreeSet<&str> {
        ["{0}", "{1}", "{2}"]
            .into_iter()
            .filter(|place| text.contains(place))
            .collect()
    }

    #[test]
    fn every_language_says_everything_with_the_same_places() {
        for key in Words::KEYS {
            let english = Tongue::English.words().get(key).unwrap();
            for tongue in Tongue::ALL {
                let text = tongue.words().get(key).unwrap();
                assert!(!text.trim().is_empty(), "{tongue:?} {key}");
                assert_eq!(places(text), places(english), "{tongue:?} {key}");
                assert!(!text.contains(['<', '>', '&']), "{tongue:?} {key}");
                let is_translated = tongue == Tongue::English || text != english;
                assert!(is_translated, "{tongue:?} {key} is still English");
            }
        }
        assert_eq!(Tongue::English.words().get("no such key"), None);
    }

    #[test]
    fn tags_lead_to_languages() {
        for (tag, expected) in [
            ("en-us", Some(Tongue::English)),
            ("FR", Some(Tongue::French)),
            ("es_MX", Some(Tongue::Spanish)),
            ("fr-ca", Some(Tongue::French)),
            ("AR", None),
            ("", None),
            ("english", None),
        ] {
            assert_eq!(Tongue::of(tag), expected, "{tag}");
        }
        for tongue in Tongue::ALL {
            assert_eq!(Tongue::of(tongue.parameter()), Some(tongue));
        }
    }

    #[test]
    fn browsers_say_what_they_prefer() {
        for (header, expected) in [
            ("fr-CH, fr;q=0.9, en;q=0.8", Some(Tongue::French)),
            ("ar, es;q=0.4, en;q=0.5", Some(Tongue::English)),
            ("en;q=0, es;q=0.1", Some(Tongue::Spanish)),
            ("es;q=x", None),
            ("*", None),
            (",;,;q=", None),
            ("", None),
        ] {
            assert_eq!(Tongue::accepted(header), expected, "{header}");
        }
    }
}
