//! The use cases with their ports, and how effects become a change.

use std::sync::Arc;

use jiff::Timestamp;
use tokio_util::task::TaskTracker;
use uuid::Builder;
use verification::account::Account;
use verification::capture::{CaptureLanguage, Channel};
use verification::ids::{AccountId, JobId, NotificationId, StaffId, TransactionId, VerificationId};
use verification::journal::Entry;
use verification::notification::{NewNotification, NotificationKind};
use verification::request::HttpUrl;
use verification::stage::Stage;
use verification::{Effect, NewIds, Request, ResponseEvent, Verification};

use crate::code_limits::{CodeLimits, MostCodes};
use crate::link_limits::LinkLimits;
use crate::messaging::Messenger;
use crate::opened_cases::OpenedCases;
use crate::ports::{
    About, AddressGuard, AuditTrail, Change, Clock, Entropy, Examiner, Job, JobLease, NewJob, Next,
    Presenter, SelfiePages, Signal, Signals, StaffStore, Store, Vault,
};
use crate::staff::Passwords;
use crate::tokens::LinkKey;
use crate::transition::Transition;
use crate::visitors::{Agents, DeviceIntelligence, Places};

/// The ports of the use cases.
#[derive(Debug, Clone)]
pub struct Ports {
    /// Stores everything except pictures.
    pub store: Arc<dyn Store>,
    /// Stores members of staff.
    pub staff: Arc<dyn StaffStore>,
    /// Stores pictures.
    pub vault: Arc<dyn Vault>,
    /// Stores what staff and the operator did.
    pub audit: Arc<dyn AuditTrail>,
    /// Reads pictures.
    pub examiner: Arc<dyn Examiner>,
    /// Renders notifications.
    pub presenter: Arc<dyn Presenter>,
    /// Rejects callback URLs that point into private networks.
    pub guard: Arc<dyn AddressGuard>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Generates random numbers.
    pub entropy: Arc<dyn Entropy>,
    /// Tells whoever waits that something was stored.
    pub signals: Arc<dyn Signals>,
    /// Sends messages to people.
    pub messenger: Arc<dyn Messenger>,
    /// Parses user agents.
    pub agents: Arc<dyn Agents>,
    /// Locates IP addresses.
    pub places: Arc<dyn Places>,
    /// Provides information about devices.
    pub devices: Arc<dyn DeviceIntelligence>,
    /// Makes pages elsewhere on which selfies are taken.
    pub selfie_pages: Arc<dyn SelfiePages>,
}

/// The settings of the use cases.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The URL at which people and businesses reach this server, without a trailing slash.
    pub public_url: String,
    /// The key of links and proof tokens.
    pub link_key: LinkKey,
}

/// The use cases. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    pub(crate) ports: Ports,
    pub(crate) settings: Arc<Settings>,
    /// How often links were sent to other devices lately.
    pub(crate) links_sent: Arc<LinkLimits>,
    /// How often codes were sent to phones lately.
    pub(crate) codes_sent: Arc<CodeLimits>,
    /// The cases that members of staff have opened by giving a reason.
    pub(crate) opened_cases: Arc<OpenedCases>,
    /// Hashes the passwords of staff.
    pub(crate) passwords: Passwords,
    /// The channels that are set up.
    channels: Arc<[Channel]>,
    /// Work that must outlive the request that started it.
    pub(crate) tasks: TaskTracker,
}

impl App {
    /// Creates the use cases with these ports.
    pub fn new(ports: Ports, settings: Settings) -> Self {
        let channels = Channel::ALL.iter().copied();
        Self {
            channels: channels.filter(|it| ports.messenger.has(*it)).collect(),
            links_sent: Arc::default(),
            codes_sent: Arc::default(),
            opened_cases: Arc::default(),
            passwords: Passwords::default(),
            ports,
            settings: Arc::new(settings),
            tasks: TaskTracker::new(),
        }
    }

    /// Sets how many messages with codes are sent within an hour.
    #[must_use]
    pub fn with_most_codes(self, most: MostCodes) -> Self {
        Self {
            codes_sent: Arc::new(CodeLimits::new(most)),
            ..self
        }
    }

    /// The settings of the use cases.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the channels by which this server can send messages.
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// Returns the channels by which a code can be sent for a request, the preferred one first. It
    /// is empty if this server has none of those that the business allows.
    pub fn code_channels(&self, request: &Request) -> Vec<Channel> {
        let asked = request.services.phone.as_ref();
        asked
            .map(|asked| asked.channels_among(self.channels()))
            .unwrap_or_default()
    }

