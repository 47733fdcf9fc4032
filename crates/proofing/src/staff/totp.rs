//! Codes that an app shows for half a minute (RFC 6238, with HMAC-SHA1, which every app knows).

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;
use subtle::ConstantTimeEq;
use verification::Personal;
use verification::request::Email;
use verification::staff::SecondFactor;

/// How many seconds a code is shown.
const STEP: i64 = 30;

/// The number of steps before and after the present one whose codes are taken, for clocks that are
/// not quite right (RFC 6238, 5.2).
const SKEW: u64 = 1;

/// The name of this server in the list of an app.
pub const ENROLMENT_LABEL: &str = "Bonafide";

/// Returns the step of which this is the code, if it is one that is due and was not used.
pub(crate) fn step_of(factor: &SecondFactor, code: &str, now: Timestamp) -> Option<u64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let present = u64::try_from(now.as_second() / STEP).unwrap_or_default();
    let steps = present.saturating_sub(SKEW)..=present.saturating_add(SKEW);
    let mut found = None;
    for step in steps {
        let is_same = bool::from(
            code_at(&factor.secret, step)
                .as_bytes()
                .ct_eq(digits.as_bytes()),
        );
        if is_same && step > factor.last_step {
            found = Some(step);
        }
    }
    found
}

/// Returns the six digits of a step (RFC 4226, 5.3).
fn code_at(secret: &[u8; 20], step: u64) -> String {
    // HMAC fills a short key up with zeros to its block of 64 bytes.
    let mut block = [0; 64];
    block
        .iter_mut()
        .zip(secret)
        .for_each(|(to, from)| *to = *from);
    let mut mac = <Hmac<Sha1> as KeyInit>::new((&block).into());
    mac.update(&step.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let offset = usize::from(hash.last().copied().unwrap_or_default() & 0xf);
    let number = hash
        .iter()
        .skip(offset)
        .take(4)
        .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

/// Returns the link that apps read from a QR code.
pub(crate) fn enrolment_url(secret: &[u8; 20], email: &Email) -> Personal {
    let name: String = email
        .as_str()
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    Personal::new(format!(
        "otpauth://totp/{ENROLMENT_LABEL}:{name}?secret={}&issuer={ENROLMENT_LABEL}",
        base32(secret)
    ))
}

/// Returns bytes in Base32 (RFC 4648, 6) without padding. 20 bytes need none.
pub(crate) fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut buffer, mut bits) = (0_u32, 0);
    for byte in bytes {
        buffer = (buffer << 8 | u32::from(*byte)) & 0xffff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let digit = ALPHABET.get((buffer >> bits & 31) as usize);
            text.extend(digit.copied().map(char::from));
        }
    }
    if bits > 0 {
        let digit = ALPHABET.get((buffer << (5 - bits) & 31) as usize);
        text.extend(digit.copied().map(char::from));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    const SECRET: [u8; 20] = *b"12345678901234567890";

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // The RFC prints eight digits; the last six of them are the code of six.
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let at = Timestamp::from_second(second).unwrap();
            let factor = SecondFactor {
                secret: SECRET,
                last_step: 0,
            };
            assert_eq!(step_of(&factor, code, at), Some(second as u64 / 30));
        }
    }

    #[test]
    fn a_code_works_once_and_for_a_minute_and_a_half() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let factor = |last_step| SecondFactor {
            secret: SECRET,
            last_step,
        };
        let step = 1_111_111_109 / 30;
        let begins = step as i64 * 30;
        for (second, is_taken) in [
            (begins - 31, false),
            (begins - 30, true),
            (begins, true),
            (begins + 59, true),
            (begins + 60, false),
        ] {
            let told = step_of(&factor(0), "081 804", at(second));
            assert_eq!(told.is_some(), is_taken, "{second}");
        }
        assert_eq!(step_of(&factor(step), "081804", at(begins)), None);
        assert_eq!(step_of(&factor(step - 1), "081804", at(begins)), Some(step));
        for wrong in ["", "08180", "0818040", "081805", "０８１８０４"] {
            assert_eq!(step_of(&factor(0), wrong, at(begins)), None, "{wrong}");
        }
    }

    #[test]
    fn secrets_are_written_as_apps_read_them() {
        for (bytes, text) in [
            (&b"foobar"[..], "MZXW6YTBOI"),
            (b"f", "MY"),
            (b"", ""),
            (&SECRET, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
        ] {
            assert_eq!(base32(bytes), text);
        }
        let email = Email::parse("zoë+a@example.com").unwrap();
        assert_eq!(
            enrolment_url(&SECRET, &email).reveal(),
            "otpauth://totp/Bonafide:zo%C3%AB%2Ba%40example.com\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bonafide"
        );
    }
}
