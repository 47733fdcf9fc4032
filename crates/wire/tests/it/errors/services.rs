//! Errors of the services' keys.

use super::check;
use crate::{form, service, told};

/// What stands in a list, or was never awaited, is not passed over.
#[test]
fn of_services_that_are_something_else() {
    for name in [
        "document",
        "document_two",
        "address",
        "face",
        "phone",
        "background_checks",
    ] {
        let spoken = name.replace('_', " ");
        for value in [
            r#"[{"proof":"AAAA","name":{"first_name":"X"}}]"#,
            r#"["passport"]"#,
            r#"[{"dob":"garbage"}]"#,
            "[{}]",
            "[[]]",
            "[null]",
            r#"{"0":{"dob":"1978-03-13"}}"#,
            r#"{"0":"passport","1":"id_card"}"#,
            "true",
            "1",
            r#""passport""#,
        ] {
            let body = format!(r#"{{"reference":"17374217","{name}":{value}}}"#);
            let expected = format!("{name}.{name}: The {spoken} must be an array.");
            check(&body, &expected);
        }
    }
    let forms = [
        (
            "reference=17374217&document[]=passport",
            "document.document: The document must be an array.",
        ),
        (
            "reference=17374217&document[0][dob]=1978-03-13",
            "document.document: The document must be an array.",
        ),
    ];
    for (body, expected) in forms {
        match form(body) {
            Ok(_) => panic!("taken: {body}"),
            Err(invalid) => assert_eq!(told(&invalid), expected, "{body}"),
        }
    }
}

#[test]
fn of_promises_that_nobody_awaited() {
    let document = [
        (r#""proof":{}"#, "proof: The proof must be a string."),
        (
            r#""additional_proof":{}"#,
            "additional_proof: The additional proof must be a string.",
        ),
        (r#""dob":{}"#, "dob: The dob must be a string."),
        (
            r#""document_number":{}"#,
            "document_number: The document number must be a string.",
        ),
        (
            r#""name":{"first_name":{}}"#,
            "first_name: The first name must be a string.",
        ),
        (r#""gender":{}"#, "gender: The gender must be a string."),
        (r#""age":{"min":{}}"#, "min: The min must be an integer."),
        (
            r#""verification_mode":{}"#,
            "verification_mode: The verification mode must be a string.",
        ),
        (
            r#""allow_offline":{}"#,
            "allow_offline: The allow offline field must be true or false.",
        ),
    ];
    for (members, expected) in document {
        check(
            &service("document", members),
            &format!("document.{expected}"),
        );
    }
    for (members, expected) in [
        (r#""country":{}"#, "country: The country must be a string."),
        (
            r#""callback_url":{}"#,
            "callback_url: The callback url must be a string.",
        ),
        (r#""ttl":{}"#, "ttl: The ttl must be an integer."),
        (
            r#""manual_review":{}"#,
            "manual_review: The manual review field must be true or false.",
        ),
    ] {
        check(&crate::request(members), expected);
    }
    let address = service("address", r#""full_address":{}"#);
    check(
        &address,
        "address.full_address: The full address must be a string.",
    );
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
            r#""face_authentication":"maybe""#,
            "face_authentication: The selected face authentication is invalid.",
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
