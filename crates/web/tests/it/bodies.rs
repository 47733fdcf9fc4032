//! Bodies as clients really send them: forms, empty services, unknown keys, odd scalars.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::Method;
use proofing::Principal;
use proofing::visitors::Places;
use serde_json::{Value, json};
use verification::origin::Place;

use crate::app::{Plan, TestApp};
use crate::fakes::{off_site, png};

#[tokio::test]
async fn an_empty_service_asks_the_person() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let services = ["document", "document_two", "address", "face", "phone"];
    let mut number = 0;
    for service in services {
        for empty in [json!(""), json!([]), json!({})] {
            number += 1;
            let reference = format!("reference-{number}");
            // What needs no proof of its own rides on what the person is asked for.
            let mut body = json!({"reference": reference, "background_checks": empty});
            body[service] = empty;
            // What no examiner of this server can see is left to a reviewer.
            body["manual_review"] = json!("1");
            let reply = app.post("/", &acme, body).await;
            assert_eq!(
                reply.event(),
                "request.pending",
                "{service} {:?}",
                reply.body
            );
        }
    }
    app.leaves(number, 0);
}

#[tokio::test]
async fn a_form_is_a_request_too() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let encoded = png().replace('+', "%2B").replace('/', "%2F");
    let form = format!(
        "reference=reference-1&country=gb&show_results=1&document[proof]={encoded}\
         &document[name][first_name]=John&document[name][last_name]=Doe&document[dob]=1978-03-13\
         &document[supported_types][]=id_card&document[supported_types][]=passport"
    );
    let opened = app
        .call(Method::POST, "/")
        .basic(&acme)
        .form(&form)
        .send()
        .await
        .ok();
    assert_eq!(opened["event"], "verification.accepted");
    assert_eq!(opened["country"], "gb");
    assert_eq!(
        opened["verification_data"]["document"]["supported_types"],
        json!(["id_card", "passport"])
    );
    // The vendor's own WordPress plugin asks like this.
    for path in ["/status", "/status/"] {
        let call = app.call(Method::POST, path).basic(&acme);
        let status = call
            .form("reference=reference-1&get_images=1")
            .send()
            .await
            .ok();
        assert_eq!(status["event"], "verification.accepted");
    }
    // And some say nothing of the type.
    let call = app
        .call(Method::POST, "/status")
        .basic(&acme)
        .body("reference=reference-1");
    assert_eq!(call.send().await.ok()["event"], "verification.accepted");
    let call = app.call(Method::POST, "/status").basic(&acme);
    let call = call.header("content-type", "text/plain;charset=UTF-8");
    let call = call.body(r#"{"reference":"reference-1"}"#);
    assert_eq!(call.send().await.ok()["event"], "verification.accepted");
}

/// What the WordPress plugin adds, and what a careful client leaves empty, changes nothing.
#[tokio::test]
async fn unknown_keys_and_empty_values_are_nothing() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let mut request = off_site("reference-1");
    let additions = json!({
        "initiated_source": "wordpress", "initiated_source_version": "1.1.6", "fetch_enhanced_data": "1",
        "callback_url": null, "redirect_url": "", "language": "en", "ttl": "", "journey_id": "",
        "address": null, "verification_mode": "any", "allow_offline": true, "allow_online": 1,
    });
    for (key, value) in additions.as_object().unwrap() {
        request[key] = value.clone();
    }
    let in_document = json!({
        "full_address": "", "age": {"min": "", "max": ""}, "verification_instructions": {"allow_scanned": "1"},
        "name": {"first_name": "John", "last_name": "Doe", "fuzzy_match": "1", "nick_name": "Johnny"},
        "proof": format!("data:image/png;base64,{}", png()),
    });
    for (key, value) in in_document.as_object().unwrap() {
        request["document"][key] = value.clone();
    }
    let reply = app.post("/", &acme, request).await.ok();
    assert_eq!(reply["event"], "verification.accepted", "{reply}");
    assert_eq!(reply["verification_result"]["document"]["age"], json!(1));
    assert_eq!(reply["verification_data"]["document"]["age"], json!(47));
    assert_eq!(reply.get("additional_data"), None);
}

