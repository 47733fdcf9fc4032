//! Lists the review queue, without personal data.

use jiff::Timestamp;
use verification::account::Account;
use verification::decline::DeclineCode;
use verification::request::Reference;
use verification::review::Proposal;
use verification::staff::Permission;
use verification::stage::Stage;
use verification::verdict::Verdict;
use verification::{AccountId, StaffId, Verification, VerificationId};

use crate::error::Error;
use crate::ports::{Found, ReviewQuery};
use crate::{App, Principal};

/// A case in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingCase {
    /// The verification.
    pub id: VerificationId,
    /// The account that it belongs to.
    pub account: AccountId,
    /// The business's reference.
    pub reference: Reference,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Since when it waits.
    pub since: Timestamp,
    /// When the account wants it decided, if it says so.
    pub due_at: Option<Timestamp>,
    /// Whether that time is over.
    pub is_overdue: bool,
    /// Whether it was left to senior reviewers.
    pub is_escalated: bool,
    /// Who has it, and until when.
    pub held: Option<(StaffId, Timestamp)>,
    /// Until when it was put off.
    pub snoozed_until: Option<Timestamp>,
    /// Who made the decision that waits to be confirmed.
    pub proposed_by: Option<StaffId>,
    /// What the checks would have decided.
    pub suggestion: Verdict,
    /// The codes of the checks, with the most important first.
    pub codes: Vec<DeclineCode>,
}

impl App {
    /// Returns the cases that await review, with the one that waits longest first, of one account
    /// or of all that the principal reaches.
    pub async fn review_queue(
        &self,
        by: Principal,
        account: Option<AccountId>,
        limit: usize,
    ) -> Result<Vec<WaitingCase>, Error> {
        let own = match by {
            Principal::Staff(authority) => authority.account,
            _ => None,
        };
        let account = account.or(own);
        by.must_have(Permission::Decide, account)?;
        let query = ReviewQuery {
            account,
            next_for: None,
            limit,
        };
        let now = self.now();
        let mut cases = Vec::new();
        for id in self.ports.store.review_queue(query).await? {
            let Some(Found::Live(stored)) = self.ports.store.by_id(id).await? else {
                continue;
            };
            let account = self.account_of(&stored.value).await?;
            cases.extend(WaitingCase::of(&stored.value, &account, now));
        }
        Ok(cases)
    }
}

impl WaitingCase {
    /// Returns the case of a verification, unless it was decided since.
    fn of(verification: &Verification, account: &Account, now: Timestamp) -> Option<Self> {
        let Stage::InReview(outcome) = &verification.stage else {
            return None;
        };
        let task = verification.review_task();
        let due_at = verification.review_due_at(account.settings.review_hours);
        Some(Self {
            id: verification.id,
            account: verification.account,
            reference: verification.request.reference.clone(),
            opened_at: verification.created_at,
            since: task.since,
            due_at,
            is_overdue: due_at.is_some_and(|due| due <= now),
            is_escalated: task.is_escalated,
            held: task
                .live_lease(now)
                .map(|lease| (lease.holder, lease.until)),
            snoozed_until: task.snoozed_until.filter(|until| *until > now),
            proposed_by: task.proposal.as_ref().map(|it: &Proposal| it.maker),
            suggestion: outcome.verdict,
            codes: outcome.codes.clone(),
        })
    }
}
