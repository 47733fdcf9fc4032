//! Samples a place of a picture as if it were seen from directly above.

pub(crate) mod sampling;
mod side_fit;
mod slant;
pub(crate) mod square;
pub(crate) mod straight;
