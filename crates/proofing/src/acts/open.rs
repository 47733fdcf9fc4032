//! Opens a verification: takes the evidence, stores everything at once, and examines if the answer
//! waits for the verdict.

use jiff::Timestamp;
use verification::account::Account;
use verification::capture::{CaptureState, PhoneState};
use verification::enrolment;
use verification::phone_number::{BadNumber, PhoneNumber};
use verification::request::{FieldError, Proof, Site};
use verification::{
    AccountId, NewIds, Origin, Request, Service, Step, Verification, VerificationId,
};

use crate::error::{Error, Fault};
use crate::ports::{
    Change, EvidenceRef, ExaminerError, INLINE_LEASE, Job, JobLease, Picture, Share, StoreError,
};
use crate::transition::Transition;
use crate::{App, Principal};

impl App {
    /// Opens a verification and returns it as it is when the answer is due.
    ///
    /// An off-site request with `show_results` waits for the verdict. The examination continues
    /// even if the caller hangs up or the server dies, because its job is stored with the
    /// verification.
    pub async fn open(
        &self,
        by: Principal,
        account: &Account,
        request: Request,
        proofs: Vec<Proof>,
        origin: Origin,
    ) -> Result<Verification, Error> {
        by.must_act_for(account.id)?;
        let ids = self.new_ids(self.now());
        self.open_as(ids, account, request, proofs, origin).await
    }

    /// Does the same with IDs that the caller generated.
    pub(crate) async fn open_as(
        &self,
        ids: NewIds,
        account: &Account,
        request: Request,
        proofs: Vec<Proof>,
        origin: Origin,
    ) -> Result<Verification, Error> {
        self.refuse_services(account, &request)?;
        self.refuse_channel(&request)?;
        refuse_number(&request)?;
        self.refuse_addresses(account, &request).await?;
        if self
            .ports
            .store
            .by_reference(account.id, &request.reference)
            .await?
            .is_some()
        {
            return Err(StoreError::ReferenceTaken.into());
        }
        let pictures = self.inspect(account.id, proofs).await?;
        let (app, account) = (self.clone(), account.clone());
        // From here on, a caller who hangs up changes nothing.
        let carried_out =
            async move { Box::pin(app.carry_out(ids, &account, request, pictures, origin)).await };
        match self.tasks.spawn(Box::pin(carried_out)).await {
            Ok(opened) => opened,
            Err(join) => Err(Error::Store(StoreError::Unavailable(Box::new(join)))),
        }
    }

    /// Seals and stores, and examines if the answer waits for the verdict.
    async fn carry_out(
        &self,
        ids: NewIds,
        account: &Account,
        request: Request,
        pictures: Vec<Picture>,
        origin: Origin,
    ) -> Result<Verification, Error> {
        let now = self.now();
        let mut step = Verification::open(ids, account.id, request, origin, now);
        step.next.capture = CaptureState::under(&account.settings);
        // A reviewer decides without a code that nobody can send.
        let asks_phone = step.next.request.services.phone.is_some();
        if asks_phone && self.code_channels(&step.next.request).is_empty() {
            step.next.capture.phone = PhoneState::not_asked();
        }
        let opened = step.next.clone();
        let lease = match self.store_opened(account, step, &pictures, now).await {
            Ok(lease) => lease,
            Err(error) => {
                self.leave_nothing(opened.id).await;
                return Err(error);
            }
        };
        let Some(lease) = lease else {
            return Ok(opened);
        };
        match self.examine(opened.id, Some(&lease), Some(pictures)).await {
            Ok(decided) => decided.ok_or(Error::NotFound),
            Err(error) => {
                // It is on disk, so the answer must not say otherwise; the worker completes it.
                tracing::error!(verification.id = %opened.id, error = &error as &dyn std::error::Error, "not examined yet");
                Ok(opened)
            }
        }
    }

    /// Stores the opening, and returns the lease of the examination if the answer waits for it.
    async fn store_opened(
        &self,
        account: &Account,
        step: Step<Verification>,
        pictures: &[Picture],
        now: Timestamp,
    ) -> Result<Option<JobLease>, Error> {
        let verification = step.next;
        let evidence = self.seal(&verification, pictures).await?;
        let waits =
            verification.request.site() == Site::OffSite && verification.request.flags.show_results;
        let next = Transition::opened(verification);
        let mut change = Change {
            evidence,
            ..self.change(account, next, step.effects, now)
        };
        let lease = if waits {
            self.lease_examination(&mut change)
        } else {
            None
        };
        self.apply(change).await?;
        Ok(lease)
    }

    /// Removes the pictures of a verification that was not opened. The hourly sweep finds the key,
    /// and pictures that this misses. A store that failed may still have opened the verification,
    /// so it is asked first.
    async fn leave_nothing(&self, id: VerificationId) {
        if let Err(error) = self.erase(id).await {
            tracing::warn!(verification.id = %id, error = &error as &dyn std::error::Error, "pictures left in the vault");
        }
    }

