//! The capture of evidence by the person.

mod device;
mod terms;

pub use self::device::{
    BadDevice, Brand, DeviceRecord, DeviceSignal, MOST_BYTES, Screen, UserAgentData, Viewport,
};
pub use self::terms::Channel;
