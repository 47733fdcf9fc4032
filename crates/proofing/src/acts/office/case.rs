//! Shows one case: everything of a verification, with personal data only if they may be shown, and
//! never before the audit trail says so.

use jiff::Timestamp;
use verification::audit::{AuditAct, AuditContent};
use verification::journal::Entry;
use verification::notification::Delivery;
use verification::request::{EvidenceSlot, MediaType};
use verification::staff::Permission;
use verification::{Personal, Verification, VerificationId};

use crate::acts::audit::About;
use crate::error::Error;
use crate::ports::{AuditQuery, Audited, DeliveryFilter, EvidenceRef};
use crate::{App, Principal};

/// How much of what surrounds a case is shown.
const MOST: usize = 200;

/// Everything of one verification.
#[derive(Debug)]
pub struct Case {
    /// The verification. Without `shows_personal_data`, nothing of what it says about the person
    /// may be shown.
    pub verification: Verification,
    /// The name of its account.
    pub account: String,
    /// When the account wants it decided, if it awaits review and the account says so.
    pub due_at: Option<Timestamp>,
    /// Whether the audit trail says that personal data are shown.
    pub shows_personal_data: bool,
    /// Whether the principal could open the personal data by giving a reason.
    pub may_open: bool,
    /// The names of its pictures.
    pub pictures: Vec<EvidenceRef>,
    /// Its journal, oldest first.
    pub journal: Vec<Entry>,
    /// What the business was told, newest first.
    pub deliveries: Vec<Delivery>,
    /// What staff and the operator did, newest first.
    pub trail: Vec<Audited>,
}

impl App {
    /// Returns a case. Whoever may see its personal data, and need not give a reason or gave one,
    /// gets them, after an entry of the audit trail; everybody else sees that they are masked.
    ///
    /// # Errors
    /// If the entry cannot be written, nothing is shown.
    pub async fn case(&self, by: Principal, id: VerificationId) -> Result<Case, Error> {
        let stored = self.live(id).await?;
        let verification = stored.value;
        let account = verification.account;
        by.must_have(Permission::ViewVerifications, Some(account))?;
        let about = About::verification(account, id);
        let may_see = by
            .must_have(Permission::SeePersonalData, Some(account))
            .is_ok();
        let shows_personal_data = may_see && self.has_opened(by, id);
        if shows_personal_data {
            let content = AuditContent::default();
            self.record(by, AuditAct::ViewData, about, content).await?;
        }
        let store = &self.ports.store;
        let filter = DeliveryFilter {
            account: Some(account),
            reference: Some(verification.request.reference.clone()),
            state: None,
            limit: MOST,
        };
        let query = AuditQuery {
            verification: Some(id),
            limit: MOST,
            ..AuditQuery::default()
        };
        let owner = self.account_of(&verification).await?;
        Ok(Case {
            account: owner.name.clone(),
            due_at: verification.review_due_at(owner.settings.review_hours),
            shows_personal_data,
            may_open: may_see && !shows_personal_data,
            pictures: store.evidence(id).await?,
            journal: store.journal(id).await?,
            deliveries: store.deliveries(filter).await?,
            trail: self.ports.audit.audited(query).await?,
            verification,
        })
    }

    /// Opens the personal data of a case for this reason, for as long as somebody looks at it.
    pub async fn open_case(
        &self,
        by: Principal,
        id: VerificationId,
        reason: Personal,
    ) -> Result<(), Error> {
        let account = self.live(id).await?.value.account;
        by.must_have(Permission::SeePersonalData, Some(account))?;
        if reason.is_blank() {
            return Err(Error::ReasonNeeded);
        }
        let about = About::verification(account, id);
        let content = AuditContent::because(Some(reason));
        self.record(by, AuditAct::OpenData, about, content).await?;
        if let Principal::Staff(authority) = by {
            self.opened_cases.open(authority.member, id, self.now());
        }
        Ok(())
    }

    /// Returns a picture of a case, after an entry of the audit trail.
    ///
    /// # Errors
    /// If the entry cannot be written, nothing is shown.
    pub async fn case_picture(
        &self,
        by: Principal,
        id: VerificationId,
        slot: EvidenceSlot,
    ) -> Result<(MediaType, Vec<u8>), Error> {
        let account = self.live(id).await?.value.account;
        by.must_have(Permission::SeePersonalData, Some(account))?;
        if !self.has_opened(by, id) {
            return Err(Error::ReasonNeeded);
        }
        let named = self.ports.store.evidence(id).await?;
        let named = named.into_iter().find(|named| named.slot == slot);
        let named = named.ok_or(Error::NotFound)?;
        let about = About::verification(account, id);
        let content = AuditContent::default().with("picture", slot.to_string());
        self.record(by, AuditAct::ViewPictures, about, content)
            .await?;
        Ok((named.media, self.ports.vault.get(id, named.digest).await?))
    }

    /// Returns true if personal data may be shown without a reason, or one was given.
    fn has_opened(&self, by: Principal, id: VerificationId) -> bool {
        match by {
            Principal::Staff(authority) => {
                !authority.role.needs_reason()
                    || self.opened_cases.is_open(authority.member, id, self.now())
            }
            _ => true,
        }
    }
}