    /// Refuses services that the account may not have, and those that this server cannot examine: a
    /// person who completed every page would otherwise be declined because of them.
    ///
    /// With `manual_review`, a reviewer decides about anything that cannot be examined. The capture
    /// protocol reports findings for each signal instead of a verdict, so there it reports that
    /// nothing was found.
    ///
    /// A search for duplicates is refused too if the account is not one whose customers are
    /// searched: an answer without a search would look as if nobody had been found.
    fn refuse_services(&self, account: &Account, request: &Request) -> Result<(), Error> {
        let is_judged = request.capture.is_none() && !request.flags.manual_review;
        for service in request.asked() {
            let denied = account.settings.denied_services.contains(&service);
            let unexaminable = is_judged && !self.can_examine(request, service);
            if denied || unexaminable {
                return Err(Error::ServiceDenied(service));
            }
        }
        if !enrolment::is_allowed(request, &account.settings) {
            let why = "The face authentication is not available: the operator has not turned it on for this account.";
            return Err(Error::Invalid {
                service: Some(Service::Face),
                key: "face_authentication",
                why: Fault::Said(why.to_owned()),
            });
        }
        let face = request.services.face.as_ref();
        let is_searched = account.settings.searches_duplicates;
        if !is_searched && face.is_some_and(|face| face.check_duplicate_request) {
            let why = "The check duplicate request is not available: the operator has not turned it on for this account.";
            return Err(Error::Invalid {
                service: Some(Service::Face),
                key: "check_duplicate_request",
                why: Fault::Said(why.to_owned()),
            });
        }
        Ok(())
    }

    async fn refuse_addresses(&self, account: &Account, request: &Request) -> Result<(), Error> {
        let told = [
            ("callback_url", &request.callback_url),
            ("status_url", &request.status_url),
            ("results_url", &request.results_url),
        ];
        for (key, url) in told
            .into_iter()
            .filter_map(|(key, url)| url.as_ref().map(|url| (key, url)))
        {
            let invalid = |why| Error::Invalid {
                service: None,
                key,
                why,
            };
            if !url
                .url()
                .host_str()
                .is_some_and(|host| account.allows_callbacks_to(host))
            {
                return Err(invalid(Fault::Field(FieldError::NotInList)));
            }
            self.ports
                .guard
                .admit(url)
                .await
                .map_err(|refusal| invalid(Fault::Said(refusal.0)))?;
        }
        Ok(())
    }

    /// Decodes the pictures under limits. The first one that cannot be decoded is the error.
    async fn inspect(&self, account: AccountId, proofs: Vec<Proof>) -> Result<Vec<Picture>, Error> {
        let mut pictures = Vec::with_capacity(proofs.len());
        for Proof {
            slot,
            media,
            content,
        } in proofs
        {
            let picture = Picture {
                slot,
                media,
                content,
                decoded: None,
            };
            let inspected = self
                .ports
                .examiner
                .inspect(picture, Share::Account(account))
                .await
                .map_err(|error| match error {
                    ExaminerError::Refused(refusal) => Error::Invalid {
                        service: Some(slot.service),
                        key: slot.side.key(),
                        why: Fault::Said(refusal.0),
                    },
                    ExaminerError::Unavailable(unavailable) => Error::Examiner(unavailable),
                })?;
            pictures.push(inspected);
        }
        Ok(pictures)
    }

    /// Seals the pictures before the change that names them, so that a retry is harmless.
    async fn seal(
        &self,
        verification: &Verification,
        pictures: &[Picture],
    ) -> Result<Vec<EvidenceRef>, Error> {
        let mut evidence = Vec::with_capacity(pictures.len());
        for picture in pictures {
            let digest = self
                .ports
                .vault
                .put(verification.id, picture.content.clone())
                .await?;
            let size = picture.content.len() as u64;
            evidence.push(EvidenceRef {
                slot: picture.slot,
                media: picture.media,
                size,
                digest,
            });
        }
        Ok(evidence)
    }

    /// Leases the examination to this process; the worker only takes it over if this process fails.
    fn lease_examination(&self, change: &mut Change) -> Option<JobLease> {
        let job = change
            .jobs
            .iter_mut()
            .find(|job| matches!(job.job, Job::Examine(_)))?;
        let span = jiff::SignedDuration::try_from(INLINE_LEASE).ok()?;
        job.leased_until = self.now().checked_add(span).ok();
        job.lease()
    }
}

/// Refuses a phone number of the business to which no message can be sent: the person could neither
/// confirm nor change it.
fn refuse_number(request: &Request) -> Result<(), Error> {
    let phone = request.services.phone.as_ref();
    let Some(given) = phone.and_then(|asked| asked.phone_number.as_ref()) else {
        return Ok(());
    };
    let why = match PhoneNumber::of_business(given.reveal()) {
        Ok(_) => return Ok(()),
        Err(BadNumber::Format) => Fault::Field(FieldError::Format),
        Err(BadNumber::Premium) => Fault::Said(BadNumber::Premium.to_string()),
    };
    Err(Error::Invalid {
        service: Some(Service::Phone),
        key: "phone_number",
        why,
    })
}
