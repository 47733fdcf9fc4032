//! Cases about examinations that are kept.

use proofing::ports::{Digest, KeptExamination, StoreError};
use verification::Service;
use verification::reading::{Examination, Examined, Unread};

use super::{Subject, assert_refused, live, open};
use crate::builders::{FRONT, at, forgetting, verification_id};

/// Returns an examination of the picture with a number.
fn kept(picture: u8, why: Unread) -> KeptExamination {
    KeptExamination {
        evidence: vec![(FRONT, Digest([picture; 32]))],
        examination: Examination {
            services: vec![Examined {
                service: Service::Document,
                reading: Err(why),
                findings: Vec::new(),
            }],
            ..Examination::default()
        },
    }
}

pub async fn the_first_of_the_same_pictures_stays(subject: Subject) {
    for number in [1, 2] {
        open(&subject, number, Vec::new()).await;
    }
    let (one, two) = (verification_id(1), verification_id(2));
    let store = &subject.store;
    assert_eq!(store.examination(one).await.unwrap(), None);
    let first = kept(1, Unread::Blurred);
    store.keep_examination(one, first.clone()).await.unwrap();
    let again = kept(1, Unread::CutOff);
    store.keep_examination(one, again).await.unwrap();
    assert_eq!(store.examination(one).await.unwrap(), Some(first));
    assert_eq!(store.examination(two).await.unwrap(), None);
    let other = kept(2, Unread::CutOff);
    store.keep_examination(one, other.clone()).await.unwrap();
    assert_eq!(store.examination(one).await.unwrap(), Some(other));
}

pub async fn they_go_with_the_verification(subject: Subject) {
    open(&subject, 1, Vec::new()).await;
    let (one, nobody) = (verification_id(1), verification_id(2));
    let store = &subject.store;
    let read = kept(1, Unread::Blurred);
    assert_refused!(
        store.keep_examination(nobody, read.clone()).await,
        StoreError::Conflict
    );
    store.keep_examination(one, read.clone()).await.unwrap();
    let stored = live(&subject, 1).await;
    store.apply(forgetting(stored, at(9))).await.unwrap();
    assert_eq!(store.examination(one).await.unwrap(), None);
    assert_refused!(
        store.keep_examination(one, read).await,
        StoreError::Conflict
    );
    assert_eq!(store.examination(nobody).await.unwrap(), None);
}
