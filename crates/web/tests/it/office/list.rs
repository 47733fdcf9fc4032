//! The list of verifications: filters that stay in the address, columns, pages, and the file.

use proofing::acts::office::search::MOST_LISTED;
use testkit::builders::{opened_for, opening_of, request};
use verification::names::PersonName;
use verification::request::{Asked, CountryCode, Email, Reference};
use verification::staff::Role;
use verification::{AccountId, Personal};

use super::{Browser, Office, between, text};
use crate::call::Reply;

/// Stores a verification of somebody with this name.
async fn store(office: &Office, account: AccountId, number: u128, reference: &str, last: &str) {
    let mut request = request(Reference::parse(reference).unwrap());
    let country = if number.is_multiple_of(2) { "DE" } else { "FR" };
    request.country = Some(CountryCode::parse(country).unwrap());
    request.email = Some(Email::parse(&format!("person{number}@example.com")).unwrap());
    if let Some(document) = &mut request.services.document {
        document.name = Asked::Check(PersonName::of("Zoë", last));
        document.document_number = Asked::Check(Personal::new(format!("X{number}")));
    }
    let mut step = opened_for(1, number, request);
    step.next.account = account;
    office
        .app
        .ports
        .store
        .apply(opening_of(step))
        .await
        .unwrap();
}

async fn page(office: &Office, browser: &mut Browser, query: &str) -> String {
    let reply = office
        .get(browser, &format!("/office/verifications?{query}"))
        .await;
    assert_eq!(reply.status, 200, "{query} {}", text(&reply));
    assert!(reply.body.len() < 100_000, "{query} {}", reply.body.len());
    text(&reply)
}

/// The references on a page.
fn references(page: &str) -> Vec<String> {
    let rows = page.split("<tr><th scope=\"row\">").skip(1);
    rows.map(|row| between(row, "\">", "</a>")).collect()
}

/// Where a link with this text leads, as it is written in the page.
fn link(page: &str, text: &str) -> String {
    let end = page
        .find(&format!(">{text}</a>"))
        .unwrap_or_else(|| panic!("no link {text} in {page}"));
    let href = page[..end].rsplit_once("href=\"").unwrap().1;
    let href = href.split('"').next().unwrap();
    href.replace("&#38;", "&").replace("&amp;", "&")
}

fn lines(reply: &Reply) -> Vec<String> {
    let file = text(reply);
    let file = file.strip_prefix('\u{feff}').unwrap();
    file.split("\r\n").map(str::to_owned).collect()
}

#[tokio::test]
async fn filters_combine_and_stay_in_the_address() {
    let office = Office::open().await;
    let acme = office.app.account("acme").await.id;
    let shop = office.app.account("shop-of-others").await.id;
    for (number, last) in [(1, "Müller"), (2, "Mueller"), (3, "Doe"), (4, "Müller")] {
        store(&office, acme, number, &format!("order-{number}"), last).await;
    }
    store(&office, shop, 5, "order-5", "Müller").await;
    let member = office.member(Role::SeniorReviewer, Some(acme)).await;
    let mut browser = office.signed_in(&member).await;
    for (query, expected) in [
        ("", &["order-4", "order-3", "order-2", "order-1"][..]),
        ("name=zoe+muller", &["order-4", "order-1"]),
        ("name=MUELLER&country=de", &["order-4", "order-2"]),
        ("name=muller&country=DE&document_number=x4", &["order-4"]),
        ("email=person5%40example.com", &[]),
        (
            "reference=order-&stage=created&stage=opened",
            &["order-4", "order-3", "order-2", "order-1"],
        ),
        ("stage=accepted", &[]),
        (
            "service=document&kind=capture&by_hand=no&reference=order-3",
            &["order-3"],
        ),
    ] {
        let page = page(&office, &mut browser, query).await;
        assert_eq!(references(&page), expected, "{query}");
        assert!(
            !page.contains("shop-of-others") && !page.contains("order-5\""),
            "{query}"
        );
        assert!(!page.contains(">Zoë"), "{query}: people are masked");
    }
    let found = page(
        &office,
        &mut browser,
        "name=zoe+muller&country=DE&column=name&column=country",
    )
    .await;
    assert!(
        found.contains("value=\"zoe muller\""),
        "the form keeps what was sought"
    );
    let cells = "<td data-name=\"Name\">•••</td><td data-name=\"Country\">DE</td>";
    assert!(found.contains(cells), "{found}");
    let counting = link(&found, "Count them");
    let counted = text(&office.get(&mut browser, &counting).await);
    assert!(counted.contains("1 found"), "{counted}");
    assert_eq!(references(&counted), ["order-4"], "the filters are kept");
    let wrong = page(&office, &mut browser, "born=31.12.1990&country=DE").await;
    assert!(wrong.contains("left out: Date of birth."), "{wrong}");
    assert_eq!(references(&wrong), ["order-4", "order-2"]);
}

