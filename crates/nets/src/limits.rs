//! What a file and a run may cost.

/// Limits on a file and on each run of the network in it.
///
/// ```
/// let small = nets::Limits { file_bytes: 1 << 20, ..nets::Limits::default() };
/// assert!(small.nodes > 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file in bytes.
    pub file_bytes: usize,
    /// The most operators.
    pub nodes: usize,
    /// The most numbers that all weights together may have once they are unpacked.
    pub weights: usize,
    /// The most numbers that may be in memory at once during a run, without the weights.
    pub live_numbers: usize,
    /// The most multiplications of one run.
    pub multiplications: u64,
}

impl Default for Limits {
    /// Room for networks of the size of a large face embedder: files of 256 MiB, and runs of
    /// 20 billion multiplications with 256 MiB of memory.
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            nodes: 4_096,
            weights: 80 << 20,
            live_numbers: 64 << 20,
            multiplications: 20_000_000_000,
        }
    }
}
