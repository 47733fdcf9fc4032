//! The acts of the hosted and of the direct capture.

mod consent;
mod device;
mod end;
mod events;
mod find;
mod form;
mod frame_guidance;
mod hand_off;
mod hand_over;
mod images;
mod list;
mod phone;
mod read_barcode;
mod selfie;
mod send_code;
mod send_link;
mod start;
mod submit;
mod turns;
mod visit;

pub use self::consent::Agreed;
pub use self::form::FormField;
pub use self::hand_off::HandOff;
pub use self::phone::CodeRequest;
pub use self::submit::Upload;
pub use self::turns::{Selfie, Turns};
pub use self::visit::Visit;
