//! Messages to people: the port, and the text of a message with a link.
//!
//! Composing a message is pure; an adapter sends it. A message is never stored: the address and the
//! business's text are sealed with the verification, the link is created anew from its key, and the
//! job that sends the message only contains the verification's ID. Messages with a code have their
//! text in `code_message.rs`.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use verification::Personal;
use verification::capture::Channel;

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The ID, which is the same for every attempt to send a message, so that a channel can drop
    /// repetitions. It consists of ASCII letters and digits and gives no access to anything.
    pub id: String,
    /// The channel.
    pub channel: Channel,
    /// A telephone number in E.164 with `+`, or an e-mail address.
    pub to: Personal,
    /// The subject in one line, for channels that have one.
    pub subject: String,
    /// The text with the link or the code.
    pub text: Personal,
}

/// The receipt of a channel that accepted a message, which does not mean that the message has
/// arrived.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    /// The channel's own ID of the message, if it returned one.
    pub id: Option<String>,
}

/// Why a message was not sent. The sentences contain neither the address nor the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The channel is not set up on this server.
    #[error("this server has no channel for {}", .0.word())]
    NoChannel(Channel),
    /// Another attempt may succeed.
    #[error("{why}")]
    Later {
        /// The reason.
        why: String,
        /// The delay that the channel asks for, if any.
        after: Option<Duration>,
    },
    /// No further attempt will succeed.
    #[error("{0}")]
    Never(String),
}

/// Sends messages through channels.
#[async_trait]
pub trait Messenger: Send + Sync + fmt::Debug {
    /// Returns true if the channel is set up. This is checked when a message is requested, not when
    /// it is sent.
    fn has(&self, channel: Channel) -> bool;
    /// Sends a message.
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

/// The contents of a message.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// The language as a BCP 47 tag. English is used for languages without a text.
    pub language: &'a str,
    /// The name of the business, as the person knows it.
    pub business: &'a str,
    /// The business's own text, which replaces the usual one.
    pub body: Option<&'a str>,
    /// The link.
    pub link: &'a str,
    /// The lifetime of the link in minutes.
    pub minutes: u64,
    /// Whether the person asked for it themselves, to continue on another device.
    pub is_hand_off: bool,
}

/// The placeholder for the link in the business's own text.
const LINK: &str = "{link}";

impl Words<'_> {
    /// Returns the subject, which is a single line.
    pub fn subject(&self) -> String {
        let business = one_line(self.business);
        match self.locale() {
            Locale::English => format!("{business}: verify your identity"),
            Locale::French => format!("{business} : vérifiez votre identité"),
            Locale::Spanish => format!("{business}: verifique su identidad"),
        }
    }

    /// Returns the text. In the business's own text, the link replaces `{link}` or follows at the
    /// end.
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

    /// Says who asks and why, and to whoever gets it by mistake that there is nothing to do.
    fn hand_off(&self) -> String {
        let (business, link, minutes) = (one_line(self.business), self.link, self.minutes.max(1));
        match self.locale() {
            Locale::English => format!(
                "{business} asked you to verify your identity. Continue on this device within \
                 {minutes} min: {link} If you did not request this, ignore it."
            ),
            Locale::French => format!(
                "{business} vous a demandé de vérifier votre identité. Continuez sur cet appareil \
                 dans les {minutes} min : {link} Si vous n’avez rien demandé, ignorez ce message."
            ),
            Locale::Spanish => format!(
                "{business} le pidió verificar su identidad. Continúe en este dispositivo en \
                 {minutes} min: {link} Si usted no lo solicitó, ignore este mensaje."
            ),
        }
    }

    fn usual(&self) -> String {
        let (business, link, minutes) = (one_line(self.business), self.link, self.minutes.max(1));
        if self.is_hand_off {
            return self.hand_off();
        }
        match (self.locale(), minutes) {
            (Locale::English, 1) => {
                format!("{business} asks you to verify your identity within a minute: {link}")
            }
            (Locale::English, _) => format!(
                "{business} asks you to verify your identity within {minutes} minutes: {link}"
            ),
            (Locale::French, 1) => format!(
                "{business} vous demande de vérifier votre identité dans la minute : {link}"
            ),
            (Locale::French, _) => format!(
                "{business} vous demande de vérifier votre identité dans les {minutes} minutes : {link}"
            ),
            (Locale::Spanish, 1) => {
                format!("{business} le pide que verifique su identidad en un minuto: {link}")
            }
            (Locale::Spanish, _) => format!(
                "{business} le pide que verifique su identidad en {minutes} minutos: {link}"
            ),
        }
    }

    fn locale(&self) -> Locale {
        Locale::of(self.language)
    }
}

/// A language of messages.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Locale {
    English,
    French,
    Spanish,
}

impl Locale {
    /// Returns the language of a BCP 47 tag, which is English if there is no other.
    pub(crate) fn of(tag: &str) -> Self {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "fr" => Self::French,
            "es" => Self::Spanish,
            _ => Self::English,
        }
    }
}

/// Removes control characters except line breaks.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

/// Joins the text into one line, because it becomes a header.
pub(crate) fn one_line(text: &str) -> String {
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
        is_hand_off: false,
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
    fn a_link_for_another_device_says_who_asks_and_why() {
        for (language, expected) in [
            (
                "en-gb",
                "Acme asked you to verify your identity. Continue on this device within 10 min: \
                 https://id.example/?token=1 If you did not request this, ignore it.",
            ),
            (
                "fr-ca",
                "Acme vous a demandé de vérifier votre identité. Continuez sur cet appareil dans \
                 les 10 min : https://id.example/?token=1 Si vous n’avez rien demandé, ignorez ce \
                 message.",
            ),
            (
                "es-mx",
                "Acme le pidió verificar su identidad. Continúe en este dispositivo en 10 min: \
                 https://id.example/?token=1 Si usted no lo solicitó, ignore este mensaje.",
            ),
        ] {
            let words = Words {
                language,
                is_hand_off: true,
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
