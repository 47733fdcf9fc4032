//! The texts of the pages, as one typed table per language: a missing text does not compile.
//!
//! English, French and Spanish are complete, English as Americans and as the British write it,
//! French as in Canada and as in France. Every other language falls back to English and is marked
//! as English, so that a screen reader pronounces it correctly and nobody reads a mixture of
//! languages.

mod advice;
mod en;
mod es;
mod fr;
mod table;

use verification::decline::Advice;

pub(crate) use table::Words;

/// A language of the pages, as it is written in one country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Locale {
    American,
    British,
    Canadian,
    French,
    Mexican,
}

impl Locale {
    /// All locales. The first of each language is the one for a tag that names no country.
    pub(crate) const ALL: [Self; 5] = [
        Self::American,
        Self::British,
        Self::French,
        Self::Canadian,
        Self::Mexican,
    ];

    /// The locales of the switcher, in its order: one of each language, and the page's own.
    pub(crate) fn switcher(self) -> [Self; 3] {
        [Self::American, Self::Canadian, Self::Mexican].map(|other| {
            if other.language() == self.language() {
                self
            } else {
                other
            }
        })
    }

    /// The texts in this language.
    pub(crate) const fn words(self) -> &'static Words {
        match self {
            Self::American => &en::AMERICAN,
            Self::British => &en::BRITISH,
            Self::Canadian => &fr::CANADIAN,
            Self::French => &fr::FRENCH,
            Self::Mexican => &es::MEXICAN,
        }
    }

    /// What a person is told to do after a decline, in this language.
    pub(crate) const fn advice(self, advice: Advice) -> &'static str {
        match self {
            Self::American | Self::British => advice.text(),
            Self::Canadian | Self::French => advice::french(advice),
            Self::Mexican => advice::spanish(advice),
        }
    }

    /// The tag for the attribute `lang`, and in the record of a consent.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::American => "en-US",
            Self::British => "en-GB",
            Self::Canadian => "fr-CA",
            Self::French => "fr-FR",
            Self::Mexican => "es-MX",
        }
    }

    /// The language without its country, by which an account's own texts are named.
    pub(crate) const fn language(self) -> &'static str {
        match self {
            Self::American | Self::British => "en",
            Self::Canadian | Self::French => "fr",
            Self::Mexican => "es",
        }
    }

    /// The value of the link's parameter, as the protocol spells it.
    pub(crate) const fn parameter(self) -> &'static str {
        match self {
            Self::American => "en-us",
            Self::British => "en-gb",
            Self::Canadian => "fr-ca",
            Self::French => "fr-fr",
            Self::Mexican => "es-mx",
        }
    }

    /// The name of the language in the language itself.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::American | Self::British => "English",
            Self::Canadian | Self::French => "Français",
            Self::Mexican => "Español",
        }
    }

    /// The country code with which telephone numbers begin where this is spoken.
    pub(crate) const fn calling_code(self) -> &'static str {
        match self {
            Self::American | Self::Canadian => "+1 ",
            Self::British => "+44 ",
            Self::French => "+33 ",
            Self::Mexican => "+52 ",
        }
    }

    /// The direction of the text. The style sheet and the markup do not depend on left and right,
    /// so a language written from the right only needs its texts and a line here.
    pub(crate) const fn direction(self) -> &'static str {
        match self {
            Self::American | Self::British | Self::Canadian | Self::French | Self::Mexican => "ltr",
        }
    }

    /// Returns the locale for a tag such as `fr`, `FR` or `fr-CA`, if the pages have its language.
    ///
    /// A country without a locale of its own gets the one that is nearest: English outside of North
    /// America is spelt as in Britain.
    pub(crate) fn of(tag: &str) -> Option<Self> {
        let mut parts = tag.trim().split(['-', '_']);
        let language = parts.next()?;
        let is = |other: Self| language.eq_ignore_ascii_case(other.language());
        let first = Self::ALL.into_iter().find(|other| is(*other))?;
        let Some(country) = country(parts) else {
            return Some(first);
        };
        Some(match first {
            Self::American if !["US", "CA", "PH", "PR"].contains(&country.as_str()) => {
                Self::British
            }
            Self::French if country == "CA" => Self::Canadian,
            other => other,
        })
    }

    /// Returns the locale for a tag. If the tag names no country, and the browser prefers a locale
    /// of the same language, it is the browser's.
    pub(crate) fn of_or_like(tag: &str, header: &str) -> Option<Self> {
        let found = Self::of(tag)?;
        let is_exact = country(tag.trim().split(['-', '_']).skip(1)).is_some();
        let like = Self::preferred(header)
            .into_iter()
            .find(|other| other.language() == found.language());
        Some(like.filter(|_| !is_exact).unwrap_or(found))
    }

    /// Returns the best locale of an `Accept-Language` header: the first with the highest weight
    /// that the pages have.
    pub(crate) fn accepted(header: &str) -> Option<Self> {
        Self::preferred(header).into_iter().next()
    }

    /// Returns the locales of an `Accept-Language` header (RFC 9110, 12.5.4) that the pages have,
    /// the most wanted first. The wildcard is no wish for any of them.
    fn preferred(header: &str) -> Vec<Self> {
        let mut wanted: Vec<(Self, u16)> = Vec::new();
        for range in header.split(',').take(32) {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = weight(parameters).unwrap_or(0);
            let Some(locale) = Self::of(tag).filter(|_| weight > 0) else {
                continue;
            };
            if !wanted.iter().any(|(known, _)| *known == locale) {
                wanted.push((locale, weight));
            }
        }
        // The sort is stable: of two that are wanted as much, the first stays the first.
        wanted.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        wanted.into_iter().map(|(locale, _)| locale).collect()
    }
}

