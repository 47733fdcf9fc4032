//! Which descriptions are taken, and that nothing filled in becomes structure.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::*;

const NAMES: &[&str] = &["to", "text", "id"];

fn description() -> Description {
    Description {
        method: "POST".to_owned(),
        url: "https://sms.example/send".to_owned(),
        format: Format::Json,
        body:
            r#"{"to": "{to}", "parts": [{"text": "{text}"}, 1, null], "note": "{not a place} {}"}"#
                .to_owned(),
        secret: "s3cret".into(),
        ..Description::default()
    }
}

fn template(description: &Description) -> Template {
    Template::new(description, NAMES, &["id"]).unwrap()
}

fn values<'a>(to: &'a str, text: &'a str) -> [(&'static str, &'a str); 3] {
    [("to", to), ("text", text), ("id", "m1")]
}

#[test]
fn what_is_described_is_sent() {
    let description = Description {
        url: "https://sms.example/{id}/send?to={to}".to_owned(),
        headers: vec![
            "X-Key: {secret}".to_owned(),
            "Idempotency-Key: {id}".to_owned(),
        ],
        user: "me".to_owned(),
        ..description()
    };
    let filled = template(&description)
        .fill(&values("+1 555", "say \"hi\""))
        .unwrap();
    assert_eq!(
        filled.url.as_str(),
        "https://sms.example/m1/send?to=%2B1%20555"
    );
    assert_eq!(filled.headers["x-key"], "s3cret");
    assert_eq!(filled.headers["idempotency-key"], "m1");
    assert_eq!(filled.headers[AUTHORIZATION], "Basic bWU6czNjcmV0");
    assert_eq!(filled.headers[CONTENT_TYPE], "application/json");
    let body: Value = serde_json::from_slice(&filled.body).unwrap();
    assert_eq!(
        body,
        json!({"to": "+1 555", "parts": [{"text": "say \"hi\""}, 1, null], "note": "{not a place} {}"})
    );
}

