//! Accepts an invitation: chooses a password, sets up the app, and signs in.

use verification::audit::AuditAct;
use verification::staff::{
    Credentials, Member, Proved, SecondFactor, StaffSession, check_password,
};
use verification::{Personal, StaffId};

use super::recorded::place;
use crate::ports::{MemberChange, StoreError, Stored};
use crate::staff::{
    Enrolment, Network, StaffRefusal, StaffToken, base32, enrolment_url, fresh_codes, step_of,
};
use crate::tokens::token_hash;
use crate::{App, Principal};

/// What somebody who opens the link of an invitation sees.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Who was invited.
    pub member: Member,
    /// What their app needs.
    pub enrolment: Enrolment,
}

/// Somebody who has new credentials, and is signed in with them.
#[derive(Debug, Clone)]
pub struct SignedUp {
    /// The token of the session, for the cookie.
    pub session: StaffToken,
    /// The recovery codes, which are shown once.
    pub recovery: Vec<Personal>,
}

impl App {
    /// Returns what the link of an invitation shows.
    pub async fn invitation(&self, token: &StaffToken) -> Result<Invitation, StaffRefusal> {
        let found = self.invited(token).await?;
        let enrolment = enrolment(&self.secret_of(token), &found.value);
        Ok(Invitation {
            member: found.value,
            enrolment,
        })
    }

    /// Accepts an invitation. The code shows that the app is set up.
    pub async fn accept_invitation(
        &self,
        token: &StaffToken,
        password: Personal,
        code: &Personal,
        from: Network,
    ) -> Result<SignedUp, StaffRefusal> {
        let found = self.invited(token).await?;
        let member = &found.value;
        check_password(&password, &member.email)?;
        // Whoever has the link could try all codes, but knows the secret anyway. Still, a hash is
        // expensive, so the attempts are counted.
        let attempt = self.attempt(&member.email, Some(member.id), from).await?;
        let mut factor = SecondFactor {
            secret: self.secret_of(token),
            last_step: 0,
        };
        let now = self.now();
        factor.last_step = step_of(&factor, code.reveal(), now).ok_or(StaffRefusal::Wrong)?;
        let (recovery, hashes) = self.recovery_codes(member.id);
        let credentials = Credentials {
            password: self.passwords.hash(password, self.random()).await?,
            second_factor: factor,
            recovery: hashes,
        };
        let id = member.id;
        let member = found.value.with_credentials(credentials);
        let by = Principal::Staff(member.authority());
        let audit = self.member_entry(by, AuditAct::AcceptInvitation, &member, place(&attempt))?;
        let session = self.staff_token();
        let opened = StaffSession {
            member: id,
            epoch: member.epoch,
            proved: Proved::Everything,
            opened_at: now,
            used_at: now,
        };
        let change = MemberChange {
            member: Stored {
                value: member,
                version: found.version,
            },
            uses: Some((token_hash(token.reveal()), now)),
            closes: None,
            opens: Some((token_hash(session.reveal()), opened)),
            audit: Some(audit),
        };
        match self.ports.staff.change_member(change).await {
            Ok(()) => {}
            Err(StoreError::Conflict) => return Err(StaffRefusal::NoInvitation),
            Err(error) => return Err(error.into()),
        }
        self.excuse(&attempt).await?;
        self.remember_place(id, &attempt).await?;
        tracing::info!(member = %id, "an invitation was accepted");
        Ok(SignedUp { session, recovery })
    }
}

impl App {
    async fn invited(&self, token: &StaffToken) -> Result<Stored<Member>, StaffRefusal> {
        let hash = token_hash(token.reveal());
        let found = self.ports.staff.invited(hash, self.now()).await?;
        found
            .filter(|found| found.value.is_enabled)
            .ok_or(StaffRefusal::NoInvitation)
    }

    /// The secret of the app follows from the token, so that it stays the same while the page is
    /// open, and nothing is stored for somebody who never accepts.
    fn secret_of(&self, token: &StaffToken) -> [u8; 20] {
        let parts = [token.reveal().as_bytes()];
        first_20(self.settings.link_key.staff("second factor", &parts))
    }

    /// Returns new recovery codes, and their hashes.
    pub(crate) fn recovery_codes(&self, member: StaffId) -> (Vec<Personal>, Vec<[u8; 32]>) {
        fresh_codes(&self.settings.link_key, member, self.random())
    }
}

/// Returns what an app needs for a secret.
pub(super) fn enrolment(secret: &[u8; 20], member: &Member) -> Enrolment {
    let letters = base32(secret);
    let groups: Vec<&str> = (0..letters.len())
        .step_by(4)
        .filter_map(|from| letters.get(from..from + 4))
        .collect();
    Enrolment {
        url: enrolment_url(secret, &member.email),
        secret: Personal::new(groups.join(" ")),
    }
}

/// Returns the first 20 of 32 bytes.
pub(super) fn first_20(bytes: [u8; 32]) -> [u8; 20] {
    let mut first = [0; 20];
    first
        .iter_mut()
        .zip(bytes)
        .for_each(|(to, from)| *to = from);
    first
}
