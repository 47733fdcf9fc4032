//! Open a verification: take the evidence, store everything at once, examine if the answer waits.

use std::sync::Arc;

use verification::account::Account;
use verification::request::{EvidenceSlot, FieldError, HttpUrl, MediaType, Site};
use verification::{Origin, Request, Verification};

use crate::Desk;
use crate::desk::Moved;
use crate::error::{Error, Fault};
use crate::ports::{Change, EvidenceRef, INLINE_LEASE, Job, JobLease, Picture};

/// A picture as it came with the request.
#[derive(Debug)]
pub struct Proof {
    /// Which picture it is.
    pub slot: EvidenceSlot,
    /// What kind of file.
    pub media: MediaType,
    /// The file.
    pub content: Vec<u8>,
}

impl Desk {
    /// Opens a verification and answers with it as it stands when the answer is due.
    ///
    /// Off-site with `show_results` the answer waits for the verdict. The examination outlives a
    /// caller who hangs up, and a server that dies: its job is stored with the verification.
    pub async fn open(
        &self,
        account: &Account,
        request: Request,
        proofs: Vec<Proof>,
        origin: Origin,
    ) -> Result<Verification, Error> {
        self.refuse_services(account, &request)?;
        self.refuse_addresses(account, &request).await?;
        if self
            .ports
            .store
            .by_reference(account.id, &request.reference)
            .await?
            .is_some()
        {
            return Err(crate::ports::StoreError::ReferenceTaken.into());
        }
        let pictures = self.inspect(proofs).await?;
        let now = self.now();
        let step = Verification::open(self.new_ids(now), account.id, request, origin, now);
        let verification = step.next;
        let evidence = self.seal(&verification, &pictures).await?;
        let moved = Moved::Opened(Box::new(verification.clone()));
        let mut change = Change {
            evidence,
            ..self.change(account, moved, step.effects, now)
        };
        let waits =
            verification.request.site() == Site::OffSite && verification.request.flags.show_results;
        let lease = if waits {
            self.lease_examination(&mut change)
        } else {
            None
        };
        self.apply(change).await?;
        match lease {
            Some(lease) => self.examine_outliving(lease, pictures, verification).await,
            None => Ok(verification),
        }
    }

    /// Services that the account may not have, or that nobody here could examine.
    ///
    /// With `manual_review` a reviewer decides about what no examiner can see. On-site requests are
    /// taken: the person is asked for the evidence, and a reviewer or a later release examines it.
    fn refuse_services(&self, account: &Account, request: &Request) -> Result<(), Error> {
        let can = self.ports.examiner.services();
        let on_site = request.site() == Site::OnSite;
        for service in request.asked() {
            let denied = account.settings.denied_services.contains(&service);
            let unexaminable = !on_site && !can.contains(&service) && !request.flags.manual_review;
            if denied || unexaminable {
                return Err(Error::ServiceDenied(service));
            }
        }
        Ok(())
    }

    async fn refuse_addresses(&self, account: &Account, request: &Request) -> Result<(), Error> {
        let told = [
            ("callback_url", &request.callback_url),
            ("status_url", &request.status_url),
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
            if !host(url).is_some_and(|host| account.allows_callbacks_to(&host)) {
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

    /// Decodes the pictures under limits; the first that cannot be is the error.
    async fn inspect(&self, proofs: Vec<Proof>) -> Result<Vec<Picture>, Error> {
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
                content: Arc::from(content),
                decoded: None,
            };
            let inspected = self
                .ports
                .examiner
                .inspect(picture)
                .await
                .map_err(|refusal| Error::Invalid {
                    service: Some(slot.service),
                    key: slot.side.key(),
                    why: Fault::Said(refusal.0),
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
                .put(verification.id, Arc::clone(&picture.content))
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

    /// Keeps the examination for ourselves: the worker takes it over only if we fail.
    fn lease_examination(&self, change: &mut Change) -> Option<JobLease> {
        let job = change
            .jobs
            .iter_mut()
            .find(|job| matches!(job.job, Job::Examine(_)))?;
        let span = jiff::SignedDuration::try_from(INLINE_LEASE).ok()?;
        job.leased_until = self.now().checked_add(span).ok();
        Some(JobLease {
            id: job.id,
            job: job.job,
            tries: 0,
            token: 0,
        })
    }

    /// Examines in a task of its own, so that a caller who hangs up does not stop it.
    async fn examine_outliving(
        &self,
        lease: JobLease,
        pictures: Vec<Picture>,
        opened: Verification,
    ) -> Result<Verification, Error> {
        let desk = self.clone();
        let task = self
            .tasks
            .spawn(async move { desk.examine(opened.id, Some(&lease), Some(pictures)).await });
        match task.await {
            Ok(decided) => decided?.ok_or(Error::NotFound),
            Err(join) => Err(Error::Store(crate::ports::StoreError::Unavailable(
                Box::new(join),
            ))),
        }
    }
}

/// The host of an address.
fn host(url: &HttpUrl) -> Option<String> {
    url::Url::parse(url.as_str())
        .ok()?
        .host_str()
        .map(str::to_owned)
}
