//! The macro that declares tables of texts, and what fills them in.

/// Declares a table of texts: for each key, the text in English, French and Spanish. `{0}` is
/// filled in by [`fill`].
macro_rules! texts {
    ($(#[$meta:meta])* $name:ident { $($key:ident: $en:literal, $fr:literal, $es:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug)]
        pub(crate) struct $name {
            $(pub(crate) $key: &'static str,)+
        }

        impl $name {
            const ENGLISH: &'static Self = &Self { $($key: $en,)+ };
            const FRENCH: &'static Self = &Self { $($key: $fr,)+ };
            const SPANISH: &'static Self = &Self { $($key: $es,)+ };

            /// Returns the texts in the language of a locale.
            pub(crate) const fn of(locale: crate::pages::i18n::Locale) -> &'static Self {
                use crate::pages::i18n::Locale;
                match locale {
                    Locale::American | Locale::British => Self::ENGLISH,
                    Locale::Canadian | Locale::French => Self::FRENCH,
                    Locale::Mexican => Self::SPANISH,
                }
            }

            /// Every text in every language, by its key.
            #[cfg(test)]
            pub(crate) const ALL: &[(&str, [&str; 3])] = &[$((stringify!($key), [$en, $fr, $es]),)+];
        }

        #[cfg(test)]
        #[test]
        fn every_text_says_the_same_in_every_language() {
            $crate::office::i18n::texts::check($name::ALL);
        }
    };
}
pub(crate) use texts;

/// Fills in the placeholder of a text.
pub(crate) fn fill(text: &str, value: &str) -> String {
    text.replace("{0}", value)
}

/// Checks what can be checked of texts: placeholders, ends of sentences, and signs that are typed
/// carelessly.
#[cfg(test)]
pub(crate) fn check(all: &[(&str, [&str; 3])]) {
    for (key, texts) in all {
        for text in texts {
            assert!(!text.is_empty(), "{key}");
            assert_eq!(text.trim(), *text, "{key}");
            assert!(
                !text.contains('\''),
                "{key}: a typewriter's apostrophe in {text}"
            );
            assert!(!text.contains("  "), "{key}: {text}");
            let count = |text: &str| text.matches("{0}").count();
            assert_eq!(count(text), count(texts[0]), "{key}: {text}");
            assert_eq!(
                text.ends_with('.'),
                texts[0].ends_with('.'),
                "{key}: {text}"
            );
        }
        let french = texts[1];
        for sign in [':', '?', '!', ';'] {
            let spaced = french.matches(sign).count();
            let right = french.matches(&format!("\u{202f}{sign}")).count();
            assert_eq!(
                spaced, right,
                "{key}: a narrow space before {sign} in {french}"
            );
        }
    }
}
