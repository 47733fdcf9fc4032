//! Staff: who works in the back office, what each of them may do, and how they sign in.

mod attempts;
mod member;
mod role;
mod session;

pub use self::attempts::{ATTEMPTS_KEPT, pause_after};
pub use self::member::{
    Appointment, Credentials, INVITATION_LIFE, Member, NotAppointed, SecondFactor, Standing,
    WeakPassword, check_password, sign_in_name,
};
pub use self::role::{Authority, Permission, Role};
pub use self::session::{FACTOR_TIME, Proved, SESSION_LIFE, StaffSession};
