//! Bodies that nobody means well with: nothing panics. What they cost is measured by the bench
//! `parse`.

use proptest::prelude::*;
use wire::verify::parse::{deletion, parse, status};
use wire::verify::render;

use crate::TODAY;

/// A body with most of what can be said.
const VALID: &str = r#"{"reference":"17374217","country":"GB","language":"EN","email":"john@example.com",
"callback_url":"https://example.com/cb","redirect_url":"https://example.com","ttl":60,"verification_mode":"any",
"show_results":"1","document":{"proof":"data:image\/jpeg;base64,\/9j\/4AAQSkZJRg==","additional_proof":"iVBORw0KGgo=",
"supported_types":["id_card","passport"],"name":{"first_name":"John","last_name":"D\u00f6","fuzzy_match":"1"},
"dob":"1978-03-13","age":{"min":18},"gender":"M","document_number":"1456-0989","issue_date":"2015-10-10","expiry_date":""},
"address":{"full_address":"3339 Maryland Avenue","name":""},"face":"","consent":{"text":"I agree"},
"phone":{"phone_number":"+44123456","random_code":"4711","text":"4711"},"background_checks":{"filters":["pep"]}}"#;

const FORM: &str = "reference=17374217&document[proof]=%2F9j%2F4AAQ&document[name][first_name]=John&document[supported_types][]=passport&face=";

/// Parses with every parser, and renders whatever error comes.
fn feed(body: &[u8]) {
    for content_type in [
        None,
        Some("application/json"),
        Some("application/x-www-form-urlencoded"),
    ] {
        match parse(body, content_type, TODAY) {
            Ok(parsed) => {
                assert_eq!(parsed.request.proofs.len(), parsed.proofs.len());
                assert!(parsed.request.asked().next().is_some());
            }
            Err(invalid) => {
                let told = render::invalid(&invalid);
                assert!(serde_json::from_slice::<serde_json::Value>(&told).is_ok());
                assert!(invalid.message.ends_with('.'));
            }
        }
        let _ = status(body, content_type);
        let _ = deletion(body, content_type);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn bytes(body in prop::collection::vec(any::<u8>(), 0..400)) {
        feed(&body);
    }

    #[test]
    fn a_valid_body_with_bytes_changed(
        is_form in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        is_cut in prop::bool::weighted(0.2),
    ) {
        let mut body = if is_form { FORM } else { VALID }.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(body.len());
            body[at] = byte;
        }
        if is_cut {
            body.truncate(cut.index(body.len()));
        }
        feed(&body);
    }

    #[test]
    fn a_valid_body_with_one_value_replaced(
        at in any::<prop::sample::Index>(),
        value in prop_oneof![
            Just("null".to_owned()), Just("true".to_owned()), Just("1e300".to_owned()), Just("-1".to_owned()),
            Just("[]".to_owned()), Just("{}".to_owned()), Just(r#"[[""]]"#.to_owned()), Just(r#"{"0":{"":[]}}"#.to_owned()),
            any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
        ],
    ) {
        let starts: Vec<usize> = VALID.match_indices("\":").map(|(at, _)| at + 2).collect();
        let start = starts[at.index(starts.len())];
        let rest = &VALID[start..];
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde::de::IgnoredAny>();
        values.next().unwrap().unwrap();
        let end = start + values.byte_offset();
        feed(format!("{}{value}{}", &VALID[..start], &VALID[end..]).as_bytes());
    }
}

#[test]
fn the_bodies_to_be_changed_are_right() {
    let parsed = parse(VALID.as_bytes(), None, TODAY).unwrap();
    assert_eq!(parsed.request.asked().count(), 6);
    assert_eq!(parsed.proofs.len(), 2);
    assert_eq!(parse(FORM.as_bytes(), None, TODAY).unwrap().proofs.len(), 1);
}

/// Bodies that repeat one thing very often are answered, whatever the answer. The bench `parse`
/// shows that their cost grows with their length and not with its square.
#[test]
fn repetition_is_answered() {
    let bodies = [
        format!(r#"{{"a":"{}"}}"#, "\\u00e9".repeat(100_000)),
        format!(
            r#"{{"document":{{"proof":"{}"}}}}"#,
            "A B\\n".repeat(100_000)
        ),
        format!(r"{{{}}}", r#""proof":"AAAA","#.repeat(100_000)),
        "[".repeat(100_000),
        format!("{}=1", "a[".repeat(100_000)),
        "document[a][b][]=x&".repeat(100_000),
        "%".repeat(100_000),
    ];
    for body in bodies {
        assert!(
            parse(body.as_bytes(), None, TODAY).is_err(),
            "{}",
            &body[..20]
        );
    }
}

/// However a body is cut into texts of JSON, its values are counted together.
#[test]
fn a_form_multiplies_nothing() {
    let field = |values: usize| format!("x[]=[{}0]&", "0,".repeat(values - 1));
    let told = |form: String| parse(form.as_bytes(), None, TODAY).unwrap_err().message;
    let too_many = "The request body has too many values.";
    assert_eq!(told(field(5_000).repeat(2)), too_many);
    assert_ne!(told(field(4_000).repeat(2)), too_many);
    // A text that turns out to be no JSON has cost as much.
    let broken = format!("x[]=[{}&", "0,".repeat(4_000));
    assert_eq!(told(broken.repeat(3)), too_many);
    let deep = format!("x={}", "[".repeat(40));
    assert_eq!(told(deep), "The request body is nested too deeply.");
}
