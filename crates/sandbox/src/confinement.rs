//! What holds a child in, as it tells its parent.

use serde::{Deserialize, Serialize};

/// What holds a process in, as the process itself found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a mechanism of its own"
)]
pub struct Confinement {
    /// It runs as a user without privileges.
    pub unprivileged: bool,
    /// It can never gain privileges by executing a file.
    pub no_new_privileges: bool,
    /// It sees no file system, as far as this kernel's Landlock goes.
    pub no_files: bool,
    /// It may make only the system calls that decoding needs.
    pub few_system_calls: bool,
}
