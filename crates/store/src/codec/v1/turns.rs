//! The turns of the head that were asked for with the selfie.

use jiff::Timestamp;
use verification::capture::turns;

use crate::codec::form::{Form, stored_enum, stored_struct};

stored_enum!(
    /// A side to which the person turns the head.
    Turn of turns::Turn { Left = "left", Right = "right" }
);
stored_enum!(
    /// Why frames do not show the turns.
    TurnFault of turns::TurnFault {
        Late = "late",
        Incomplete = "incomplete",
        NoFace = "no_face",
        SeveralFaces = "several_faces",
        NotStraight = "not_straight",
        NotTurned = "not_turned",
        Flat = "flat",
        OtherPerson = "other_person",
    }
);
stored_struct!(
    /// A challenge that waits for its frames.
    TurnChallenge of turns::TurnChallenge { nonce: String, turns: Vec<Turn>, until: Timestamp }
);
stored_enum!(
    /// How many faces a frame shows.
    FrameSeen of turns::FrameSeen {
        Face = "face",
        NoFace = "no_face",
        SeveralFaces = "several_faces",
    }
);
stored_struct!(
    /// What was measured of one turn.
    TurnSeen of turns::TurnSeen {
        frame: FrameSeen,
        change: f64,
        relief: f64,
        similarity: f64,
        is_repeated: bool,
    }
);
stored_struct!(
    /// What was measured of a selfie and its turns.
    TurnsSeen of turns::TurnsSeen {
        selfie: FrameSeen,
        yaw: f64,
        turns: Vec<TurnSeen>,
        same_from: f64,
    }
);
stored_enum!(
    /// How a selfie came.
    TurnOutcome of turns::TurnOutcome {
        Seen = "seen",
        NotSeen(fault: TurnFault) = "not_seen",
        CannotTurn = "cannot_turn",
        StoredPicture = "stored_picture",
    }
);
stored_struct!(
    /// What is known of the turns of a selfie.
    TurnRecord of turns::TurnRecord {
        outcome: TurnOutcome,
        asked: Vec<Turn>,
        seen: Option<TurnsSeen>,
        is_virtual_camera: bool,
    }
);
stored_struct!(
    /// The state of the turns.
    #[serde(default)]
    TurnState of turns::TurnState {
        challenge: Option<TurnChallenge>,
        made: u8,
        failed: u8,
        record: Option<TurnRecord>,
    }
);

impl TurnState {
    /// Returns true if no turns were ever asked for, in which case nothing is stored: earlier
    /// versions asked for none.
    pub(super) const fn is_untouched(&self) -> bool {
        self.challenge.is_none() && self.made == 0 && self.failed == 0 && self.record.is_none()
    }
}

impl Default for TurnState {
    fn default() -> Self {
        Self::of(&turns::TurnState::default())
    }
}