#[tokio::test]
async fn what_cannot_be_examined_keeps_its_shape() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let mut request = off_site("reference-1");
    request["manual_review"] = json!("1");
    request["face"] = json!({"proof": png()});
    request["consent"] = json!({"proof": png(), "text": "I agree", "supported_types": ["printed"]});
    request["address"] =
        json!({"proof": png(), "full_address": "", "name": "", "supported_types": ["tax_bill"]});
    assert_eq!(
        app.post("/", &acme, request).await.event(),
        "review.pending"
    );
    let id = app.id_of(&acme, "reference-1").await;
    let verdict = verification::verdict::Verdict::Declined;
    app.acts
        .review(Principal::Operator, id, verdict, "Ann")
        .await
        .unwrap();
    let status = app
        .post("/status", &acme, json!({"reference": "reference-1"}))
        .await
        .ok();
    let shape = |key: &str| -> Vec<Value> {
        ["address", "face", "consent"]
            .map(|service| status[key][service].clone())
            .to_vec()
    };
    assert_eq!(
        shape("verification_result"),
        [
            json!({"name": null, "full_address": null, "address_document": null}),
            json!(null),
            json!({"consent": null, "selected_type": null}),
        ]
    );
    assert_eq!(
        shape("verification_data"),
        [
            json!({"name": null, "full_address": null, "selected_type": [""], "supported_types": ["tax_bill"]}),
            json!(null),
            json!({"selected_type": [""], "supported_types": ["printed"]}),
        ]
    );
    // A reviewer who declines what no check found fault with is the reason.
    assert_eq!(status["declined_reason"], "Declined by a reviewer");
    assert_eq!(status["declined_codes"], json!(["BNFD01"]));
}

/// Knows where two addresses are.
#[derive(Debug)]
struct Atlas;

impl Places for Atlas {
    fn locate(&self, ip: IpAddr) -> Option<Place> {
        let city = match ip.to_string().as_str() {
            "203.0.113.9" => "Proxy Town",
            "198.51.100.1" => "Frankfurt am Main",
            _ => return None,
        };
        Some(Place {
            city: city.to_owned(),
            ..Place::default()
        })
    }
}

/// What `info` says of a caller behind 203.0.113.9.
async fn info(proxies: &[&str], forwarded: &str) -> Value {
    let app = TestApp::with(Plan {
        places: Arc::new(Atlas),
        proxies: web::Proxies {
            trusted: proxies.iter().map(|it| it.parse().unwrap()).collect(),
            header: web::ProxyHeader::XForwardedFor,
        },
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    let call = app.call(Method::POST, "/").basic(&acme);
    let call = call.header("user-agent", PHONE);
    let call = call.header("x-forwarded-for", forwarded);
    let reply = call.json(&off_site("reference-1")).send().await.ok();
    reply["info"].clone()
}

const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 \
                     (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

#[tokio::test]
async fn who_called_is_told_in_info() {
    // What a stranger says of where he comes from is not believed.
    let info = info(&[], "198.51.100.1").await;
    assert_eq!(
        info["agent"],
        json!({
            "is_desktop": false,
            "is_phone": true,
            "useragent": PHONE,
            "device_name": "iPhone",
            "browser_name": "Safari",
            "platform_name": "iOS - 18_0",
        })
    );
    let place = &info["geolocation"];
    assert_eq!(
        (&place["ip"], &place["city"]),
        (&json!("203.0.113.9"), &json!("Proxy Town"))
    );
    assert_eq!(place["timezone"], "");
}

#[tokio::test]
async fn a_trusted_proxy_is_believed_and_who_stands_before_it_is_not() {
    let info = info(&["203.0.113.0/24"], "1.1.1.1, 198.51.100.1").await;
    let place = &info["geolocation"];
    assert_eq!(
        (&place["ip"], &place["city"]),
        (&json!("198.51.100.1"), &json!("Frankfurt am Main"))
    );
}

/// The seed's own sample has it, and ISO has GB.
#[tokio::test]
async fn uk_is_echoed_as_it_was_sent_and_is_gb() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    for (number, country) in ["UK", "uk", "GB"].into_iter().enumerate() {
        let mut request = off_site(&format!("Order {number} of today"));
        request["country"] = json!(country);
        let told = app.post("/", &acme, request).await.ok();
        assert_eq!(told["event"], "verification.accepted", "{told}");
        assert_eq!(told["country"], country);
        assert_eq!(
            told["verification_result"]["document"]["document_country"],
            1
        );
    }
}
