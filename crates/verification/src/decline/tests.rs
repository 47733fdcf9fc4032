//! The catalogue of decline codes: whole, unique, and kind to the person.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::service::Service;

/// Section 9 of the protocol notes, number by number.
const LISTED: &str = "000 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 21 22 23 24 25 26 27 28
    30 31 32 33 34 35 36 37 38 39 40 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 65 66
    67 68 70 73 75 76 77 80 84 85 86 87 89 90 96 97 98 99 101 104 106 108 109 110 125 129 131 134 144 146
    160 161 162 163 164 166 168 169 173 182 183 184 185 186 194 205 210 218 219 225 230 231 233
    235 236 237 238 239 240 241 242 243 244 245 246 247 249 251 252 253 254 255 256 257 258 259 260 261 262
    263 264 265 266 268 269 274 276 277 278 279 280 281 282 283 284 286 287 288 289 290 291 292 297 298 299
    300 301 303 304 305 313 314 315 316 317 318 343 344";

#[test]
fn every_listed_code_is_defined_and_no_other() {
    let listed: BTreeSet<String> = LISTED
        .split_whitespace()
        .map(|n| format!("SPDR{n}"))
        .collect();
    let ours: BTreeSet<String> = all()
        .filter(|d| d.origin == Origin::Protocol)
        .map(|d| d.code.to_string())
        .collect();
    assert_eq!(listed, ours);
}

#[test]
fn codes_names_and_descriptions_are_unique() {
    let count = all().count();
    assert_eq!(all().map(|d| &d.code).collect::<BTreeSet<_>>().len(), count);
    assert_eq!(all().map(|d| d.name).collect::<BTreeSet<_>>().len(), count);
    let mut descriptions = BTreeMap::new();
    for definition in all() {
        if let Some(other) = descriptions.insert(definition.description, &definition.code) {
            panic!("{other} and {} have one description", definition.code);
        }
    }
}

#[test]
fn each_table_ascends() {
    let number = |d: &Definition| d.code.as_str()[4..].parse::<u16>().unwrap();
    for table in [
        document::DOCUMENT,
        address::ADDRESS,
        face::FACE,
        consent::CONSENT,
        others::OTHERS,
        extensions::OURS,
    ] {
        assert!(table.is_sorted_by_key(number));
    }
}

#[test]
fn descriptions_are_one_sentence_without_a_full_stop() {
    for d in all() {
        for (text, stop) in [
            (d.description, false),
            (d.internal_text, true),
            (d.public_text, true),
        ] {
            assert!(
                !text.is_empty() && text.trim() == text && !text.contains("  "),
                "{}: {text:?}",
                d.code
            );
            assert_eq!(text.ends_with('.'), stop, "{}: {text:?}", d.code);
            assert!(
                text.starts_with(|c: char| c.is_uppercase()),
                "{}: {text:?}",
                d.code
            );
        }
        assert!(d.description.len() <= 80, "{}: {:?}", d.code, d.description);
        assert!(
            !d.services.is_empty() && d.services.is_sorted(),
            "{}",
            d.code
        );
    }
}

/// Words that would accuse the person, or tell them which list was searched.
const ACCUSING: &[&str] = &[
    "fraud",
    "fake",
    "forge",
    "tamper",
    "manipul",
    "alter",
    "edit",
    "photoshop",
    "suspic",
    "stolen",
    "steal",
    "false",
    "lie",
    "lying",
    "criminal",
    "sanction",
    "terror",
    "illegal",
    "cheat",
    "impost",
    "attack",
    "spoof",
    "deceiv",
    "screening",
    "aml",
    "pep",
    "watch list",
    "internet",
    "minor",
    "liar",
    "dishonest",
    "refuse",
    "blacklist",
];

#[test]
fn what_the_person_is_told_accuses_nobody_and_names_no_code() {
    for d in all() {
        let text = d.public_text.to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        for accusing in ACCUSING {
            assert!(
                !words.iter().any(|word| word.starts_with(accusing)),
                "{}: {accusing}: {text}",
                d.code
            );
        }
        assert!(
            !text.contains("spdr") && !text.contains("bnfd"),
            "{}: {text}",
            d.code
        );
        assert!(
            !text.contains(|c: char| c.is_ascii_digit()),
            "{}: {text}",
            d.code
        );
        assert!(
            text.contains("please") || text.contains("you can"),
            "{} says not what to do: {text}",
            d.code
        );
        let asked_again = text.contains("again") || text.contains("new one");
        assert!(
            d.retryable || !asked_again,
            "{} asks in vain: {text}",
            d.code
        );
        assert!(d.public_text.len() <= 160, "{}: {text}", d.code);
    }
}

#[test]
fn every_category_is_used_and_named() {
    assert_eq!(Category::ALL.len(), Category::Internal as usize + 1);
    for category in Category::ALL {
        assert!(all().any(|d| d.category == *category), "{category}");
    }
}

#[test]
fn every_service_can_be_declined() {
    for service in Service::ALL {
        assert!(all().any(|d| d.services.contains(service)), "{service}");
    }
    // What the seed shows: three codes, the first of which gives the reason.
    let reason = DeclineCode::NAME_DIFFERS.definition().unwrap();
    assert_eq!(
        (reason.code.as_str(), reason.description),
        ("SPDR07", "Name on the document doesn't match")
    );
    assert_eq!(DeclineCode::ORIGINALITY_NOT_VERIFIED.as_str(), "SPDR06");
    assert_eq!(DeclineCode::ADDRESS_DIFFERS.as_str(), "SPDR23");
}

#[test]
fn fields_are_keys_of_claims() {
    let keys = [
        "name",
        "last_name",
        "dob",
        "age",
        "gender",
        "issue_date",
        "expiry_date",
        "document_number",
        "place_of_issue",
        "full_address",
        "country",
        "phone_number",
        "random_code",
        "text",
        "with_face",
        "supported_types",
    ];
    for d in all() {
        assert!(
            d.field.is_none_or(|field| keys.contains(&field)),
            "{}: {:?}",
            d.code,
            d.field
        );
    }
}

#[test]
fn known_and_unknown_codes_survive_a_round_trip() {
    for d in all() {
        let code: DeclineCode = d.code.to_string().parse().unwrap();
        assert_eq!(code.definition(), Some(d));
    }
    for text in ["SPDR9999", "SPDR7", "spdr07", "ACME-12_b"] {
        let code: DeclineCode = text.parse().unwrap();
        assert_eq!(code.definition(), None, "{text}");
        assert_eq!(code.to_string(), text);
        assert_eq!(code.as_str().parse(), Ok(code));
    }
}

#[test]
fn what_cannot_be_a_code_is_refused() {
    for text in [
        "",
        " SPDR07",
        "SPDR 07",
        "SPDR07.",
        "Ünicode",
        "\0",
        &"X".repeat(33),
    ] {
        assert_eq!(
            text.parse::<DeclineCode>(),
            Err(NotADeclineCode),
            "{text:?}"
        );
    }
    assert!("".parse::<DeclineCode>().is_err());
}

proptest! {
    #[test]
    fn any_text_is_a_code_or_an_error(text in any::<String>()) {
        if let Ok(code) = text.parse::<DeclineCode>() {
            prop_assert_eq!(code.to_string(), text);
        }
    }
}
