//! Passports and identity cards through the whole job: photographs in, verdicts out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use specimen::{Card, Difficulty, Scene, Travel, photograph};
use verification::account::Account;

use crate::app::TestApp;
use crate::pictures::{back as back_of_licence, licence, seeing};

/// The day that documents are invented for: they are valid on the day of the tests.
const ON: Date = date(2026, 1, 1);

fn passport() -> Travel {
    Travel::passport(21, ON)
        .with_name("Jürgen", "Müller-Lüdenscheidt")
        .born(date(1984, 7, 9))
        .issued_by("D")
}

fn card() -> Travel {
    Travel::identity_card(22, ON).issued_by("FIN")
}

/// A photograph as the request carries it.
fn taken(side: &Card, seed: u64) -> Value {
    let photo = photograph(side, &Scene::from_seed(seed, Difficulty::Good)).unwrap();
    STANDARD.encode(photo.jpeg).into()
}

/// True claims about a document, without pictures.
fn claims(travel: &Travel) -> Value {
    json!({
        "name": {
            "first_name": travel.person.given,
            "last_name": travel.person.family,
        },
        "dob": travel.person.born.to_string(),
        "expiry_date": travel.expires.to_string(),
        "document_number": travel.number,
        "gender": travel.person.sex.letter().replace('X', "O"),
    })
}

/// A request with a picture of the document's zone as the proof and true claims.
fn claiming(travel: &Travel) -> Value {
    let mut document = claims(travel);
    document["proof"] = taken(&travel.back().unwrap(), 5);
    document
}

/// A server with eyes and somebody who asks it.
struct Business {
    app: TestApp,
    account: Account,
}

impl Business {
    async fn new() -> Self {
        let app = seeing().await;
        let account = app.account("acme").await;
        Self { app, account }
    }

    /// Posts a document and gives the answer.
    async fn post(&self, reference: &str, document: Value) -> Value {
        self.ask(json!({ "reference": reference, "document": document }))
            .await
    }

    async fn ask(&self, request: Value) -> Value {
        self.app.post("/", &self.account, request).await.ok()
    }
}

#[track_caller]
fn declined(answer: &Value, codes: &[&str]) {
    assert_eq!(answer["event"], "verification.declined", "{answer:#}");
    assert_eq!(answer["declined_codes"], json!(codes), "{answer:#}");
}

#[track_caller]
fn accepted(answer: &Value) {
    assert_eq!(answer["event"], "verification.accepted", "{answer:#}");
}

#[tokio::test]
async fn a_passport_is_read_and_compared() {
    let (app, passport) = (Business::new().await, passport());
    let mut document = claiming(&passport);
    document["supported_types"] = json!(["passport"]);
    document["fetch_enhanced_data"] = json!("1");
    let request = json!({ "reference": "passport-1", "country": "DE", "document": document });
    let answer = app.ask(request).await;
    accepted(&answer);
    let (result, data) = (
        &answer["verification_result"]["document"],
        &answer["verification_data"]["document"],
    );
    for key in [
        "name",
        "dob",
        "expiry_date",
        "document_number",
        "document",
        "document_country",
    ] {
        assert_eq!(result[key], 1, "{key} in {result:#}");
    }
    assert_eq!(data["selected_type"], json!(["passport"]));
    assert_eq!(data["name"]["last_name"], "MUELLER LUEDENSCHEIDT");
    assert_eq!(
        (&data["country"], &data["dob"]),
        (&json!("DE"), &json!("1984-07-09"))
    );
    let more = &answer["additional_data"]["document"]["proof"];
    assert_eq!(more["last_name"], "MUELLER LUEDENSCHEIDT", "{more:#}");
    // The whole zone is told only when every character is sure.
    if let Some(mrz) = more.get("mrz") {
        assert_eq!(*mrz, passport.lines().join("\n"));
    }
    assert_eq!(
        (&more["country_code"], &more["document_type"]),
        (&json!("DEU"), &json!("P"))
    );
}

#[tokio::test]
async fn a_claim_that_differs_declines_with_its_code() {
    let (app, passport) = (Business::new().await, passport());
    let proof = claiming(&passport);
    let cases = [
        ("dob", json!("1984-07-10"), "SPDR08"),
        ("document_number", json!("XX0000000"), "SPDR11"),
        ("expiry_date", json!("2035-01-01"), "SPDR16"),
        (
            "name",
            json!({"first_name": "Jürgen", "last_name": "Schmidt"}),
            "SPDR07",
        ),
    ];
    for (key, value, code) in cases {
        let mut document = proof.clone();
        document[key] = value;
        let answer = app.post(&format!("differs-{key}"), document).await;
        assert_eq!(answer["event"], "verification.declined", "{answer:#}");
        // What the reader is not sure of contradicts nobody, but bears nothing out either.
        let result = &answer["verification_result"]["document"][key];
        let codes = &answer["declined_codes"];
        let is_told = *codes == json!([code]) && *result == 0;
        let is_doubtful = *codes == json!(["SPDR55"]) && result.is_null();
        assert!(is_told || is_doubtful, "{key}: {answer:#}");
    }
    let request = json!({ "reference": "differs-country", "country": "FR", "document": proof });
    declined(&app.ask(request).await, &["SPDR67"]);
}

