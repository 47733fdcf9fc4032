//! Errors of the request's own keys, and of services as a whole.

use super::check;
use crate::{json, request, told};

#[test]
fn of_references() {
    let long = "x".repeat(251);
    let cases = [
        (r#""""#, "The reference field is required."),
        (r#"" ""#, "The reference field is required."),
        ("null", "The reference field is required."),
        (r#""12345""#, "The reference must be at least 6 characters."),
        ("12345", "The reference must be at least 6 characters."),
        (
            &format!(r#""{long}""#),
            "The reference may not be greater than 250 characters.",
        ),
        (r#""with\ttab""#, "The reference format is invalid."),
        (r#""<script>""#, "The reference format is invalid."),
        ("true", "The reference must be a string."),
        ("1234567.5", "The reference must be a string."),
        (r#"["17374217"]"#, "The reference must be a string."),
    ];
    for (value, expected) in cases {
        check(
            &format!(r#"{{"reference":{value},"face":""}}"#),
            &format!("reference: {expected}"),
        );
    }
}

#[test]
fn of_keys_of_the_request() {
    let long = format!(
        r#""callback_url":"https://example.com/{}""#,
        "x".repeat(250)
    );
    let long_mail = format!(r#""email":"{}@example.com""#, "x".repeat(128));
    let cases = [
        (
            r#""country":"GBR""#,
            "country: The country must be 2 characters.",
        ),
        (
            r#""country":"XK""#,
            "country: The selected country is invalid.",
        ),
        (
            r#""country":["GB"]"#,
            "country: The country must be a string.",
        ),
        (
            r#""language":"ENG""#,
            "language: The language must be 2 characters.",
        ),
        (
            r#""language":"XX""#,
            "language: The selected language is invalid.",
        ),
        (
            r#""email":"john""#,
            "email: The email must be at least 6 characters.",
        ),
        (
            r#""email":"john.example.com""#,
            "email: The email must be a valid email address.",
        ),
        (
            &long_mail,
            "email: The email may not be greater than 128 characters.",
        ),
        (
            r#""callback_url":"example.com/cb""#,
            "callback_url: The callback url format is invalid.",
        ),
        (
            r#""callback_url":"ftp://example.com/""#,
            "callback_url: The callback url format is invalid.",
        ),
        (
            r#""callback_url":"https://u:p@example.com/""#,
            "callback_url: The callback url format is invalid.",
        ),
        (
            r#""callback_url":"a:b""#,
            "callback_url: The callback url must be at least 6 characters.",
        ),
        (
            &long,
            "callback_url: The callback url may not be greater than 250 characters.",
        ),
        (
            r#""status_url":"example""#,
            "status_url: The status url format is invalid.",
        ),
        (
            r#""redirect_url":"javascript:alert(1)""#,
            "redirect_url: The redirect url format is invalid.",
        ),
        (
            r#""verification_mode":"images""#,
            "verification_mode: The selected verification mode is invalid.",
        ),
        (r#""ttl":"an hour""#, "ttl: The ttl must be an integer."),
        (r#""ttl":1.5"#, "ttl: The ttl must be an integer."),
        (r#""ttl":true"#, "ttl: The ttl must be an integer."),
        (r#""ttl":0"#, "ttl: The ttl must be at least 1."),
        (r#""ttl":"-1""#, "ttl: The ttl must be at least 1."),
        (
            r#""ttl":525601"#,
            "ttl: The ttl may not be greater than 525600.",
        ),
        (
            r#""allow_offline":"2""#,
            "allow_offline: The allow offline field must be true or false.",
        ),
        (
            r#""allow_online":2"#,
            "allow_online: The allow online field must be true or false.",
        ),
        (
            r#""show_consent":"yes""#,
            "show_consent: The show consent field must be true or false.",
        ),
        (
            r#""show_privacy_policy":[1]"#,
            "show_privacy_policy: The show privacy policy field must be true or false.",
        ),
        (
            r#""show_results":"no""#,
            "show_results: The show results field must be true or false.",
        ),
        (
            r#""show_feedback_form":1.5"#,
            "show_feedback_form: The show feedback form field must be true or false.",
        ),
        (
            r#""manual_review":"x""#,
            "manual_review: The manual review field must be true or false.",
        ),
        (
            r#""decline_on_single_step":-1"#,
            "decline_on_single_step: The decline on single step field must be true or false.",
        ),
        (
            r#""allow_retry":"10""#,
            "allow_retry: The allow retry field must be true or false.",
        ),
        (
            r#""allow_na_ocr_inputs":{"a":1}"#,
            "allow_na_ocr_inputs: The allow na ocr inputs field must be true or false.",
        ),
        (
            r#""allow_warnings":"on""#,
            "allow_warnings: The allow warnings field must be true or false.",
        ),
        (
            r#""enhanced_originality_checks":"maybe""#,
            "enhanced_originality_checks: The enhanced originality checks field must be true or false.",
        ),
    ];
    for (members, expected) in cases {
        check(&request(members), expected);
    }
}

#[test]
fn of_services_as_a_whole() {
    let none = "services: At least one service is required: document, document_two, address, face, \
                consent, phone or background_checks.";
    let cases = [
        (r#"{"reference":"17374217"}"#, none),
        (r#"{"reference":"17374217","face":null}"#, none),
        (r#"{"reference":"17374217","faces":""}"#, none),
        (r#"{"reference":"17374217","journey_id":"abcdef"}"#, none),
        (
            r#"{"reference":"17374217","face":"1"}"#,
            "face.face: The face must be an array.",
        ),
        (
            r#"{"reference":"17374217","face":true}"#,
            "face.face: The face must be an array.",
        ),
        (
            r#"{"reference":"17374217","document":7}"#,
            "document.document: The document must be an array.",
        ),
    ];
    for (body, expected) in cases {
        check(body, expected);
    }
    for name in [
        "questionnaire",
        "ekyc",
        "kyb",
        "aml_for_businesses",
        "email_verify",
        "nfc",
    ] {
        let invalid = json(&request(&format!(r#""{name}":{{}}"#))).unwrap_err();
        let words = name.replace('_', " ");
        assert_eq!(
            told(&invalid),
            format!("{name}.{name}: The {words} service is not available.")
        );
        assert_eq!(invalid.status, 403);
    }
}
