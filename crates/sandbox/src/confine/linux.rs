//! What only Linux has: users without privileges, Landlock, seccomp.

use std::collections::BTreeMap;
use std::io;

use landlock::{
    ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetError, RulesetStatus, Scope,
};
use rustix::process::{DumpableBehavior, geteuid, set_dumpable_behavior};
use rustix::thread::{set_no_new_privs, set_thread_groups, set_thread_res_gid, set_thread_res_uid};
use seccompiler::{
    SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter,
};

use crate::confinement::Confinement;

/// The user and group `nobody`, who own nothing.
const NOBODY: u32 = 65_534;

/// Everything but the filter of system calls, which has to come last.
pub(super) fn confine() -> io::Result<Confinement> {
    let no_files = close_file_system().unwrap_or(false);
    let unprivileged = drop_root();
    // Not before root is dropped: changing the user makes a process dumpable again.
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    set_no_new_privs(true)?;
    Ok(Confinement {
        unprivileged,
        no_new_privileges: true,
        no_files,
        few_system_calls: false,
    })
}

/// Becomes nobody if this is root. A container may forbid even that; root without a file system
/// and without system calls is then still held by the rest.
fn drop_root() -> bool {
    if !geteuid().is_root() {
        return true;
    }
    let (uid, gid) = (
        rustix::process::Uid::from_raw(NOBODY),
        rustix::process::Gid::from_raw(NOBODY),
    );
    // The process has one thread, so the thread's identity is the process's.
    set_thread_groups(&[]).is_ok()
        && set_thread_res_gid(gid, gid, gid).is_ok()
        && set_thread_res_uid(uid, uid, uid).is_ok()
}

/// Forbids every access to files, TCP ports, and other processes' sockets and signals; true if the
/// kernel takes that.
fn close_file_system() -> Result<bool, RulesetError> {
    let newest = ABI::V6;
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(newest))?
        .handle_access(AccessNet::from_all(newest))?
        .scope(Scope::from_all(newest))?
        .create()?
        .restrict_self()?;
    Ok(status.ruleset != RulesetStatus::NotEnforced)
}

/// Allows the system calls that decoding needs, and answers every other one with an error; true if
/// the kernel takes that.
pub(super) fn filter_system_calls() -> bool {
    filter().is_ok_and(|program| apply_filter(&program).is_ok())
}

fn filter() -> Result<seccompiler::BpfProgram, seccompiler::BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        CALLS.iter().map(|&call| (call, Vec::new())).collect();
    // Input is 0, output is 1; 2 is where a panic is written to, and leads nowhere.
    rules.insert(libc::SYS_read, vec![argument_is(0, 0)?]);
    rules.insert(
        libc::SYS_write,
        vec![argument_is(0, 1)?, argument_is(0, 2)?],
    );
    // Memory, but none that can be executed.
    for call in [libc::SYS_mmap, libc::SYS_mprotect] {
        rules.insert(call, vec![not_executable()?]);
    }
    let architecture = std::env::consts::ARCH.try_into()?;
    let refuse = SeccompAction::Errno(libc::EPERM as u32);
    SeccompFilter::new(rules, refuse, SeccompAction::Allow, architecture)?.try_into()
}

fn argument_is(index: u8, value: u64) -> Result<SeccompRule, seccompiler::BackendError> {
    let equal = SeccompCmpOp::Eq;
    SeccompRule::new(vec![SeccompCondition::new(
        index,
        SeccompCmpArgLen::Dword,
        equal,
        value,
    )?])
}

/// The third argument of `mmap` and `mprotect` is the protection.
fn not_executable() -> Result<SeccompRule, seccompiler::BackendError> {
    let mask = SeccompCmpOp::MaskedEq(libc::PROT_EXEC as u64);
    SeccompRule::new(vec![SeccompCondition::new(
        2,
        SeccompCmpArgLen::Dword,
        mask,
        0,
    )?])
}

/// Calls that are allowed with any arguments: memory, the end, signals that a crash raises, the
/// seeds of hash tables, and the clock.
const CALLS: &[i64] = &[
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
];