/// Returns the country among the parts of a tag that follow its language: `fr-Latn-CA`.
fn country<'a>(mut parts: impl Iterator<Item = &'a str>) -> Option<String> {
    parts
        .find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .map(str::to_ascii_uppercase)
}

/// Parses the weight of a range in thousandths, 1000 if there is none, or returns `None` if it is
/// not written as RFC 9110 (12.4.2) allows: at most three decimals, and at most one.
fn weight(parameters: &str) -> Option<u16> {
    let parameters = parameters.trim();
    if parameters.is_empty() {
        return Some(1_000);
    }
    let (name, value) = parameters.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, decimals) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1_000),
        _ => None,
    }
}

/// Fills in the placeholders of a text.
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
            let english = Locale::American.words().get(key).unwrap();
            for locale in Locale::ALL {
                let text = locale.words().get(key).unwrap();
                assert!(!text.trim().is_empty(), "{locale:?} {key}");
                assert_eq!(places(text), places(english), "{locale:?} {key}");
                assert!(!text.contains(['<', '>', '&']), "{locale:?} {key}");
                // These words are the same in two languages.
                let is_shared = [
                    "phase_document",
                    "phase_note",
                    "phase_selfie",
                    "hand_whatsapp",
                ]
                .contains(key);
                let is_translated = locale.language() == "en" || text != english || is_shared;
                assert!(is_translated, "{locale:?} {key} is still English");
            }
        }
        assert_eq!(Locale::American.words().get("no such key"), None);
    }

    #[test]
    fn every_advice_is_translated_and_as_kind() {
        for advice in Advice::ALL {
            let english = Locale::British.advice(*advice);
            for locale in [Locale::French, Locale::Mexican] {
                let text = locale.advice(*advice);
                assert_ne!(text, english, "{advice:?} is still English");
                assert!(
                    text.ends_with('.') && text.len() <= 220,
                    "{locale:?} {text}"
                );
                assert!(!text.contains(char::is_numeric), "{locale:?} {text}");
                // Light is only spoken of where there was too little of it.
                let has_light = text.contains("lumi") || text.contains("luz");
                assert_eq!(has_light, *advice == Advice::Light, "{locale:?} {text}");
            }
            assert_eq!(english.contains("bright"), *advice == Advice::Light);
            assert!(
                !english.contains("light") || *advice == Advice::Light,
                "{english}"
            );
        }
    }

    #[test]
    fn tags_lead_to_locales() {
        for (tag, expected) in [
            ("en-us", Some(Locale::American)),
            ("en", Some(Locale::American)),
            ("en_GB", Some(Locale::British)),
            ("en-IE", Some(Locale::British)),
            ("en-CA", Some(Locale::American)),
            ("FR", Some(Locale::French)),
            ("es_MX", Some(Locale::Mexican)),
            ("es-419", Some(Locale::Mexican)),
            ("fr-ca", Some(Locale::Canadian)),
            ("fr-Latn-CA", Some(Locale::Canadian)),
            ("fr-CH", Some(Locale::French)),
            ("AR", None),
            ("", None),
            ("english", None),
        ] {
            assert_eq!(Locale::of(tag), expected, "{tag}");
        }
        for locale in Locale::ALL {
            assert_eq!(Locale::of(locale.parameter()), Some(locale));
            assert_eq!(Locale::of(locale.tag()), Some(locale));
            assert!(locale.switcher().contains(&locale));
        }
    }

    #[test]
    fn a_language_without_a_country_is_spoken_as_at_the_browser_s() {
        for (tag, header, expected) in [
            ("EN", "en-GB,en;q=0.9", Some(Locale::British)),
            ("EN", "fr-CA,en-GB;q=0.2", Some(Locale::British)),
            ("FR", "en-GB", Some(Locale::French)),
            ("fr-ca", "fr-FR", Some(Locale::Canadian)),
            ("AR", "en-GB", None),
        ] {
            assert_eq!(Locale::of_or_like(tag, header), expected, "{tag} {header}");
        }
    }

    #[test]
    fn browsers_say_what_they_prefer() {
        for (header, expected) in [
            ("fr-CH, fr;q=0.9, en;q=0.8", Some(Locale::French)),
            ("ar, es;q=0.4, en;q=0.5", Some(Locale::American)),
            ("en;q=0, es;q=0.1", Some(Locale::Mexican)),
            ("es;q=0.899, fr-CA;q=0.9", Some(Locale::Canadian)),
            ("en-GB ; Q=0.7 , es ; q = 0.7", Some(Locale::British)),
            ("en;q=1.000, fr", Some(Locale::American)),
            // Not written as weights are, and therefore wishes for nothing.
            ("es;q=x", None),
            ("es;q=1.5, en;q=0.1", Some(Locale::American)),
            ("es;q=0.1234", None),
            ("es;q=inf", None),
            ("es;level=1", None),
            ("*", None),
            (",;,;q=", None),
            ("", None),
        ] {
            assert_eq!(Locale::accepted(header), expected, "{header}");
        }
    }
}
