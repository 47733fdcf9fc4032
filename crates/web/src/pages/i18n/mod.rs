//! The texts of the pages, as one typed table per language: a missing text does not compile.
//!
//! Three languages are complete. Every other language falls back to English and is marked as
//! English, so that a screen reader pronounces it correctly and nobody reads a mixture of
//! languages.

mod en;
mod es;
mod fr;
mod table;

pub(crate) use table::Words;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Locale {
    English,
    French,
    Spanish,
}

impl Locale {
    /// All languages, in the order of the switcher.
    pub(crate) const ALL: [Self; 3] = [Self::English, Self::French, Self::Spanish];

    /// The texts in this language.
    pub(crate) const fn words(self) -> &'static Words {
        match self {
            Self::English => &en::EN,
            Self::French => &fr::FR,
            Self::Spanish => &es::ES,
        }
    }

    /// The tag for the attribute `lang`.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
        }
    }

    /// The value of the link's parameter, as the protocol spells it.
    pub(crate) const fn parameter(self) -> &'static str {
        match self {
            Self::English => "en-us",
            Self::French => "fr-ca",
            Self::Spanish => "es-mx",
        }
    }

    /// The name of the language in the language itself.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::French => "Français",
            Self::Spanish => "Español",
        }
    }

    /// The direction of the text. The style sheet and the markup do not depend on left and right,
    /// so a language written from the right only needs its texts and a line here.
    pub(crate) const fn direction(self) -> &'static str {
        match self {
            Self::English | Self::French | Self::Spanish => "ltr",
        }
    }

    /// Returns the language for a tag such as `fr`, `FR` or `fr-CA`, if the pages have it.
    pub(crate) fn of(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag).trim();
        Self::ALL
            .into_iter()
            .find(|locale| primary.eq_ignore_ascii_case(locale.tag()))
    }

    /// Returns the best language of an `Accept-Language` header: the first with the highest weight
    /// that the pages have.
    pub(crate) fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for range in header.split(',').take(32) {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = parameters
                .trim()
                .strip_prefix("q=")
                .map_or(1.0, |text| text.trim().parse().unwrap_or(0.0));
            let Some(locale) = Self::of(tag.trim()).filter(|_| weight > 0.0) else {
                continue;
            };
            if best.is_none_or(|(_, least)| weight > least) {
                best = Some((locale, weight));
            }
        }
        best.map(|(locale, _)| locale)
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
            let english = Locale::English.words().get(key).unwrap();
            for locale in Locale::ALL {
                let text = locale.words().get(key).unwrap();
                assert!(!text.trim().is_empty(), "{locale:?} {key}");
                assert_eq!(places(text), places(english), "{locale:?} {key}");
                assert!(!text.contains(['<', '>', '&']), "{locale:?} {key}");
                let is_translated = locale == Locale::English || text != english;
                assert!(is_translated, "{locale:?} {key} is still English");
            }
        }
        assert_eq!(Locale::English.words().get("no such key"), None);
    }

    #[test]
    fn tags_lead_to_languages() {
        for (tag, expected) in [
            ("en-us", Some(Locale::English)),
            ("FR", Some(Locale::French)),
            ("es_MX", Some(Locale::Spanish)),
            ("fr-ca", Some(Locale::French)),
            ("AR", None),
            ("", None),
            ("english", None),
        ] {
            assert_eq!(Locale::of(tag), expected, "{tag}");
        }
        for locale in Locale::ALL {
            assert_eq!(Locale::of(locale.parameter()), Some(locale));
        }
    }

    #[test]
    fn browsers_say_what_they_prefer() {
        for (header, expected) in [
            ("fr-CH, fr;q=0.9, en;q=0.8", Some(Locale::French)),
            ("ar, es;q=0.4, en;q=0.5", Some(Locale::English)),
            ("en;q=0, es;q=0.1", Some(Locale::Spanish)),
            ("es;q=x", None),
            ("*", None),
            (",;,;q=", None),
            ("", None),
        ] {
            assert_eq!(Locale::accepted(header), expected, "{header}");
        }
    }
}
