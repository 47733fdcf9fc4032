//! Both sides of a document on the hosted pages: the same one twice is no proof of who somebody is.

use jiff::civil::{Date, date};
use serde_json::{Value, json};
use specimen::{Card, Difficulty, Scene, Specimen, Travel, photograph};
use verification::account::Account;

use crate::app::TestApp;
use crate::fakes::{but, on_site, png_bytes};
use crate::person::{Person, next, refused};
use crate::pictures::{licence, seeing};

/// The day that documents are invented for: they are valid on the day of the tests.
const ON: Date = date(2026, 1, 1);

/// A photograph; another seed is another photograph.
fn taken(side: &Card, seed: u64) -> Vec<u8> {
    let scene = Scene::from_seed(seed, Difficulty::Good);
    photograph(side, &scene).unwrap().jpeg
}

/// Somebody at the page for the front of this type of document.
async fn at_front<'a>(
    app: &'a TestApp,
    account: &Account,
    reference: &str,
    kind: &str,
) -> Person<'a> {
    let document = json!({"country": null, "document": {"supported_types": [kind]}});
    let person = Person::of(app, account, but(on_site(reference), document)).await;
    person.tells(&[1100, 1190]).await;
    person
}

/// What comes of two pictures, in the words of `/status`.
async fn verdict(
    app: &TestApp,
    account: &Account,
    person: &Person<'_>,
    sides: [Vec<u8>; 2],
) -> Value {
    let [front, back] = sides;
    assert_eq!(
        next(&person.uploads_as_it_is("/submit/front", front).await),
        "/back"
    );
    assert_eq!(
        next(&person.uploads_as_it_is("/submit/back", back).await),
        "/processing"
    );
    result(app, account, person).await
}

async fn result(app: &TestApp, account: &Account, person: &Person<'_>) -> Value {
    app.run_jobs().await;
    let stored = person.stored().await;
    let reference = stored.request.reference.to_string();
    app.post("/status", account, json!({"reference": reference}))
        .await
        .ok()
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
async fn two_pictures_of_the_back_of_a_licence_are_one_side() {
    let app = seeing().await;
    let acme = app.account("acme").await;
    let specimen = Specimen::new(licence());
    let (front, back) = (specimen.front().unwrap(), specimen.back().unwrap());

    let person = at_front(&app, &acme, "sides-licence-1", "driving_license").await;
    let twice = [taken(&back, 1), taken(&back, 2)];
    declined(&verdict(&app, &acme, &person, twice).await, &["SPDR252"]);

    let person = at_front(&app, &acme, "sides-licence-2", "driving_license").await;
    let both = [taken(&front, 3), taken(&back, 4)];
    accepted(&verdict(&app, &acme, &person, both).await);

    // Whoever begins with the back has shown both sides all the same.
    let person = at_front(&app, &acme, "sides-licence-3", "driving_license").await;
    let swapped = [taken(&back, 5), taken(&front, 6)];
    accepted(&verdict(&app, &acme, &person, swapped).await);
    app.leaves(3, 0);
}

#[tokio::test]
async fn two_pictures_of_one_side_of_a_card_are_one_side() {
    let app = seeing().await;
    let acme = app.account("acme").await;
    let card = Travel::identity_card(22, ON).issued_by("FIN");
    let (front, back) = (card.page().unwrap(), card.back().unwrap());

    let person = at_front(&app, &acme, "sides-card-1", "id_card").await;
    let twice = [taken(&back, 11), taken(&back, 12)];
    declined(&verdict(&app, &acme, &person, twice).await, &["SPDR252"]);

    let person = at_front(&app, &acme, "sides-card-2", "id_card").await;
    let both = [taken(&front, 13), taken(&back, 14)];
    accepted(&verdict(&app, &acme, &person, both).await);
    app.leaves(2, 0);
}

#[tokio::test]
async fn the_back_of_a_card_alone_shows_nobody() {
    let app = seeing().await;
    let acme = app.account("acme").await;
    let card = Travel::identity_card(22, ON).issued_by("FIN");
    let types = json!({"country": null, "document": {"supported_types": ["passport", "id_card"]}});
    // Whoever says that it is a passport is asked for one picture.
    let person = Person::of(&app, &acme, but(on_site("sides-alone-1"), types)).await;
    person.tells(&[1100, 1190]).await;
    person
        .acts(
            "/user/choose",
            json!({"service": "document", "type": "passport"}),
        )
        .await;
    let only = taken(&card.back().unwrap(), 21);
    assert_eq!(
        next(&person.uploads("/submit/front", only).await),
        "/processing"
    );
    declined(&result(&app, &acme, &person).await, &["SPDR251"]);

    // The data page of a passport has zone and portrait on one side.
    let person = at_front(&app, &acme, "sides-alone-2", "passport").await;
    let page = taken(&Travel::passport(21, ON).issued_by("D").page().unwrap(), 22);
    assert_eq!(
        next(&person.uploads("/submit/front", page).await),
        "/processing"
    );
    accepted(&result(&app, &acme, &person).await);
    app.leaves(2, 0);
}

#[tokio::test]
async fn one_file_for_both_sides_is_refused_at_once() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let person = at_front(&app, &acme, "sides-file-1", "driving_license").await;
    let front = person.uploads_as_it_is("/submit/front", png_bytes()).await;
    assert_eq!(next(&front), "/back");
    let again = person.uploads_as_it_is("/submit/back", png_bytes()).await;
    assert_eq!(refused(&again, 422), "same_side");
    assert_eq!(person.place().await, "/back");
    let page = person.page("/back").await;
    assert!(page.contains("photograph the other side"), "{page}");
    assert_eq!(
        next(&person.uploads("/submit/back", png_bytes()).await),
        "/processing"
    );
    app.run_jobs().await;
    app.leaves(1, 0);
}
