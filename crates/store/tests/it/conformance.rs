//! The suite that every store passes, on SQLite and files.

use std::sync::Arc;

use testkit::conformance::{Subject, covers_the_ports};

async fn sqlite() -> Subject {
    let dir = tempfile::tempdir().unwrap();
    let (store, vault) = crate::open(dir.path(), 1);
    Subject {
        audit: Arc::new(store.clone()),
        staff: Arc::new(store.clone()),
        store: Arc::new(store),
        vault: Arc::new(vault),
        keep: Box::new(dir),
    }
}

testkit::store_conformance!(crate::conformance::sqlite);

#[tokio::test]
async fn every_method_of_the_ports_is_covered() {
    covers_the_ports(sqlite).await;
}
