//! Prints members of staff, and the links of invitations.

use bonafide::out;
use proofing::acts::staff::Invited;
use serde_json::{Value, json};
use verification::AccountId;
use verification::staff::{Member, Standing};

use crate::cli::common::time;

/// Prints the link of an invitation.
pub(super) fn show_invited(invited: &Invited, office_url: &str, as_json: bool) {
    let member = &invited.member;
    let link = format!("{office_url}/office/invitation/{}", invited.token.reveal());
    if as_json {
        out::line(json!({
            "id": member.id.to_string(),
            "name": member.name.reveal(),
            "email": member.email.as_str(),
            "role": member.appointment.role.word(),
            "link": link,
            "expires_at": invited.until.to_string(),
        }));
        return;
    }
    out::line(format!("member   {} ({})", member.name.reveal(), member.id));
    out::line(format!("role     {}", member.appointment.role.word()));
    out::line(format!("link     {link}"));
    out::line(format!("expires  {} UTC", time(Some(invited.until))));
    out::line("Pass the link on now: it works once and is not shown again.");
}

/// Prints members.
pub(super) fn show_members(members: &[Member], accounts: &[(AccountId, String)], as_json: bool) {
    if as_json {
        for member in members {
            out::line(as_value(member, accounts));
        }
        return;
    }
    let rows = members.iter().map(|member| {
        [
            member.name.reveal().to_owned(),
            member.email.as_str().to_owned(),
            member.appointment.role.word().to_owned(),
            account(member, accounts).unwrap_or_else(|| "every".to_owned()),
            standing(member).to_owned(),
            time(Some(member.created_at)),
        ]
    });
    let header = ["name", "e-mail", "role", "account", "state", "invited"];
    out::table_or(
        "nobody was invited; `bonafide staff invite` invites the first administrator",
        header,
        rows,
    );
}

fn as_value(member: &Member, accounts: &[(AccountId, String)]) -> Value {
    json!({
        "id": member.id.to_string(),
        "name": member.name.reveal(),
        "email": member.email.as_str(),
        "role": member.appointment.role.word(),
        "account": account(member, accounts),
        "state": standing(member),
        "invited_at": member.created_at.to_string(),
    })
}

fn account(member: &Member, accounts: &[(AccountId, String)]) -> Option<String> {
    let id = member.appointment.account?;
    let named = accounts.iter().find(|(other, _)| *other == id);
    Some(named.map_or_else(|| id.to_string(), |(_, name)| name.clone()))
}

fn standing(member: &Member) -> &'static str {
    match member.standing() {
        Standing::Invited => "invited",
        Standing::Active => "active",
        Standing::Disabled => "disabled",
    }
}
