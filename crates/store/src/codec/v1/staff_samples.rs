//! Members of staff who do not exist, one in each role.

use testkit::builders::{account_id, member};
use verification::staff::{Appointment, Credentials, Role, SecondFactor};

use crate::codec::Profile;

/// One in each role.
pub(super) fn profiles() -> Vec<Profile> {
    let numbered = (1..).zip(Role::ALL.iter().copied());
    let profile = |(number, role): (u128, Role)| {
        let mut profile = Profile::of(&member(number));
        let is_of_account = role != Role::Administrator && number % 2 == 0;
        profile.appointment = Appointment {
            role,
            account: is_of_account.then(|| account_id(number)),
        };
        profile.is_enabled = number != 3;
        profile.epoch = number as u32;
        profile
    };
    numbered.map(profile).collect()
}

/// With and without recovery codes.
pub(super) fn credentials() -> Vec<Credentials> {
    let with = |recovery| Credentials {
        password: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".into(),
        second_factor: SecondFactor {
            secret: *b"12345678901234567890",
            last_step: 37_037_036,
        },
        recovery,
    };
    vec![with(Vec::new()), with(vec![[7; 32], [8; 32]])]
}
