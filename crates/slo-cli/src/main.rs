//! The command line of the SLO compiler.

fn main() {}
