//! E-mail by SMTP (RFC 5321), with TLS from the start, with STARTTLS, or unencrypted to your own
//! relay.
//!
//! `lettre` composes and encodes, so a recipient or a subject cannot become a header. Messages are
//! plain text. Only the code of the server's answer is passed on, because its text may repeat the
//! address.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use proofing::messaging::{Message, Receipt, SendError};
use proofing::ports::Clock;
use verification::Personal;

use super::way::Way;

/// The encryption of the connection to the mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// TLS from the first byte, on port 465.
    Implicit,
    /// STARTTLS, without which nothing is sent, on port 587.
    StartTls,
    /// No encryption, on port 25. This is only for a relay on this machine or its own network.
    None,
}

/// The settings of a mail server.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Its name or address.
    pub host: String,
    /// Its port, or `None` for the usual one.
    pub port: Option<u16>,
    /// The encryption of the connection.
    pub tls: SmtpTls,
    /// The user name, or empty.
    pub user: String,
    /// The password.
    pub secret: Personal,
    /// The sender: `Acme <id@acme.example>`.
    pub from: String,
    /// PEM certificates to trust besides the public ones.
    pub authorities: Option<Vec<u8>>,
    /// The time limit for each command and its answer.
    pub patience: Duration,
}

impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpSettings({}, {:?})", self.host, self.tls)
    }
}

/// An error in the settings of a mail server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {why}")]
pub struct BadSmtp {
    /// The setting.
    pub key: &'static str,
    /// What is wrong with it, as the end of a sentence.
    pub why: &'static str,
}

/// A mail server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Smtp(…)")
    }
}

impl Smtp {
    /// Creates a mail server with these settings. It does not connect yet.
    pub fn new(settings: &SmtpSettings, clock: Arc<dyn Clock>) -> Result<Self, BadSmtp> {
        let bad = |key, why| BadSmtp { key, why };
        let from: Mailbox = settings
            .from
            .parse()
            .map_err(|_| bad("from", "must be an e-mail address, or Name <address>"))?;
        if settings.host.is_empty() || settings.host.contains(char::is_whitespace) {
            return Err(bad("host", "must be the name of the mail server"));
        }
        if !settings.user.is_empty() && settings.secret.is_blank() {
            return Err(bad("secret", "is needed for the user and not set"));
        }
        if !settings.user.is_empty() && settings.tls == SmtpTls::None {
            return Err(bad("tls", "a password is not sent in clear"));
        }
        let port = settings.port.unwrap_or(match settings.tls {
            SmtpTls::Implicit => 465,
            SmtpTls::StartTls => 587,
            SmtpTls::None => 25,
        });
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.as_str())
                .port(port)
                .timeout(Some(settings.patience))
                .hello_name(ClientId::Domain(from.email.domain().to_owned()))
                .tls(tls(settings)?);
        if !settings.user.is_empty() {
            builder = builder.credentials(Credentials::new(
                settings.user.clone(),
                settings.secret.reveal().to_owned(),
            ));
        }
        Ok(Self {
            transport: builder.build(),
            from,
            clock,
        })
    }

    fn compose(&self, message: &Message) -> Result<lettre::Message, SendError> {
        let to = message
            .to
            .reveal()
            .parse()
            .map_err(|_| SendError::Never("the address is no e-mail address".to_owned()))?;
        let id = format!("<{}@{}>", message.id, self.from.email.domain());
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(message.subject.as_str())
            .message_id(Some(id))
            .date(SystemTime::from(self.clock.now()))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .singlepart(SinglePart::plain(message.text.reveal().to_owned()))
            .map_err(|_| SendError::Never("the message cannot be composed".to_owned()))
    }
}

