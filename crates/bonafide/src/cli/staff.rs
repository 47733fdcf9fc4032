//! `bonafide staff`: invites and manages the people who work in the back office. Works while the
//! server runs.

mod present;

use anyhow::{Result, anyhow, bail};
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use proofing::acts::staff::NewMember;
use proofing::staff::StaffRefusal;
use proofing::{App, Principal};
use verification::staff::{Appointment, Member, Role};
use verification::{Personal, StaffId};

use self::present::{show_invited, show_members};
use super::common::{Common, account_named};
use super::values;
use crate::runtime::block_on;

const BY: Principal = Principal::Operator;

/// Flags of `staff`.
#[derive(Debug, Subcommand)]
pub(super) enum Staff {
    /// Invite somebody and print a link that works once, for three days.
    #[command(after_help = "\
Examples:
  bonafide staff invite 'Ann Example' --email ann@example.com --role administrator
  bonafide staff invite 'Bo Example' --email bo@example.com --role reviewer --account acme

With the link, the person chooses a password and sets up an authenticator app. Pass it on in a way
that nobody else reads: it is not shown again. Nobody becomes an administrator in any other way.")]
    Invite {
        /// Name, as colleagues see it.
        #[arg(value_parser = values::line)]
        name: String,
        /// E-mail address to sign in with.
        #[arg(long, value_name = "ADDRESS", value_parser = values::line)]
        email: String,
        #[command(flatten)]
        appointment: AppointmentArgs,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Make a new link for somebody who has lost the password, the telephone or the first link.
    #[command(after_help = "\
Example:
  bonafide staff invite-again ann@example.com

What the person has works until the new link is used.")]
    InviteAgain(OnMember),
    /// List the members of staff with their roles, the earliest first.
    #[command(after_help = "\
Examples:
  bonafide staff list
  bonafide staff list --json")]
    List {
        /// Print JSON, one object per member.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Appoint somebody to another role. Their sessions end.
    #[command(after_help = "\
Example:
  bonafide staff appoint bo@example.com --role senior_reviewer --account acme")]
    Appoint {
        #[command(flatten)]
        appointment: AppointmentArgs,
        #[command(flatten)]
        on: OnMember,
    },
    /// Disable somebody, who is signed out at once.
    #[command(after_help = "\
Example:
  bonafide staff disable bo@example.com")]
    Disable(OnMember),
    /// Enable somebody who was disabled.
    #[command(after_help = "\
Example:
  bonafide staff enable bo@example.com")]
    Enable(OnMember),
    /// End all sessions of somebody, who may sign in again.
    #[command(after_help = "\
Example:
  bonafide staff sign-out bo@example.com")]
    SignOut(OnMember),
}

/// Flags of a command about one member.
#[derive(Debug, Args)]
pub(super) struct OnMember {
    /// E-mail address, or ID such as `stf_…`.
    #[arg(value_name = "WHO", value_parser = values::line)]
    who: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    common: Common,
}

/// A role, and where it holds.
#[derive(Debug, Args)]
pub(super) struct AppointmentArgs {
    /// What the person is appointed to do.
    #[arg(long, value_name = "ROLE", value_parser = role())]
    role: Role,
    /// Name of the only account that the role holds for; without it, the role holds for all.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
}

fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.iter().map(|role| role.word()))
        .try_map(|word| Role::from_word(&word).ok_or_else(|| format!("{word} is no role")))
}

impl AppointmentArgs {
    async fn read(&self, app: &App) -> Result<Appointment> {
        let account = match &self.account {
            Some(name) => Some(account_named(app, name).await?.id),
            None => None,
        };
        Ok(Appointment::new(self.role, account).map_err(StaffRefusal::from)?)
    }
}

impl Staff {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::Invite {
                name,
                email,
                appointment,
                json,
                common,
            } => {
                let (invited, url) = block_on(async {
                    let local = LocalApp::open_existing(&common.settings()?)?;
                    let new = NewMember {
                        name: Personal::new(name),
                        email: Personal::new(email),
                        appointment: appointment.read(&local.app).await?,
                    };
                    let invited = local.app.invite(BY, new).await?;
                    anyhow::Ok((invited, local.office_url))
                })?;
                note_if_off(&common)?;
                show_invited(&invited, &url, json);
                Ok(())
            }
            Self::InviteAgain(OnMember { who, json, common }) => {
                let (invited, url) = block_on(async {
                    let local = LocalApp::open_existing(&common.settings()?)?;
                    let id = find(&local.app, &who).await?.id;
                    let invited = local.app.invite_again(BY, id).await?;
                    anyhow::Ok((invited, local.office_url))
                })?;
                note_if_off(&common)?;
                show_invited(&invited, &url, json);
                Ok(())
            }
            Self::List { json, common } => {
                let (members, accounts) = block_on(async {
                    let app = LocalApp::open_existing(&common.settings()?)?.app;
                    let accounts = app.staff_accounts(BY).await?;
                    anyhow::Ok((app.members(BY).await?, accounts))
                })?;
                show_members(&members, &accounts, json);
                Ok(())
            }
            Self::Appoint { on, appointment } => on.changes(async |app, id| {
                Ok(app.appoint(BY, id, appointment.read(app).await?).await?)
            }),
            Self::Disable(on) => {
                on.changes(async |app, id| Ok(app.set_member_enabled(BY, id, false).await?))
            }
            Self::Enable(on) => {
                on.changes(async |app, id| Ok(app.set_member_enabled(BY, id, true).await?))
            }
            Self::SignOut(on) => on.changes(async |app, id| Ok(app.end_sessions(BY, id).await?)),
        }
    }
}

/// Says so if the link leads nowhere yet.
fn note_if_off(common: &Common) -> Result<()> {
    if !common.settings()?.office.enabled {
        out::note(
            "the office is off, so the link leads nowhere: set office.enabled = true and start the server again",
        );
    }
    Ok(())
}

impl OnMember {
    /// Changes the member, and prints the member as they are then.
    fn changes(self, change: impl AsyncFnOnce(&App, StaffId) -> Result<Member>) -> Result<()> {
        let (member, accounts) = block_on(async {
            let app = LocalApp::open_existing(&self.common.settings()?)?.app;
            let id = find(&app, &self.who).await?.id;
            let member = change(&app, id).await?;
            anyhow::Ok((member, app.staff_accounts(BY).await?))
        })?;
        show_members(&[member], &accounts, self.json);
        Ok(())
    }
}

/// Finds a member by the e-mail address or the ID.
async fn find(app: &App, who: &str) -> Result<Member> {
    if who.trim().is_empty() {
        bail!("name somebody by the e-mail address");
    }
    let members = app.members(BY).await?;
    let folded = who.trim().to_lowercase();
    members
        .into_iter()
        .find(|member| member.email.as_str() == folded || member.id.to_string() == folded)
        .ok_or_else(|| {
            anyhow!("nobody in the staff is {who:?}; `bonafide staff list` prints who there is")
        })
}
