//! What a child gives up before it sees a file.
//!
//! Limits on memory, processor time, stack and files apply on every Unix. On Linux the process also
//! drops root, can never gain privileges again, sees no file system (Landlock), and may only make
//! the few system calls that decoding needs (seccomp). If the kernel lacks one of these, the others
//! still apply, and `bonafide doctor` says what is missing.

use std::io;

use rustix::process::{Resource, Rlimit, setrlimit};

pub use crate::confinement::Confinement;

/// The bytes of address space that decoding may take beyond what the process has at its start: the
/// memory that [`imaging::Limits`] allow, the file, its copy, and the pages of a PDF.
const MEMORY: u64 = 640 << 20;

/// The bytes of stack. A decoder that recurses deeper is following a circular file.
const STACK: u64 = 8 << 20;

/// Gives up everything that decoding a file does not need, and all but this many seconds of
/// processor time. This cannot be undone.
///
/// # Errors
///
/// Returns an error if a limit that every Unix has cannot be set. Features of newer kernels may be
/// missing, which the result says.
pub fn confine(processor_seconds: u64) -> io::Result<Confinement> {
    let memory = address_space()?.saturating_add(MEMORY);
    limit(Resource::As, memory, memory)?;
    // At the first of the two, the process gets a signal that says what it did wrong.
    limit(Resource::Cpu, processor_seconds, processor_seconds + 1)?;
    limit(Resource::Stack, STACK, STACK)?;
    limit(Resource::Core, 0, 0)?;
    limit(Resource::Fsize, 0, 0)?;
    #[cfg(target_os = "linux")]
    let confinement = linux::confine()?;
    #[cfg(not(target_os = "linux"))]
    let confinement = Confinement::default();
    // This comes last, because Landlock opens a file to close the others.
    limit(Resource::Nofile, 0, 0)?;
    #[cfg(target_os = "linux")]
    let confinement = Confinement {
        few_system_calls: linux::filter_system_calls(),
        ..confinement
    };
    Ok(confinement)
}

/// Lowers a limit, soft and hard, unless it is already lower.
fn limit(resource: Resource, soft: u64, hard: u64) -> io::Result<()> {
    let known = rustix::process::getrlimit(resource).maximum;
    let lower = |most: u64| Some(known.map_or(most, |known| known.min(most)));
    let limits = Rlimit {
        current: lower(soft),
        maximum: lower(hard),
    };
    Ok(setrlimit(resource, limits)?)
}

/// Returns the bytes of address space that this process has now.
#[cfg(target_os = "linux")]
fn address_space() -> io::Result<u64> {
    // The first number of statm is in pages (proc(5)).
    let statm = std::fs::read_to_string("/proc/self/statm")?;
    let pages: Option<u64> = statm.split(' ').next().and_then(|word| word.parse().ok());
    let pages = pages.ok_or(io::ErrorKind::InvalidData)?;
    Ok(pages * rustix::param::page_size() as u64)
}

/// Elsewhere it is unknown; the binary itself takes less than this.
#[cfg(not(target_os = "linux"))]
fn address_space() -> io::Result<u64> {
    Ok(256 << 20)
}

#[cfg(target_os = "linux")]
mod linux;
