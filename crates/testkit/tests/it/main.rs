//! The store in memory passes the conformance suite.

use std::sync::Arc;

use testkit::MemoryStore;
use testkit::conformance::{Subject, covers_the_ports};

async fn memory() -> Subject {
    let store = MemoryStore::default();
    Subject {
        vault: Arc::new(store.vault()),
        audit: Arc::new(store.clone()),
        staff: Arc::new(store.clone()),
        store: Arc::new(store),
        keep: Box::new(()),
    }
}

testkit::store_conformance!(crate::memory);

#[tokio::test]
async fn every_method_of_the_ports_is_covered() {
    covers_the_ports(memory).await;
}
