//! Test support: finds the repository, walks the conformance cases, starts real tools.
