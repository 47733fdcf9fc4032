//! The turns that a person is asked for with the selfie, and what was seen of them.
//!
//! The server chooses the sides and their order, and the camera's frames are judged here. A print
//! or a still screen does not pass. A film of a head that turns may, so that what passes is a
//! signal: it does not prove that somebody was there.

use jiff::Timestamp;

use crate::request::{EvidenceSlot, Side};
use crate::service::Service;
use crate::wire_enum::wire_enum;

/// The place of the selfie among the evidence.
pub const SELFIE: EvidenceSlot = EvidenceSlot::new(Service::Face, Side::Proof);

wire_enum!(
    /// A side to which the person turns the head. It is the person's own side, whatever a mirrored
    /// preview shows.
    Turn {
        /// To the person's left.
        Left = "left",
        /// To the person's right.
        Right = "right",
    }
);

wire_enum!(
    /// Why the frames do not show the turns that were asked for. The first one that applies is
    /// told.
    TurnFault {
        /// They came too late.
        Late = "late",
        /// There are more or fewer frames than turns.
        Incomplete = "incomplete",
        /// A frame shows no face, or one that is too small to be compared.
        NoFace = "no_face",
        /// A frame shows several faces.
        SeveralFaces = "several_faces",
        /// The selfie itself does not look straight ahead.
        NotStraight = "not_straight",
        /// The head was turned too little, or to the other side.
        NotTurned = "not_turned",
        /// The face moved as a flat picture does.
        Flat = "flat",
        /// The faces of the frames are not certainly those of one person.
        OtherPerson = "other_person",
    }
);

/// How many turns are asked for.
pub const TURNS: usize = 2;

/// How long after the challenge its frames have to have arrived, in seconds. The turns take about
/// ten, and a slow link may need a minute for the pictures.
pub const SECONDS: i64 = 120;

/// How often a person may fail before the selfie is taken without turns.
pub const MOST_FAILED: u8 = 3;

/// How many challenges are made for one selfie. One that was not answered counts too: who waits for
/// an easier one would get it in the end.
pub const MOST_CHALLENGES: u8 = 6;

/// The limits of what is measured. Those of the turn are the ones of `face::Relief`.
pub mod limits {
    /// The most by which the selfie's nose is beside the middle of the face, in distances between
    /// the eyes.
    pub const STRAIGHT: f64 = 0.30;
    /// The least by which a turn moves the nose sideways, in distances between the eyes.
    pub const CHANGE: f64 = 0.25;
    /// The least by which a turn moves the nose out of the plane of the face, in distances between
    /// the eyes.
    pub const RELIEF: f64 = 0.12;
}

/// A challenge: the turns that are asked for, once and for a limited time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnChallenge {
    /// Names this challenge: 32 hex digits that nobody can guess.
    pub nonce: String,
    /// The turns, in order.
    pub turns: Vec<Turn>,
    /// When its frames have to have arrived.
    pub until: Timestamp,
}

impl TurnChallenge {
    /// Makes a challenge of random bytes: the nonce of the first sixteen, the turns of the last.
    pub fn new(random: [u8; 17], now: Timestamp) -> Self {
        let [nonce @ .., bits] = random;
        let turns = (0..TURNS).map(|at| match bits >> at & 1 {
            0 => Turn::Left,
            _ => Turn::Right,
        });
        let end = jiff::SignedDuration::from_secs(SECONDS);
        Self {
            nonce: format!("{:032x}", u128::from_be_bytes(nonce)),
            turns: turns.collect(),
            until: now.saturating_add(end).unwrap_or(Timestamp::MAX),
        }
    }

    /// Returns true if frames that arrive now are too late.
    pub fn is_late(&self, now: Timestamp) -> bool {
        now > self.until
    }
}

/// What was measured of the faces in one frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FrameSeen {
    /// There is one face that counts.
    Face,
    /// There is none, or it is too small.
    NoFace,
    /// There are several.
    SeveralFaces,
}

/// What was measured of one turn, against the selfie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TurnSeen {
    /// How many faces there are in the frame.
    pub frame: FrameSeen,
    /// How far the nose moved sideways, in distances between the eyes; positive to the person's
    /// left. 0 if nothing was measured.
    pub change: f64,
    /// How far the nose is from where it would be on a flat sheet, in distances between the eyes. 0
    /// if nothing was measured.
    pub relief: f64,
    /// The similarity of the face to the selfie's, -1 to 1. 0 if nothing was measured.
    pub similarity: f64,
    /// Whether the frame is the very file of the selfie or of an earlier turn.
    pub is_repeated: bool,
}

/// What was measured of a selfie and the turns that came with it.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnsSeen {
    /// How many faces there are in the selfie.
    pub selfie: FrameSeen,
    /// How far the selfie's nose is beside the middle of the face, in distances between the eyes.
    pub yaw: f64,
    /// The turns, in order.
    pub turns: Vec<TurnSeen>,
    /// The similarity from which two faces are of one person, as it was measured for the network.
    pub same_from: f64,
}

