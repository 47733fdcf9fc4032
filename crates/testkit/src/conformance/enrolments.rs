//! Cases about faces that customers enrolled.

use proofing::ports::Enrolment;
use verification::enrolment::FaceTemplate;
use verification::request::CustomerName;

use super::{Subject, live, open};
use crate::builders::{account_id, at, forgetting, verification_id};

fn enrolled(account: u128, customer: &str, number: u8) -> Enrolment {
    Enrolment {
        account: account_id(account),
        customer: CustomerName::parse(customer).unwrap(),
        template: FaceTemplate::new([number; 32], vec![number; 16]),
        verification: verification_id(1),
        at: at(number.into()),
    }
}

pub async fn the_first_of_a_customer_stays_until_it_is_forgotten(subject: Subject) {
    open(&subject, 1, Vec::new()).await;
    let store = &subject.store;
    let (first, second) = (enrolled(1, "jo", 1), enrolled(1, "jo", 2));
    let (ann, elsewhere) = (enrolled(1, "ann", 3), enrolled(2, "jo", 4));
    let (own, name) = (first.account, &first.customer);
    assert_eq!(store.enrolment(own, name).await.unwrap(), None);
    assert!(store.enrol(first.clone()).await.unwrap());
    assert!(!store.enrol(second.clone()).await.unwrap());
    for other in [&ann, &elsewhere] {
        assert!(store.enrol(other.clone()).await.unwrap());
    }
    // It outlives its verification.
    let stored = live(&subject, 1).await;
    store.apply(forgetting(stored, at(9))).await.unwrap();
    let found = store.enrolment(own, name).await.unwrap();
    assert_eq!(found.as_ref(), Some(&first));
    let all = store.enrolments(own).await.unwrap();
    assert_eq!(all, [first.clone(), ann.clone()]);
    assert!(store.forget_enrolment(own, name).await.unwrap());
    assert!(!store.forget_enrolment(own, name).await.unwrap());
    assert_eq!(store.enrolment(own, name).await.unwrap(), None);
    assert_eq!(store.enrolments(own).await.unwrap(), [ann]);
    let other = store.enrolment(elsewhere.account, name).await.unwrap();
    assert_eq!(other.as_ref(), Some(&elsewhere));
    assert!(store.enrol(second.clone()).await.unwrap());
    assert_eq!(store.enrolment(own, name).await.unwrap(), Some(second));
}
