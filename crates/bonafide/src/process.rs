//! Limits of this process: open files, core dumps and heaps.

use std::env;
use std::os::unix::process::CommandExt;
use std::process::Command;

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

/// The variable from which the C library takes how many heaps a process may have.
const HEAPS: &str = "MALLOC_ARENA_MAX";

/// Runs this program again, in the same process and with the same arguments, with one heap for each
/// processor. An operator's own value of `MALLOC_ARENA_MAX` stays.
///
/// The C library otherwise gives nearly every thread a heap of its own, and each keeps what a large
/// picture needed once: sixteen of 49 megapixels at once took 306 MB that way, and 147 MB with two
/// heaps. It reads the variable only when a program starts.
///
/// Returns if nothing has to be changed, or if the program cannot be run again.
pub fn limit_heaps() {
    if cfg!(not(target_env = "gnu")) || env::var_os(HEAPS).is_some() {
        return;
    }
    let Ok(program) = env::current_exe() else {
        return;
    };
    let heaps = std::thread::available_parallelism().map_or(2, |count| count.get().max(2));
    let mut words = env::args_os();
    let mut again = Command::new(program);
    if let Some(name) = words.next() {
        again.arg0(name);
    }
    // A heap for each thread costs memory and nothing else, so a failure is no reason to stop.
    let _ = again.args(words).env(HEAPS, heaps.to_string()).exec();
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
