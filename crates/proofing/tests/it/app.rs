//! A server without files and without HTTP.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use proofing::messaging::NoMessenger;
use proofing::ports::{
    About, AddressGuard, CaptureTarget, Examiner, ExaminerError, Guidance, JobEnd, NoSelfiePages,
    Picture, Presenter, Refusal, Share, Store, Unavailable,
};
use proofing::tokens::LinkKey;
use proofing::visitors::Unknown;
use proofing::{Ports, Principal, Settings};
use testkit::builders::account;
use testkit::{FixedClock, MemoryStore, RecordingSignals, SeededEntropy};
use verification::account::Account;
use verification::names::NameReading;
use verification::reading::{DocumentReading, Examination, Examined};
use verification::request::{DocumentType, HttpUrl};
use verification::{Personal, Request, ResponseEvent, Service};

/// A server, and what it runs on.
pub(crate) struct TestApp {
    pub(crate) acts: proofing::App,
    pub(crate) store: MemoryStore,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) eyes: Arc<Eyes>,
    pub(crate) account: Account,
}

impl TestApp {
    pub(crate) async fn start() -> Self {
        let store = MemoryStore::default();
        let account = account(1);
        store.create_account(account.clone()).await.unwrap();
        Self::on(store, account, Arc::default())
    }

    fn on(store: MemoryStore, account: Account, clock: Arc<FixedClock>) -> Self {
        let eyes = Arc::new(Eyes::default());
        let ports = Ports {
            vault: Arc::new(store.vault()),
            staff: Arc::new(store.clone()),
            store: Arc::new(store.clone()),
            audit: Arc::new(store.clone()),
            examiner: Arc::clone(&eyes) as Arc<dyn Examiner>,
            presenter: Arc::new(Names),
            guard: Arc::new(Anywhere),
            clock: Arc::clone(&clock) as Arc<dyn proofing::ports::Clock>,
            entropy: Arc::new(SeededEntropy::new(7)),
            signals: Arc::new(RecordingSignals::default()),
            messenger: Arc::new(NoMessenger),
            agents: Arc::new(Unknown),
            places: Arc::new(Unknown),
            devices: Arc::new(Unknown),
            selfie_pages: Arc::new(NoSelfiePages),
        };
        let settings = Settings {
            public_url: "https://id.example.com".to_owned(),
            link_key: LinkKey::new([7; 32]),
        };
        Self {
            acts: proofing::App::new(ports, settings),
            store,
            clock,
            eyes,
            account,
        }
    }

    /// Another server on the same store, with nothing in memory and nothing looked at yet.
    pub(crate) fn restarted(&self) -> Self {
        let clock = Arc::clone(&self.clock);
        Self::on(self.store.clone(), self.account.clone(), clock)
    }

    /// Runs what is due, and what follows from it.
    pub(crate) async fn run_jobs(&self) -> usize {
        let mut count = 0;
        loop {
            let now = self.acts.now();
            let until = now.checked_add(SignedDuration::from_mins(5)).unwrap();
            let leases = self.store.lease_jobs(now, until, 8).await.unwrap();
            if leases.is_empty() {
                return count;
            }
            for lease in leases {
                let end = self.acts.run(Principal::Server, &lease).await;
                assert_eq!(end, JobEnd::Done, "{:?}", lease.job);
                self.store.finish_job(&lease, end).await.unwrap();
                count += 1;
            }
        }
    }
}

/// Reads the same passport in every picture, and counts how often it is asked to.
#[derive(Debug, Default)]
pub(crate) struct Eyes {
    looks: AtomicUsize,
    shares: Mutex<Vec<Share>>,
}

impl Eyes {
    pub(crate) fn looked(&self) -> usize {
        self.looks.load(Ordering::SeqCst)
    }

    /// To whose share the pictures counted that were inspected, in order.
    pub(crate) fn shares(&self) -> Vec<Share> {
        self.shares.lock().unwrap().clone()
    }
}

#[async_trait]
impl Examiner for Eyes {
    fn services(&self) -> &'static [Service] {
        &[Service::Document]
    }

    async fn examine(
        &self,
        _: &Request,
        _: Vec<Picture>,
        _: Timestamp,
    ) -> Result<Examination, Unavailable> {
        self.looks.fetch_add(1, Ordering::SeqCst);
        let reading = DocumentReading {
            kind: Some(DocumentType::Passport),
            name: Some(NameReading {
                given: Some("Jo".to_owned()),
                family: Some("Specimen".to_owned()),
                ..NameReading::default()
            }),
            document_number: Some(Personal::new("X1234567")),
            never_expires: true,
            ..DocumentReading::default()
        };
        Ok(Examination {
            services: vec![Examined {
                service: Service::Document,
                reading: Ok(reading),
                findings: Vec::new(),
            }],
            ..Examination::default()
        })
    }

    async fn look(&self, _: Bytes, _: CaptureTarget, _: Share) -> Result<Guidance, ExaminerError> {
        Ok(Guidance::default())
    }

    async fn read_barcode(&self, _: Picture, _: Share) -> Result<Option<Vec<u8>>, ExaminerError> {
        Ok(None)
    }

    async fn inspect(&self, picture: Picture, share: Share) -> Result<Picture, ExaminerError> {
        self.shares.lock().unwrap().push(share);
        Ok(picture)
    }

    async fn check(&self) -> Result<(), Unavailable> {
        Ok(())
    }
}

/// A body that is the event's name.
#[derive(Debug)]
struct Names;

impl Presenter for Names {
    fn event(&self, _: &Account, event: ResponseEvent, _: About<'_>) -> Vec<u8> {
        event.name().as_bytes().to_vec()
    }
}

/// Every address may be called.
#[derive(Debug)]
struct Anywhere;

#[async_trait]
impl AddressGuard for Anywhere {
    async fn admit(&self, _: &HttpUrl) -> Result<(), Refusal> {
        Ok(())
    }
}