/// A name that fills the zone is cut there, and so agrees with the whole one in part.
#[tokio::test]
async fn a_name_that_the_zone_cuts_is_no_other_name() {
    let app = Business::new().await;
    let long =
        Travel::identity_card(23, ON).with_name("Maximiliane", "Papandropoulou-Constantinides");
    assert!(!long.lines()[2].ends_with('<'), "{:?}", long.lines());
    accepted(&app.post("cut-case-1", claiming(&long)).await);
    let mut other = claiming(&long);
    other["name"]["first_name"] = json!("Theodora");
    let answer = app.post("cut-case-2", other).await;
    assert_eq!(answer["event"], "verification.declined", "{answer:#}");
    assert_ne!(answer["verification_result"]["document"]["name"], 1);
}

/// What kind of document it is follows from the picture.
#[tokio::test]
async fn the_type_is_what_the_picture_shows() {
    let (app, card) = (Business::new().await, card());
    let answer = app.post("type-case-1", claiming(&card)).await;
    accepted(&answer);
    assert_eq!(
        answer["verification_data"]["document"]["selected_type"],
        json!(["id_card"])
    );
    for (reference, wanted) in [
        ("type-case-2", "passport"),
        ("type-case-3", "driving_license"),
    ] {
        let mut document = claiming(&card);
        document["supported_types"] = json!([wanted]);
        let answer = app.post(reference, document).await;
        declined(&answer, &["SPDR13"]);
        let document = &answer["verification_data"]["document"];
        assert_eq!(document["selected_type"], json!(["id_card"]));
        assert_eq!(
            answer["verification_result"]["document"]["selected_type"],
            0
        );
    }
}

#[tokio::test]
async fn the_document_itself_declines() {
    let app = Business::new().await;
    declined(
        &app.post("own-case-1", claiming(&passport().expired()))
            .await,
        &["SPDR17"],
    );
    // A digit of the birth date is exchanged and the check digits are left: nobody issues that.
    let forged = passport().forged(1, 14, '5');
    let answer = app.post("own-case-2", claiming(&forged)).await;
    assert_eq!(answer["event"], "verification.declined", "{answer:#}");
    let codes = answer["declined_codes"].as_array().unwrap();
    assert!(
        codes
            .iter()
            .any(|code| code == "SPDR239" || code == "SPDR55"),
        "{answer:#}"
    );
}

#[tokio::test]
async fn both_sides_must_be_of_one_document() {
    let (app, card) = (Business::new().await, card());
    let both = |front: Value, back: Value, claimed: &Travel| {
        let mut document = claims(claimed);
        document["proof"] = front;
        document["additional_proof"] = back;
        document
    };
    let back = taken(&card.back().unwrap(), 6);
    let front = taken(&card.page().unwrap(), 7);
    accepted(
        &app.post("sides-case-1", both(front, back.clone(), &card))
            .await,
    );

    let page = taken(&passport().page().unwrap(), 8);
    let answer = app
        .post("sides-case-2", both(page, back.clone(), &card))
        .await;
    declined(&answer, &["SPDR125"]);

    let another = Travel::identity_card(24, ON).issued_by("FIN");
    let behind = taken(&another.back().unwrap(), 9);
    declined(
        &app.post("sides-case-3", both(behind, back.clone(), &card))
            .await,
        &["SPDR42"],
    );

    let mut twice = both(taken(&card.back().unwrap(), 10), back, &card);
    twice["backside_proof_required"] = json!("1");
    declined(&app.post("sides-case-4", twice).await, &["SPDR252"]);
}

#[tokio::test]
async fn what_cannot_be_read_says_why() {
    let (app, card, passport) = (Business::new().await, card(), passport());
    // The front of a card tells machines nothing; a passport has no other side.
    let mut document = claims(&card);
    document["proof"] = taken(&card.page().unwrap(), 11);
    declined(
        &app.post("unread-case-1", document.clone()).await,
        &["SPDR249"],
    );
    document["supported_types"] = json!(["passport"]);
    declined(&app.post("unread-case-2", document).await, &["SPDR55"]);
    let mut document = claims(&passport);
    document["supported_types"] = json!(["passport"]);
    let photo = photograph(&passport.page().unwrap(), &Scene::unreadable(12)).unwrap();
    document["proof"] = STANDARD.encode(photo.jpeg).into();
    let answer = app.post("unread-case-3", document).await;
    let code = answer["declined_codes"][0].as_str().unwrap().to_owned();
    assert!(["SPDR18", "SPDR55"].contains(&code.as_str()), "{answer:#}");
}

/// A licence and a passport of one person, and of two.
#[tokio::test]
async fn two_documents_must_speak_of_one_person() {
    let (app, licence) = (Business::new().await, licence());
    let own = Travel::passport(25, ON)
        .with_name(&licence.person.given, &licence.person.family)
        .born(licence.person.born);
    let photo: Value = STANDARD.encode(back_of_licence(&licence)).into();
    let request = |reference: &str, second: &Travel| {
        json!({
            "reference": reference,
            "document": { "proof": photo, "name": "", "dob": "" },
            "document_two": claiming(second),
        })
    };
    accepted(&app.ask(request("two-case-1", &own)).await);
    let answer = app.ask(request("two-case-2", &passport())).await;
    assert_eq!(answer["event"], "verification.declined");
    let codes = answer["services_declined_codes"]["document_two"]
        .as_array()
        .unwrap();
    assert!(codes.contains(&json!("SPDR36")), "{codes:?}");
}
