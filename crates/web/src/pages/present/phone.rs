//! The page on which a phone is confirmed by a code.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use verification::capture::{CODE_LIFE, Channel, Sending};
use verification::phone_number::PhoneNumber;

use super::Scene;
use crate::pages::i18n::{Words, fill};
use crate::pages::views::{CodeChannel, CodeField, Phone};

/// The codes of refusals, with the texts that the page shows for them.
const SAID: &[(&str, &str)] = &[
    ("bad_number", "hand_bad_number"),
    ("premium_number", "phone_premium"),
    ("too_soon", "phone_too_soon"),
    ("too_many_codes", "phone_over"),
    ("too_often", "phone_too_often"),
    ("not_sent", "phone_not_sent"),
    ("not_a_code", "phone_not_a_code"),
    ("code_expired", "phone_expired"),
    ("wrong_code", "phone_wrong"),
    ("wrong_code_last", "phone_wrong_last"),
];

impl Scene<'_> {
    pub(super) fn phone(&self) -> Phone {
        let w = self.w();
        let phone = &self.verification.capture.phone;
        let asked = self.verification.request.services.phone.as_ref();
        let is_given = asked.is_some_and(|asked| asked.phone_number.is_some());
        let is_own = asked.is_some_and(|asked| asked.random_code.is_some());
        let number = self.verification.phone_number();
        let ending = number.as_ref().map(PhoneNumber::ending);
        let sent = phone.valid_code(self.now);
        let is_refused = sent.is_some_and(|code| code.sending == Sending::Refused);
        let sent = sent.filter(|code| code.sending != Sending::Refused);
        let lead = match (ending, sent) {
            (Some(ending), Some(code)) => fill(sent_by(code.channel, w), &[ending]),
            (Some(ending), None) if is_given => fill(w.phone_known, &[ending]),
            _ => w.phone_ask.to_owned(),
        };
        let pause = phone.pause_until(self.now);
        let left = |until: Timestamp| until.duration_since(self.now).max(SignedDuration::ZERO);
        let said: Map<String, Value> = SAID
            .iter()
            .filter_map(|(code, key)| Some(((*code).to_owned(), w.get(key)?.into())))
            .collect();
        let text = said.get(self.said).and_then(Value::as_str);
        let text = text.or_else(|| is_refused.then_some(w.phone_not_sent));
        let text =
            text.or_else(|| (phone.codes_left() == 0 && sent.is_none()).then_some(w.phone_over));
        let said_now = text.map(str::to_owned);
        let data = json!({
            "pause": pause.map_or(0, |until| left(until).as_millis()),
            "waits": sent.is_some_and(|code| code.sending == Sending::Waiting),
            "state": self.state(),
            "said": said,
        });
        let words = ["phone_again_in", "phone_again_now"];
        Phone {
            f: self.frame(
                "phone",
                w.phone_title.to_owned(),
                &["phone.js", "steps.js"],
                &words,
                data,
            ),
            lead,
            said: said_now,
            action: self.way.to("/phone"),
            code: sent.map(|_| CodeField {
                input_mode: if is_own { "text" } else { "numeric" },
                valid: fill(w.phone_valid, &[&CODE_LIFE.as_mins().to_string()]),
            }),
            // Who was refused something is shown what else there is.
            is_open: !self.said.is_empty() && !self.said.starts_with("wrong_code"),
            asks_number: !is_given,
            number: self.way.locale.calling_code(),
            channels: self.code_channels(phone.codes_left(), sent.is_some()),
            gives_up: phone.sent > 0 || phone.codes_left() == 0,
            without: w.phone_without_note.to_owned(),
        }
    }

    /// Returns what changes a page while it is shown: that its message was refused.
    pub(crate) fn state(&self) -> &'static str {
        let code = self.verification.capture.phone.code.as_ref();
        if code.is_some_and(|code| code.sending == Sending::Refused) {
            "refused"
        } else {
            ""
        }
    }

    fn code_channels(&self, left: u8, has_code: bool) -> Vec<CodeChannel> {
        if left == 0 {
            return Vec::new();
        }
        let w = self.w();
        let asked = self.verification.request.services.phone.as_ref();
        let there = asked.map(|asked| asked.channels_among(self.channels));
        let channel = |(number, channel): (usize, Channel)| CodeChannel {
            word: channel.word(),
            text: match channel {
                Channel::Whatsapp => w.phone_send_whatsapp,
                Channel::Sms | Channel::Email => w.phone_send_sms,
            },
            second: has_code || number > 0,
        };
        let there = there.unwrap_or_default().into_iter();
        there.enumerate().map(channel).collect()
    }
}

const fn sent_by(channel: Channel, w: &Words) -> &'static str {
    match channel {
        Channel::Whatsapp => w.phone_sent_whatsapp,
        Channel::Sms | Channel::Email => w.phone_sent_sms,
    }
}
