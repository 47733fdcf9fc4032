//! Cases about fingerprints, by which people are found again.

use proofing::ports::{
    Change, FingerprintMatches, FingerprintQuery, Fingerprints, NewFingerprint, StoreError,
};
use verification::AccountId;
use verification::duplicates::{DocumentIdentity, Fingerprint};
use verification::reading::{DocumentReading, PictureHash, PictureTrace};
use verification::stage::Stage;
use verification::verdict::{Decider, Decision, Outcome, Verdict};

use super::{Subject, assert_refused, live};
use crate::builders::{
    account_id, at, forgetting, opened_for, opening_of, reference, request, updating,
    verification_id,
};

/// The identity that a document with this number gives.
fn document(number: &str) -> DocumentIdentity {
    let reading = DocumentReading {
        document_number: Some(number.into()),
        dob: Some("1990-02-28".parse().unwrap()),
        country: Some("US".to_owned()),
        ..DocumentReading::default()
    };
    DocumentIdentity::of(&reading).unwrap()
}

/// A selfie whose copies differ from it in at most two bits.
fn trace(bits: u128) -> PictureTrace {
    PictureTrace {
        hash: PictureHash::from_bits(bits),
        probes: vec![PictureHash::from_bits(bits)],
        same_within: 2,
    }
}

async fn search(
    subject: &Subject,
    account: AccountId,
    number: &str,
    selfie: u128,
) -> FingerprintMatches {
    let query = FingerprintQuery {
        account,
        except: verification_id(0),
        documents: vec![document(number)],
        selfie: Some(trace(selfie)),
    };
    match subject.store.find_alike(query).await.unwrap() {
        Fingerprints::Searched(found) => found,
        Fingerprints::NotKept => panic!("no fingerprints are kept"),
    }
}

/// Decides a verification that was opened, and keeps its fingerprint.
async fn decide(
    subject: &Subject,
    number: u128,
    verdict: Verdict,
    kept: (&str, u128, u64),
) -> Result<(), StoreError> {
    let stored = live(subject, number).await;
    let outcome = Outcome {
        verdict,
        services: Vec::new(),
        reason: None,
        codes: Vec::new(),
        findings: Vec::new(),
        zones: Vec::new(),
    };
    let decision = Box::new(Decision {
        verdict,
        outcome,
        by: Decider::Automatic,
        at: at(5),
        version: 1,
    });
    let mut step = stored.value.viewed("nothing", at(5));
    step.effects.clear();
    step.next.stage = match verdict {
        Verdict::Accepted => Stage::Accepted(decision),
        Verdict::Declined => Stage::Declined(decision),
    };
    step.next.completed_at = Some(at(5));
    let (document_number, selfie, newest) = kept;
    let change = Change {
        fingerprint: Some(NewFingerprint {
            fingerprint: Fingerprint {
                documents: vec![document(document_number)],
                selfie: Some(PictureHash::from_bits(selfie)),
            },
            newest,
        }),
        ..updating(stored.version, step)
    };
    subject.store.apply(change).await
}

async fn open_for(subject: &Subject, account: u128, numbers: impl IntoIterator<Item = u128>) {
    for number in numbers {
        let step = opened_for(account, number, request(reference(number)));
        subject.store.apply(opening_of(step)).await.unwrap();
    }
}

