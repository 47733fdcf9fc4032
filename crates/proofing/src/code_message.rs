//! The text of a message with a code.

use verification::Personal;

use crate::messaging::{Locale, one_line, printable};

/// The contents of a message with a code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CodeWords<'a> {
    /// The language as a BCP 47 tag. English is used for languages without a text.
    pub(crate) language: &'a str,
    /// The name of the business, as the person knows it.
    pub(crate) business: &'a str,
    /// The business's own text. The code is appended unless the text contains it.
    pub(crate) text: Option<&'a str>,
    /// The code.
    pub(crate) code: &'a str,
    /// How long the code is valid in minutes.
    pub(crate) minutes: i64,
}

impl CodeWords<'_> {
    /// Returns the text.
    pub(crate) fn text(&self) -> Personal {
        let (code, minutes) = (self.code, self.minutes);
        if let Some(own) = self
            .text
            .map(printable)
            .filter(|own| !own.trim().is_empty())
        {
            return Personal::new(if own.contains(code) {
                own
            } else {
                format!("{} {code}", own.trim_end())
            });
        }
        let business = one_line(self.business);
        // The code comes first, where a notification shows it, and beside the word by which
        // telephones find it.
        Personal::new(match Locale::of(self.language) {
            Locale::English => format!(
                "{code} is your code for {business}. It is valid for {minutes} minutes. Do not \
                 share it with anybody."
            ),
            Locale::French => format!(
                "{code} est votre code pour {business}. Il est valable {minutes} minutes. Ne le \
                 communiquez à personne."
            ),
            Locale::Spanish => format!(
                "{code} es su código para {business}. Es válido por {minutes} minutos. No lo \
                 comparta con nadie."
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: CodeWords<'_> = CodeWords {
        language: "en-us",
        business: "Acme\r\nBank",
        text: None,
        code: "042017",
        minutes: 10,
    };

    #[test]
    fn the_code_comes_first_in_every_language() {
        for (language, expected) in [
            (
                "en-gb",
                "042017 is your code for Acme  Bank. It is valid for 10 minutes. Do not share it \
                 with anybody.",
            ),
            (
                "fr-CA",
                "042017 est votre code pour Acme  Bank. Il est valable 10 minutes. Ne le \
                 communiquez à personne.",
            ),
            (
                "es-mx",
                "042017 es su código para Acme  Bank. Es válido por 10 minutos. No lo comparta \
                 con nadie.",
            ),
        ] {
            let words = CodeWords { language, ..WORDS };
            assert_eq!(words.text().reveal(), expected);
        }
    }

    #[test]
    fn the_business_s_own_text_contains_the_code() {
        for (text, expected) in [
            ("Your Acme code:", "Your Acme code: 042017"),
            ("042017 for Acme", "042017 for Acme"),
            ("a\u{7}b \n", "ab 042017"),
        ] {
            let words = CodeWords {
                text: Some(text),
                ..WORDS
            };
            assert_eq!(words.text().reveal(), expected);
        }
        let blank = CodeWords {
            text: Some(" \t"),
            ..WORDS
        };
        assert_eq!(blank.text(), WORDS.text());
    }
}