#[tokio::test]
async fn people_are_shown_to_reviewers_who_ask_and_to_nobody_else() {
    let office = Office::open().await;
    let acme = office.app.account("acme").await.id;
    store(&office, acme, 1, "order-1", "<b>Doe</b>").await;
    for (role, shows, seeks) in [
        (Role::Reviewer, true, true),
        (Role::Manager, false, true),
        (Role::Viewer, false, false),
        (Role::Counter, false, false),
    ] {
        let member = office.member(role, Some(acme)).await;
        let mut browser = office.signed_in(&member).await;
        let first = page(&office, &mut browser, "").await;
        assert_eq!(first.contains("Show who they are"), shows, "{role:?}");
        assert_eq!(first.contains("id=\"name\""), seeks, "{role:?}");
        let asked = page(&office, &mut browser, "personal=1&column=name&column=email").await;
        assert_eq!(asked.contains("person1@example.com"), shows, "{role:?}");
        assert!(!asked.contains("<b>Doe"), "{role:?}");
        let sought = office
            .get(&mut browser, "/office/verifications?name=Doe")
            .await;
        assert_eq!(sought.status == 200, seeks, "{role:?}");
    }
}

#[tokio::test]
async fn pages_and_the_file_go_through_the_whole_list() {
    let office = Office::open().await;
    let acme = office.app.account("acme").await.id;
    let count = MOST_LISTED as u128 + 3;
    for number in 1..=count {
        let reference = match number {
            7 => "=1+1+order".to_owned(),
            other => format!("order-{other}"),
        };
        store(&office, acme, number, &reference, "Doe").await;
    }
    let member = office.member(Role::Auditor, Some(acme)).await;
    let mut browser = office.signed_in(&member).await;
    let first = page(&office, &mut browser, "country=FR").await;
    let mut seen = references(&first);
    assert_eq!(seen.len(), 50);
    let second = text(&office.get(&mut browser, &link(&first, "Next page")).await);
    seen.extend(references(&second));
    seen.dedup();
    assert_eq!(seen.len(), 100);
    let back = link(&second, "First page");
    assert_eq!(back, "/office/verifications?country=FR");

    let export = link(&first, "Download as CSV");
    let all = export.replace("country=FR", "column=country&column=name");
    let file = office.get(&mut browser, &all).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        file.header("content-disposition")
            .starts_with("attachment;")
    );
    let lines = lines(&file);
    assert_eq!(lines[0], "Reference,Country");
    assert_eq!(lines.len() as u128, count + 2, "a heading and an end");
    assert!(lines.contains(&"\"'=1+1+order\",FR".to_owned()));
    let viewer = office.member(Role::Viewer, Some(acme)).await;
    let mut browser = office.signed_in(&viewer).await;
    let refused = office.get(&mut browser, &export).await;
    assert_eq!(refused.status, 403);
}
