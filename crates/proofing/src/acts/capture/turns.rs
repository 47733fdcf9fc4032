//! The selfie with the turns of the head that the server asked for. The frames of the turns are
//! measured and forgotten: only the selfie is kept.

use std::fmt;

use bytes::Bytes;
use verification::capture::turns::{TurnChallenge, TurnOutcome, TurnRecord, TurnsSeen};
use verification::capture::{OutOfStep, SELFIE};
use verification::{Service, Verification};

use super::Visit;
use super::submit::{Came, Upload};
use crate::error::Error;
use crate::ports::{ExaminerError, Refusal, Share};
use crate::{App, Principal};

/// The maximum size of the frame of a turn in bytes.
const MAX_FRAME: usize = 512 * 1024;

/// A selfie of the hosted pages.
pub struct Selfie {
    /// The file with the picture, as it came.
    pub content: Bytes,
    /// What shows that the head turned, if anything does.
    pub turns: Turns,
    /// Whether the browser names the camera as one that is a program.
    pub is_virtual_camera: bool,
}

/// What comes with a selfie.
pub enum Turns {
    /// Frames for a challenge.
    Frames {
        /// The nonce of the challenge.
        nonce: String,
        /// One frame for each turn, in order.
        frames: Vec<Bytes>,
    },
    /// Nothing, because the person cannot turn the head.
    Cannot,
}

/// The pictures show a person, so only their sizes are shown.
impl fmt::Debug for Selfie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Selfie({} bytes, {:?})", self.content.len(), self.turns)
    }
}

/// The frames show a person, and whoever knows the nonce can answer.
impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frames { frames, .. } => write!(f, "{} frames", frames.len()),
            Self::Cannot => f.write_str("cannot turn"),
        }
    }
}

impl App {
    /// Returns the challenge that the person is to answer: the one that still waits for its frames,
    /// or a new one.
    ///
    /// # Errors
    /// Returns [`Error::OutOfStep`] if no selfie is requested now, this server sees no turns, or
    /// too many challenges were made.
    pub async fn ask_to_turn(
        &self,
        by: Principal,
        visit: &Visit,
    ) -> Result<(TurnChallenge, i64), Error> {
        by.must_be_applicant(visit.verification.id)?;
        if !self.sees_turns() {
            return Err(OutOfStep::NoChallenge.into());
        }
        let random = self.random();
        let stored = self
            .change_from(by, visit.stored(), Vec::new(), |verification, now| {
                verification.ask_to_turn(random, now)
            })
            .await?;
        let challenge = stored.value.capture.turns.challenge;
        let challenge = challenge.ok_or(OutOfStep::NoChallenge)?;
        let left = challenge.until.duration_since(self.now()).as_secs();
        Ok((challenge, left))
    }

    /// Takes a selfie with the turns that were asked for.
    ///
    /// # Errors
    /// Returns [`Error::Turns`] if the frames do not show the turns; the challenge is used up then,
    /// and another one can be asked for. After several faults the selfie is taken all the same, and
    /// the verification is not accepted without a reviewer. The other errors are those of
    /// [`submit`](Self::submit).
    pub async fn submit_selfie(
        &self,
        by: Principal,
        visit: &Visit,
        selfie: Selfie,
    ) -> Result<Visit, Error> {
        by.must_be_applicant(visit.verification.id)?;
        let id = visit.verification.id;
        let share = Share::Applicant(id);
        let came = match selfie.turns {
            Turns::Cannot => Came {
                nonce: None,
                record: without_frames(TurnOutcome::CannotTurn),
            },
            Turns::Frames { nonce, frames } => {
                // What cannot be an answer is not looked at.
                visit.verification.challenge(&nonce, self.now())?;
                let content = selfie.content.clone();
                let seen = match self.look_at_turns(content, frames, share).await {
                    Ok(seen) => seen,
                    Err(ExaminerError::Refused(Refusal(why))) => {
                        self.refuse_upload(by, id, Some(SELFIE), &why).await?;
                        return Err(Error::Unusable(why));
                    }
                    Err(ExaminerError::Unavailable(unavailable)) => return Err(unavailable.into()),
                };
                let verification = &visit.verification;
                match verification.judge_turns(&nonce, seen, self.now())? {
                    Ok(record) => Came {
                        nonce: Some(nonce),
                        record,
                    },
                    Err(fault) => {
                        self.change_from(by, visit.stored(), Vec::new(), |verification, now| {
                            verification.fail_turns(&nonce, fault, now)
                        })
                        .await?;
                        return Err(Error::Turns(fault));
                    }
                }
            }
        };
        let came = Came {
            record: TurnRecord {
                is_virtual_camera: selfie.is_virtual_camera,
                ..came.record
            },
            ..came
        };
        let upload = Upload {
            slot: SELFIE,
            content: selfie.content,
        };
        let moved = self.take(by, share, visit.stored(), upload, Some(came));
        self.seen(moved.await?).await
    }

    /// Returns how a selfie came that nothing came with, if turns are asked for on this server.
    pub(super) fn came_alone(&self, verification: &Verification) -> Option<Came> {
        // Nobody can be seen to turn in a stored picture.
        let outcome = if verification.request.picture_sources(Service::Face).file {
            TurnOutcome::StoredPicture
        } else {
            TurnOutcome::CannotTurn
        };
        self.sees_turns().then(|| Came {
            nonce: None,
            record: without_frames(outcome),
        })
    }

    /// Measures the turns, or returns `None` if a frame is larger than any frame of the pages.
    async fn look_at_turns(
        &self,
        selfie: Bytes,
        frames: Vec<Bytes>,
        share: Share,
    ) -> Result<Option<TurnsSeen>, ExaminerError> {
        if frames.iter().any(|frame| frame.len() > MAX_FRAME) {
            return Ok(None);
        }
        let examiner = &self.ports.examiner;
        examiner.turns(selfie, frames, share).await.map(Some)
    }
}

const fn without_frames(outcome: TurnOutcome) -> TurnRecord {
    TurnRecord {
        outcome,
        asked: Vec::new(),
        seen: None,
        is_virtual_camera: false,
    }
}
