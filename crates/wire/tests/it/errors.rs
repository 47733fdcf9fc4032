//! What is told of requests that are wrong: service, key, message.

use wire::verify::parse::{deletion, status};

use crate::{form, json, request, service, told};

fn check(body: &str, expected: &str) {
    match json(body) {
        Ok(_) => panic!("taken: {body}"),
        Err(invalid) => assert_eq!(told(&invalid), expected, "{body}"),
    }
}

#[test]
fn of_bodies() {
    let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(40), "]".repeat(40));
    let deeper = "[".repeat(100_000);
    let long = format!(r#"{{"a":[{}0]}}"#, "0,".repeat(20_000));
    let cases = [
        ("", "reference: The reference field is required."),
        ("  \n ", "reference: The reference field is required."),
        ("{}", "reference: The reference field is required."),
        ("[]", "reference: The reference field is required."),
        ("null", "reference: The reference field is required."),
        ("{", ": The request body must be valid JSON or a form."),
        ("{}{}", ": The request body must be valid JSON or a form."),
        (
            r#"{"reference":"17374217",}"#,
            ": The request body must be valid JSON or a form.",
        ),
        (
            r#"{"reference":"\ud800"}"#,
            ": The request body must be valid JSON or a form.",
        ),
        ("17374217", ": The request body must be an object."),
        (r#""17374217""#, ": The request body must be an object."),
        (r#"["17374217"]"#, ": The request body must be an object."),
        (&deep, ": The request body is nested too deeply."),
        (&deeper, ": The request body is nested too deeply."),
        (&long, ": The request body has too many values."),
    ];
    for (body, expected) in cases {
        check(body, expected);
    }
}

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
        (r#""with blank""#, "The reference format is invalid."),
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
            r#""country":"UK""#,
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

#[test]
fn of_documents() {
    let long = "x".repeat(101);
    let long_number = format!(r#""document_number":"{long}""#);
    let long_name = format!(r#""name":{{"full_name":"{long}"}}"#);
    let cases = [
        (
            r#""dob":"13-03-1978""#,
            "dob: The dob does not match the format Y-m-d.",
        ),
        (
            r#""dob":"1978-3-13""#,
            "dob: The dob does not match the format Y-m-d.",
        ),
        (
            r#""dob":"1978-02-30""#,
            "dob: The dob does not match the format Y-m-d.",
        ),
        (
            r#""dob":19780313"#,
            "dob: The dob does not match the format Y-m-d.",
        ),
        (r#""dob":{"y":1978}"#, "dob: The dob must be a string."),
        (
            r#""dob":"2026-01-15""#,
            "dob: The dob must be a date before 2026-01-15.",
        ),
        (
            r#""dob":"2030-01-01""#,
            "dob: The dob must be a date before 2026-01-15.",
        ),
        (
            r#""issue_date":"2026-01-16""#,
            "issue_date: The issue date must be a date before 2026-01-15.",
        ),
        (
            r#""issue_date":"soon""#,
            "issue_date: The issue date does not match the format Y-m-d.",
        ),
        (
            r#""expiry_date":"2025""#,
            "expiry_date: The expiry date does not match the format Y-m-d.",
        ),
        (r#""gender":"X""#, "gender: The selected gender is invalid."),
        (r#""age":"old""#, "age: The age must be an integer."),
        (r#""age":0"#, "age: The age must be at least 1."),
        (r#""age":171"#, "age: The age may not be greater than 170."),
        (r#""age":17.5"#, "age: The age must be an integer."),
        (r#""age":true"#, "age: The age must be an array."),
        (r#""age":{"min":"x"}"#, "min: The min must be an integer."),
        (
            r#""age":{"min":40,"max":30}"#,
            "max: The max must be at least 40.",
        ),
        (
            r#""document_number":"1""#,
            "document_number: The document number must be at least 2 characters.",
        ),
        (
            r#""document_number":"12;34""#,
            "document_number: The document number format is invalid.",
        ),
        (
            &long_number,
            "document_number: The document number may not be greater than 100 characters.",
        ),
        (r#""name":"John Doe""#, "name: The name must be an array."),
        (r#""name":["John"]"#, "name: The name must be an array."),
        (
            r#""name":{"first_name":"R2D2"}"#,
            "first_name: The first name format is invalid.",
        ),
        (
            r#""name":{"last_name":"Abcdefghijklmnopqrstuvwxyzabcdefg"}"#,
            "last_name: The last name may not be greater than 32 characters.",
        ),
        (
            r#""name":{"middle_name":["A"]}"#,
            "middle_name: The middle name must be a string.",
        ),
        (
            &long_name,
            "full_name: The full name may not be greater than 100 characters.",
        ),
        (
            r#""name":{"fuzzy_match":"2"}"#,
            "fuzzy_match: The fuzzy match field must be true or false.",
        ),
        (
            r#""supported_types":"passport""#,
            "supported_types: The supported types must be an array.",
        ),
        (
            r#""supported_types":["utility_bill"]"#,
            "supported_types: The selected supported types is invalid.",
        ),
        (
            r#""supported_types":[1]"#,
            "supported_types: The selected supported types is invalid.",
        ),
        (
            r#""supported_types":{"a":"passport"}"#,
            "supported_types: The supported types must be an array.",
        ),
        (
            r#""backside_proof_required":"2""#,
            "backside_proof_required: The backside proof required field must be true or false.",
        ),
        (
            r#""fetch_enhanced_data":"2""#,
            "fetch_enhanced_data: The fetch enhanced data field must be true or false.",
        ),
        (
            r#""show_ocr_form":"2""#,
            "show_ocr_form: The show ocr form field must be true or false.",
        ),
        (
            r#""allow_offline":"2""#,
            "allow_offline: The allow offline field must be true or false.",
        ),
        (
            r#""allow_online":"2""#,
            "allow_online: The allow online field must be true or false.",
        ),
        (
            r#""verification_mode":"x""#,
            "verification_mode: The selected verification mode is invalid.",
        ),
        (
            r#""verification_instructions":"x""#,
            "verification_instructions: The verification instructions must be an array.",
        ),
        (
            r#""verification_instructions":{"allow_photocopy":"x"}"#,
            "allow_photocopy: The allow photocopy field must be true or false.",
        ),
    ];
    for name in ["document", "document_two"] {
        for (members, expected) in cases {
            check(&service(name, members), &format!("{name}.{expected}"));
        }
    }
}

#[test]
fn of_the_other_services() {
    let long = "x".repeat(251);
    let long_address = format!(r#""full_address":"{long}""#);
    let cases = [
        (
            "address",
            r#""full_address":"short""#,
            "full_address: The full address must be at least 6 characters.",
        ),
        (
            "address",
            &long_address,
            "full_address: The full address may not be greater than 250 characters.",
        ),
        (
            "address",
            r#""supported_types":["utiltiy_bill"]"#,
            "supported_types: The selected supported types is invalid.",
        ),
        (
            "address",
            r#""address_fuzzy_match":"2""#,
            "address_fuzzy_match: The address fuzzy match field must be true or false.",
        ),
        (
            "address",
            r#""issue_date":"1.1.2020""#,
            "issue_date: The issue date does not match the format Y-m-d.",
        ),
        (
            "address",
            r#""name":{"first_name":"J0hn"}"#,
            "first_name: The first name format is invalid.",
        ),
        (
            "face",
            r#""check_duplicate_request":"2""#,
            "check_duplicate_request: The check duplicate request field must be true or false.",
        ),
        (
            "face",
            r#""verification_mode":"all""#,
            "verification_mode: The selected verification mode is invalid.",
        ),
        ("consent", "", "text: The text field is required."),
        (
            "consent",
            r#""text":"x""#,
            "text: The text must be at least 2 characters.",
        ),
        (
            "consent",
            r#""text":"ok","supported_types":["typed"]"#,
            "supported_types: The selected supported types is invalid.",
        ),
        (
            "consent",
            r#""text":"ok","with_face":"2""#,
            "with_face: The with face field must be true or false.",
        ),
        (
            "phone",
            r#""phone_number":"12345""#,
            "phone_number: The phone number must be at least 6 characters.",
        ),
        (
            "phone",
            r#""phone_number":"call me""#,
            "phone_number: The phone number format is invalid.",
        ),
        (
            "phone",
            r#""phone_number":"++123456""#,
            "phone_number: The phone number format is invalid.",
        ),
        (
            "phone",
            r#""random_code":"1""#,
            "random_code: The random code must be at least 2 characters.",
        ),
        (
            "phone",
            r#""random_code":"12345678901""#,
            "random_code: The random code may not be greater than 10 characters.",
        ),
        (
            "phone",
            r#""text":"x""#,
            "text: The text must be at least 2 characters.",
        ),
        (
            "phone",
            r#""random_code":"4711","text":"Hello""#,
            "text: The text must contain the random code.",
        ),
        (
            "background_checks",
            r#""name":{"last_name":"Doe"}"#,
            "first_name: The first name field is required.",
        ),
        (
            "background_checks",
            r#""dob":"2027-01-01""#,
            "dob: The dob must be a date before 2026-01-15.",
        ),
        (
            "background_checks",
            r#""filters":"pep""#,
            "filters: The filters must be an array.",
        ),
    ];
    for (name, members, expected) in cases {
        check(&service(name, members), &format!("{name}.{expected}"));
    }
}

/// Everything is wrong: repairing the first error shows the next.
#[test]
fn come_in_a_stable_order() {
    let wrong = r#"{"background_checks":{"dob":"x"},"phone":{"phone_number":"x"},"consent":{},
        "face":{"proof":"!"},"address":{"full_address":"x"},"document_two":{"gender":"?"},
        "document":{"dob":"x","proof":"!","issue_date":"x"},"kyb":"","manual_review":"?","ttl":"?",
        "email":"x","country":"?","reference":"x"}"#;
    let steps = [
        (
            r#""reference":"x""#,
            r#""reference":"17374217""#,
            "reference",
        ),
        (r#""country":"?""#, r#""country":"GB""#, "country"),
        (r#""email":"x""#, r#""email":null"#, "email"),
        (r#""ttl":"?""#, r#""ttl":60"#, "ttl"),
        (
            r#""manual_review":"?""#,
            r#""manual_review":"0""#,
            "manual_review",
        ),
        (r#""kyb":"""#, r#""kyb":null"#, "kyb.kyb"),
        (
            r#""proof":"!","issue_date""#,
            r#""proof":"","issue_date""#,
            "document.proof",
        ),
        (
            r#""document":{"dob":"x""#,
            r#""document":{"dob":"""#,
            "document.dob",
        ),
        (
            r#""issue_date":"x""#,
            r#""issue_date":"""#,
            "document.issue_date",
        ),
        (r#""gender":"?""#, r#""gender":"M""#, "document_two.gender"),
        (
            r#""full_address":"x""#,
            r#""full_address":"""#,
            "address.full_address",
        ),
        (r#""proof":"!""#, r#""proof":[]"#, "face.proof"),
        (
            r#""consent":{}"#,
            r#""consent":{"text":"I agree"}"#,
            "consent.text",
        ),
        (
            r#""phone_number":"x""#,
            r#""phone_number":"""#,
            "phone.phone_number",
        ),
        (r#""dob":"x""#, r#""dob":"""#, "background_checks.dob"),
    ];
    let mut body = wrong.to_owned();
    for (from, to, expected) in steps {
        let told = told(&json(&body).unwrap_err());
        assert_eq!(told.split(':').next(), Some(expected));
        assert!(body.contains(from), "{from}");
        body = body.replacen(from, to, 1);
    }
    assert!(json(&body).is_ok(), "{body}");
}

#[test]
fn echo_what_was_sent() {
    let invalid = json(r#"{"reference":" 1 ","email":"","country":"UK","face":""}"#).unwrap_err();
    assert_eq!(invalid.reference.as_deref(), Some(" 1 "));
    assert_eq!(invalid.email.as_ref().map(|email| email.reveal()), Some(""));
    assert_eq!(invalid.country.as_deref(), Some("UK"));
    let invalid = json(r#"{"reference":17374217,"country":["GB"],"email":null}"#).unwrap_err();
    assert_eq!(invalid.reference.as_deref(), Some("17374217"));
    assert_eq!((invalid.email, invalid.country), (None, None));
    let long = json(&format!(r#"{{"reference":"{}"}}"#, "ä".repeat(5000))).unwrap_err();
    assert_eq!(long.reference.map(|text| text.chars().count()), Some(250));
}

#[test]
fn of_forms() {
    let cases = [
        (
            "reference=12345&face=",
            "reference: The reference must be at least 6 characters.",
        ),
        (
            "reference=17374217",
            "services: At least one service is required: document, document_two, address, face, consent, phone or background_checks.",
        ),
        (
            "reference=17374217&document[dob]=x",
            "document.dob: The dob does not match the format Y-m-d.",
        ),
        (
            "reference=17374217&document[name][first_name]=R2D2",
            "document.first_name: The first name format is invalid.",
        ),
        (
            "reference=17374217&document[supported_types][]=x",
            "document.supported_types: The selected supported types is invalid.",
        ),
        (
            "reference=17374217&document=%7B%22dob%22%3A%22x%22%7D",
            "document.dob: The dob does not match the format Y-m-d.",
        ),
        (
            "reference=17374217&document=%7B%22dob%22",
            "document.document: The document must be an array.",
        ),
        (
            "a[b][c][d][e][f][g][h][i]=1",
            ": The request body is nested too deeply.",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(told(&form(body).unwrap_err()), expected, "{body}");
    }
    let many = "a[]=1&".repeat(2_000);
    assert_eq!(
        told(&form(&many).unwrap_err()),
        ": The request body has too many values."
    );
}

#[test]
fn of_status_and_delete() {
    let cases = [
        ("{}", "reference: The reference field is required."),
        (
            r#"{"reference":"12345"}"#,
            "reference: The reference must be at least 6 characters.",
        ),
        (
            "not json",
            ": The request body must be valid JSON or a form.",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(
            told(&status(body.as_bytes(), None).unwrap_err()),
            expected,
            "{body}"
        );
        assert_eq!(
            told(&deletion(body.as_bytes(), None).unwrap_err()),
            expected,
            "{body}"
        );
    }
    let long = format!(
        r#"{{"reference":"17374217","comment":"{}"}}"#,
        "x".repeat(201)
    );
    let cases = [
        (
            r#"{"reference":"17374217"}"#,
            "comment: The comment field is required.",
        ),
        (
            r#"{"reference":"17374217","comment":""}"#,
            "comment: The comment field is required.",
        ),
        (
            r#"{"reference":"17374217","comment":"gone"}"#,
            "comment: The comment must be at least 5 characters.",
        ),
        (
            &long,
            "comment: The comment may not be greater than 200 characters.",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(
            told(&deletion(body.as_bytes(), None).unwrap_err()),
            expected,
            "{body}"
        );
    }
}
