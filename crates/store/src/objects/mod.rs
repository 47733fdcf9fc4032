//! Storage for sealed objects.

mod fs;

pub(crate) use self::fs::{Folder, INCOMING, folders};
