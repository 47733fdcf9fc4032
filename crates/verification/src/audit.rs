//! The audit trail: what staff, the operator and the server did in the back office.
//!
//! It belongs to the operator, while a journal belongs to a verification and its business. It
//! outlives the verifications that it names: what an entry says about a person is sealed under the
//! verification's key and goes with it, and the rest of the entry stays.

use jiff::Timestamp;

use crate::ids::{AccountId, AuditId, StaffId, VerificationId};
use crate::personal::Personal;
use crate::staff::Role;
use crate::wire_enum::wire_enum;

wire_enum!(
    /// What was done.
    AuditAct {
        /// A reason was given for which personal data are shown.
        OpenData = "open_data",
        /// Personal data of a verification were shown.
        ViewData = "view_data",
        /// Pictures of a verification were shown or saved.
        ViewPictures = "view_pictures",
        /// A list with personal data was shown.
        ListPersonalData = "list_personal_data",
        /// A list was exported.
        ExportList = "export_list",
        /// The audit trail was read or exported.
        ReadAudit = "read_audit",
        /// A case was taken from the review queue.
        TakeCase = "take_case",
        /// A case was given back to the queue.
        GiveBackCase = "give_back_case",
        /// A case was put off until a certain time.
        SnoozeCase = "snooze_case",
        /// A case was handed over to somebody else.
        HandOverCase = "hand_over_case",
        /// A case was left to senior reviewers.
        EscalateCase = "escalate_case",
        /// A picture was asked for again.
        AskAgain = "ask_again",
        /// A case was accepted or declined.
        Decide = "decide",
        /// A decision was made that waits for a second person.
        Propose = "propose",
        /// A second person confirmed a decision.
        Approve = "approve",
        /// A second person did not confirm a decision, and the case went back to the queue.
        SendBack = "send_back",
        /// A verdict was overturned.
        Overturn = "overturn",
        /// Data of a verification were corrected.
        Correct = "correct",
        /// A verification was deleted.
        Delete = "delete",
        /// A verification was held against deletion.
        Hold = "hold",
        /// A verification is no longer held against deletion.
        Release = "release",
        /// Somebody was invited to the staff.
        InviteMember = "invite_member",
        /// A member of staff was given a new link.
        InviteMemberAgain = "invite_member_again",
        /// A member of staff accepted an invitation.
        AcceptInvitation = "accept_invitation",
        /// A member of staff signed in.
        SignIn = "sign_in",
        /// A member of staff signed in with a recovery code in place of the app.
        UseRecoveryCode = "use_recovery_code",
        /// A wrong password was entered for a member of staff.
        RefusePassword = "refuse_password",
        /// A wrong code was entered for a member of staff, after the right password.
        RefuseSecondFactor = "refuse_second_factor",
        /// All sessions of a member of staff were ended.
        EndSessions = "end_sessions",
        /// A member of staff was appointed to another role.
        Appoint = "appoint",
        /// A member of staff was disabled.
        DisableMember = "disable_member",
        /// A member of staff was enabled again.
        EnableMember = "enable_member",
        /// A member of staff chose another password.
        ChangePassword = "change_password",
        /// A member of staff set up another app.
        ChangeSecondFactor = "change_second_factor",
        /// A member of staff was given new recovery codes.
        RenewRecoveryCodes = "renew_recovery_codes",
    }
);

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The operator, on the command line.
    Operator,
    /// The server itself.
    Server,
    /// A member of staff, in the role that they had.
    Staff(StaffId, Role),
}

impl Actor {
    /// Returns the role, or `operator` or `server`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Server => "server",
            Self::Staff(_, role) => role.word(),
        }
    }

    /// Returns the member of staff, if it is one.
    pub const fn member(self) -> Option<StaffId> {
        match self {
            Self::Staff(member, _) => Some(member),
            Self::Operator | Self::Server => None,
        }
    }

    /// Returns the actor with this word and member.
    pub fn from_parts(word: &str, member: Option<StaffId>) -> Option<Self> {
        match (word, member) {
            ("operator", None) => Some(Self::Operator),
            ("server", None) => Some(Self::Server),
            (role, Some(member)) => Role::from_word(role).map(|role| Self::Staff(member, role)),
            _ => None,
        }
    }
}

/// One entry of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its ID.
    pub id: AuditId,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What was done.
    pub act: AuditAct,
    /// The account that it concerns, if it concerns one only.
    pub account: Option<AccountId>,
    /// The verification that it concerns, if it concerns one.
    pub verification: Option<VerificationId>,
    /// What was said about it. It is sealed.
    pub content: AuditContent,
}

/// What an entry says in words. It may name a person, so it is sealed under the key of the
/// verification. An entry without a verification, and the one about a deletion, which has to
/// outlive the key, are sealed under the key of the store and must name nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditContent {
    /// The reason that was given.
    pub reason: Option<Personal>,
    /// What exactly was done: names with values, such as the codes of a decision.
    pub details: Vec<(String, Personal)>,
}

impl AuditContent {
    /// Returns the content that only says a reason, or nothing.
    pub fn because(reason: Option<Personal>) -> Self {
        Self {
            reason,
            details: Vec::new(),
        }
    }

    /// Adds a detail.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Personal>) -> Self {
        self.details.push((name.to_owned(), value.into()));
        self
    }

    /// Returns true if it says nothing.
    pub fn is_empty(&self) -> bool {
        self.reason.is_none() && self.details.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn actors_survive_a_round_trip() {
        let member = StaffId::new(Uuid::from_u128(7));
        let staff = Role::ALL.iter().map(|role| Actor::Staff(member, *role));
        for actor in staff.chain([Actor::Operator, Actor::Server]) {
            assert_eq!(Actor::from_parts(actor.word(), actor.member()), Some(actor));
        }
        assert_eq!(Actor::from_parts("reviewer", None), None);
        assert_eq!(Actor::from_parts("operator", Some(member)), None);
    }
}
