//! What members of staff change of themselves: the password, the app, the recovery codes.
//!
//! Each of these asks for the password again, and ends all other sessions.

use verification::Personal;
use verification::audit::{AuditAct, AuditContent};
use verification::staff::{Credentials, Member, Proved, SecondFactor, check_password};

use super::accept::{SignedUp, enrolment, first_20};
use crate::ports::{MemberChange, StoreError, Stored};
use crate::staff::{Enrolment, Network, StaffRefusal, StaffToken, step_of};
use crate::tokens::token_hash;
use crate::{App, Error, Principal};

impl App {
    /// Gives the caller another password, and returns the token of a new session.
    pub async fn change_password(
        &self,
        by: Principal,
        old: Personal,
        new: Personal,
        from: Network,
    ) -> Result<StaffToken, StaffRefusal> {
        let (found, credentials) = self.confirmed(by, old, from).await?;
        check_password(&new, &found.value.email)?;
        let credentials = Credentials {
            password: self.passwords.hash(new, self.random()).await?,
            ..credentials
        };
        let act = AuditAct::ChangePassword;
        self.replace(by, found, credentials, act).await
    }

    /// Returns what a new app of the caller needs.
    pub async fn new_enrolment(&self, by: Principal) -> Result<Enrolment, StaffRefusal> {
        let found = self.oneself(by).await?;
        Ok(enrolment(&self.next_secret(&found.value), &found.value))
    }

    /// Takes the caller's new app in place of the old one, and gives them new recovery codes. The
    /// code shows that the app is set up.
    pub async fn change_second_factor(
        &self,
        by: Principal,
        password: Personal,
        code: &Personal,
        from: Network,
    ) -> Result<SignedUp, StaffRefusal> {
        let (found, credentials) = self.confirmed(by, password, from).await?;
        let mut factor = SecondFactor {
            secret: self.next_secret(&found.value),
            last_step: 0,
        };
        let step = step_of(&factor, code.reveal(), self.now());
        factor.last_step = step.ok_or(StaffRefusal::Wrong)?;
        let (recovery, hashes) = self.recovery_codes(found.value.id);
        let credentials = Credentials {
            password: credentials.password,
            second_factor: factor,
            recovery: hashes,
        };
        let act = AuditAct::ChangeSecondFactor;
        let session = self.replace(by, found, credentials, act).await?;
        Ok(SignedUp { session, recovery })
    }

    /// Gives the caller new recovery codes in place of the old ones.
    pub async fn renew_recovery_codes(
        &self,
        by: Principal,
        password: Personal,
        from: Network,
    ) -> Result<SignedUp, StaffRefusal> {
        let (found, credentials) = self.confirmed(by, password, from).await?;
        let (recovery, hashes) = self.recovery_codes(found.value.id);
        let credentials = Credentials {
            recovery: hashes,
            ..credentials
        };
        let act = AuditAct::RenewRecoveryCodes;
        let session = self.replace(by, found, credentials, act).await?;
        Ok(SignedUp { session, recovery })
    }
}

impl App {
    async fn oneself(&self, by: Principal) -> Result<Stored<Member>, StaffRefusal> {
        let id = by.must_be_staff()?;
        let found = self.ports.staff.member(id).await?;
        Ok(found.ok_or(Error::NotFound)?)
    }

    /// Returns the caller, who has entered their password again.
    async fn confirmed(
        &self,
        by: Principal,
        password: Personal,
        from: Network,
    ) -> Result<(Stored<Member>, Credentials), StaffRefusal> {
        let found = self.oneself(by).await?;
        let member = &found.value;
        let attempt = self.attempt(&member.email, Some(member.id), from).await?;
        let credentials = member.credentials.clone().ok_or(StaffRefusal::Wrong)?;
        let hash = Some(credentials.password.clone());
        if !self.passwords.matches(password, hash).await? {
            let whose = (&member.email, Some(member));
            self.record_wrong_proof(by, AuditAct::RefusePassword, whose, &attempt)
                .await?;
            return Err(StaffRefusal::Wrong);
        }
        self.excuse(&attempt).await?;
        Ok((found, credentials))
    }

    /// Stores new credentials, ends every session, and begins a new one.
    async fn replace(
        &self,
        by: Principal,
        found: Stored<Member>,
        credentials: Credentials,
        act: AuditAct,
    ) -> Result<StaffToken, StaffRefusal> {
        let value = found.value.with_credentials(credentials);
        let session = self.staff_token();
        let opened = self.session_of(&value, Proved::Everything);
        let audit = self.member_entry(by, act, &value, AuditContent::default())?;
        let version = found.version;
        let change = MemberChange {
            opens: Some((token_hash(session.reveal()), opened)),
            audit: Some(audit),
            ..MemberChange::of(Stored { value, version })
        };
        match self.ports.staff.change_member(change).await {
            Ok(()) => Ok(session),
            Err(StoreError::Conflict) => Err(StaffRefusal::Wrong),
            Err(error) => Err(error.into()),
        }
    }

    /// The secret of the next app follows from the epoch, so that it stays the same while the page
    /// is open, and is another one afterwards.
    fn next_secret(&self, member: &Member) -> [u8; 20] {
        let (id, epoch) = (member.id.uuid(), member.epoch.to_be_bytes());
        let parts: [&[u8]; 2] = [id.as_bytes(), &epoch];
        first_20(self.settings.link_key.staff("next second factor", &parts))
    }
}
