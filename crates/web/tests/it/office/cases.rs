//! The queue and the page of a case, as members of staff use them.

use proofing::ports::AuditQuery;
use serde_json::json;
use verification::VerificationId;
use verification::account::Account;
use verification::audit::AuditAct::{self, Decide, OpenData, TakeCase, ViewData, ViewPictures};
use verification::staff::Role;

use super::{Office, between, text};
use crate::fakes::{but, off_site};

/// What the scripted examiner reads, and nobody may see unasked.
const PERSONAL: &str = "John";

async fn waiting(office: &Office, account: &Account, reference: &str) -> VerificationId {
    let request = but(off_site(reference), json!({"manual_review": 1}));
    office.app.post("/", account, request).await.ok();
    office.app.id_of(account, reference).await
}

async fn acts(office: &Office, id: VerificationId) -> Vec<AuditAct> {
    let query = AuditQuery {
        verification: Some(id),
        limit: 100,
        ..AuditQuery::default()
    };
    let trail = office.app.ports.audit.audited(query).await.unwrap();
    trail.into_iter().rev().map(|one| one.entry.act).collect()
}

#[tokio::test]
async fn a_reviewer_takes_the_next_case_and_declines_it_with_a_code() {
    let office = Office::open().await;
    let acme = office.app.account("acme").await;
    let id = waiting(&office, &acme, "reference-1").await;
    let member = office.member(Role::Reviewer, Some(acme.id)).await;
    let mut browser = office.signed_in(&member).await;
    let queue = text(&office.get(&mut browser, "/office/queue").await);
    assert!(queue.contains("reference-1"), "{queue}");
    assert!(!queue.contains(PERSONAL), "a list has no personal data");
    let next = office.post(&mut browser, "/office/queue/next", &[]).await;
    let path = format!("/office/verifications/{id}");
    assert!(next.header("location").ends_with(&path), "{}", next.status);
    let page = office.get(&mut browser, &path).await;
    assert!(page.body.len() < 100_000, "{} bytes", page.body.len());
    let page = text(&page);
    assert!(
        page.contains(PERSONAL),
        "a reviewer was given the case: {page}"
    );
    assert!(page.contains("Took a case – Member 0"), "{page}");
    let colleague = office.member(Role::Reviewer, Some(acme.id)).await;
    let mut other = office.signed_in(&colleague).await;
    let queue = text(&office.get(&mut other, "/office/queue").await);
    assert!(queue.contains("Member 0 has it"), "{queue}");
    let fence = between(&page, "name=\"fence\" value=\"", "\"");
    let picture = format!("{path}/pictures/document.proof");
    let picture = office.get(&mut browser, &picture).await;
    assert_eq!(picture.status, 200);
    assert_eq!(picture.header("x-content-type-options"), "nosniff");
    assert!(
        picture
            .header("content-security-policy")
            .contains("sandbox")
    );

    let decide = format!("{path}/decide");
    let without = [("fence", fence.as_str()), ("verdict", "declined")];
    let refused = office.post(&mut browser, &decide, &without).await;
    assert_eq!(refused.status, 409);
    assert!(text(&refused).contains("at least one code"));
    let with = [
        ("fence", fence.as_str()),
        ("verdict", "declined"),
        ("code", "SPDR06"),
        ("note", "a copy"),
        ("then", "next"),
    ];
    let done = office.post(&mut browser, &decide, &with).await;
    assert!(
        done.header("location").ends_with("/office/queue"),
        "nothing is left"
    );
    let again = office.post(&mut browser, &decide, &with).await;
    assert_eq!(again.status, 409);
    assert!(
        text(&again).contains("Somebody else decided"),
        "{}",
        text(&again)
    );
    let done: Vec<_> = acts(&office, id).await;
    assert_eq!(
        done,
        [TakeCase, ViewData, ViewPictures, ViewData, Decide, ViewData]
    );
}

#[tokio::test]
async fn personal_data_are_masked_until_a_reason_is_given() {
    let office = Office::open().await;
    let acme = office.app.account("acme").await;
    let id = waiting(&office, &acme, "reference-1").await;
    let path = format!("/office/verifications/{id}");
    let picture = format!("{path}/pictures/document.proof");
    let viewer = office.member(Role::Viewer, Some(acme.id)).await;
    let mut browser = office.signed_in(&viewer).await;
    let page = text(&office.get(&mut browser, &path).await);
    assert!(
        !page.contains(PERSONAL) && !page.contains("/open"),
        "{page}"
    );
    assert_eq!(office.get(&mut browser, &picture).await.status, 403);

    let manager = office.member(Role::Manager, Some(acme.id)).await;
    let mut browser = office.signed_in(&manager).await;
    let page = text(&office.get(&mut browser, &path).await);
    assert!(!page.contains(PERSONAL) && page.contains("/open"), "{page}");
    assert_eq!(office.get(&mut browser, &picture).await.status, 403);
    assert_eq!(acts(&office, id).await, [], "nothing was shown");
    let open = format!("{path}/open");
    let refused = office.post(&mut browser, &open, &[("reason", " ")]).await;
    assert_eq!(refused.status, 409);
    let opened = office
        .post(&mut browser, &open, &[("reason", "a call")])
        .await;
    assert_eq!(opened.status, 303, "{}", text(&opened));
    let page = text(&office.get(&mut browser, &path).await);
    assert!(page.contains(PERSONAL), "{page}");
    assert_eq!(office.get(&mut browser, &picture).await.status, 200);
    assert_eq!(acts(&office, id).await, [OpenData, ViewData, ViewPictures]);
    office.app.advance(jiff::SignedDuration::from_mins(16));
    let page = text(&office.get(&mut browser, &path).await);
    assert!(!page.contains(PERSONAL), "it is over: {page}");
}

