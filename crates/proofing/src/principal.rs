//! The principals, who act, and the subjects of their acts.
//!
//! Every act takes a [`Principal`] first and refuses one that may not perform it. If the act is not
//! for this kind of principal, that is [`Error::Forbidden`]; if the subject belongs to somebody
//! else, it is not found, as if it did not exist. Acts that find out who is calling (by keys, by a
//! token, by a link) take no principal, because they create it.

use verification::account::Account;
use verification::staff::{Authority, Permission};
use verification::{AccountId, StaffId, Tombstone, Verification, VerificationId};

use crate::error::Error;
use crate::ports::Found;

/// Who acts. A `match` has to say what happens for kinds that are not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Principal {
    /// A business, identified by its keys or by a token that was issued for it.
    Account(AccountId),
    /// The person who holds the link of a verification.
    Applicant(VerificationId),
    /// The operator, who has the data folder and uses the command line.
    Operator,
    /// A member of staff, who signed in to the back office.
    Staff(Authority),
    /// The server itself, for work that is due and for its own health.
    Server,
}

/// The ID and the account of a verification, or of its tombstone. Only looking it up creates one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Subject {
    id: VerificationId,
    account: AccountId,
}

impl Subject {
    /// Returns the ID.
    pub const fn id(self) -> VerificationId {
        self.id
    }
}

impl From<&Verification> for Subject {
    fn from(verification: &Verification) -> Self {
        Self {
            id: verification.id,
            account: verification.account,
        }
    }
}

impl From<&Tombstone> for Subject {
    fn from(tombstone: &Tombstone) -> Self {
        Self {
            id: tombstone.id,
            account: tombstone.account,
        }
    }
}

impl From<&Found> for Subject {
    fn from(found: &Found) -> Self {
        match found {
            Found::Live(stored) => Self::from(&stored.value),
            Found::Forgotten(tombstone) => Self::from(tombstone),
        }
    }
}

impl From<&Account> for Principal {
    fn from(account: &Account) -> Self {
        Self::Account(account.id)
    }
}

impl Principal {
    /// Refuses everybody but the operator.
    pub(crate) fn must_operate(self) -> Result<(), Error> {
        match self {
            Self::Operator => Ok(()),
            Self::Account(_) | Self::Applicant(_) | Self::Staff(_) | Self::Server => {
                Err(Error::Forbidden)
            }
        }
    }

    /// Refuses everybody but the operator and staff who have the permission. For staff of another
    /// account, what belongs to this one does not exist. What belongs to no account, such as the
    /// settings of the server, is for staff who work for every account.
    pub fn must_have(
        self,
        permission: Permission,
        account: Option<AccountId>,
    ) -> Result<(), Error> {
        match self {
            Self::Operator => Ok(()),
            Self::Staff(authority) => match account {
                Some(account) if !authority.reaches(account) => Err(Error::NotFound),
                None if authority.account.is_some() => Err(Error::Forbidden),
                _ if authority.role.may(permission) => Ok(()),
                _ => Err(Error::Forbidden),
            },
            Self::Account(_) | Self::Applicant(_) | Self::Server => Err(Error::Forbidden),
        }
    }

    /// Refuses everybody but staff, for what they change of themselves, and returns who it is.
    pub(crate) fn must_be_staff(self) -> Result<StaffId, Error> {
        match self {
            Self::Staff(authority) => Ok(authority.member),
            Self::Account(_) | Self::Applicant(_) | Self::Operator | Self::Server => {
                Err(Error::Forbidden)
            }
        }
    }

    /// Refuses everybody but the server.
    pub(crate) fn must_serve(self) -> Result<(), Error> {
        match self {
            Self::Server => Ok(()),
            Self::Account(_) | Self::Applicant(_) | Self::Staff(_) | Self::Operator => {
                Err(Error::Forbidden)
            }
        }
    }

    /// Refuses everybody but those who look after the server.
    pub(crate) fn must_look_after(self) -> Result<(), Error> {
        match self {
            Self::Operator | Self::Server => Ok(()),
            Self::Account(_) | Self::Applicant(_) | Self::Staff(_) => Err(Error::Forbidden),
        }
    }