    /// Returns true if the pages ask for turns of the head with a selfie.
    pub fn sees_turns(&self) -> bool {
        self.ports.examiner.sees_turns()
    }

    /// Waits until all work that outlived its request is finished.
    pub async fn drain(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        self.tasks.reopen();
    }

    /// Ends all waits for changes, because the server stops.
    pub fn end_waits(&self) {
        self.ports.signals.close();
    }

    /// Returns the current time, from the injected clock.
    pub fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// Returns the URL of a verification's hosted pages, if it has any.
    pub fn verification_url(&self, verification: &Verification) -> Option<String> {
        verification.request.has_pages().then(|| {
            let token = self.settings.link_key.link(verification.id);
            format!("{}/process/verification/{token}", self.settings.public_url)
        })
    }

    /// Returns the token that opens a verification's hosted pages. It cannot be guessed, unless the
    /// account uses the transaction ID instead.
    pub fn link_token(&self, verification: &Verification) -> String {
        if verification.capture.id_opens_link {
            verification.transaction.to_string()
        } else {
            self.settings.link_key.link(verification.id)
        }
    }

    /// Returns the URL of a verification's hosted pages in the form of the capture protocol, if it
    /// has any.
    pub fn capture_url(&self, verification: &Verification) -> Option<String> {
        let terms = verification.request.capture.as_ref();
        let language = terms.and_then(|terms| terms.language);
        let language = language.unwrap_or(CaptureLanguage::EnUs);
        verification
            .request
            .has_pages()
            .then(|| self.pages_url(verification, language.word()))
    }

