//! Who reviews: a member of staff, or the operator.

use verification::review::{OPERATOR, Reviewer};
use verification::staff::{Authority, Permission};

use crate::Principal;
use crate::error::Error;

/// Returns the reviewer that a principal is.
pub(super) const fn reviewer(by: Principal) -> Result<Reviewer, Error> {
    match by {
        Principal::Operator => Ok(Reviewer {
            member: OPERATOR,
            is_senior: true,
        }),
        Principal::Staff(authority) => Ok(staff(authority)),
        Principal::Account(_) | Principal::Applicant(_) | Principal::Server => {
            Err(Error::Forbidden)
        }
    }
}

/// Returns the reviewer that a member of staff is.
pub(super) const fn staff(authority: Authority) -> Reviewer {
    Reviewer {
        member: authority.member,
        is_senior: authority.role.may(Permission::Approve),
    }
}
