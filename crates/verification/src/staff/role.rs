//! The roles of the back office, and what each of them may do.
//!
//! [`Role::may`] is the only place that says so. The pages, the API and the command line ask it,
//! and the matrix in the documentation is printed from it.

use crate::ids::{AccountId, StaffId};
use crate::wire_enum::wire_enum;

wire_enum!(
    /// What a member of staff was appointed to do.
    Role {
        /// Does everything, for every account.
        Administrator = "administrator",
        /// Does everything within one account, but for the settings of the server.
        Manager = "manager",
        /// Decides, approves what others decided, overturns, corrects and deletes.
        SeniorReviewer = "senior_reviewer",
        /// Decides what waits for a person.
        Reviewer = "reviewer",
        /// Starts verifications for people who stand at the counter.
        Counter = "counter",
        /// Looks at verifications with their personal data.
        PersonalViewer = "personal_viewer",
        /// Looks at verifications without personal data.
        Viewer = "viewer",
        /// Reads what staff did, and changes nothing.
        Auditor = "auditor",
    }
);

wire_enum!(
    /// One kind of act in the back office.
    Permission {
        /// Lists verifications, and shows one with its personal data masked.
        ViewVerifications = "view_verifications",
        /// Shows personal data and pictures. Every time is recorded first.
        SeePersonalData = "see_personal_data",
        /// Exports a list, with what the role may see of it.
        ExportLists = "export_lists",
        /// Takes a case of the review queue, and decides it.
        Decide = "decide",
        /// Confirms what somebody else decided, where an account wants four eyes.
        Approve = "approve",
        /// Turns a verdict that was given.
        Overturn = "overturn",
        /// Corrects the data of a verification.
        Correct = "correct",
        /// Deletes a verification, or holds it against deletion.
        Delete = "delete",
        /// Starts, sends again and withdraws verifications at the counter.
        StartAtCounter = "start_at_counter",
        /// Looks at deliveries, sends them again, pauses destinations.
        ManageDeliveries = "manage_deliveries",
        /// Changes the settings, secrets and branding of an account.
        ManageAccount = "manage_account",
        /// Invites, appoints and disables staff.
        ManageStaff = "manage_staff",
        /// Looks at figures, in which nothing is personal.
        ViewFigures = "view_figures",
        /// Reads and exports the audit trail.
        ReadAudit = "read_audit",
        /// Takes the evidence of a case out of the server.
        TakeEvidence = "take_evidence",
    }
);

impl Role {
    /// Returns true if the role includes the permission.
    pub const fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::Administrator | Self::Manager => true,
            Self::SeniorReviewer => !matches!(
                permission,
                P::ManageDeliveries | P::ManageAccount | P::ManageStaff | P::ReadAudit
            ),
            Self::Reviewer => matches!(
                permission,
                P::ViewVerifications | P::SeePersonalData | P::Decide | P::ViewFigures
            ),
            Self::Counter => matches!(permission, P::ViewVerifications | P::StartAtCounter),
            Self::PersonalViewer => matches!(
                permission,
                P::ViewVerifications | P::SeePersonalData | P::ExportLists | P::ViewFigures
            ),
            Self::Viewer => matches!(permission, P::ViewVerifications | P::ViewFigures),
            Self::Auditor => matches!(
                permission,
                P::ViewVerifications
                    | P::SeePersonalData
                    | P::ExportLists
                    | P::ViewFigures
                    | P::ReadAudit
                    | P::TakeEvidence
            ),
        }
    }

    /// Returns true if somebody in this role may appoint others to `role`: nobody grants a
    /// permission that they do not have, and only administrators appoint administrators.
    pub fn may_grant(self, role: Self) -> bool {
        self.may(Permission::ManageStaff)
            && (self == Self::Administrator || role != Self::Administrator)
            && Permission::ALL
                .iter()
                .all(|permission| self.may(*permission) || !role.may(*permission))
    }

    /// Returns true if the role may work for every account. The others belong to one account.
    pub const fn may_reach_every_account(self) -> bool {
        !matches!(self, Self::Manager)
    }

    /// Returns true if somebody in this role has to give a reason before personal data are shown.
    /// Reviewers are given cases to look at; everybody else chooses what they look at.
    pub const fn needs_reason(self) -> bool {
        !matches!(self, Self::SeniorReviewer | Self::Reviewer)
    }
}

/// What a member of staff may do at this moment: their role, and where it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Authority {
    /// The member of staff.
    pub member: StaffId,
    /// Their role.
    pub role: Role,
    /// The only account that the role holds for, or `None` if it holds for every account.
    pub account: Option<AccountId>,
}

impl Authority {
    /// Returns true if the account is one that the member of staff works for.
    pub fn reaches(self, account: AccountId) -> bool {
        self.account.is_none_or(|own| own == account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_grants_more_than_they_may() {
        for (role, granted) in [
            (Role::Administrator, Role::ALL),
            (Role::Manager, &Role::ALL[1..]),
            (Role::SeniorReviewer, &[]),
            (Role::Counter, &[]),
            (Role::Auditor, &[]),
        ] {
            let told: Vec<Role> = Role::ALL
                .iter()
                .copied()
                .filter(|other| role.may_grant(*other))
                .collect();
            assert_eq!(told, granted, "{role:?}");
        }
    }

    /// What each role may do, in the order of the permissions.
    #[test]
    fn the_matrix_is_this() {
        let matrix: Vec<String> = Role::ALL
            .iter()
            .map(|role| {
                let may = |permission: &Permission| if role.may(*permission) { '+' } else { '-' };
                format!(
                    "{} {}",
                    Permission::ALL.iter().map(may).collect::<String>(),
                    role.word()
                )
            })
            .collect();
        assert_eq!(
            matrix,
            [
                "+++++++++++++++ administrator",
                "+++++++++++++++ manager",
                "+++++++++---+-+ senior_reviewer",
                "++-+--------+-- reviewer",
                "+-------+------ counter",
                "+++---------+-- personal_viewer",
                "+-----------+-- viewer",
                "+++---------+++ auditor",
            ]
        );
    }
}
