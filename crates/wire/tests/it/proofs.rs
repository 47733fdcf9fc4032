//! Proofs as clients send them, and those that are refused.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use verification::Service;
use verification::request::{EvidenceSlot, MediaType, Side, Site};

use crate::{form, json, service, told};

/// Bytes that start like a file of this kind; their base64 has all that is awkward in it.
fn file(media: MediaType, length: usize) -> Vec<u8> {
    let start: &[u8] = match media {
        MediaType::Jpeg => b"\xFF\xD8\xFF\xE0",
        MediaType::Png => b"\x89PNG\r\n\x1a\n",
        MediaType::Pdf => b"%PDF-1.7\n",
        MediaType::Video => b"\0\0\0\x18ftypmp42",
        MediaType::Barcode => b"@\n\x1e\rANSI ",
        MediaType::Heic => b"\0\0\0\x18ftypheic",
        MediaType::WebP => b"RIFF\x10\0\0\0WEBPVP8 ",
        MediaType::Other => b"GIF89a",
    };
    start
        .iter()
        .copied()
        .chain((0..=255).rev().cycle())
        .take(length)
        .collect()
}

fn with_proof(name: &str, text: &str) -> String {
    service(name, &format!(r#""proof":{text}"#))
}

#[test]
fn are_taken_in_every_spelling() {
    let content = file(MediaType::Jpeg, 1000);
    let standard = STANDARD.encode(&content);
    let wrapped: Vec<&str> = standard
        .as_bytes()
        .chunks(76)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    let spellings = [
        standard.clone(),
        STANDARD_NO_PAD.encode(&content),
        URL_SAFE.encode(&content),
        wrapped.join("\\r\\n"),
        wrapped.join("\\n"),
        format!(" {standard} "),
        standard.replace('/', "\\/"),
        standard.replace('+', "\\u002B"),
        format!("data:image/jpeg;base64,{standard}"),
        format!("data:image\\/png;base64,{}", standard.replace('/', "\\/")),
        format!("data:;base64,{}", wrapped.join("\\n")),
        format!("DATA:application/pdf;name=x;base64,{standard}"),
    ];
    for text in spellings {
        let parsed = json(&with_proof("document", &format!(r#""{text}""#))).unwrap();
        let [proof] = parsed.proofs.as_slice() else {
            panic!("{} proofs", parsed.proofs.len())
        };
        assert_eq!(
            proof.slot,
            EvidenceSlot::new(Service::Document, Side::Proof)
        );
        assert_eq!(proof.media, MediaType::Jpeg);
        assert!(proof.content == content);
        assert!(parsed.request.proofs.contains(&proof.slot));
        assert_eq!(parsed.request.site(), Site::OffSite);
    }
}

#[test]
fn are_found_in_every_service_and_side() {
    let text = STANDARD.encode(file(MediaType::Png, 100));
    let body = format!(
        r#"{{"reference":"17374217","document":{{"proof":"{text}","additional_proof":"{text}"}},
            "document_two":{{"proof":"{text}"}},"address":{{"additional_proof":"{text}","proof":"{text}"}},
            "face":{{"proof":"{text}","additional_proof":"{text}"}},
            "consent":{{"proof":"{text}","text":"I agree"}},"phone":{{"proof":"{text}"}},"proof":"{text}"}}"#
    );
    let parsed = json(&body).unwrap();
    let slots: Vec<String> = parsed
        .proofs
        .iter()
        .map(|proof| proof.slot.to_string())
        .collect();
    assert_eq!(
        slots,
        [
            "document.proof",
            "document.additional_proof",
            "document_two.proof",
            "address.proof",
            "address.additional_proof",
            "face.proof",
            "consent.proof",
        ]
    );
    assert_eq!(parsed.request.proofs.len(), slots.len());
}

#[test]
fn in_forms() {
    let content = file(MediaType::Png, 500);
    let text = STANDARD
        .encode(&content)
        .replace('+', "%2B")
        .replace('/', "%2F");
    let json_text = format!("%7B%22proof%22%3A%22{text}%22%7D");
    for body in [
        format!("reference=17374217&face[proof]={text}"),
        format!("reference=17374217&face%5Bproof%5D=data:image/png;base64,{text}"),
        format!("reference=17374217&face={json_text}"),
    ] {
        let parsed = form(&body).unwrap();
        assert!(parsed.proofs[0].content == content, "{body}");
    }
}

#[test]
fn of_two_the_last_counts() {
    let first = STANDARD.encode(file(MediaType::Png, 100));
    let last = STANDARD.encode(file(MediaType::Pdf, 100));
    let parsed = json(&service(
        "face",
        &format!(r#""proof":"{first}","proof":"{last}""#),
    ))
    .unwrap();
    assert_eq!(parsed.proofs[0].media, MediaType::Pdf);
}

#[test]
fn are_refused_with_a_reason() {
    let encoded = |media, length| format!(r#""{}""#, STANDARD.encode(file(media, length)));
    let mb = 1024 * 1024;
    let any = "The proof must be a file of type: jpg, jpeg, png, webp, heic, pdf.";
    let film = "The proof is an MP4 video, which this server does not read. It must be a file of type: jpg, jpeg, png, webp, heic, pdf.";
    let cases = [
        (
            r#""not base64!""#.to_owned(),
            "",
            "The proof format is invalid.",
        ),
        (
            r#""data:image/png;base64,""#.to_owned(),
            "",
            "The proof format is invalid.",
        ),
        (r#""Qk0AAAA=""#.to_owned(), "", any),
        (r#""AAAA""#.to_owned(), "", any),
        ("7".to_owned(), "", "The proof must be a string."),
        (r#"{"a":1}"#.to_owned(), "", "The proof must be a string."),
        (
            encoded(MediaType::Jpeg, 16 * mb + 1),
            "",
            "The proof may not be greater than 16384 kilobytes.",
        ),
        (
            encoded(MediaType::Jpeg, 30 * mb),
            "",
            "The proof may not be greater than 16384 kilobytes.",
        ),
        (encoded(MediaType::Video, 100), "", film),
        (
            encoded(MediaType::Video, 100),
            r#","verification_mode":"image_only""#,
            film,
        ),
        (
            format!(
                r#""{}""#,
                STANDARD.encode(b"\0\0\0\x14ftypqt  \0\0\0\0qt  ")
            ),
            "",
            "The proof is an MOV video, which this server does not read. It must be a file of type: jpg, jpeg, png, webp, heic, pdf.",
        ),
    ];
    for (text, mode, expected) in cases {
        let body = service("face", &format!(r#""proof":{text}{mode}"#));
        assert_eq!(
            told(&json(&body).unwrap_err()),
            format!("face.proof: {expected}")
        );
    }
    let body = service("document", r#""additional_proof":"AAAA""#);
    let expected = any.replace("proof", "additional proof");
    assert_eq!(
        told(&json(&body).unwrap_err()),
        format!("document.additional_proof: {expected}")
    );
}

#[test]
fn may_be_as_large_as_their_kind_allows() {
    let mb = 1024 * 1024;
    for (media, length) in [(MediaType::Png, 16 * mb), (MediaType::Pdf, 16 * mb)] {
        let text = STANDARD.encode(file(media, length));
        let parsed = json(&with_proof("face", &format!(r#""{text}""#))).unwrap();
        assert_eq!(
            (parsed.proofs[0].media, parsed.proofs[0].content.len()),
            (media, length)
        );
    }
}

/// Whoever decodes files says by its name what it does not decode.
#[test]
fn of_another_kind_are_left_to_whoever_knows_their_name() {
    for file in [
        &b"\0\0\0\x18ftypavif\0\0\0\0mif1avif"[..],
        b"GIF89a0000",
        b"II*\0\x08\0\0\0",
    ] {
        let text = STANDARD.encode(file);
        let parsed = json(&with_proof("face", &format!(r#""{text}""#))).unwrap();
        assert_eq!(parsed.proofs[0].media, MediaType::Other);
    }
}

/// Nothing that could be sent for it is read, so nobody is asked for it.
#[test]
fn of_videos_alone_cannot_be_asked_for() {
    let said = "verification_mode: The verification mode video_only is not available: this server reads no videos.";
    for mode in ["video_only", "VIDEO_ONLY"] {
        let top =
            format!(r#"{{"reference":"17374217","verification_mode":"{mode}","document":""}}"#);
        assert_eq!(told(&json(&top).unwrap_err()), said);
        for name in ["document", "document_two", "address", "face"] {
            let own = service(name, &format!(r#""verification_mode":"{mode}""#));
            assert_eq!(told(&json(&own).unwrap_err()), format!("{name}.{said}"));
        }
    }
}

#[test]
fn a_service_may_say_its_mode() {
    let picture = STANDARD.encode(file(MediaType::Png, 100));
    for (top, own) in [("image_only", "any"), ("any", "image_only"), ("any", "")] {
        let body = format!(
            r#"{{"reference":"17374217","verification_mode":"{top}","face":{{"proof":"{picture}","verification_mode":"{own}"}}}}"#
        );
        assert!(json(&body).is_ok());
    }
}
