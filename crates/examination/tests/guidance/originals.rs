//! What people hold up in place of a document on the hosted pages: one side twice, a cover, a
//! screen, a copy. None is accepted, and each is told in words.

use std::sync::Arc;

use examination::Readers;
use jiff::civil::{Date, date};
use proofing::ports::{Examiner, Picture};
use specimen::{Card, Difficulty, Scene, Specimen, Travel, photograph};
use testkit::builders::{BACK, FRONT, reference, request};
use verification::Request;
use verification::decline::DeclineCode;
use verification::policy::judge;
use verification::request::{DocumentService, EvidenceSlot, MediaType, Services, Site};
use verification::rules::today;
use verification::verdict::{Outcome, Verdict};

const ON: Date = date(2026, 6, 1);

/// A document whose pictures are taken on the hosted pages.
fn on_site(allowed: &[&str]) -> Request {
    let mut document = DocumentService::default();
    let allowed = allowed.iter().map(|&kind| kind.to_owned());
    document.instructions.allowed = allowed.collect();
    let mut request = request(reference(1));
    request.services = Services {
        document: Some(document),
        ..Services::default()
    };
    request.proofs.clear();
    assert_eq!(request.site(), Site::OnSite);
    request
}

fn picture(slot: EvidenceSlot, card: &Card, seed: u64) -> Picture {
    let photo = photograph(card, &Scene::from_seed(seed, Difficulty::Good)).unwrap();
    Picture {
        slot,
        media: MediaType::Jpeg,
        content: photo.jpeg.into(),
        decoded: None,
    }
}

async fn judged(request: &Request, front: &Card, back: &Card, seed: u64) -> Outcome {
    let readers = Readers::new(1, Arc::new(sandbox::InProcess));
    let now = "2026-06-01T12:00:00Z".parse().unwrap();
    let pictures = vec![
        picture(FRONT, front, seed),
        picture(BACK, back, seed + 1_000),
    ];
    let examination = readers.examine(request, pictures, now).await.unwrap();
    judge(request, &examination, today(now))
}

/// The reason for a decline, after it was made sure that it has words for the person.
#[track_caller]
fn declined(outcome: &Outcome) -> String {
    assert_eq!(outcome.verdict, Verdict::Declined, "{outcome:?}");
    let [first, ..] = outcome.codes.as_slice() else {
        panic!("no code: {outcome:?}");
    };
    assert!(
        first
            .definition()
            .is_some_and(|known| !known.public_text.is_empty())
    );
    first.to_string()
}

fn original_signs(outcome: &Outcome) -> Vec<String> {
    let signs = outcome.findings.iter();
    signs
        .filter(|finding| finding.check.starts_with("original."))
        .map(|finding| format!("{} {:?}", finding.check, finding.measure))
        .collect()
}

#[tokio::test]
async fn a_document_is_not_taken_for_a_copy_or_a_screen() {
    for seed in 40..43 {
        let specimen = Specimen::from_seed(seed, ON);
        let (front, back) = (specimen.front().unwrap(), specimen.back().unwrap());
        let outcome = judged(&on_site(&[]), &front, &back, seed).await;
        assert_eq!(original_signs(&outcome), [""; 0], "seed {seed}");
        assert_eq!(outcome.verdict, Verdict::Accepted, "{outcome:?}");
    }
    let page = Travel::passport(50, ON).page().unwrap();
    let outcome = judged(&on_site(&[]), &page, &page, 50).await;
    assert_eq!(original_signs(&outcome), [""; 0]);
}

#[tokio::test]
async fn a_copy_is_declined_unless_it_is_allowed() {
    for seed in 40..42 {
        let specimen = Specimen::from_seed(seed, ON);
        let [front, back] = [specimen.front(), specimen.back()].map(|side| side.unwrap().copied());
        let outcome = judged(&on_site(&[]), &front, &back, seed).await;
        assert_eq!(declined(&outcome), "SPDR06");
        let outcome = judged(&on_site(&["photocopy"]), &front, &back, seed).await;
        assert_eq!(outcome.verdict, Verdict::Accepted, "{outcome:?}");
    }
}

#[tokio::test]
async fn a_screen_is_declined_unless_it_is_allowed() {
    // A hundred pixels to the inch, and sixty.
    for (seed, dots) in [(41, 6), (42, 10)] {
        let specimen = Specimen::from_seed(seed, ON);
        let [front, back] =
            [specimen.front(), specimen.back()].map(|side| side.unwrap().on_a_screen(dots));
        let outcome = judged(&on_site(&[]), &front, &back, seed).await;
        assert_eq!(
            declined(&outcome),
            "SPDR51",
            "{:?}",
            original_signs(&outcome)
        );
        let outcome = judged(&on_site(&["screenshot"]), &front, &back, seed).await;
        assert_eq!(outcome.verdict, Verdict::Accepted, "{outcome:?}");
    }
}

#[tokio::test]
async fn neither_one_side_twice_nor_a_cover_is_accepted() {
    let specimen = Specimen::from_seed(41, ON);
    let (front, back) = (specimen.front().unwrap(), specimen.back().unwrap());
    let cover = Travel::passport(41, ON).cover().unwrap();
    let code = |first, second| async move {
        let outcome = judged(&on_site(&[]), first, second, 41).await;
        declined(&outcome)
    };
    assert_eq!(code(&back, &back).await, "SPDR252");
    // Nothing that a machine reads is on either.
    let nothing = DeclineCode::INFORMATION_NOT_VISIBLE.to_string();
    assert_eq!(code(&front, &front).await, nothing);
    assert_eq!(code(&cover, &cover).await, nothing);
}
