//! Proofs: Base64 text in, bytes and their type out.
//!
//! A proof is a data URL or bare Base64 of either alphabet, with or without padding, wrapped or
//! not. Its type is detected from the first bytes; the type that a data URL declares is ignored.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use verification::request::{EvidenceSlot, FieldError, MediaType};

/// The proofs found in a request. Their contents are taken out of the tree at the end.
pub(super) type Kinds = Vec<(EvidenceSlot, MediaType)>;

/// The reason why a text is not a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotAProof {
    NotBase64,
    TooBig,
}

/// Tolerates what encoders do not agree on: padding, and the bits after the last byte.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);

/// Returns true for keys that contain proofs.
pub(super) fn is_key(key: &str) -> bool {
    matches!(key, "proof" | "additional_proof")
}

/// Decodes the text of a proof. It is only copied if it is wrapped or uses the other alphabet.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, NotAProof> {
    let text = without_declaration(text.trim());
    if text.len() / 4 * 3 > MediaType::Video.max_bytes() / 16 * 17 {
        return Err(NotAProof::TooBig);
    }
    let decoded = BASE64.decode(text).or_else(|_| BASE64.decode(plain(text)));
    match decoded {
        Ok(content) if content.is_empty() => Err(NotAProof::NotBase64),
        Ok(content) => Ok(content),
        Err(_) => Err(NotAProof::NotBase64),
    }
}

/// Returns the text after `data:image/png;base64,`.
fn without_declaration(text: &str) -> &str {
    let is_declared = text
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("data:"));
    let head = text.as_bytes().get(..256).unwrap_or(text.as_bytes());
    let comma = head
        .iter()
        .position(|byte| *byte == b',')
        .filter(|_| is_declared);
    comma.and_then(|at| text.get(at + 1..)).unwrap_or(text)
}

/// Returns the text without white space, in the standard alphabet.
fn plain(text: &str) -> Vec<u8> {
    let kept = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    kept.map(|byte| match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    })
    .collect()
}

/// The reason why a proof is refused, in the protocol's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    Field(FieldError),
    /// The proof is larger than this many kilobytes.
    TooBig(usize),
    /// The proof is not of an accepted type.
    Kind,
    /// The proof is a video of this type.
    Film(&'static str),
}

/// The accepted types, which are those that this server decodes.
pub(super) const KINDS: &str = "jpg, jpeg, png, webp, heic, pdf";

/// Returns the type of a decoded proof, if it is accepted. Pictures of a type that is not decoded
/// are left to the decoder, which knows the name of the type.
pub(super) fn kind(decoded: &Result<Vec<u8>, NotAProof>) -> Result<MediaType, Refusal> {
    let content = match decoded {
        Ok(content) => content,
        Err(NotAProof::NotBase64) => return Err(Refusal::Field(FieldError::Format)),
        Err(NotAProof::TooBig) => return Err(Refusal::TooBig(MediaType::Jpeg.max_bytes() / 1024)),
    };
    let media = MediaType::sniff(content).ok_or(Refusal::Kind)?;
    if media == MediaType::Video {
        let is_quicktime = content.get(8..12) == Some(b"qt  ");
        return Err(Refusal::Film(if is_quicktime { "MOV" } else { "MP4" }));
    }
    if content.len() > media.max_bytes() {
        return Err(Refusal::TooBig(media.max_bytes() / 1024));
    }
    Ok(media)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_taken_as_clients_send_it() {
        // Bytes that use both letters in which the alphabets differ: `+/+/+/` and `-_-_-_`.
        let bytes = [0xFB, 0xFF, 0xBF, 0xFB, 0xFF, 0xBF, 0x01];
        let cases = [
            "+/+/+/+/AQ==",
            "+/+/+/+/AQ",
            "-_-_-_-_AQ",
            "-_-_-_-_AQ==",
            "+/+/+/-_AR==",
            " +/+/\r\n +/+/\tAQ==\n",
            "data:image/png;base64,+/+/+/+/AQ==",
            "DATA:;base64,\n+/+/\n+/+/AQ",
            "data:image/jpeg;charset=utf-8;base64,-_-_-_-_AQ",
        ];
        for text in cases {
            assert_eq!(decode(text).as_deref(), Ok(&bytes[..]), "{text}");
        }
        for text in [
            "data:image/png;base64,",
            "not base64!",
            "A",
            "+/+=+",
            "data:x",
            "ä",
        ] {
            assert_eq!(decode(text), Err(NotAProof::NotBase64), "{text}");
        }
    }

    #[test]
    fn too_much_text_is_not_decoded() {
        assert_eq!(
            decode(&"A".repeat(30 * 1024 * 1024)),
            Err(NotAProof::TooBig)
        );
    }
}