    /// Refuses everybody but the account and the operator, who may act for it.
    pub(crate) fn must_act_for(self, account: AccountId) -> Result<(), Error> {
        match self {
            Self::Account(id) if id == account => Ok(()),
            Self::Operator => Ok(()),
            Self::Account(_) => Err(Error::NotFound),
            Self::Applicant(_) | Self::Staff(_) | Self::Server => Err(Error::Forbidden),
        }
    }

    /// Refuses everybody but a business.
    pub(crate) fn must_be_business(self) -> Result<(), Error> {
        match self {
            Self::Account(_) => Ok(()),
            Self::Applicant(_) | Self::Staff(_) | Self::Operator | Self::Server => {
                Err(Error::Forbidden)
            }
        }
    }

    /// Refuses everybody but the person of this verification.
    pub(crate) fn must_be_applicant(self, id: VerificationId) -> Result<(), Error> {
        match self {
            Self::Applicant(own) if own == id => Ok(()),
            Self::Applicant(_) => Err(Error::NotFound),
            Self::Account(_) | Self::Staff(_) | Self::Operator | Self::Server => {
                Err(Error::Forbidden)
            }
        }
    }

    /// Refuses everybody whom the verification does not concern. It concerns the person, the
    /// business, and those who look after the server.
    pub(crate) fn must_be_concerned(self, subject: Subject) -> Result<(), Error> {
        let is_concerned = match self {
            Self::Account(id) => id == subject.account,
            Self::Applicant(id) => id == subject.id,
            Self::Operator | Self::Server => true,
            // Staff use acts of their own, which ask for a permission and leave an audit entry.
            Self::Staff(_) => false,
        };
        if is_concerned {
            Ok(())
        } else {
            Err(Error::NotFound)
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use verification::staff::Role;

    use super::*;

    const OWN: u128 = 1;
    const OTHER: u128 = 2;

    /// The answer to each principal by each rule: `+` allowed, `?` not found, `-` forbidden.
    #[test]
    fn each_principal_may_do_its_own_and_nothing_else() {
        let (account, id) = (AccountId::new, VerificationId::new);
        let own = Subject {
            id: id(Uuid::from_u128(OWN)),
            account: account(Uuid::from_u128(OWN)),
        };
        let staff = |role, account| {
            let member = StaffId::new(Uuid::from_u128(OWN));
            Principal::Staff(Authority {
                member,
                role,
                account,
            })
        };
        for (principal, expected) in [
            (
                Principal::Account(account(Uuid::from_u128(OWN))),
                "---++-+-",
            ),
            (
                Principal::Account(account(Uuid::from_u128(OTHER))),
                "---?+-?-",
            ),
            (Principal::Applicant(id(Uuid::from_u128(OWN))), "-----++-"),
            (Principal::Applicant(id(Uuid::from_u128(OTHER))), "-----??-"),
            (staff(Role::Administrator, None), "------?+"),
            (staff(Role::Reviewer, Some(own.account)), "------?+"),
            (staff(Role::Counter, Some(own.account)), "------?-"),
            (
                staff(Role::Reviewer, Some(account(Uuid::from_u128(OTHER)))),
                "------??",
            ),
            (Principal::Operator, "+-++--++"),
            (Principal::Server, "-++---+-"),
        ] {
            let told: String = [
                principal.must_operate(),
                principal.must_serve(),
                principal.must_look_after(),
                principal.must_act_for(own.account),
                principal.must_be_business(),
                principal.must_be_applicant(own.id),
                principal.must_be_concerned(own),
                principal.must_have(Permission::Decide, Some(own.account)),
            ]
            .into_iter()
            .map(|answer| match answer {
                Ok(()) => '+',
                Err(Error::NotFound) => '?',
                Err(_) => '-',
            })
            .collect();
            assert_eq!(told, expected, "{principal:?}");
        }
    }
}
