//! The acts of the challenge: it is made, it fails, or the selfie is taken with it.

use jiff::Timestamp;

use super::acts::OutOfStep;
use super::page::CapturePage;
use super::turns::{
    MOST_CHALLENGES, MOST_FAILED, SELFIE, TurnChallenge, TurnFault, TurnOutcome, TurnRecord,
    TurnsSeen,
};
use crate::aggregate::{Step, Verification};
use crate::stage::Act;

impl Verification {
    /// Makes a challenge of random bytes. One that still waits for its frames stays as it is, so
    /// that nobody asks until they are asked for what they have.
    ///
    /// # Errors
    /// No selfie is requested now, or [`MOST_CHALLENGES`] were made for it.
    pub fn ask_to_turn(self, random: [u8; 17], now: Timestamp) -> Result<Step<Self>, OutOfStep> {
        self.refuse_unless_selfie(now)?;
        let turns = &self.capture.turns;
        if turns.challenge.as_ref().is_some_and(|it| !it.is_late(now)) {
            return Ok(self.unmoved());
        }
        if turns.made >= MOST_CHALLENGES {
            return Err(OutOfStep::NoChallenge);
        }
        let mut step = self.unmoved();
        let turns = &mut step.next.capture.turns;
        turns.challenge = Some(TurnChallenge::new(random, now));
        turns.made += 1;
        Ok(step)
    }

    /// Returns the challenge that frames with this nonce answer.
    ///
    /// # Errors
    /// No selfie is requested now, or there is no such challenge: it was used, or another one took
    /// its place.
    pub fn challenge(&self, nonce: &str, now: Timestamp) -> Result<&TurnChallenge, OutOfStep> {
        self.refuse_unless_selfie(now)?;
        let asked = self.capture.turns.challenge.as_ref();
        asked
            .filter(|challenge| challenge.nonce == nonce)
            .ok_or(OutOfStep::NoChallenge)
    }

    /// Returns what follows from frames for the challenge with this nonce: the record with which
    /// the selfie is taken, or the fault if the person is to try again. After [`MOST_FAILED`]
    /// faults the selfie is taken all the same, and says so.
    ///
    /// # Errors
    /// The errors are those of [`challenge`](Self::challenge).
    pub fn judge_turns(
        &self,
        nonce: &str,
        seen: Option<TurnsSeen>,
        now: Timestamp,
    ) -> Result<Result<TurnRecord, TurnFault>, OutOfStep> {
        let challenge = self.challenge(nonce, now)?;
        let asked = challenge.turns.clone();
        let fault = match &seen {
            _ if challenge.is_late(now) => Some(TurnFault::Late),
            Some(seen) => seen.fault(&asked),
            None => Some(TurnFault::Incomplete),
        };
        let is_last = self.capture.turns.failed.saturating_add(1) >= MOST_FAILED;
        let outcome = match fault {
            None => TurnOutcome::Seen,
            Some(fault) if is_last => TurnOutcome::NotSeen(fault),
            Some(fault) => return Ok(Err(fault)),
        };
        Ok(Ok(TurnRecord {
            outcome,
            asked,
            seen,
            is_virtual_camera: false,
        }))
    }

    /// Records that the frames for the challenge with this nonce do not show what was asked for.
    /// The challenge is used up.
    ///
    /// # Errors
    /// The errors are those of [`challenge`](Self::challenge).
    pub fn fail_turns(
        self,
        nonce: &str,
        fault: TurnFault,
        now: Timestamp,
    ) -> Result<Step<Self>, OutOfStep> {
        self.challenge(nonce, now)?;
        let why = format!("The turns of the head were not seen: {}.", fault.word());
        let mut step = self.refuse_evidence(Some(SELFIE), &why, now);
        let turns = &mut step.next.capture.turns;
        turns.challenge = None;
        turns.failed = turns.failed.saturating_add(1);
        Ok(step)
    }

    /// Records that the selfie was sealed, and how it came. `nonce` names the challenge that it
    /// answers, which is used up.
    ///
    /// # Errors
    /// The selfie is not requested now, or there is no such challenge.
    pub fn hand_in_selfie(
        self,
        nonce: Option<&str>,
        record: TurnRecord,
        now: Timestamp,
    ) -> Result<Step<Self>, OutOfStep> {
        if let Some(nonce) = nonce {
            self.challenge(nonce, now)?;
        }
        let mut step = self.hand_in(SELFIE, now)?;
        let turns = &mut step.next.capture.turns;
        turns.challenge = None;
        turns.record = Some(record);
        Ok(step)
    }

    fn refuse_unless_selfie(&self, now: Timestamp) -> Result<(), OutOfStep> {
        self.alive(Act::Submit, now)?;
        let page = self.page(now);
        if page == CapturePage::Selfie && !self.is_direct() {
            Ok(())
        } else {
            Err(OutOfStep::Elsewhere(page))
        }
    }
}