#[tokio::test]
async fn a_case_is_handed_over_to_somebody_who_can_decide_it() {
    let office = Office::open().await;
    let (acme, other) = (
        office.app.account("acme").await,
        office.app.account("other").await,
    );
    let id = waiting(&office, &acme, "reference-1").await;
    let member = office.member(Role::Reviewer, Some(acme.id)).await;
    let colleague = office.member(Role::Reviewer, Some(acme.id)).await;
    let viewer = office.member(Role::Viewer, Some(acme.id)).await;
    let stranger = office.member(Role::Reviewer, Some(other.id)).await;
    let mut browser = office.signed_in(&member).await;
    office.post(&mut browser, "/office/queue/next", &[]).await;
    let path = format!("/office/verifications/{id}");
    let page = text(&office.get(&mut browser, &path).await);
    let fence = between(&page, "name=\"fence\" value=\"", "\"");
    assert!(page.contains(&colleague.id.to_string()), "{page}");
    for nobody in [&member, &viewer, &stranger] {
        let option = format!("<option value=\"{}\"", nobody.id);
        assert!(!page.contains(&option), "{page}");
    }
    let hand_over = format!("{path}/hand-over");
    for nobody in [viewer.id, stranger.id] {
        let form = [("fence", fence.as_str()), ("to", &*nobody.to_string())];
        let reply = office.post(&mut browser, &hand_over, &form).await;
        assert_eq!(reply.status, 404, "{}", text(&reply));
    }
    let form = [
        ("fence", fence.as_str()),
        ("to", &*colleague.id.to_string()),
    ];
    let reply = office.post(&mut browser, &hand_over, &form).await;
    assert!(reply.header("location").ends_with("/office/queue"));
    let mut theirs = office.signed_in(&colleague).await;
    let page = text(&office.get(&mut theirs, &path).await);
    assert!(page.contains("/decide"), "it is held for them: {page}");
    let again = office.post(&mut browser, &hand_over, &form).await;
    assert_eq!(again.status, 409, "{}", text(&again));
}

#[tokio::test]
async fn a_reading_is_corrected_with_a_reason() {
    let office = Office::open().await;
    let acme = office.app.account("acme").await;
    let id = waiting(&office, &acme, "reference-1").await;
    let path = format!("/office/verifications/{id}");
    let reviewer = office.member(Role::Reviewer, Some(acme.id)).await;
    let mut browser = office.signed_in(&reviewer).await;
    let page = text(&office.get(&mut browser, &path).await);
    assert!(
        !page.contains("/correct"),
        "reviewers correct nothing: {page}"
    );

    let senior = office.member(Role::SeniorReviewer, Some(acme.id)).await;
    let mut browser = office.signed_in(&senior).await;
    let page = text(&office.get(&mut browser, &path).await);
    let field = "document.name.last_name";
    assert!(
        page.contains(&format!("<option>{field}</option>")),
        "{page}"
    );
    let correct = format!("{path}/correct");
    let right = [
        ("field", field),
        ("value", "Quillfeather"),
        ("reason", "misread"),
    ];
    let without = office.post(&mut browser, &correct, &right[..2]).await;
    assert_eq!(without.status, 409);
    assert!(text(&without).contains("Give a reason"));
    let done = office.post(&mut browser, &correct, &right).await;
    assert!(
        done.header("location").ends_with("said=corrected"),
        "{}",
        text(&done)
    );
    let page = text(&office.get(&mut browser, &path).await);
    assert!(page.contains(">John Carter Quillfeather</td>"), "{page}");
    let again = office.post(&mut browser, &correct, &right).await;
    assert_eq!(again.status, 409);
    assert!(text(&again).contains("has this value already"));
    assert!(acts(&office, id).await.contains(&AuditAct::Correct));
}

#[tokio::test]
async fn a_case_of_another_account_is_not_there() {
    let office = Office::open().await;
    let (acme, other) = (
        office.app.account("acme").await,
        office.app.account("other").await,
    );
    let id = waiting(&office, &acme, "reference-1").await;
    let stranger = office.member(Role::Manager, Some(other.id)).await;
    let mut browser = office.signed_in(&stranger).await;
    let path = format!("/office/verifications/{id}");
    assert_eq!(office.get(&mut browser, &path).await.status, 404);
    let picture = format!("{path}/pictures/document.proof");
    assert_eq!(office.get(&mut browser, &picture).await.status, 404);
    for act in ["open", "take", "correct", "hold", "delete"] {
        let form = [("reason", "mine")];
        let path = format!("{path}/{act}");
        let reply = office.post(&mut browser, &path, &form).await;
        assert_eq!(reply.status, 404, "{act}");
    }
    assert_eq!(acts(&office, id).await, []);
}
