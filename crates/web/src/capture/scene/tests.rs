//! Scenes as they are rendered.
