//! THE CORE.