impl TurnsSeen {
    /// Returns what is wrong with the frames, or `None` if they show the turns that were asked for.
    /// All of it must hold: nothing makes up for anything else.
    pub fn fault(&self, asked: &[Turn]) -> Option<TurnFault> {
        if asked.is_empty() || self.turns.len() != asked.len() {
            return Some(TurnFault::Incomplete);
        }
        let frames = || {
            let turned = self.turns.iter().map(|turn| turn.frame);
            std::iter::once(self.selfie).chain(turned)
        };
        if frames().any(|frame| frame == FrameSeen::NoFace) {
            return Some(TurnFault::NoFace);
        }
        if frames().any(|frame| frame == FrameSeen::SeveralFaces) {
            return Some(TurnFault::SeveralFaces);
        }
        // What is not a number keeps no limit.
        let is_straight = self.yaw.abs() <= limits::STRAIGHT;
        if !is_straight {
            return Some(TurnFault::NotStraight);
        }
        let each = || self.turns.iter().zip(asked);
        if !each().all(|(seen, side)| seen.change_to(*side) >= limits::CHANGE) {
            return Some(TurnFault::NotTurned);
        }
        if !each().all(|(seen, _)| seen.relief >= limits::RELIEF && !seen.is_repeated) {
            return Some(TurnFault::Flat);
        }
        if !each().all(|(seen, _)| seen.similarity >= self.same_from) {
            return Some(TurnFault::OtherPerson);
        }
        None
    }
}

impl TurnSeen {
    /// Returns how far the nose moved to this side.
    pub fn change_to(&self, side: Turn) -> f64 {
        match side {
            Turn::Left => self.change,
            Turn::Right => -self.change,
        }
    }
}

/// How a selfie came, as far as turns are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnOutcome {
    /// The turns that were asked for were seen.
    Seen,
    /// They were not seen as often as a person may try.
    NotSeen(TurnFault),
    /// The person said that they cannot turn the head.
    CannotTurn,
    /// A stored picture was chosen, which the request allows.
    StoredPicture,
}

/// What is known of the turns of the selfie that was submitted.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnRecord {
    /// How it came.
    pub outcome: TurnOutcome,
    /// The turns that were asked for last.
    pub asked: Vec<Turn>,
    /// What was measured last, or `None` if no frames came.
    pub seen: Option<TurnsSeen>,
    /// Whether the browser names the camera as one that is a program.
    pub is_virtual_camera: bool,
}

/// The state of the turns: part of the state of the capture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TurnState {
    /// The challenge that waits for its frames.
    pub challenge: Option<TurnChallenge>,
    /// How many challenges were made.
    pub made: u8,
    /// How many of them failed.
    pub failed: u8,
    /// What is known of the selfie that was submitted.
    pub record: Option<TurnRecord>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT_RIGHT: [Turn; 2] = [Turn::Left, Turn::Right];

    fn turn(change: f64) -> TurnSeen {
        TurnSeen {
            frame: FrameSeen::Face,
            change,
            relief: 0.2,
            similarity: 0.6,
            is_repeated: false,
        }
    }

    fn seen() -> TurnsSeen {
        TurnsSeen {
            selfie: FrameSeen::Face,
            yaw: 0.05,
            turns: vec![turn(0.4), turn(-0.4)],
            same_from: 0.42,
        }
    }

    #[test]
    fn every_part_must_hold() {
        type Change<'a> = &'a dyn Fn(&mut TurnsSeen);
        assert_eq!(seen().fault(&LEFT_RIGHT), None);
        let with = |change: Change<'_>| {
            let mut seen = seen();
            change(&mut seen);
            seen.fault(&LEFT_RIGHT)
        };
        let wrong: [(Change<'_>, TurnFault); 12] = [
            (&|it| it.turns.truncate(1), TurnFault::Incomplete),
            (&|it| it.selfie = FrameSeen::NoFace, TurnFault::NoFace),
            (
                &|it| it.turns[1].frame = FrameSeen::NoFace,
                TurnFault::NoFace,
            ),
            (
                &|it| it.turns[0].frame = FrameSeen::SeveralFaces,
                TurnFault::SeveralFaces,
            ),
            (&|it| it.yaw = -0.31, TurnFault::NotStraight),
            (&|it| it.yaw = f64::NAN, TurnFault::NotStraight),
            (&|it| it.turns[0].change = 0.24, TurnFault::NotTurned),
            (&|it| it.turns[1].change = 0.4, TurnFault::NotTurned),
            (&|it| it.turns[1].change = f64::NAN, TurnFault::NotTurned),
            (&|it| it.turns[0].relief = 0.11, TurnFault::Flat),
            (&|it| it.turns[1].is_repeated = true, TurnFault::Flat),
            (&|it| it.turns[1].similarity = 0.41, TurnFault::OtherPerson),
        ];
        for (change, fault) in wrong {
            assert_eq!(with(change), Some(fault));
        }
    }

    #[test]
    fn nothing_asked_is_nothing_shown() {
        let nothing = TurnsSeen {
            turns: Vec::new(),
            ..seen()
        };
        assert_eq!(nothing.fault(&[]), Some(TurnFault::Incomplete));
        // A head that turned as somebody else was asked to.
        assert_eq!(
            seen().fault(&[Turn::Right, Turn::Left]),
            Some(TurnFault::NotTurned)
        );
    }

    #[test]
    fn every_order_comes_up_and_every_challenge_has_its_own_name() {
        let made = |byte: u8| TurnChallenge::new([byte; 17], Timestamp::UNIX_EPOCH);
        let orders: std::collections::BTreeSet<Vec<Turn>> =
            (0..=255).map(|byte| made(byte).turns).collect();
        assert_eq!(orders.len(), 1 << TURNS);
        let one = made(0xa5);
        assert_eq!(
            (one.nonce.as_str(), one.turns.len()),
            (&*"a5".repeat(16), TURNS)
        );
        let later = |seconds| {
            let passed = jiff::SignedDuration::from_secs(seconds);
            Timestamp::UNIX_EPOCH.saturating_add(passed).unwrap()
        };
        assert!(!one.is_late(later(SECONDS)) && one.is_late(later(SECONDS + 1)));
    }
}
