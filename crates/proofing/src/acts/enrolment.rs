//! `face_authentication`: compares a selfie with the face that a customer enrolled, and enrols the
//! faces of accepted verifications.

use verification::enrolment::{self, Authentication};
use verification::request::{EvidenceSlot, FaceAuthentication, Side};
use verification::{Service, Verification, VerificationId};

use crate::App;
use crate::error::Error;
use crate::ports::{Enrolment, Found, Picture, StoreError};

/// The slot of a selfie.
const SELFIE: EvidenceSlot = EvidenceSlot::new(Service::Face, Side::Proof);

impl App {
    /// Returns what `face_authentication` comes to, if the request asks for it.
    pub(super) async fn authentication(
        &self,
        verification: &Verification,
        is_examined: bool,
    ) -> Result<Option<Authentication>, Error> {
        let request = &verification.request;
        let Some((asked, customer)) = enrolment::asked(request).zip(request.customer.as_ref())
        else {
            return Ok(None);
        };
        let known = match self
            .ports
            .store
            .enrolment(verification.account, customer)
            .await
        {
            Ok(known) => known,
            // A key that is lost must not look as if nobody had enrolled.
            Err(StoreError::Unsealable(why)) => {
                tracing::error!(verification.id = %verification.id, why, "the face of a customer cannot be opened");
                return Ok(Some(Authentication::BrokeDown));
            }
            Err(error) => return Err(error.into()),
        };
        let is_other =
            |known: &Enrolment| self.ports.examiner.network() != Some(known.template.network());
        Ok(Some(match (asked, known) {
            (FaceAuthentication::Enroll, Some(known)) if !is_other(&known) => {
                Authentication::AlreadyEnrolled
            }
            // What another network made is of no use any more, and is replaced.
            (FaceAuthentication::Enroll, _) => Authentication::MayEnroll,
            (FaceAuthentication::Authenticate, None) => Authentication::NotEnrolled,
            (FaceAuthentication::Authenticate, Some(known)) if is_other(&known) => {
                Authentication::OtherNetwork
            }
            (FaceAuthentication::Authenticate, Some(_)) if !is_examined => {
                Authentication::BrokeDown
            }
            (FaceAuthentication::Authenticate, Some(known)) => {
                match self.selfie(verification.id).await? {
                    Some(selfie) => {
                        let examiner = &self.ports.examiner;
                        examiner.recognise(selfie, known.template).await?
                    }
                    None => Authentication::NoFace,
                }
            }
        }))
    }

    /// Makes what is enrolled agree with a verdict: enrols the face of an accepted verification,
    /// and forgets the one that this verification enrolled if it is declined after all. Running it
    /// twice is harmless.
    pub(super) async fn settle_enrolment(&self, id: VerificationId) -> Result<(), Error> {
        let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
            return Ok(());
        };
        let verification = &stored.value;
        let Some(customer) = &verification.request.customer else {
            return Ok(());
        };
        let (account, store) = (verification.account, &self.ports.store);
        let known = store.enrolment(account, customer).await?;
        let is_own = known.as_ref().is_some_and(|known| known.verification == id);
        if !verification.is_to_enroll() {
            if is_own {
                store.forget_enrolment(account, customer).await?;
            }
            return Ok(());
        }
        if is_own {
            return Ok(());
        }
        let template = match self.selfie(id).await? {
            Some(selfie) => self.ports.examiner.template(selfie).await?,
            None => None,
        };
        let Some(template) = template else {
            tracing::warn!(verification.id = %id, "accepted, but the selfie has no face to enroll");
            return Ok(());
        };
        if known.is_some_and(|known| known.template.network() != template.network()) {
            store.forget_enrolment(account, customer).await?;
        }
        let enrolment = Enrolment {
            account,
            customer: customer.clone(),
            template,
            verification: id,
            at: self.now(),
        };
        if !store.enrol(enrolment).await? {
            tracing::warn!(verification.id = %id, "another verification enrolled this customer first");
        }
        Ok(())
    }

    /// Returns the selfie of a verification, if there is one.
    async fn selfie(&self, id: VerificationId) -> Result<Option<Picture>, Error> {
        let evidence = self.ports.store.evidence(id).await?;
        let Some(selfie) = evidence.into_iter().find(|it| it.slot == SELFIE) else {
            return Ok(None);
        };
        let content = self.ports.vault.get(id, selfie.digest).await?;
        Ok(Some(Picture {
            slot: selfie.slot,
            media: selfie.media,
            content: content.into(),
            decoded: None,
        }))
    }
}
