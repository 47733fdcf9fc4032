//! Samples a place of a picture as if it were seen from directly above.

mod slant;
pub(crate) mod square;
pub(crate) mod straight;
