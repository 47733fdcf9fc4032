//! Why a file is no network that runs here, and why a run ended.

/// Why a file cannot be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file is not ONNX, or contradicts itself.
    #[error("not a readable ONNX file: {0}")]
    Malformed(&'static str),
    /// A limit is exceeded: bytes, nodes, or numbers in one tensor or in all of them.
    #[error("the network is too large: {0}")]
    TooLarge(&'static str),
    /// The network contains an operator, or a use of one, that is not implemented.
    #[error("the operator {op} is not supported here: {why}")]
    Unsupported {
        /// The operator's name in ONNX.
        op: String,
        /// What exactly is missing.
        why: &'static str,
    },
}

/// Why a run ended without outputs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The input does not have a shape that the network takes.
    #[error("the shapes of {op} do not fit one another")]
    Shape {
        /// The operator where this showed.
        op: &'static str,
    },
    /// The run would take more memory or arithmetic than the limits allow.
    #[error("the run exceeds its limit of {0}")]
    Limit(&'static str),
}