    /// Returns the URL of a verification's hosted pages in a language.
    pub(crate) fn pages_url(&self, verification: &Verification, language: &str) -> String {
        format!(
            "{}/?token={}&version=default&language={language}",
            self.settings.public_url,
            self.link_token(verification),
        )
    }

    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.ports.entropy.fill(&mut bytes);
        bytes
    }

    /// Creates a UUID v7, which sorts by time.
    pub(crate) fn ordered(&self, now: Timestamp) -> uuid::Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        Builder::from_unix_timestamp_millis(millis, &self.random()).into_uuid()
    }

    pub(crate) fn new_ids(&self, now: Timestamp) -> NewIds {
        NewIds {
            id: VerificationId::new(self.ordered(now)),
            transaction: TransactionId(Builder::from_random_bytes(self.random()).into_uuid()),
        }
    }

    /// Returns the ID of a message that is sent once.
    pub(crate) fn message_id(&self, now: Timestamp) -> String {
        self.ordered(now).simple().to_string()
    }

    pub(crate) fn account_id(&self, now: Timestamp) -> AccountId {
        AccountId::new(self.ordered(now))
    }

    pub(crate) fn staff_id(&self, now: Timestamp) -> StaffId {
        StaffId::new(self.ordered(now))
    }

    pub(crate) fn job(&self, job: Job, due_at: Timestamp, now: Timestamp) -> NewJob {
        NewJob {
            id: JobId::new(self.ordered(now)),
            job,
            due_at,
            leased_until: None,
        }
    }

    /// Returns the change that stores a verification's next value with all its effects.
    pub(crate) fn change(
        &self,
        account: &Account,
        next: Transition,
        effects: Vec<Effect>,
        now: Timestamp,
    ) -> Change {
        let mut entries = Vec::new();
        let mut notifications = Vec::new();
        let mut jobs = Vec::new();
        for effect in effects {
            match effect {
                Effect::Log(entry) => entries.push(entry),
                Effect::Announce { number, event } => {
                    notifications.extend(self.notification(account, &next, number, event, now));
                }
                Effect::Examine => jobs.push(self.job(Job::Examine(next.next.id()), now, now)),
                Effect::TellResults => {
                    notifications.extend(self.results(account, &next, now));
                }
                Effect::SendLink => jobs.push(self.job(Job::SendLink(next.next.id()), now, now)),
                Effect::SendCode => jobs.push(self.job(Job::SendCode(next.next.id()), now, now)),
                Effect::SettleEnrolment => {
                    jobs.push(self.job(Job::Enrol(next.next.id()), now, now));
                }
                Effect::WakeAt(at) => jobs.push(self.job(Job::Expire(next.next.id()), at, now)),
                Effect::Retain => jobs.extend(self.retention_again(account, &next, now)),
                Effect::Forget => jobs.push(self.job(Job::Erase(next.next.id()), now, now)),
            }
        }
        jobs.extend(self.retention(account, &next, now));
        notifications.extend(self.postback(account, &next, &entries, now));
        Change {
            next: next.next,
            evidence: Vec::new(),
            fingerprint: None,
            entries,
            notifications,
            jobs,
            finishes: None,
            audit: Vec::new(),
            member: None,
        }
    }

    /// Retention starts when the verification is completed or goes to a reviewer.
    fn retention(&self, account: &Account, next: &Transition, now: Timestamp) -> Option<NewJob> {
        let verification = next.verification()?;
        let is_left = matches!(verification.stage, Stage::InReview(_)).then_some(now);
        let since = verification
            .completed_at
            .filter(|done| *done == now)
            .or(is_left)?;
        let due = account.settings.retention.forget_at(since)?;
        Some(self.job(Job::Retain(verification.id), due, now))
    }

    /// Returns the job that deletes a verification that is no longer held.
    fn retention_again(
        &self,
        account: &Account,
        next: &Transition,
        now: Timestamp,
    ) -> Option<NewJob> {
        let verification = next.verification()?;
        let waits = matches!(verification.stage, Stage::InReview(_));
        let since = verification
            .completed_at
            .or_else(|| waits.then(|| verification.review_task().since))?;
        let due = account.settings.retention.forget_at(since)?;
        Some(self.job(Job::Retain(verification.id), due.max(now), now))
    }

    fn notification(
        &self,
        account: &Account,
        next: &Transition,
        number: u32,
        event: ResponseEvent,
        now: Timestamp,
    ) -> Option<NewNotification> {
        let destination = next.last()?.request.callback_url.clone()?;
        let url = next
            .verification()
            .and_then(|verification| self.verification_url(verification));
        let about = match &next.next {
            Next::Open(verification) => About::Verification(verification, url.as_deref()),
            Next::Update(stored) => About::Verification(&stored.value, url.as_deref()),
            Next::Forget(tombstone) => About::Tombstone(&tombstone.value),
        };
        Some(NewNotification {
            id: NotificationId::new(self.ordered(now)),
            verification: next.next.id(),
            account: account.id,
            number,
            told: NotificationKind::Event(event),
            destination,
            body: Some(self.ports.presenter.event(account, event, about)),
            is_personal: event != ResponseEvent::RequestDeleted,
            created_at: now,
        })
    }

    /// The whole journal is rendered when it is sent, so the store adds no notification while one
    /// is waiting.
    fn postback(
        &self,
        account: &Account,
        next: &Transition,
        entries: &[Entry],
        now: Timestamp,
    ) -> Option<NewNotification> {
        let last = entries.last()?;
        let destination = next.last()?.request.status_url.clone()?;
        Some(NewNotification {
            number: last.number,
            told: NotificationKind::Journal,
            is_personal: false,
            ..self.rendered_when_sent(account, next, destination, now)
        })
    }

    /// The results are rendered when they are sent: pictures are not stored twice.
    fn results(
        &self,
        account: &Account,
        next: &Transition,
        now: Timestamp,
    ) -> Option<NewNotification> {
        let destination = next.last()?.request.results_url.clone()?;
        Some(self.rendered_when_sent(account, next, destination, now))
    }

    fn rendered_when_sent(
        &self,
        account: &Account,
        next: &Transition,
        destination: HttpUrl,
        now: Timestamp,
    ) -> NewNotification {
        NewNotification {
            id: NotificationId::new(self.ordered(now)),
            verification: next.next.id(),
            account: account.id,
            number: 1,
            told: NotificationKind::Results,
            destination,
            body: None,
            is_personal: true,
            created_at: now,
        }
    }

    /// Stores a change and wakes the loops that have work from it, and the callers that wait for
    /// it.
    pub(crate) async fn apply(&self, change: Change) -> Result<(), crate::ports::StoreError> {
        let id = change.next.id();
        let tells = !change.notifications.is_empty();
        let works = change.jobs.iter().any(|job| job.leased_until.is_none());
        let Ports { store, signals, .. } = &self.ports;
        store.apply(change).await?;
        if tells {
            signals.tell(Signal::DeliveryDue);
        }
        if works {
            signals.tell(Signal::JobDue);
        }
        signals.tell(Signal::Moved(id));
        Ok(())
    }
}

/// Marks a change as the completion of a job.
pub(crate) fn finishing(mut change: Change, lease: Option<&JobLease>) -> Change {
    change.finishes = lease.cloned();
    change
}
