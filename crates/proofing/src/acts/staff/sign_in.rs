//! Signs in: the password first, then the second factor.

use verification::Personal;
use verification::audit::AuditAct;
use verification::staff::{
    Credentials, Member, Proved, SESSION_LIFE, StaffSession, Standing, sign_in_name,
};

use super::recorded::place;
use crate::ports::{MemberChange, StoreError, Stored};
use crate::staff::attempts::before;
use crate::staff::{Network, SecondProof, StaffRefusal, StaffToken, hash_of_code, step_of};
use crate::tokens::token_hash;
use crate::{App, Principal};

impl App {
    /// Checks the e-mail address and the password, and returns the token with which the second
    /// factor is to be shown. For a name that nobody has, it takes as long and says the same.
    pub async fn sign_in(
        &self,
        email: &Personal,
        password: Personal,
        from: Network,
    ) -> Result<StaffToken, StaffRefusal> {
        // What is no address cannot be anybody's, and is answered like a wrong one.
        let email = sign_in_name(email.reveal()).map_err(|_| StaffRefusal::Wrong)?;
        let found = self.ports.staff.member_by_email(&email).await?;
        let member = found.map(|found| found.value);
        let id = member.as_ref().map(|member| member.id);
        let attempt = self.attempt(&email, id, from).await?;
        let active = member.as_ref();
        let active = active.filter(|member| member.standing() == Standing::Active);
        let credentials = active.and_then(|it| it.credentials.as_ref());
        let hash = credentials.map(|credentials| credentials.password.clone());
        let is_right = self.passwords.matches(password, hash).await?;
        let Some(member) = active.filter(|_| is_right) else {
            tracing::warn!(member = id.map(display), "a sign-in of staff failed");
            // Nobody has proved to be the member, so it is the server that tells of it.
            let (by, whose) = (Principal::Server, (&email, member.as_ref()));
            self.record_wrong_proof(by, AuditAct::RefusePassword, whose, &attempt)
                .await?;
            return Err(StaffRefusal::Wrong);
        };
        self.excuse(&attempt).await?;
        let token = self.staff_token();
        let session = self.session_of(member, Proved::Password);
        let hash = token_hash(token.reveal());
        let old = before(self.now(), SESSION_LIFE);
        let store = &self.ports.staff;
        store.open_session(hash, session, None, old).await?;
        Ok(token)
    }

    /// Checks the second factor, and returns the token of the session. The token from the first
    /// step is worth nothing from then on, so nobody who planted it in a browser is signed in.
    pub async fn confirm_sign_in(
        &self,
        token: &StaffToken,
        proof: &SecondProof,
        from: Network,
    ) -> Result<StaffToken, StaffRefusal> {
        let pending = token_hash(token.reveal());
        let found = self.pending(token).await?;
        let member = &found.value;
        let attempt = self.attempt(&member.email, Some(member.id), from).await?;
        let credentials = member.credentials.as_ref();
        let credentials = credentials.ok_or(StaffRefusal::NotSignedIn)?;
        let used = match self.use_proof(member, credentials, proof) {
            Ok(used) => used,
            Err(refusal) => {
                tracing::warn!(member = %member.id, "a second factor of staff was wrong");
                let (by, whose) = (Principal::Server, (&member.email, Some(member)));
                self.record_wrong_proof(by, AuditAct::RefuseSecondFactor, whose, &attempt)
                    .await?;
                return Err(refusal);
            }
        };
        let id = member.id;
        let version = found.version;
        // The epoch stays: other sessions of the same person go on.
        let value = Member {
            credentials: Some(used),
            ..found.value
        };
        let session = self.staff_token();
        let opened = self.session_of(&value, Proved::Everything);
        let act = match proof {
            SecondProof::Code(_) => AuditAct::SignIn,
            SecondProof::Recovery(_) => AuditAct::UseRecoveryCode,
        };
        let by = Principal::Staff(value.authority());
        let audit = self.member_entry(by, act, &value, place(&attempt))?;
        let change = MemberChange {
            audit: Some(audit),
            closes: Some(pending),
            opens: Some((token_hash(session.reveal()), opened)),
            ..MemberChange::of(Stored { value, version })
        };
        match self.ports.staff.change_member(change).await {
            Ok(()) => {}
            // The same code was used at the same moment, or the member was changed.
            Err(StoreError::Conflict) => return Err(StaffRefusal::Wrong),
            Err(error) => return Err(error.into()),
        }
        self.excuse(&attempt).await?;
        self.remember_place(id, &attempt).await?;
        tracing::info!(member = %id, "a member of staff signed in");
        Ok(session)
    }
}

impl App {
    /// Returns the member whose password was right a moment ago.
    async fn pending(&self, token: &StaffToken) -> Result<Stored<Member>, StaffRefusal> {
        let hash = token_hash(token.reveal());
        let now = self.now();
        match self.ports.staff.session(hash).await? {
            Some((session, found))
                if session.proved == Proved::Password && session.is_alive(&found.value, now) =>
            {
                Ok(found)
            }
            _ => Err(StaffRefusal::NotSignedIn),
        }
    }

    /// Returns what is left of the credentials after a proof was used: no code works twice.
    pub(super) fn use_proof(
        &self,
        member: &Member,
        credentials: &Credentials,
        proof: &SecondProof,
    ) -> Result<Credentials, StaffRefusal> {
        let mut left = credentials.clone();
        match proof {
            SecondProof::Code(code) => {
                let step = step_of(&left.second_factor, code.reveal(), self.now());
                left.second_factor.last_step = step.ok_or(StaffRefusal::Wrong)?;
            }
            SecondProof::Recovery(code) => {
                let hash = hash_of_code(&self.settings.link_key, member.id, code);
                let known = left.recovery.len();
                left.recovery.retain(|other| *other != hash);
                if left.recovery.len() == known {
                    return Err(StaffRefusal::Wrong);
                }
            }
        }
        Ok(left)
    }

    /// Returns a session that begins now.
    pub(super) fn session_of(&self, member: &Member, proved: Proved) -> StaffSession {
        let now = self.now();
        StaffSession {
            member: member.id,
            epoch: member.epoch,
            proved,
            opened_at: now,
            used_at: now,
        }
    }
}
