//! Allow comments and levels.
