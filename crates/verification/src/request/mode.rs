//! Which media a proof may be.

/// Which media a proof may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VerificationMode {
    /// Pictures and videos.
    #[default]
    Any,
    /// Pictures (and PDF) only.
    ImageOnly,
    /// Videos only.
    VideoOnly,
}
