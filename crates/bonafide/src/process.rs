//! Limits of this process: open files and core dumps.

use rustix::process::{
    DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit,
};

/// File handles reserved for databases, the vault, callbacks and readers.
const OWN_HANDLES: u64 = 128;

/// Disables core dumps, which would write pictures and keys to disk unencrypted. Other processes of
/// the same user cannot look into this one either.
pub fn keep_memory_private() {
    // A system that does not know these settings has no such dumps; nothing else depends on them.
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
}

/// Raises the limit on open files as far as the system allows and returns it, or `None` if there is
/// no limit.
pub fn raise_handles() -> Option<u64> {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(_) => limit.current,
    }
}

/// Returns how many of these handles connections may use: all but the reserved ones, or half where
/// there are very few.
pub const fn for_connections(handles: u64) -> u64 {
    if handles > 2 * OWN_HANDLES {
        handles - OWN_HANDLES
    } else {
        handles / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_never_have_all_handles() {
        for (handles, expected) in [(64, 32), (256, 128), (257, 129), (1024, 896), (1, 0)] {
            assert_eq!(for_connections(handles), expected, "{handles}");
        }
        let raised = raise_handles();
        assert_eq!(getrlimit(Resource::Nofile).current, raised);
    }
}