fn tls(settings: &SmtpSettings) -> Result<Tls, BadSmtp> {
    let bad = |key, why| BadSmtp { key, why };
    if settings.tls == SmtpTls::None {
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.authorities {
        let certificate =
            Certificate::from_pem(pem).map_err(|_| bad("ca_file", "holds no certificates"))?;
        parameters = parameters.add_root_certificate(certificate);
    }
    let parameters = parameters
        .build_rustls()
        .map_err(|_| bad("ca_file", "TLS cannot be set up with it"))?;
    Ok(match settings.tls {
        SmtpTls::Implicit => Tls::Wrapper(parameters),
        _ => Tls::Required(parameters),
    })
}

#[async_trait]
impl Way for Smtp {
    async fn send(&self, message: &Message) -> Result<Receipt, SendError> {
        let composed = self.compose(message)?;
        match self.transport.send(composed).await {
            Ok(_) => Ok(Receipt::default()),
            Err(error) if error.is_permanent() => Err(SendError::Never(sentence(&error))),
            Err(error) => Err(SendError::Later {
                why: sentence(&error),
                after: None,
            }),
        }
    }
}

fn sentence(error: &lettre::transport::smtp::Error) -> String {
    if let Some(code) = error.status() {
        format!("the mail server answered {code}")
    } else if error.is_timeout() {
        "the mail server did not answer in time".to_owned()
    } else if error.is_tls() {
        "no secure connection to the mail server could be made".to_owned()
    } else if error.is_response() {
        "the mail server does not speak SMTP".to_owned()
    } else if error.is_client() {
        "the mail server cannot do what is configured".to_owned()
    } else {
        "the mail server could not be reached".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;
    use verification::capture::Channel;

    use super::*;

    #[derive(Debug)]
    struct Still;

    impl Clock for Still {
        fn now(&self) -> Timestamp {
            Timestamp::from_second(1_800_000_000).unwrap()
        }
    }

    fn settings() -> SmtpSettings {
        SmtpSettings {
            host: "mail.example".to_owned(),
            port: None,
            tls: SmtpTls::StartTls,
            user: String::new(),
            secret: Personal::default(),
            from: "Acme Ident <id@acme.example>".to_owned(),
            authorities: None,
            patience: Duration::from_secs(5),
        }
    }

    fn message(to: &str, subject: &str, text: &str) -> Message {
        Message {
            id: "m1".to_owned(),
            channel: Channel::Email,
            to: to.into(),
            subject: subject.to_owned(),
            text: text.into(),
        }
    }

    #[test]
    fn wrong_settings_are_told_at_the_start() {
        type Spoil = fn(&mut SmtpSettings);
        let cases: &[(Spoil, &str)] = &[
            (|it| it.from = "acme".into(), "from"),
            (|it| it.from = "a@b.example\r\nBcc: c@d".into(), "from"),
            (|it| it.host = String::new(), "host"),
            (|it| it.user = "me".into(), "secret"),
            (
                |it| {
                    it.user = "me".into();
                    it.secret = "pw".into();
                    it.tls = SmtpTls::None;
                },
                "tls",
            ),
            (|it| it.authorities = Some(b"nothing".to_vec()), "ca_file"),
        ];
        for (spoil, key) in cases {
            let mut it = settings();
            spoil(&mut it);
            match Smtp::new(&it, Arc::new(Still)) {
                Err(error) => assert_eq!(error.key, *key),
                // lettre takes a file without certificates for none.
                Ok(_) => assert_eq!(*key, "ca_file"),
            }
        }
    }

    #[test]
    fn a_message_is_what_mail_servers_expect() {
        let smtp = Smtp::new(&settings(), Arc::new(Still)).unwrap();
        let text = "Vérifiez : https://id.example/?token=1";
        let mail = smtp
            .compose(&message("zoe@person.example", "Bonjour é", text))
            .unwrap();
        let mail = String::from_utf8(mail.formatted()).unwrap();
        for line in [
            "From: \"Acme Ident\" <id@acme.example>\r\n",
            "To: zoe@person.example\r\n",
            "Message-ID: <m1@acme.example>\r\n",
            "Date: Fri, 15 Jan 2027 08:00:00 +0000\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
        ] {
            assert!(mail.contains(line), "{line} {mail}");
        }
    }

    #[test]
    fn what_is_no_address_gets_no_mail() {
        let smtp = Smtp::new(&settings(), Arc::new(Still)).unwrap();
        for to in [
            "",
            "zoe",
            "zoe@",
            "a@b.example\r\nBcc: c@d.example",
            "a b@c.example",
        ] {
            let composed = smtp.compose(&message(to, "s", "t"));
            assert!(matches!(composed, Err(SendError::Never(_))), "{to:?}");
        }
    }

    proptest! {
        #[test]
        fn no_subject_or_text_makes_a_header(subject in any::<String>(), text in any::<String>()) {
            let smtp = Smtp::new(&settings(), Arc::new(Still)).unwrap();
            if let Ok(mail) = smtp.compose(&message("zoe@person.example", &subject, &text)) {
                let mail = String::from_utf8(mail.formatted()).unwrap();
                let (head, _) = mail.split_once("\r\n\r\n").unwrap();
                let mut names: Vec<&str> = head
                    .split("\r\n")
                    .filter(|line| !line.starts_with([' ', '\t']))
                    .map(|line| line.split_once(':').unwrap().0)
                    .collect();
                names.sort_unstable();
                prop_assert_eq!(names, [
                    "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From",
                    "MIME-Version", "Message-ID", "Subject", "To",
                ]);
            }
        }
    }
}
