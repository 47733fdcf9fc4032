//! What the forms about staff have in common: roles and accounts to choose from, and what is said
//! of a choice that is not possible.

use axum::http::StatusCode;
use proofing::staff::StaffRefusal;
use verification::AccountId;
use verification::staff::{Appointment, NotAppointed, Role};

use crate::office::fields::Fields;
use crate::office::frame::SignedIn;
use crate::office::i18n::StaffTexts;
use crate::office::layout::Layout;

/// A choice of a list.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) selected: bool,
}

/// The roles to which somebody may appoint others.
pub(super) fn roles(who: &SignedIn, f: &Layout, selected: Option<Role>) -> Vec<Choice> {
    let own = who.authority().role;
    let grantable = Role::ALL
        .iter()
        .copied()
        .filter(|role| own.may_grant(*role));
    grantable
        .map(|role| Choice {
            value: role.word().to_owned(),
            text: f.w.role(role).to_owned(),
            selected: selected == Some(role),
        })
        .collect()
}

/// The accounts for which somebody may appoint others.
pub(super) fn accounts(
    who: &SignedIn,
    t: &StaffTexts,
    known: &[(AccountId, String)],
    selected: Option<AccountId>,
) -> Vec<Choice> {
    let every = who.authority().account.is_none().then(|| Choice {
        value: String::new(),
        text: t.every_account.to_owned(),
        selected: selected.is_none(),
    });
    let each = known.iter().map(|(id, name)| Choice {
        value: id.to_string(),
        text: name.clone(),
        selected: selected == Some(*id),
    });
    every.into_iter().chain(each).collect()
}

/// Returns the role and the account that were chosen.
pub(super) fn chosen(fields: &Fields) -> Option<(Role, Option<AccountId>)> {
    let role = Role::from_word(fields.get("role"))?;
    let account = match fields.get("account") {
        "" => None,
        id => Some(id.parse().ok()?),
    };
    Some((role, account))
}

/// Returns the appointment that was chosen, or why there is none such.
pub(super) fn appointment(
    (role, account): (Role, Option<AccountId>),
) -> Result<Appointment, StaffRefusal> {
    Ok(Appointment::new(role, account)?)
}

/// Returns the name of an account.
pub(super) fn account_name(
    t: &StaffTexts,
    known: &[(AccountId, String)],
    account: Option<AccountId>,
) -> String {
    match account {
        None => t.every_account.to_owned(),
        Some(id) => known
            .iter()
            .find(|(other, _)| *other == id)
            .map_or_else(|| id.to_string(), |(_, name)| name.clone()),
    }
}

/// Returns what is said of something that was not done, or `None` if the page does not explain it.
pub(super) fn said(error: &StaffRefusal, t: &StaffTexts) -> Option<(StatusCode, &'static str)> {
    let text = match error {
        StaffRefusal::Name => t.bad_name,
        StaffRefusal::Email(_) => t.bad_email,
        StaffRefusal::EmailTaken => t.email_taken,
        StaffRefusal::Appointment(NotAppointed::AboveOwn) => {
            return Some((StatusCode::FORBIDDEN, t.above_own));
        }
        StaffRefusal::Appointment(NotAppointed::NeedsAccount) => t.needs_account,
        StaffRefusal::Appointment(NotAppointed::NeedsNoAccount) => t.needs_no_account,
        StaffRefusal::Appointment(NotAppointed::Oneself) => {
            return Some((StatusCode::FORBIDDEN, t.oneself));
        }
        _ => return None,
    };
    Some((StatusCode::UNPROCESSABLE_ENTITY, text))
}
