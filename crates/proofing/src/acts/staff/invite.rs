//! Invites somebody to the staff. There is no other way to become a member, and nobody becomes one
//! by being the first to come.

use jiff::Timestamp;
use verification::audit::{AuditAct, AuditContent, AuditEntry};
use verification::staff::{
    Appointment, INVITATION_LIFE, Member, NotAppointed, Permission, sign_in_name,
};
use verification::{Personal, StaffId};

use crate::staff::{StaffRefusal, StaffToken};
use crate::tokens::token_hash;
use crate::{App, Principal};

/// The longest name in characters.
const MOST_NAME: usize = 100;

/// Whom to invite.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// Their name, as colleagues will see it.
    pub name: Personal,
    /// The e-mail address with which they will sign in.
    pub email: Personal,
    /// What they are appointed to do, and where.
    pub appointment: Appointment,
}

/// Somebody who was invited.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The member.
    pub member: Member,
    /// The token of the link. It is shown once, and works once.
    pub token: StaffToken,
    /// The time until which the link works.
    pub until: Timestamp,
}

impl App {
    /// Invites somebody. They become a member when they accept the invitation.
    pub async fn invite(&self, by: Principal, new: NewMember) -> Result<Invited, StaffRefusal> {
        by.must_have(Permission::ManageStaff, new.appointment.account)?;
        let appointment = appointed_by(by, new.appointment)?;
        let name = new.name.reveal().trim();
        if name.is_empty() || name.chars().count() > MOST_NAME || name.contains(char::is_control) {
            return Err(StaffRefusal::Name);
        }
        let now = self.now();
        let member = Member {
            id: self.staff_id(now),
            name: Personal::new(name),
            email: sign_in_name(new.email.reveal()).map_err(StaffRefusal::Email)?,
            appointment,
            is_enabled: true,
            epoch: 0,
            credentials: None,
            created_at: now,
        };
        let content = AuditContent::default().with("role", appointment.role.word());
        let audit = self.member_entry(by, AuditAct::InviteMember, &member, content)?;
        let store = &self.ports.staff;
        store.add_member(member.clone(), Some(audit)).await?;
        self.invitation_for(member, None).await
    }

    /// Gives a member a new link, with which they choose a password and set up their app anew. It
    /// takes the place of an earlier link. Until it is used, what they have continues to work.
    pub async fn invite_again(&self, by: Principal, id: StaffId) -> Result<Invited, StaffRefusal> {
        let found = self.managed_member(by, id).await?;
        appointed_by(by, found.value.appointment)?;
        let (act, content) = (AuditAct::InviteMemberAgain, AuditContent::default());
        let audit = self.member_entry(by, act, &found.value, content)?;
        self.invitation_for(found.value, Some(audit)).await
    }
}

impl App {
    async fn invitation_for(
        &self,
        member: Member,
        audit: Option<AuditEntry>,
    ) -> Result<Invited, StaffRefusal> {
        let token = self.staff_token();
        let now = self.now();
        let until = now.checked_add(INVITATION_LIFE).unwrap_or(now);
        let hash = token_hash(token.reveal());
        let store = &self.ports.staff;
        store.invite(hash, member.id, until, audit).await?;
        Ok(Invited {
            member,
            token,
            until,
        })
    }

    /// Returns a new token of 256 random bits.
    pub(crate) fn staff_token(&self) -> StaffToken {
        StaffToken::new(hex::encode(self.random::<32>()))
    }
}

/// Refuses an appointment that somebody may not make. The operator may make every one.
pub(super) fn appointed_by(
    by: Principal,
    appointment: Appointment,
) -> Result<Appointment, NotAppointed> {
    match by {
        Principal::Staff(authority) => appointment.by(authority),
        _ => Ok(appointment),
    }
}
