//! Messages with a link to a person: the port, and the words of the message.
//!
//! Composing is pure; sending is the adapter's. A message is never stored: the address and the text of
//! the business are sealed with the verification, the link is made anew from its key, and the job that
//! sends it holds the verification's id alone.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use verification::Personal;
use verification::capture::Channel;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The same for every try of one message, so that a channel that looks can drop a repeated one.
    /// ASCII letters and digits. It opens nothing.
    pub id: String,
    /// By which way.
    pub channel: Channel,
    /// A telephone number in E.164 with `+`, or an e-mail address.
    pub to: Personal,
    /// One line, for channels that have such a thing.
    pub subject: String,
    /// The text with the link.
    pub text: Personal,
}

/// A channel took a message. It has not said that it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    /// The channel's own name for the message, if it told one.
    pub id: Option<String>,
}

/// Why a message did not go. Neither the address nor the text is in the sentences.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// This server has no such channel.
    #[error("this server has no channel for {}", .0.word())]
    NoChannel(Channel),
    /// Another try may succeed.
    #[error("{why}")]
    Later {
        /// Why.
        why: String,
        /// How long the channel asks to wait, if it says.
        after: Option<Duration>,
    },
    /// No other try will succeed.
    #[error("{0}")]
    Never(String),
}

/// Hands messages to channels.
#[async_trait]
pub trait Messenger: Send + Sync + fmt::Debug {
    /// Whether this server has the channel: asked when a message is asked for, not when it is sent.
    fn has(&self, channel: Channel) -> bool;
    /// Hands a message over.
    async fn send(&self, message: &Message) -> Result<Receipt, SendError>;
}

/// A server without channels.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoMessenger;

#[async_trait]
impl Messenger for NoMessenger {
    fn has(&self, _: Channel) -> bool {
        false
    }

    async fn send(&self, message: &Message) -> Result<Receipt, SendError> {
        Err(SendError::NoChannel(message.channel))
    }
}

/// What a message says.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// The language, a BCP 47 tag. English where there are no words in it.
    pub language: &'a str,
    /// The name of the business, as the person knows it.
    pub business: &'a str,
    /// The business's own text in place of the usual one.
    pub body: Option<&'a str>,
    /// The link.
    pub link: &'a str,
    /// How many minutes the link works.
    pub minutes: u64,
}

/// Where the business's own text wants the link.
const LINK: &str = "{link}";

impl Words<'_> {
    /// The subject, where there is one: a single line.
    pub fn subject(&self) -> String {
        let business = one_line(self.business);
        match self.tongue() {
            Tongue::English => format!("{business}: verify your identity"),
            Tongue::French => format!("{business} : vérifiez votre identité"),
            Tongue::Spanish => format!("{business}: verifique su identidad"),
        }
    }

    /// The text. The business's own has the link where it says `{link}`, else at its end.
    pub fn text(&self) -> Personal {
        let text = if let Some(body) = self.body.map(printable).filter(|it| !it.trim().is_empty()) {
            if body.contains(LINK) {
                body.replace(LINK, self.link)
            } else {
                format!("{} {}", body.trim_end(), self.link)
            }
        } else {
            self.usual()
        };
        Personal::new(text)
    }

    fn usual(&self) -> String {
        let (business, link, minutes) = (one_line(self.business), self.link, self.minutes.max(1));
        match (self.tongue(), minutes) {
            (Tongue::English, 1) => {
                format!("{business} asks you to verify your identity within a minute: {link}")
            }
            (Tongue::English, _) => format!(
                "{business} asks you to verify your identity within {minutes} minutes: {link}"
            ),
            (Tongue::French, 1) => format!(
                "{business} vous demande de vérifier votre identité dans la minute : {link}"
            ),
            (Tongue::French, _) => format!(
                "{business} vous demande de vérifier votre identité dans les {minutes} minutes : {link}"
            ),
            (Tongue::Spanish, 1) => {
                format!("{business} le pide que verifique su identidad en un minuto: {link}")
            }
            (Tongue::Spanish, _) => format!(
                "{business} le pide que verifique su identidad en {minutes} minutos: {link}"
            ),
        }
    }

    fn tongue(&self) -> Tongue {
        let language = self.language.split(['-', '_']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "fr" => Tongue::French,
            "es" => Tongue::Spanish,
            _ => Tongue::English,
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Tongue {
    English,
    French,
    Spanish,
}

/// Without control characters but line breaks.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

/// On one line: a header is made of it.
fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: Words<'_> = Words {
        language: "en-us",
        business: "Acme",
        body: None,
        link: "https://id.example/?token=1",
        minutes: 10,
    };

    #[test]
    fn the_usual_words_are_in_the_language_that_was_asked_for() {
        for (language, minutes, expected) in [
            (
                "en-us",
                10,
                "Acme asks you to verify your identity within 10 minutes: https://id.example/?token=1",
            ),
            (
                "fr-ca",
                10,
                "Acme vous demande de vérifier votre identité dans les 10 minutes : https://id.example/?token=1",
            ),
            (
                "ES",
                0,
                "Acme le pide que verifique su identidad en un minuto: https://id.example/?token=1",
            ),
            (
                "de",
                1,
                "Acme asks you to verify your identity within a minute: https://id.example/?token=1",
            ),
        ] {
            let words = Words {
                language,
                minutes,
                ..WORDS
            };
            assert_eq!(words.text().reveal(), expected);
        }
    }

    #[test]
    fn the_link_is_in_the_business_s_own_text() {
        for (body, expected) in [
            ("Welcome!", "Welcome! https://id.example/?token=1"),
            ("Go to {link} now", "Go to https://id.example/?token=1 now"),
            ("a\u{7}\r\nb ", "a\nb https://id.example/?token=1"),
        ] {
            let words = Words {
                body: Some(body),
                ..WORDS
            };
            assert_eq!(words.text().reveal(), expected);
        }
        let blank = Words {
            body: Some(" \t"),
            ..WORDS
        };
        assert_eq!(blank.text(), WORDS.text());
    }

    #[test]
    fn a_subject_is_one_line() {
        let words = Words {
            business: "Acme\r\nBcc: everyone@example.com",
            ..WORDS
        };
        assert_eq!(
            words.subject(),
            "Acme  Bcc: everyone@example.com: verify your identity"
        );
        assert!(!words.text().reveal().contains('\n'));
    }

    #[test]
    fn messages_and_errors_do_not_print_the_person() {
        let message = Message {
            id: "1".to_owned(),
            channel: Channel::Sms,
            to: "+15550100".into(),
            subject: WORDS.subject(),
            text: WORDS.text(),
        };
        let shown = format!("{message:?}");
        assert!(
            !shown.contains("5550100") && !shown.contains("token"),
            "{shown}"
        );
        assert_eq!(
            SendError::NoChannel(Channel::Whatsapp).to_string(),
            "this server has no channel for whatsapp"
        );
    }
}