#[test]
fn secrets_and_people_do_not_print() {
    let description = Description {
        headers: vec!["X-Key: {secret}".to_owned()],
        ..description()
    };
    let template = template(&description);
    let filled = template.fill(&values("+15550100", "hello")).unwrap();
    let shown = format!(
        "{description:?} {template:?} {filled:?} {:?}",
        filled.headers
    );
    for hidden in ["s3cret", "5550100", "hello", "sms.example"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}

#[test]
fn a_wrong_description_is_refused_at_the_start() {
    type Spoil = fn(&mut Description);
    let cases: &[(Spoil, &str)] = &[
        (|it| it.method = "DELETE".into(), "method: "),
        (|it| it.method = "post".into(), "method: "),
        (|it| it.method = "GET".into(), "body: a GET"),
        (|it| it.url = String::new(), "url: "),
        (|it| it.url = "ftp://sms.example/".into(), "url: "),
        (|it| it.url = "https://me:pw@sms.example/".into(), "url: "),
        (|it| it.url = "https://{to}.example/".into(), "url: "),
        (|it| it.url = "https://sms.example{to}/x".into(), "url: "),
        (|it| it.url = "https://sms.example:{to}/x".into(), "url: "),
        (|it| it.url = "{to}".into(), "url: "),
        (
            |it| it.url = "https://sms.example/{phone}".into(),
            "url: there is no {phone} here, only {to}, {text}, {id}, {secret}",
        ),
        (|it| it.headers = vec!["X-Key".into()], "headers: "),
        (|it| it.headers = vec!["X Key: 1".into()], "headers: "),
        (|it| it.headers = vec!["Host: x".into()], "headers: host"),
        (
            |it| it.headers = vec!["X-To: {to}".into()],
            "headers: there is no {to} here",
        ),
        (
            |it| it.headers = vec!["X-Key: a\nb".into()],
            "headers: the value",
        ),
        (|it| it.body = "{to}".into(), "body: is not JSON"),
        (
            |it| it.body = r#"{"a": "{nobody}"}"#.into(),
            "body: there is no {nobody}",
        ),
        (
            |it| {
                it.user = "me".into();
                it.secret = "".into();
            },
            "secret: ",
        ),
        (
            |it| {
                it.body = r#"["{secret}"]"#.into();
                it.secret = "".into();
            },
            "secret: ",
        ),
        (|it| it.user = "me:you".into(), "user: "),
        (
            |it| {
                it.headers = vec!["X-Key: {secret}".into()];
                it.secret = "a\nb".into();
            },
            "headers: the value",
        ),
    ];
    for (spoil, expected) in cases {
        let mut it = description();
        spoil(&mut it);
        let said = Template::new(&it, NAMES, &["id"])
            .expect_err(expected)
            .to_string();
        assert!(said.starts_with(expected), "{said} / {expected}");
    }
}

#[test]
fn a_form_is_written_as_forms_are() {
    let description = Description {
        format: Format::Form,
        body: "From=%2B15550199&To={to}&Body={text}&Empty=".to_owned(),
        ..description()
    };
    let filled = template(&description)
        .fill(&values("+15550100", "a & b=c é"))
        .unwrap();
    assert_eq!(
        filled.body,
        "From=%2B15550199&To=%2B15550100&Body=a+%26+b%3Dc+%C3%A9&Empty="
    );
    assert_eq!(
        filled.headers[CONTENT_TYPE],
        "application/x-www-form-urlencoded"
    );
}

proptest! {
    #[test]
    fn nothing_filled_in_becomes_json(to in any::<String>(), text in "[\"\\\\{}\\[\\],:\\x00-\\x1f a-z]{0,40}") {
        let filled = template(&description()).fill(&values(&to, &text)).unwrap();
        let body: Value = serde_json::from_slice(&filled.body).unwrap();
        prop_assert_eq!(
            body,
            json!({"to": to, "parts": [{"text": text}, 1, null], "note": "{not a place} {}"})
        );
    }

    #[test]
    fn nothing_filled_in_becomes_a_pair(to in any::<String>(), text in "[&=%+;#\\x00-\\x1f a-zé]{0,40}") {
        let description = Description {
            format: Format::Form,
            body: "To={to}&Body=<{text}>".to_owned(),
            ..description()
        };
        let filled = template(&description).fill(&values(&to, &text)).unwrap();
        let pairs: Vec<(String, String)> = form_urlencoded::parse(&filled.body)
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        prop_assert_eq!(pairs, [("To".to_owned(), to), ("Body".to_owned(), format!("<{text}>"))]);
    }

    #[test]
    fn nothing_filled_in_changes_where_it_goes(to in any::<String>(), text in "[/?#@:\\\\.%&= a-z\\x00-\\x1f]{0,40}") {
        let description = Description {
            url: "https://sms.example/to/{to}/?text={text}&end=1".to_owned(),
            ..description()
        };
        if let Ok(filled) = template(&description).fill(&values(&to, &text)) {
            let url = Url::parse(filled.url.as_str()).unwrap();
            prop_assert_eq!(url.host_str(), Some("sms.example"));
            prop_assert_eq!((url.fragment(), url.username(), url.port()), (None, "", None));
            let query: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
            prop_assert_eq!(query.get("text"), Some(&text));
            prop_assert_eq!(query.len(), 2);
        }
    }

    #[test]
    fn headers_stay_as_many_as_they_are(to in any::<String>(), text in any::<String>()) {
        let description = Description {
            headers: vec!["X-Key: {secret}".to_owned()],
            ..description()
        };
        let filled = template(&description).fill(&values(&to, &text)).unwrap();
        prop_assert_eq!(filled.headers.len(), 2);
        prop_assert_eq!(&filled.headers["x-key"], "s3cret");
    }

    #[test]
    fn any_description_is_answered(url in "\\PC{0,30}", header in "\\PC{0,30}", body in "\\PC{0,40}") {
        for format in [Format::Json, Format::Form] {
            let it = Description {
                method: "POST".to_owned(),
                url: format!("https://a.example/{url}"),
                headers: vec![header.clone()],
                format,
                body: body.clone(),
                ..Description::default()
            };
            let _ = Template::new(&it, NAMES, &["id"]);
        }
    }
}