pub async fn accepted_ones_of_the_account_are_found(subject: Subject) {
    let (own, other) = (account_id(1), account_id(2));
    let store = &subject.store;
    open_for(&subject, 1, [1, 2, 3]).await;
    open_for(&subject, 2, [4]).await;
    let query = FingerprintQuery {
        account: own,
        except: verification_id(1),
        documents: Vec::new(),
        selfie: None,
    };
    let answer = store.find_alike(query.clone()).await.unwrap();
    assert_eq!(answer, Fingerprints::NotKept);
    for account in [own, other, own] {
        store.keep_fingerprints(account).await.unwrap();
    }
    let empty = Fingerprints::Searched(FingerprintMatches::default());
    assert_eq!(store.find_alike(query).await.unwrap(), empty);
    let (yes, no) = (Verdict::Accepted, Verdict::Declined);
    decide(&subject, 1, yes, ("A 1", 0b1111, 0)).await.unwrap();
    let newest = search(&subject, own, "a-1", 0).await.newest;
    decide(&subject, 2, no, ("A1", 0b1111, newest))
        .await
        .unwrap();
    let newest = search(&subject, own, "a-1", 0).await.newest;
    decide(&subject, 3, yes, ("B2", 0b0011, newest))
        .await
        .unwrap();
    decide(&subject, 4, yes, ("A1", 0b1111, 0)).await.unwrap();

    let found = search(&subject, own, "a-1", 0b1111).await;
    assert_eq!(
        found.documents,
        [verification_id(1)],
        "accepted, and its own"
    );
    let nearest_first = [verification_id(3), verification_id(1)];
    assert_eq!(found.selfies, nearest_first, "two bits are a copy");
    let found = search(&subject, own, "A12", 0b1111 << 60).await;
    assert_eq!((found.documents, found.selfies), (vec![], vec![]));
    let found = search(&subject, other, "A1", 0b0111).await;
    assert_eq!(found.documents, [verification_id(4)]);
    assert_eq!(found.selfies, [verification_id(4)]);
    let itself = FingerprintQuery {
        account: own,
        except: verification_id(1),
        documents: vec![document("A1")],
        selfie: Some(trace(0b1111)),
    };
    let Fingerprints::Searched(found) = store.find_alike(itself).await.unwrap() else {
        panic!("no fingerprints are kept");
    };
    assert_eq!(found.documents, [], "nobody is a duplicate of themselves");
    assert_eq!(found.selfies, [verification_id(3)]);
}

pub async fn a_newer_one_outdates_a_search(subject: Subject) {
    let own = account_id(1);
    open_for(&subject, 1, [1, 2]).await;
    subject.store.keep_fingerprints(own).await.unwrap();
    let seen = search(&subject, own, "A1", 0).await.newest;
    let yes = Verdict::Accepted;
    decide(&subject, 1, yes, ("A1", 1, seen)).await.unwrap();
    assert_refused!(
        decide(&subject, 2, yes, ("A1", 1, seen)).await,
        StoreError::Outdated
    );
    assert_eq!(
        live(&subject, 2).await.version,
        1,
        "nothing of it was stored"
    );
    let seen = search(&subject, own, "A1", 0).await.newest;
    decide(&subject, 2, yes, ("A1", 1, seen)).await.unwrap();
    let found = search(&subject, own, "A1", 1 << 40).await;
    assert_eq!(found.documents, [verification_id(2), verification_id(1)]);
}

pub async fn they_go_with_their_verification_and_their_account(subject: Subject) {
    let own = account_id(1);
    open_for(&subject, 1, [1, 2, 3]).await;
    let store = &subject.store;
    store.keep_fingerprints(own).await.unwrap();
    let yes = Verdict::Accepted;
    decide(&subject, 1, yes, ("A1", 0, 0)).await.unwrap();
    let seen = search(&subject, own, "A1", 0).await.newest;
    decide(&subject, 2, yes, ("A1", 0, seen)).await.unwrap();
    let newest = search(&subject, own, "A1", 0).await.newest;
    let stored = live(&subject, 2).await;
    store.apply(forgetting(stored, at(9))).await.unwrap();
    let found = search(&subject, own, "A1", 0).await;
    assert_eq!(found.documents, [verification_id(1)]);
    assert_eq!(found.selfies, [verification_id(1)]);
    // A number that was free again would hide a newer fingerprint from whoever has searched.
    decide(&subject, 3, yes, ("C3", 0, newest)).await.unwrap();
    assert!(search(&subject, own, "A1", 0).await.newest > newest);
    store.forget_fingerprints(own).await.unwrap();
    let query = FingerprintQuery {
        account: own,
        except: verification_id(0),
        documents: vec![document("A1")],
        selfie: None,
    };
    let answer = store.find_alike(query).await.unwrap();
    assert_eq!(answer, Fingerprints::NotKept);
    store.keep_fingerprints(own).await.unwrap();
    let found = search(&subject, own, "A1", 0).await;
    assert_eq!((found.documents, found.selfies), (vec![], vec![]));
}
