//! Cases about the vault.

use bytes::Bytes;
use proofing::ports::{Digest, StoreError};

use super::{Subject, assert_refused, live, open};
use crate::builders::{opening, verification_id};

pub async fn pictures_come_back_to_their_own(subject: Subject) {
    for number in [1, 2] {
        open(&subject, number, Vec::new()).await;
    }
    let (one, two) = (verification_id(1), verification_id(2));
    let content: Bytes = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
    let digest = subject.vault.put(one, content.clone()).await.unwrap();
    assert_eq!(
        subject.vault.put(one, content.clone()).await.unwrap(),
        digest,
        "storing it again is harmless"
    );
    assert_eq!(
        subject.vault.get(one, digest).await.unwrap(),
        content.to_vec()
    );
    assert_refused!(
        subject.vault.get(two, digest).await,
        StoreError::Unsealable(_)
    );
    let other = subject.vault.put(two, content).await.unwrap();
    assert_ne!(
        digest, other,
        "the same picture of two verifications has two names"
    );
    let empty = subject.vault.put(one, Bytes::new()).await.unwrap();
    assert_eq!(subject.vault.get(one, empty).await.unwrap(), []);
    assert_eq!(subject.vault.get(two, other).await.unwrap().len(), 400_000);
}

pub async fn pictures_may_come_before_the_verification(subject: Subject) {
    let digest = subject
        .vault
        .put(verification_id(1), Bytes::from_static(b"early"))
        .await
        .unwrap();
    subject.store.apply(opening(1)).await.unwrap();
    assert_eq!(
        subject.vault.get(verification_id(1), digest).await.unwrap(),
        b"early"
    );
    assert_eq!(live(&subject, 1).await.version, 1);
}

pub async fn erased_and_unknown_ones_are_not_there(subject: Subject) {
    for number in [1, 2] {
        open(&subject, number, Vec::new()).await;
    }
    let (one, two) = (verification_id(1), verification_id(2));
    let digest = subject
        .vault
        .put(one, Bytes::from_static(b"one"))
        .await
        .unwrap();
    let other = subject
        .vault
        .put(two, Bytes::from_static(b"two"))
        .await
        .unwrap();
    assert_refused!(
        subject.vault.get(one, Digest([7; 32])).await,
        StoreError::Unsealable(_)
    );
    assert_refused!(
        subject.vault.get(verification_id(3), digest).await,
        StoreError::Unsealable(_)
    );
    for _ in 0..2 {
        subject.vault.erase(one).await.unwrap();
    }
    assert_refused!(
        subject.vault.get(one, digest).await,
        StoreError::Unsealable(_)
    );
    assert_eq!(subject.vault.get(two, other).await.unwrap(), b"two");
    subject.vault.erase(verification_id(3)).await.unwrap();
}
