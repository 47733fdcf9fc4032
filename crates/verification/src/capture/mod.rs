//! The capture of evidence by the person or by the business: what is requested, in which order, and
//! where the person is.
//!
//! Everything follows from what is stored: a page that is loaded again, another tab and another
//! device all ask [`Verification::page`](crate::Verification::page) and end in the same place. This
//! module knows nothing of cameras, markup or addresses.

mod acts;
mod device;
mod page;
mod phone;
mod phone_acts;
mod plan;
mod retake;
mod selfie;
mod sources;
mod state;
mod submission;
mod terms;
mod turning;
pub mod turns;

pub use self::acts::{OutOfStep, Raised};
pub use self::device::{
    BadDevice, Brand, DeviceRecord, DeviceSignal, MOST_BYTES, Screen, UserAgentData, Viewport,
};
pub use self::page::CapturePage;
pub use self::phone::{
    CODE_LIFE, CodeHash, CodeRefusal, MOST_CODES, MOST_WRONG, PhoneEnd, PhoneState, Sending,
    SentCode,
};
pub use self::phone_acts::CodeWish;
pub use self::plan::Need;
pub use self::sources::PictureSources;
pub(crate) use self::state::MOST_RETRIES;
pub use self::state::{Biometrics, CaptureState, Confirmed, ConsentRecord, MOST_LINKS};
pub use self::submission::code_of;
pub use self::terms::{
    CaptureDocument, CaptureLanguage, CaptureTerms, Channel, Envelope, Kind, SendLink, Signal,
};
pub use self::turns::SELFIE;
